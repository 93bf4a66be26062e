"""How large a template may be: what compiles and renders within a moment; beyond that it is refused, not tried.

The shipped set of rules, the largest template known, has 2,200 tags, 3,500 paragraphs and 0.9 MB of XML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.errors import Problem, TemplateError
from generator.word.file.names import P, w
from generator.word.file.package import CONTENT_TYPES, Member, Package
from generator.word.file.safety.kinds import FONT_TYPES, IMAGE_TYPES, SVG_TYPE
from generator.word.file.security import ScreenedPackage, content_types, story_parts
from generator.word.file.xml import XmlError

MAX_XML = 6 * 1024 * 1024
"""Bytes of all parts in XML together."""
MAX_ELEMENTS = 90_000
"""Elements of all parts together; the shipped rules have 32,000."""
MAX_PARAGRAPHS = 8_000
MAX_STYLES = 2_000
MAX_LISTS = 1_000
MAX_LEVELS = 9
MAX_TAGS = 4_000
MAX_WORDS = 40_000
"""Words and signs of all tags together, each tag counted as eight more; the shipped rules have 25,000."""
_WORDS = re.compile(r"\w+|[^\w\s]")
_TAG_WORDS = 8

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
    read = [member for name, member in package.members.items() if types.get(name, "").lower() not in blobs]
    what = ""
    if sum(member.size for member in read) > MAX_XML:
        what = f"テンプレートが大きすぎます（展開後 {MAX_XML // 2**20} MB まで）。{_ADVICE}"
    elif sum(data.count(b"<") - data.count(b"</") for data in map(Member.data, read)) > MAX_ELEMENTS:
        what = f"要素が多すぎます（上限 {MAX_ELEMENTS}）。{_ADVICE}"
    if what:
        raise TemplateError(package.name, [Problem("", what)])
    return types


def count_problems(screened: ScreenedPackage) -> Iterator[Problem]:
    """Yield what a template has too many of: paragraphs, styles, lists."""
    stories = story_parts(screened.types)
    counts = (
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
    words: int = 0

    def add(self, text: str) -> None:
        """Count one more tag."""
        self.tags += 1
        self.words += _TAG_WORDS + sum(1 for _ in _WORDS.finditer(text))

    @property
    def problem(self) -> str:
        """Return in Japanese that there are too many tags, or too much in them; empty when they are not."""
        if self.tags > MAX_TAGS:
            return f"タグが多すぎます（上限 {MAX_TAGS}）。{_ADVICE}"
        if self.words > MAX_WORDS:
            return f"タグの中の式が、合わせると長すぎます（語と記号の上限 {MAX_WORDS}）。{_ADVICE}"
        return ""
