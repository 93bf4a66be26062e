"""A part of a workbook as a stream of elements: no tree is built, so that no part can fill the memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any
from xml.parsers import expat

MAX_DEPTH = 64
_BLOCK = 64 * 1024
_MAX_TOKEN = 4 * 1024 * 1024  # one tag, comment or instruction


class Reader:
    """What is called for each element; names come without prefix. `text` gets the words between them."""

    def __init__(self) -> None:
        """Begin outside the root."""
        self.depth = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element; `depth` counts it already."""

    def end(self, name: str) -> None:
        """Take its end; `depth` still counts it."""

    def text(self, data: str) -> None:
        """Take a piece of the words inside."""


def blocks(stream: IO[bytes], reader: Reader) -> Iterator[None]:
    """Read a part, and stop after each block of bytes so that what was found can be taken.

    Raises:
        ValueError: The part is no well-formed XML, declares a document type, or is nested too deeply.
    """
    parser = _parser(reader)
    fed = 0
    try:
        while block := stream.read(_BLOCK):
            parser.Parse(block, False)
            fed += len(block)
            if fed - max(parser.CurrentByteIndex, 0) > _MAX_TOKEN:
                raise ValueError("a tag without end")
            yield
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise ValueError("not well-formed") from error
    yield


def read_all(stream: IO[bytes], reader: Reader) -> None:
    """Read a part to its end; see `blocks`."""
    for _ in blocks(stream, reader):
        pass


def local(name: str) -> str:
    """Return a name without its prefix."""
    return name.rpartition(":")[2]


def _parser(reader: Reader) -> Any:  # noqa: ANN401 - the type has no public name
    parser = expat.ParserCreate()
    parser.buffer_text = True
    local_names: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        reader.depth += 1
        if reader.depth > MAX_DEPTH:
            raise ValueError("nested too deeply")
        known = local_names.get(name)
        if known is None:
            known = local(name)
            if len(local_names) < 1000:
                local_names[name] = known
        reader.start(known, attributes)

    def end(name: str) -> None:
        reader.end(local_names.get(name) or local(name))
        reader.depth -= 1

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _refuse_document_type
    return parser


def _refuse_document_type(*_: object) -> None:
    raise ValueError("a document type")
