"""What earlier renders said: a paragraph that still says it was left behind by rejecting, and nobody wrote it."""

from __future__ import annotations

import hashlib

from generator.word.file.names import P
from generator.word.merge.read.blocks import Block, paragraph_block
from generator.word.merge.read.version import Version
from generator.word.text.standins import FIRST_STAND_IN, StandIns


def outdated_texts(base: Version, theirs: Version) -> frozenset[str]:
    """Return digests of the paragraphs that base says and theirs no longer."""
    return _texts(base) - _texts(theirs)


def says_only(block: Block, known: frozenset[str]) -> bool:
    """Return whether a paragraph says what one of some digests stands for."""
    return block.kind == "p" and bool(known) and _digest(block.text) in known


def _texts(version: Version) -> frozenset[str]:
    stand_ins = StandIns()
    paragraphs = (node for _, root in version.stories() for node in root.iter(P))
    texts = {paragraph_block(node, "", stand_ins).text for node in paragraphs}
    return frozenset(_digest(text) for text in texts if text.strip())


def _digest(text: str) -> str:
    """Return a digest of a text; for objects and fields one mark stands, for their stand-ins differ from run to run."""
    plain = "".join("\0" if ord(character) >= FIRST_STAND_IN else character for character in text)
    return hashlib.blake2b(plain.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
