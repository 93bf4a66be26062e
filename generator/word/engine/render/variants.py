"""What the options of a render change outside the text: lists, colours, pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

from lxml import etree

from generator.errors import Problem, RenderError
from generator.word.engine.language.spots import Spots
from generator.word.engine.language.values import RenderOptions
from generator.word.engine.render.liststyles import ListStyleError, switch_list_style
from generator.word.engine.render.samples import Samples, Use, without_relations, without_types
from generator.word.engine.render.styles import StyleSheet
from generator.word.engine.render.theme import Palette, make_palette, recolour
from generator.word.file.images import Picture, fit, read_image
from generator.word.file.names import RELATIONSHIP, RELS_NS, TYPE_DEFAULT
from generator.word.file.numbering import ListDefinition, read_lists
from generator.word.file.package import CONTENT_TYPES, Member, Package, pack
from generator.word.file.relationships import relationships_name
from generator.word.file.xml import DECLARATION, Element, parse_xml

_IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"


@dataclass(frozen=True, slots=True)
class Changes:
    """What one set of options changes: lists, colours, picture sizes, and whole members."""

    lists: dict[str, ListDefinition]
    palette: Palette | None = None
    pictures: Mapping[tuple[str, int], Picture] = field(default_factory=dict)
    members: Mapping[str, Member] = field(default_factory=dict)


class Variants:
    """The changed members of one template, made once for each list style and accent."""

    def __init__(
        self,
        package: Package,
        types: Mapping[str, str],
        sheet: StyleSheet,
        lists: dict[str, ListDefinition],
        spots: Mapping[str, Spots],
        samples: Samples,
    ) -> None:
        self._package = package
        self._types = types
        self._sheet = sheet
        self._plain = Changes(lists)
        self._spots = spots
        self._samples = samples
        self._made: dict[tuple[str | None, str | None], Changes] = {}
        self._left: dict[tuple[str, int, frozenset[Use]], Member] = {}

    def apply(self, options: RenderOptions, name: str) -> Changes:
        """Return what the options change.

        Raises:
            RenderError: An unknown list style, a wrong colour, or an image that is none; all at once.
        """
        problems: list[Problem] = []
        key = (options.list_style, options.accent)
        changes = self._plain if key == (None, None) else self._made.get(key)
        if changes is None:
            changes = self._make(options, problems)
        pictures, members = self._pictures(options, problems) if options.images else ({}, {})
        if problems:
            raise RenderError(name, problems)
        self._made.setdefault(key, changes)
        if not pictures:
            return changes
        return Changes(changes.lists, changes.palette, pictures, {**changes.members, **members})

    def leave_out(self, shown: Iterable[Use], members: dict[str, Member]) -> tuple[str, ...]:
        """Take from the changed members what leads to pictures that this document does not show.

        Args:
            shown: The pictures of the template that it shows.
            members: What changes; relationships and content types without the others come in.

        Returns:
            The names of the parts to leave out.
        """
        hidden = self._samples.hidden(shown)
        if not hidden:
            return ()
        for part in {owner for owner, _ in hidden}:
            edit = partial(without_relations, part, hidden=hidden)
            self._leave(relationships_name(part), members, hidden, edit)
        unneeded = self._samples.unneeded(hidden)
        self._leave(CONTENT_TYPES, members, hidden, partial(without_types, parts=unneeded))
        return unneeded

    def _leave(
        self,
        name: str,
        members: dict[str, Member],
        hidden: frozenset[Use],
        edit: Callable[[bytes], Element],
    ) -> None:
        member = members.get(name, self._package.members[name])
        key = (name, member.crc, hidden)
        if key not in self._left:
            self._left[key] = pack(name, _bytes(edit(member.data())))
        members[name] = self._left[key]

    def _make(self, options: RenderOptions, problems: list[Problem]) -> Changes:
        roots: dict[str, Element] = {}
        lists, palette = self._plain.lists, None
        if options.list_style is not None:
            try:
                lists = self._switch(options.list_style, roots)
            except ListStyleError as error:
                problems.append(Problem("", str(error)))
        if options.accent is not None:
            try:
                palette = make_palette(options.accent)
            except ValueError as error:
                problems.append(Problem("", str(error)))
        members = {part: pack(part, _bytes(root)) for part, root in roots.items()}
        for part in self._package.members if palette is not None else ():
            data = self._package.read(part) or b""
            if (
                palette is not None
                and part.endswith(".xml")
                and part not in self._spots
                and b"accent" in data
            ):
                root = roots[part] if part in roots else parse_xml(data)
                members[part] = pack(part, recolour(root, palette))
        return Changes(lists, palette, {}, members)

    def _switch(self, style: str, roots: dict[str, Element]) -> dict[str, ListDefinition]:
        names = [self._part("numbering+xml"), self._part("styles+xml")]
        if not all(names):
            raise ListStyleError(f"リスト スタイル「{style}」がありません（番号の定義がありません）")
        numbering, styles = (parse_xml(self._package.read(name) or b"") for name in names)
        if switch_list_style(numbering, styles, self._sheet, style):
            roots.update(zip(names, (numbering, styles), strict=True))
            return read_lists(numbering, StyleSheet(styles).list_styles)
        return self._plain.lists

    def _part(self, ending: str) -> str:
        kind = f"wordprocessingml.{ending}"
        return next((name for name, found in self._types.items() if found.endswith(kind)), "")

    def _pictures(
        self, options: RenderOptions, problems: list[Problem]
    ) -> tuple[dict[tuple[str, int], Picture], dict[str, Member]]:
        pictures: dict[tuple[str, int], Picture] = {}
        members: dict[str, Member] = {}
        extensions: dict[str, str] = {}
        infos = {}
        for name, data in options.images.items():
            try:
                infos[name] = read_image(data)
            except ValueError as error:
                problems.append(Problem(f"画像 {name}", str(error)))
        for part, spots in self._spots.items():
            additions: list[tuple[str, str]] = []
            for index, spot in enumerate(spots.pictures):
                info = infos.get(spot.name)
                if info is None:
                    continue
                number = list(infos).index(spot.name) + 1
                media = f"word/media/pg{number}.{info.extension}"
                members[media] = pack(media, options.images[spot.name])
                extensions[info.extension] = info.content_type
                additions.append((f"rIdPg{number}", f"media/pg{number}.{info.extension}"))
                pictures[part, index] = Picture(f"rIdPg{number}", *fit(info, spot.width, spot.height))
            if additions:
                members[relationships_name(part)] = self._with_relations(
                    relationships_name(part), dict(additions)
                )
        if extensions:
            members[CONTENT_TYPES] = self._with_types(extensions)
        return pictures, members

    def _with_relations(self, name: str, additions: Mapping[str, str]) -> Member:
        root = parse_xml(self._package.read(name) or f'<Relationships xmlns="{RELS_NS}"/>'.encode())
        for key, target in additions.items():
            etree.SubElement(root, RELATIONSHIP, Id=key, Type=_IMAGE, Target=target)
        return pack(name, _bytes(root))

    def _with_types(self, extensions: Mapping[str, str]) -> Member:
        root = parse_xml(self._package.read(CONTENT_TYPES) or b"")
        known = {node.get("Extension", "").lower() for node in root.iter(TYPE_DEFAULT)}
        for extension, kind in extensions.items():
            if extension not in known:
                node = etree.Element(TYPE_DEFAULT, Extension=extension, ContentType=kind)
                root.insert(0, node)
        return pack(CONTENT_TYPES, _bytes(root))


def _bytes(root: Element) -> bytes:
    return (DECLARATION + etree.tostring(root, encoding="unicode")).encode("utf-8")
