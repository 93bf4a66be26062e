"""Shapes of the older kind (VML) inside loops: each copy gets an id of its own, as Word wants them unique."""

from __future__ import annotations

from generator.word.engine.compile.compiler import PartCompiler
from generator.word.engine.language.environment import END, MARK
from generator.word.file.names import V_NS
from generator.word.file.xml import Element

_OFFICE = "{urn:schemas-microsoft-com:office:office}"
_OBJECT_SHAPE = "ShapeID"


class ShapeIds:
    """The ids of the VML shapes of one part that loops repeat.

    A `v:shapetype` keeps its id: it is a definition that shapes name, the same in every copy.
    """

    def __init__(self, part: PartCompiler) -> None:
        """Prepare for a part."""
        self._part = part
        self._known: dict[str, int] = {}

    def renew(self, element: Element) -> None:
        """Let the ids of a shape be counted on, and an embedded object name the copy of its shape."""
        tag = str(element.tag)
        if tag.startswith(f"{{{V_NS}}}") and not tag.endswith("}shapetype"):
            for attribute in ("id", f"{_OFFICE}spid"):
                self._mark(element, attribute)
        elif tag == f"{_OFFICE}OLEObject" and element.get(_OBJECT_SHAPE, "") in self._known:
            self._write(element, _OBJECT_SHAPE, "v", self._known[element.get(_OBJECT_SHAPE, "")])

    def _mark(self, element: Element, attribute: str) -> None:
        name = element.get(attribute, "")
        if not name:
            return
        names = self._part.spots.shapes
        names.append(name)
        if attribute == "id":
            self._known[name] = len(names) - 1
        self._write(element, attribute, "V", len(names) - 1)

    def _write(self, element: Element, attribute: str, letter: str, index: int) -> None:
        element.set(attribute, self._part.attribute(f"{MARK}{letter}{index}{END}"))
