"""The relationships of a part: what it leads to, inside the package and outside (OPC, ECMA-376 part 2)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from generator.word.file.names import RELATIONSHIP
from generator.word.file.xml import Element


@dataclass(frozen=True, slots=True)
class Relationship:
    """One relationship of a part.

    Attributes:
        id: Its id in the part.
        kind: The last step of its type: "styles", "hyperlink" …
        target: A member's name, or the address when it is external.
        external: Whether it leads out of the package.
    """

    id: str
    kind: str
    target: str
    external: bool


def relationships_name(part: str) -> str:
    """Return the member that holds the relationships of a part (OPC, section 6.5.3)."""
    folder, base = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def resolve_target(part: str, target: str) -> str:
    """Return the member name that a relationship target of `part` points to."""
    path = unquote(target.split("#", 1)[0])
    joined = path if path.startswith("/") else posixpath.join("/", posixpath.dirname(part), path)
    return posixpath.normpath(joined).lstrip("/")


def read_relationships(part: str, root: Element) -> Iterator[Relationship]:
    """Yield the relationships of a part from the tree of their member."""
    for node in root.iter(RELATIONSHIP):
        external = node.get("TargetMode") == "External"
        target = node.get("Target", "")
        resolved = target if external else resolve_target(part, target)
        yield Relationship(node.get("Id", ""), node.get("Type", "").rsplit("/", 1)[-1], resolved, external)
