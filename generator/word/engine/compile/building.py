"""From a .docx to its compiled parts: read, check, place tags and marks, compile."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from generator.errors import Problem, TemplateError
from generator.word.engine.compile.compiler import PartCompiler, holds_attribute_tags
from generator.word.engine.compile.fields import prepare_fields
from generator.word.engine.compile.finisher import Finisher
from generator.word.engine.compile.limits import TagCount, check_sizes, count_problems
from generator.word.engine.compile.marks import keep_pairs
from generator.word.engine.compile.rootspace import usual_prefixes, with_w14
from generator.word.engine.language.environment import TemplateEnvironment
from generator.word.engine.language.places import PRIVATE, holds_private
from generator.word.engine.render.samples import find_samples
from generator.word.engine.render.styles import StyleSheet
from generator.word.engine.render.template import CompiledTemplate
from generator.word.engine.render.variants import Variants
from generator.word.file.names import BOOKMARK_START, NAME
from generator.word.file.numbering import read_lists
from generator.word.file.package import read_package
from generator.word.file.security import ScreenedPackage, screen_template, story_parts
from generator.word.file.xml import Element

_PROPERTIES = ("core-properties+xml", "extended-properties+xml", "custom-properties+xml")


def compile_template(source: Path | str | bytes, *, name: str | None = None) -> CompiledTemplate:
    """Read a template, check it, and compile its parts.

    Args:
        source: The path of the .docx file, or its bytes.
        name: What messages call it; the path when it is not given.

    Raises:
        TemplateError: It is unsafe, damaged, or has wrong tags; all problems are in it.
    """
    package = read_package(Path(source) if isinstance(source, str) else source, name=name)
    screened = screen_template(package, check_sizes(package))
    problems = screened.problems or list(count_problems(screened))
    if problems:
        raise TemplateError(package.name, problems)
    sheet = StyleSheet(screened.roots.get(screened.related("styles")))
    numbering = screened.roots.get(screened.related("numbering"))
    compilers = _compile_parts(screened, TemplateEnvironment(), sheet, problems)
    if problems:
        raise TemplateError(package.name, problems)
    lists = read_lists(numbering, sheet.list_styles)
    targets = frozenset(spot.bookmark for compiler in compilers for spot in compiler.spots.references)
    parts = []
    for compiler in compilers:
        main = compiler.name == screened.main
        if main or compiler.slots:
            if compiler.story:
                Finisher(compiler, lists, targets, counted=main).run()
            items = compiler.cut()
            if compiler.problems:
                raise TemplateError(package.name, compiler.problems)
            parts.append(compiler.finish(items))
    spots = {part.name: part.spots for part in parts}
    samples = find_samples(package, spots, {compiler.name: compiler.root for compiler in compilers})
    variants = Variants(package, _usable_types(screened), sheet, lists, spots, samples)
    return CompiledTemplate(package.name, package, tuple(parts), sheet, variants)


def _compile_parts(
    screened: ScreenedPackage, env: TemplateEnvironment, sheet: StyleSheet, problems: list[Problem]
) -> list[PartCompiler]:
    """Place the tags of every part, the body first; problems are added to the list."""
    compilers = []
    stories = story_parts(screened.types)
    for part, kind in sorted(screened.types.items(), key=lambda item: item[0] != screened.main):
        story = part in stories
        if not story and not kind.endswith(_PROPERTIES):
            continue
        root = screened.roots[part]
        text = etree.tostring(root, encoding="unicode")
        wrong = _part_problem(root, text) if story else PRIVATE if holds_private(text) else ""
        if wrong:
            problems.append(Problem(part, wrong))
            continue
        compiler = PartCompiler(part, with_w14(root) if story else root, env, sheet, story=story)
        compiler.attribute_tags = holds_attribute_tags(text)
        compilers.append(compiler)
    names = frozenset(
        mark.get(NAME, "") for compiler in compilers for mark in compiler.root.iter(BOOKMARK_START)
    )
    tags = TagCount()
    for compiler in compilers:
        compiler.bookmarks = names
        compiler.count = tags
        if compiler.story:
            prepare_fields(compiler)
            compiler.compile_story()
        else:
            compiler.compile_properties()
        compiler.check_balance()
        if compiler.story and not compiler.problems:
            keep_pairs(compiler)
        problems += compiler.problems
        if tags.problem:
            problems[:] = [Problem("", tags.problem)]
            break
    return compilers


def _usable_types(screened: ScreenedPackage) -> dict[str, str]:
    """Return the content types without the styles and lists of anything but the body, such as building blocks."""
    own = {screened.related("styles"), screened.related("numbering")}
    return {
        name: kind
        for name, kind in screened.types.items()
        if name in own or not kind.endswith((".styles+xml", ".numbering+xml"))
    }


def _part_problem(root: Element, text: str) -> str:
    """Return in Japanese why a part with paragraphs cannot be compiled; empty when it can."""
    if not usual_prefixes(root, text):
        return "名前空間の書き方が特殊です。Wordで開いて保存し直してください"
    return PRIVATE if holds_private(text) else ""
