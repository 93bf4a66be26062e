"""A template compiled once and rendered many times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from jinja2 import UndefinedError

from generator.errors import Problem, RenderError
from generator.word.engine.language.environment import RenderState
from generator.word.engine.language.filters import UnfitValueError
from generator.word.engine.language.parts import CompiledPart, ExpressionFaultError
from generator.word.engine.language.tags import Tag, TagProblem
from generator.word.engine.language.values import PlaceholderUse, Rendered, RenderOptions
from generator.word.engine.render.assemble import Assembler
from generator.word.engine.render.styles import StyleSheet
from generator.word.engine.render.variants import Variants
from generator.word.file.package import Member, Package, pack, write_package
from generator.word.file.safety.instructions import FieldMarkup, written_fault

_NO_OPTIONS = RenderOptions()


@dataclass(frozen=True, slots=True)
class CompiledTemplate:
    """A template whose parts are compiled; rendering leaves it as it is.

    Attributes:
        name: The file's name in messages.
        parts: The parts that change, the body first.
    """

    name: str
    package: Package
    parts: tuple[CompiledPart, ...]
    sheet: StyleSheet
    variants: Variants = field(repr=False)

    @property
    def tags(self) -> tuple[Tag, ...]:
        """Return every tag of the template with its place, part by part."""
        return tuple(tag for part in self.parts for tag in part.tags)

    def missing_names(self, context: Mapping[str, object]) -> tuple[TagProblem, ...]:
        """Return the names the template uses and the context lacks, whatever its conditions say."""
        from generator.word.engine.language.missing import find_missing

        return tuple(problem for part in self.parts for problem in find_missing(part, context))

    def render(self, context: Mapping[str, object], *, options: RenderOptions = _NO_OPTIONS) -> bytes:
        """Fill the template in.

        Args:
            context: Plain data: mappings, lists, texts, numbers, placeholders.
            options: Numbering, colour, images and date of this document.

        Returns:
            The .docx; the same arguments give the same bytes.

        Raises:
            RenderError: A name is missing, a value cannot be written, a reference leads nowhere, a limit is exceeded.
        """
        return self._render(context, options)[0]

    def render_with_report(
        self, context: Mapping[str, object], *, options: RenderOptions = _NO_OPTIONS
    ) -> Rendered:
        """Fill the template in and say which placeholders and headings the document shows."""
        data, uses, assembler = self._render(context, options)
        return Rendered(data, uses, assembler.heading_list())

    def _render(
        self, context: Mapping[str, object], options: RenderOptions
    ) -> tuple[bytes, tuple[PlaceholderUse, ...], Assembler]:
        changes = self.variants.apply(options, self.name)
        assembler = Assembler(changes.lists, options, changes.palette, changes.pictures, self.sheet.first_ids)
        state = RenderState()
        uses: list[PlaceholderUse] = []
        values = dict(context)
        for part in self.parts:
            state.runs, state.fixed, state.placeholders = part.runs, part.spots.fixed, []
            try:
                chunks = part.program.run(values, state)
            except ExpressionFaultError as fault:
                raise self._error(part, fault, context) from fault.cause
            uses += [
                PlaceholderUse(found.label, found.field, part.tags[index].location)
                for index, found in state.placeholders
            ]
            self._feed(assembler, part, chunks)
        try:
            texts = assembler.finish()
        except UnfitValueError as error:
            raise RenderError(self.name, [Problem("", str(error))]) from error
        if assembler.missing:
            raise self._reference_error(assembler)
        self._screen(texts)
        members = {
            **changes.members,
            **{name: pack(name, text.encode("utf-8")) for name, text in texts.items()},
        }
        unneeded = self.variants.leave_out(assembler.shown, members)
        kept: list[Member] = [
            members.pop(name, member) for name, member in self.package.members.items() if name not in unneeded
        ]
        data = write_package([*kept, *members.values()])
        return data, tuple(uses), assembler

    def _feed(self, assembler: Assembler, part: CompiledPart, chunks: list[str]) -> None:
        try:
            assembler.feed(part.name, part.spots, chunks)
        except UnfitValueError as error:
            raise RenderError(self.name, [Problem(part.name, str(error))]) from error

    def _screen(self, texts: Mapping[str, str]) -> None:
        """Look once more at the fields of each part as it is written.

        Values are escaped and attributes that decide what is loaded take none, so all markup of the output was in
        the template, where each element was judged alone. Only a field is more than its elements: what its
        instruction is depends on what conditions left beside it. A part without fields needs no second look.

        Raises:
            RenderError: An instruction came out that templates may not use.
        """
        for part in self.parts:
            plain = part.markup is FieldMarkup.NONE
            fault = "" if plain else written_fault(texts[part.name], part.markup)
            if fault:
                raise RenderError(self.name, [Problem(part.name, f"書き出された文書の{fault}")])

    def _error(
        self, part: CompiledPart, fault: ExpressionFaultError, context: Mapping[str, object]
    ) -> RenderError:
        if isinstance(fault.cause, UndefinedError):
            missing = self.missing_names(context)
            if missing:
                return RenderError(self.name, [problem.problem for problem in missing])
        where, text = "", ""
        if 0 <= fault.index < len(part.tags):
            tag = part.tags[fault.index]
            where, text = str(tag.location), f"{tag.text}: "
        what = str(fault.cause) if isinstance(fault.cause, UnfitValueError) else _foreign(fault.cause)
        return RenderError(self.name, [Problem(where or part.name, f"{text}{what}")])

    def _reference_error(self, assembler: Assembler) -> RenderError:
        what = (
            "参照先がありません（その見出しは、この条件では文書に入りません。同じ条件の中で参照してください）"
        )
        return RenderError(
            self.name, [Problem(str(spot.place), f"{spot.text}: {what}") for spot in assembler.missing]
        )


def _foreign(error: Exception) -> str:
    if isinstance(error, UndefinedError):
        return "値がありません（未定義の名前です）"
    return f"計算できません（{type(error).__name__}）"
