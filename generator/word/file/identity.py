"""What tells whether a Word file is still as it was written: its identifier and its body."""

from __future__ import annotations

from generator.word.file.names import dc
from generator.word.file.package import read_package
from generator.word.file.reading import WordFile


def read_identity(data: bytes) -> tuple[str, bytes]:
    """Return a file's identifier (Dublin Core; empty when it has none) and the bytes of its body.

    Raises:
        TemplateError: It is no Word file.
    """
    package = read_package(data)
    file = WordFile({name: member.data() for name, member in package.members.items()})
    links = file.relationships("").values()
    core = next((link.target for link in links if link.kind == "core-properties"), "")
    root = file.root(core) if core else None
    found = None if root is None else root.find(dc("identifier"))
    return ("" if found is None else found.text or ""), file.members.get(file.main, b"")
