"""The rules that hold the code in shape: who imports whom, where Word's XML is known, how long things are."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from graphlib import TopologicalSorter
from importlib import import_module
from pathlib import Path

import pytest

import generator

ROOT = Path(__file__).parent.parent / "generator"
FILES = sorted(path for path in ROOT.rglob("*.py") if "templates" not in path.parts)
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "misc"}

# Folder → its rooms, and what each may import from the rooms beside it (`__init__` is the folder's own front).
# Data flows one way: no room leads back to itself, which `test_the_table_has_no_circle` holds.
_TABLE = {
    "": """
        __main__    cli
        cli         batch catalog checking comparing errors exitcode profile run screen templating toolversion word
        __init__    comparing context errors profile run templating word
        batch       catalog errors exitcode files labelled profile record run screen templating toolversion
        checking    catalog comparing context errors exitcode files labelled profile record run word
        run         catalog comparing context errors exitcode files labelled profile record screen templating toolversion word
        templating  catalog context errors files profile word
        context     profile word
        record      errors files word
        comparing   catalog errors files word
        profile     errors files labelled screen word
        word        errors files
        files       errors
        catalog
        errors
        exitcode
        labelled
        screen
        toolversion
    """,
    "profile": """
        reading     fields model __init__
        fields      __init__ model
        __init__    model
        model
    """,
    "word": """
        compare     file reader text
        merge       file text
        engine      file text
        reader      file text
        checks      file text
        file
        text
    """,
    "word/engine": """
        compile     language render
        render      language
        language
    """,
    "word/merge": """
        __init__    decide document read
        document    decide read write
        decide      read write
        write       read
        read
    """,
}
MAY_IMPORT = {
    folder: {room: set(others) for room, *others in (line.split() for line in table.strip().splitlines())}
    for folder, table in _TABLE.items()
}
PREFIXES = re.compile(
    r"(?<![A-Za-z0-9_])(w14|w15|wp|mc|dc|cp|w|r|a):[a-z][A-Za-z]{0,25}(?![A-Za-z:/])|\{http"
)

IMPORT_IN_TEXT = re.compile(r"(?:^|[;\n])\s*from (generator[\w.]*) import ((?:\w+)(?:, \w+)*)")

DATA_TABLES = {"context/tables.py": {"_technical_rows"}}  # rows of data, long for their number only


def module_path(path: Path) -> tuple[str, ...]:
    return tuple(path.relative_to(ROOT).with_suffix("").parts)


def exists(parts: tuple[str, ...]) -> bool:
    place = ROOT.joinpath(*parts)
    return place.is_dir() or place.with_suffix(".py").is_file()


def target(module: str, name: str) -> tuple[str, ...]:
    """The file that `from module import name` leads to, as a path below generator/."""
    parts = tuple(module.split(".")[1:])
    if exists((*parts, name)):
        parts = (*parts, name)
    return (*parts, "__init__") if ROOT.joinpath(*parts).is_dir() else parts


def typing_only(tree: ast.AST) -> set[int]:
    return {
        id(child)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for child in ast.walk(node)
    }


def imports(path: Path, *, running: bool = False) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield line and imported file of each import, lazy ones included; those for types only unless `running`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = typing_only(tree) if running else set()
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "generator":
            yield from ((node.lineno, target(node.module, alias.name)) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (
                (node.lineno, target(alias.name, ""))
                for alias in node.names
                if alias.name.startswith("generator.")
            )


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_follow_the_table(path: Path) -> None:
    """A room imports only from the rooms that the table names for it; the package's front imports for its users."""
    own = module_path(path)
    wrong = []
    for line, other in imports(path):
        depth = next((i for i, (a, b) in enumerate(zip(own, other, strict=False)) if a != b), None)
        if depth is None:
            continue
        table = MAY_IMPORT.get("/".join(own[:depth]))
        if table is not None and other[depth] not in table[own[depth]]:
            wrong.append(f"line {line}: {own[depth]} imports {other[depth]}")
    assert wrong == []


@pytest.mark.parametrize("folder", MAY_IMPORT)
def test_the_table_has_no_circle(folder: str) -> None:
    """Following the table from any room never leads back to it, and it names every room and no other."""
    graph = MAY_IMPORT[folder]
    TopologicalSorter(graph).prepare()
    depth = len(Path(folder).parts)
    rooms = {module_path(path)[depth] for path in FILES if ROOT / folder in path.parents}
    assert rooms - {"__init__"} == set(graph) - {"__init__"}


def test_folders_stay_small() -> None:
    """No folder holds more than 20 modules."""
    sizes = Counter(path.parent for path in FILES if path.name != "__init__.py")
    assert {str(folder): size for folder, size in sizes.items() if size > 20} == {}


def test_the_package_offers_the_same_names_to_type_checkers_and_at_run_time() -> None:
    """What `TYPE_CHECKING` imports in generator/__init__.py is what the lazy loader finds."""
    tree = ast.parse((ROOT / "__init__.py").read_text(encoding="utf-8"))
    typed = {
        alias.name: node.module
        for block in tree.body
        if isinstance(block, ast.If)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert typed == generator._HOME_OF
    assert generator.__all__ == sorted(typed)
    assert all(hasattr(generator, name) for name in generator.__all__)


def test_one_name_means_one_thing() -> None:
    """No two public classes or functions of different modules share a name, but a command and what it calls."""
    homes: dict[str, set[str]] = {}
    for path in FILES:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
                homes.setdefault(node.name, set()).add(str(path.relative_to(ROOT)))
    twice = {
        name: sorted(places)
        for name, places in homes.items()
        if len({place for place in places if not place.startswith("cli/")}) > 1
    }
    assert twice == {}


def test_no_circle_at_run_time() -> None:
    """No module leads back to itself through imports that run, those inside functions included."""
    graph = {
        module_path(path): {other for _, other in imports(path, running=True)} - {module_path(path)}
        for path in FILES
    }
    TopologicalSorter(graph).prepare()


def test_programs_in_texts_import_what_is_there() -> None:
    """A program that tests or benchmarks hand to another process as text imports names that the package has."""
    wrong, seen = [], 0
    for path in sorted([*ROOT.parent.glob("tests/*.py"), *ROOT.parent.glob("benchmarks/*.py")]):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
        found = [line for text in texts if isinstance(text, str) for line in IMPORT_IN_TEXT.findall(text)]
        seen += len(found)
        for module, names in found:
            there = {name: hasattr(import_module(module), name) for name in names.split(", ")}
            wrong += [
                f"{path.name}: {module} has no {name}" for name, is_there in there.items() if not is_there
            ]
    assert wrong == [] and seen > 10


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_only_the_word_package_knows_names_of_word_xml(path: Path) -> None:
    """Outside generator/word no string holds a namespace or a prefixed element name."""
    if module_path(path)[0] == "word":
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
        if not isinstance(node, ast.Call) or path.name == "__main__.py":
            continue
        if ast.unparse(node.func) in ("print", "sys.exit", "exit", "os._exit"):
            wrong.append(f"line {node.lineno}: prints or exits")
    assert wrong == []


def test_the_clock_is_read_in_one_place() -> None:
    """Today's date comes in as an argument everywhere; each door reads it once: the command line, and `generate`."""
    clock = re.compile(r"\b(date\.today|datetime\.(now|today)|utcnow|time\.localtime|fromtimestamp)\(")
    reads = {
        str(path.relative_to(ROOT)): len(found)
        for path in FILES
        if (found := clock.findall(path.read_text(encoding="utf-8")))
    }
    assert reads == {"cli/clock.py": 1, "run/generate.py": 1}


def test_no_option_of_the_command_line_is_worded_twice() -> None:
    """What an option says stands in one place, for every command that has it."""
    words = Counter(
        ast.unparse(keyword.value)
        for path in FILES
        if module_path(path)[0] == "cli"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".option")
        for keyword in node.keywords
        if keyword.arg == "help" and not isinstance(keyword.value, ast.Name)
    )
    assert words
    assert [text for text, times in words.items() if times > 1] == []


def test_labelled_enumerations_share_one_base() -> None:
    """Only `Labelled` says how a member gets its value and its label."""
    makers = {str(path.relative_to(ROOT)) for path in FILES if "_value_" in path.read_text(encoding="utf-8")}
    assert makers == {"labelled.py"}
