"""From a .docx to its compiled parts: read, check, place tags and marks, compile."""

from __future__ import annotations

from pathlib import Path

from generator.errors import Problem, TemplateError
from generator.word.engine.compile.compiler import PartCompiler
from generator.word.engine.compile.fields import prepare_fields
from generator.word.engine.compile.finisher import Finisher
from generator.word.engine.compile.marks import keep_pairs
from generator.word.engine.compile.rootspace import usual_prefixes, with_w14
from generator.word.engine.language.environment import TemplateEnvironment
from generator.word.engine.render.samples import find_samples
from generator.word.engine.render.styles import StyleSheet
from generator.word.engine.render.template import CompiledTemplate
from generator.word.engine.render.variants import Variants
from generator.word.file.names import BOOKMARK_START, NAME
from generator.word.file.numbering import read_lists
from generator.word.file.package import Package, read_package
from generator.word.file.security import MAIN_TYPE, content_types, refused_elements, refused_package
from generator.word.file.xml import Element, XmlError, parse_xml

_STORIES = ("document.main+xml", "header+xml", "footer+xml", "footnotes+xml", "endnotes+xml", "comments+xml")
_PROPERTIES = ("core-properties+xml", "extended-properties+xml", "custom-properties+xml")
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."


def compile_template(source: Path | str | bytes, *, name: str | None = None) -> CompiledTemplate:
    """Read a template, check it, and compile its parts.

    Args:
        source: The path of the .docx file, or its bytes.
        name: What messages call it; the path when it is not given.

    Raises:
        TemplateError: It is unsafe, damaged, or has wrong tags; all problems are in it.
    """
    package = read_package(Path(source) if isinstance(source, str) else source, name=name)
    try:
        types = content_types(package)
        problems = refused_package(package, types)
        if problems:
            raise TemplateError(package.name, problems)
        sheet = StyleSheet(_tree(package, types, "wordprocessingml.styles+xml"))
        numbering = _tree(package, types, "wordprocessingml.numbering+xml")
    except XmlError as error:
        raise TemplateError(package.name, [Problem("", str(error))]) from error
    compilers = _compile_parts(package, types, TemplateEnvironment(), sheet, problems)
    if problems:
        raise TemplateError(package.name, problems)
    lists = read_lists(numbering, sheet.list_styles)
    targets = frozenset(spot.bookmark for compiler in compilers for spot in compiler.spots.references)
    parts = []
    for compiler in compilers:
        main = types[compiler.name] == MAIN_TYPE
        if main or compiler.slots:
            if compiler.story:
                Finisher(compiler, lists, targets, counted=main).run()
            parts.append(compiler.finish())
    spots = {part.name: part.spots for part in parts}
    samples = find_samples(package, spots, {compiler.name: compiler.root for compiler in compilers})
    variants = Variants(package, types, sheet, lists, spots, samples)
    return CompiledTemplate(package.name, package, tuple(parts), sheet, variants)


def _compile_parts(
    package: Package,
    types: dict[str, str],
    env: TemplateEnvironment,
    sheet: StyleSheet,
    problems: list[Problem],
) -> list[PartCompiler]:
    """Place the tags of every part, the body first; problems are added to the list."""
    compilers = []
    for part, kind in sorted(types.items(), key=lambda item: item[1] != MAIN_TYPE):
        story = kind.startswith(_WORD) and kind.endswith(_STORIES)
        if not story and not kind.endswith(_PROPERTIES):
            continue
        try:
            root = parse_xml(package.read(part) or b"")
        except XmlError as error:
            problems.append(Problem(part, str(error)))
            continue
        if story:
            refused = refused_elements(part, root)
            if not refused and not usual_prefixes(root):
                refused = [Problem(part, "名前空間の書き方が特殊です。Wordで開いて保存し直してください")]
            if refused:
                problems += refused
                continue
            root = with_w14(root)
        compilers.append(PartCompiler(part, root, env, sheet, story=story))
    names = frozenset(
        mark.get(NAME, "") for compiler in compilers for mark in compiler.root.iter(BOOKMARK_START)
    )
    for compiler in compilers:
        compiler.bookmarks = names
        if compiler.story:
            prepare_fields(compiler)
            compiler.compile_story()
        else:
            compiler.compile_properties()
        compiler.check_balance()
        if compiler.story and not compiler.problems:
            keep_pairs(compiler)
        problems += compiler.problems
    return compilers


def _tree(package: Package, types: dict[str, str], ending: str) -> Element | None:
    part = next((name for name, kind in types.items() if kind.endswith(ending)), None)
    data = package.read(part) if part else None
    return parse_xml(data) if data is not None else None
