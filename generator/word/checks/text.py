"""Checks of what a reader would see: leftover tags, Japanese text without a font, headings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from generator.word.checks.finding import Finding, PartView
from generator.word.file.names import DEL, PPR, RPR, P, R, w
from generator.word.file.reading import WordFile, iter_paragraphs, paragraph_text, run_text
from generator.word.file.xml import Element

CJK = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_TAG = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_TOKEN = re.compile(r"[\ufdd0-\ufdef\ufffe\uffff]")
_CONTENT = ("drawing", "pict", "object", "fldSimple", "footnoteReference", "sym")


def check_text(view: PartView) -> Iterator[Finding]:
    """Yield Japanese runs without a font, empty headings, and headings that skip a level."""
    for run in view.root.iter(R):
        paragraph = next(run.iterancestors(P), None)
        if paragraph is None or not CJK.search(run_text(run)):
            continue
        if view.styles.east_asia_font(run, paragraph) is None:
            yield view.finding(
                run, "no-japanese-font", "日本語の文字にフォント（eastAsia）が決まっていません"
            )
    if view.name == view.file.main:
        yield from check_headings(view)


def check_headings(view: PartView) -> Iterator[Finding]:
    """Yield empty headings and headings that skip a level."""
    previous = 0
    for _, paragraph in iter_paragraphs(view.root):
        level = view.styles.heading_level(paragraph)
        if level is None or paragraph.find(f"{PPR}/{RPR}/{DEL}") is not None:
            continue
        if not paragraph_text(paragraph).strip() and not _has_content(paragraph):
            yield view.finding(paragraph, "empty-heading", "文字のない見出しがあります")
            continue
        if level > previous + 1:
            text = f"見出しの段階が飛んでいます（レベル{previous}の次がレベル{level}）"
            yield view.finding(paragraph, "heading-order", text)
        previous = level


def _has_content(paragraph: Element) -> bool:
    return next(paragraph.iter(*(w(name) for name in _CONTENT)), None) is not None


def leftover_tags(file: WordFile, views: list[PartView]) -> Iterator[Finding]:
    """Yield template tags that rendering should have filled, in text, attributes and properties."""
    for view in views:
        for _, paragraph in iter_paragraphs(view.root):
            yield from _paragraph_tags(view, paragraph)
        for node in view.root.iter():
            if any(_is_tag(str(value)) for value in node.attrib.values()):
                yield view.finding(node, "leftover-tag", "テンプレートのタグが属性に残っています")
    for name in file.members:
        root = file.root(name) if name.startswith("docProps/") and name.endswith(".xml") else None
        for item in () if root is None else root.iter(etree.Element):
            if _is_tag(item.text or ""):
                yield Finding(name, 0, "leftover-tag", "テンプレートのタグが文書のプロパティに残っています")


def _paragraph_tags(view: PartView, paragraph: Element) -> Iterator[Finding]:
    text = paragraph_text(paragraph)
    match = _TAG.search(text)
    if match:
        excerpt = text[match.start() : match.start() + 30]
        yield view.finding(paragraph, "leftover-tag", f"テンプレートのタグが残っています（{excerpt}）")
    if _TOKEN.search(text):
        yield view.finding(paragraph, "leftover-token", "プログラム内部の記号が残っています")


def _is_tag(text: str) -> bool:
    return bool(_TAG.search(text) or _TOKEN.search(text))
