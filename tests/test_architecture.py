"""The rules that hold the code in shape: who imports whom, where Word's XML is known, how long things are."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "generator"
FILES = sorted(path for path in ROOT.rglob("*.py") if "templates" not in path.parts)
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "misc"}

# Each module may import what stands on lower layers (greater numbers), never what stands above.
LAYERS = (
    ("__main__",),
    ("cli",),
    ("__init__",),
    ("checking", "batch", "differences"),
    ("generation", "templatecheck", "corrections"),
    ("applying",),
    ("planning", "comparing"),
    ("rendering", "update"),
    ("revisions", "state"),
    ("request", "fieldchanges", "renamed"),
    ("templateset", "starter", "schema", "pdf", "manifest", "locking"),
    ("templatecache", "report", "loading", "context", "fieldwords"),
    ("explain", "profile", "word", "storage", "catalog", "yamlplain"),
    ("fieldtree", "yamltree", "plainfile"),
    ("yamlsyntax",),
    ("errors", "exitcode", "toolversion"),
)
LAYER_OF = {name: number for number, names in enumerate(LAYERS) for name in names}
PREFIXES = re.compile(
    r"(?<![A-Za-z0-9_])(w14|w15|wp|mc|dc|cp|w|r|a):[a-z][A-Za-z]{0,25}(?![A-Za-z:/])|\{http"
)

DATA_TABLES = {"context/tables.py": {"_technical_rows"}}  # rows of data, long for their number only


def top_module(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "generator":
            yield node.lineno, [*node.module.split("."), ""][1]
        elif isinstance(node, ast.Import):
            yield from (
                (node.lineno, alias.name.split(".")[1])
                for alias in node.names
                if alias.name.startswith("generator.")
            )


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_down(path: Path) -> None:
    """A module imports only from its own folder and from layers below."""
    own = top_module(path)
    assert own in LAYER_OF, f"give {own} a layer"
    if own == "__init__":
        return
    wrong = [
        f"line {line}: {own} imports {other}"
        for line, other in imports(path)
        if other and other != own and LAYER_OF.get(other, -1) <= LAYER_OF[own]
    ]
    assert wrong == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_only_the_word_package_knows_names_of_word_xml(path: Path) -> None:
    """Outside generator/word no string holds a namespace or a prefixed element name."""
    if top_module(path) == "word":
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    strings = [
        node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert [
        f"line {node.lineno}: {node.value!r}" for node in strings if PREFIXES.search(str(node.value))
    ] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_stay_short(path: Path) -> None:
    """A file has at most 400 lines, a function at most 50 besides its docstring; names say what a module is for."""
    text = path.read_text(encoding="utf-8")
    assert path.stem not in BANNED_NAMES
    assert len(text.splitlines()) <= 400
    long = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            documented = ast.get_docstring(node) is not None
            first = node.body[1] if documented and len(node.body) > 1 else node.body[0]
            if (node.end_lineno or 0) - first.lineno + 1 > 50:
                long.append(node.name)
    assert set(long) <= DATA_TABLES.get(str(path.relative_to(ROOT)), set())


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_library_neither_prints_nor_exits_nor_swallows(path: Path) -> None:
    """Only the command line talks and ends the process; nothing catches every exception."""
    wrong = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.ExceptHandler)
            and isinstance(node.type, ast.Name)
            and node.type.id == "Exception"
        ):
            wrong.append(f"line {node.lineno}: except Exception")
        if isinstance(node, ast.ExceptHandler) and node.type is None:
            wrong.append(f"line {node.lineno}: bare except")
        talks = isinstance(node, ast.Call) and ast.unparse(node.func) in (
            "print",
            "sys.exit",
            "exit",
            "os._exit",
        )
        if talks and path.name != "__main__.py":
            wrong.append(f"line {node.lineno}: prints or exits")
    assert wrong == []


def test_the_clock_is_read_in_one_place() -> None:
    """Today's date comes in as an argument everywhere but where a run begins (the command line, generate)."""
    readers = {
        str(path.relative_to(ROOT))
        for path in FILES
        if re.search(r"\b(date\.today|datetime\.now|utcnow)\(", path.read_text(encoding="utf-8"))
    }
    assert {name for name in readers if not name.startswith("cli/")} <= {"generation.py"}
