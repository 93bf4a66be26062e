"""How large a template may be: what compiles and renders within a moment; beyond that it is refused, not tried.

The shipped set of rules, the largest template known, has 2,200 tags, 3,500 paragraphs and 0.9 MB of XML.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.errors import Problem, TemplateError
from generator.word.file.names import P, w
from generator.word.file.package import CONTENT_TYPES, Package
from generator.word.file.safety.kinds import FONT_TYPES, IMAGE_TYPES, SVG_TYPE
from generator.word.file.security import ScreenedPackage, content_types, story_parts
from generator.word.file.xml import XmlError

MAX_XML = 6 * 1024 * 1024
"""Bytes of all parts in XML together."""
MAX_ELEMENTS = 120_000
MAX_PARAGRAPHS = 8_000
MAX_STYLES = 2_000
MAX_LISTS = 1_000
MAX_LEVELS = 9
MAX_TAGS = 4_000
MAX_TAG_TEXT = 200_000
"""Characters of all tags together."""
MAX_BRANCHES = 200
"""Branches of one condition."""

_ADVICE = "テンプレートを分けるか、短くしてください"


def check_sizes(package: Package) -> dict[str, str]:
    """Refuse a template with more XML than the engine works through in a moment, before any of it is parsed.

    Returns:
        The content types of its parts.

    Raises:
        TemplateError: It holds too much, or the list of content types is broken.
    """
    try:
        types = content_types(package) if package.members[CONTENT_TYPES].size <= MAX_XML else {}
    except XmlError as error:
        raise TemplateError(package.name, [Problem(CONTENT_TYPES, str(error))]) from error
    blobs = (IMAGE_TYPES - {SVG_TYPE}) | FONT_TYPES
    members = package.members.items()
    if sum(member.size for name, member in members if types.get(name, "").lower() not in blobs) > MAX_XML:
        what = f"テンプレートが大きすぎます（展開後 {MAX_XML // 2**20} MB まで）。{_ADVICE}"
        raise TemplateError(package.name, [Problem("", what)])
    return types


def count_problems(screened: ScreenedPackage) -> Iterator[Problem]:
    """Yield what a template has too many of: elements, paragraphs, styles, lists."""
    elements = sum(1 + sum(1 for _ in root.iterdescendants()) for root in screened.roots.values())
    stories = story_parts(screened.types)
    counts = (
        ("要素", elements, MAX_ELEMENTS),
        ("段落", sum(_number(screened, name, P) for name in stories), MAX_PARAGRAPHS),
        ("スタイル", sum(_number(screened, name, w("style")) for name in screened.roots), MAX_STYLES),
        ("番号の一覧", sum(_number(screened, name, w("num")) for name in screened.roots), MAX_LISTS),
        ("番号の一覧", sum(_number(screened, name, w("abstractNum")) for name in screened.roots), MAX_LISTS),
    )
    for what, number, limit in counts:
        if number > limit:
            yield Problem("", f"{what}が多すぎます（{number}、上限 {limit}）。{_ADVICE}")
    for name, root in screened.roots.items():
        if any(len(node.findall(w("lvl"))) > MAX_LEVELS for node in root.iter(w("abstractNum"))):
            yield Problem(name, f"番号の一覧の段階が多すぎます（上限 {MAX_LEVELS}）")
        if any(len(node) > MAX_LEVELS + 1 for node in root.iter(w("num"))):
            yield Problem(name, f"番号の一覧の段階が多すぎます（上限 {MAX_LEVELS}）")


def _number(screened: ScreenedPackage, part: str, tag: str) -> int:
    return sum(1 for _ in screened.roots[part].iter(tag))


@dataclass(slots=True)
class TagCount:
    """The tags of a template so far; once there are too many, the others are not looked at."""

    tags: int = 0
    characters: int = 0

    def add(self, text: str) -> None:
        """Count one more tag."""
        self.tags += 1
        self.characters += len(text)

    @property
    def problem(self) -> str:
        """Return in Japanese that there are too many tags, or that they are too long; empty when they are not."""
        if self.tags > MAX_TAGS:
            return f"タグが多すぎます（上限 {MAX_TAGS}）。{_ADVICE}"
        if self.characters > MAX_TAG_TEXT:
            return f"タグの文字数の合計が多すぎます（上限 {MAX_TAG_TEXT}）。{_ADVICE}"
        return ""
