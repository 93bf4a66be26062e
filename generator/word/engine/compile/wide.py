"""Tags written with full-width brackets, which nobody reads as tags: typed with the Japanese input still on."""

from __future__ import annotations

import re

from generator.errors import Problem
from generator.word.engine.compile.limits import check_sizes
from generator.word.engine.language.places import Places, template_text
from generator.word.engine.render.styles import StyleSheet
from generator.word.file.names import P
from generator.word.file.package import read_package
from generator.word.file.security import screen_template, story_parts

_OPENERS = re.compile(r"[{｛]\s*[{｛%％#＃]")
_CLOSERS = re.compile(r"[}｝%％#＃]\s*[}｝]")
_HALF = re.compile(r"[!-~\s]+")


def wide_tags(data: bytes) -> list[Problem]:
    """Return the paragraphs of a template that hold brackets of tags in full width, each once.

    Args:
        data: A template that compiles.
    """
    package = read_package(data)
    screened = screen_template(package, check_sizes(package))
    headings = StyleSheet(screened.roots.get(screened.related("styles"))).headings
    found = []
    for part in sorted(story_parts(screened.types), key=lambda name: name != screened.main):
        root = screened.roots[part]
        places = Places(part, root, headings)
        for paragraph in root.iter(P):
            text = template_text(paragraph)
            marks = [*_OPENERS.findall(text), *_CLOSERS.findall(text)]
            wide = next((mark for mark in marks if _HALF.fullmatch(mark) is None), "")
            if wide:
                what = f"全角のかっこ（{wide}）があります。タグなら、半角の {{{{ }}}} か {{% %}} で書いてください"
                found.append(Problem(str(places.of(paragraph)), what))
    return found
