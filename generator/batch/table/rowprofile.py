"""A row of a table over a shared profile becomes a company's profile; faults are told by cell and field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from pydantic import ValidationError

from generator.batch.table.cells import Fault, cell_text
from generator.batch.table.columns import FOLDER, all_columns, column_labels, find_column
from generator.errors import Problem, ProfileError
from generator.profile.fields.path import DataPath, dotted_path
from generator.profile.fields.tree import find_entry
from generator.profile.reading.explain import explain
from generator.profile.reading.loading import decode
from generator.profile.reading.tree import LocatedProblem, Node, Plain, YamlSyntaxError, parse_tree

if TYPE_CHECKING:
    from generator.batch.table.table import CompanyRow, TableHead
    from generator.profile import CompanyProfile

_HIDDEN = "隠れている行です（フィルターか「非表示」）。作るなら行を表示し、作らないなら行を消してください"
_NO_HEADING = "見出しのない列に値があります。1行目に見出しを書くか、値を消してください"


def parse_base(data: bytes, source: str) -> Node:
    """Read the profile that all companies share; it need not be whole.

    Args:
        data: The file as it is on disk.
        source: The file's name, for messages.

    Raises:
        ProfileError: The file is no YAML, or says things twice.
    """
    try:
        root, problems = parse_tree(decode(data, source))
    except YamlSyntaxError as error:
        raise ProfileError(source, [problem.problem() for problem in error.problems]) from error
    if problems:
        raise ProfileError(source, [problem.problem() for problem in problems])
    if not isinstance(root.value, dict):
        what = "「項目名: 値」の形になっていません"
        raise ProfileError(source, [Problem(f"{root.line}行目", what)])
    return _without_blanks(root, ())


def given_paths(base: Node) -> list[str]:
    """Return the dotted path of every value of the shared profile."""
    return [dotted_path(path) for path, node in _leaves(base, ())]


def profile_over_base(data: bytes, source: str, base: Node, base_name: str) -> CompanyProfile:
    """Build the profile of a file that goes over a shared one.

    Args:
        data: The company's file as it is on disk.
        source: Its name, for messages.
        base: The shared profile; what the company's file says goes over it, whole lists at a time.
        base_name: The file of the shared profile, for messages.

    Raises:
        ProfileError: The file is no YAML, or a value does not fit the model; lists every one with its line.
    """
    from generator.profile import CompanyProfile

    own = parse_base(data, source)
    root = _overlaid(base, own)
    try:
        return CompanyProfile.model_validate(root.value)
    except ValidationError as error:
        problems = [
            Problem(f"{base_name} {base.line_of(fault.path)}行目 {dotted_path(fault.path)}", fault.what)
            if own.find(fault.path) is None and base.find(fault.path) is not None
            else LocatedProblem(own.line_of(fault.path), fault.path, fault.what).problem()
            for fault in explain(error, root, CompanyProfile)
        ]
        raise ProfileError(source, problems) from error


def _overlaid(under: Node, over: Node) -> Node:
    """Return a tree with another laid over it, group by group."""
    if not isinstance(under.value, dict) or not isinstance(over.value, dict):
        return over
    below, above = under.children or {}, over.children or {}
    laid = {key: _overlaid(below[key], node) if key in below else node for key, node in above.items()}
    return _mapping(over.line, {**below, **laid}, {**under.key_lines, **over.key_lines})


def row_profile(head: TableHead, row: CompanyRow, base: Node | None, base_name: str) -> CompanyProfile:
    """Build the profile of one row.

    Args:
        head: The headings of the table.
        row: The row.
        base: The shared profile; the row's cells go over it, its empty cells leave it.
        base_name: The file of the shared profile, for messages.

    Raises:
        ProfileError: A cell cannot be read or does not fit the model; lists every one by sheet, cell and field.
    """
    from generator.profile import CompanyProfile

    if row.is_hidden:
        raise ProfileError(head.source, [Problem(head.row(row.number), _HIDDEN)])
    places: dict[DataPath, int] = {}
    problems: list[Problem] = []
    faulty: set[DataPath] = set()
    root = _with_needed_groups(base or Node(row.number, {}, {}), row.number)
    for position, value in row.cells:
        path = head.paths[position] if position < len(head.paths) else ""
        if path == FOLDER and isinstance(value, int | float) and not isinstance(value, bool):
            continue
        text = cell_text(find_column(path), value) if path else Fault(_NO_HEADING)
        if isinstance(text, Fault):
            problems.append(Problem(_where(head, row, position, path), text.what))
            faulty.add(tuple(path.split(".")))
        elif text is not None and path != FOLDER:
            steps = find_column(path).path
            places[steps] = position
            root = _with_node(root, steps, _leaf(text, row.number))
    try:
        profile = CompanyProfile.model_validate(root.value)
    except ValidationError as error:
        found = [fault for fault in explain(error, root, CompanyProfile) if fault.path not in faulty]
        problems += [_located(problem, head, row, places, base, base_name) for problem in found]
        raise ProfileError(head.source, problems) from error
    if problems:
        raise ProfileError(head.source, problems)
    return profile


def _with_needed_groups(root: Node, line: int) -> Node:
    """Add the groups that hold required fields, so that what is missing is the field and not the group."""
    for group in _needed_groups():
        if root.find(group) is None:
            root = _with_node(root, group, Node(line, {}, {}))
    return root


@cache
def _needed_groups() -> tuple[DataPath, ...]:
    return tuple(dict.fromkeys(column.path[:-1] for column in all_columns() if column.required))


def _leaf(value: str | list[str], line: int) -> Node:
    if isinstance(value, str):
        return Node(line, value)
    return Node(line, list(value), {index: Node(line, item) for index, item in enumerate(value)})


def _with_node(node: Node | None, steps: DataPath, leaf: Node) -> Node:
    """Return the tree with one place replaced; the tree that was given stays as it is."""
    if not steps:
        return leaf
    key = str(steps[0])
    known = node.children if node is not None and isinstance(node.value, dict) and node.children else {}
    child = _with_node(known.get(key), steps[1:], leaf)
    lines = {**(node.key_lines if node is not None and known else {}), key: leaf.line}
    return _mapping(node.line if node is not None else leaf.line, {**known, key: child}, lines)


def _mapping(line: int, children: Mapping[str | int, Node], key_lines: Mapping[str, int]) -> Node:
    value: dict[str, Plain] = {str(key): child.value for key, child in children.items()}
    return Node(line, value, dict(children), key_lines)


def _without_blanks(node: Node, path: DataPath) -> Node:
    """Leave out known fields of the shared profile after whose colon nothing is written."""
    from generator.profile import CompanyProfile

    if node.children is None:
        return node
    kept = {
        key: _without_blanks(child, (*path, key))
        for key, child in node.children.items()
        if not (child.blank and find_entry(CompanyProfile, (*path, key)) is not None)
    }
    if isinstance(node.value, list):
        return Node(node.line, [child.value for child in kept.values()], kept)
    return _mapping(node.line, kept, node.key_lines)


def _leaves(node: Node, path: DataPath) -> Iterator[tuple[DataPath, Node]]:
    for key, child in (node.children or {}).items():
        if child.children is None or isinstance(child.value, list):
            yield (*path, key), child
        else:
            yield from _leaves(child, (*path, key))


def _located(
    problem: LocatedProblem,
    head: TableHead,
    row: CompanyRow,
    places: Mapping[DataPath, int],
    base: Node | None,
    base_name: str,
) -> Problem:
    """Say where a problem of the model is: in a cell, in the shared profile, or a cell that is missing."""
    path = tuple(step for step in problem.path if isinstance(step, str))
    position = next((places[path[:end]] for end in range(len(path), 0, -1) if path[:end] in places), None)
    dotted = dotted_path(problem.path)
    if position is None and path in _column_steps(head):
        position = head.paths.index(".".join(path))
    if position is None:
        position = next(
            (place for steps, place in places.items() if path and steps[: len(path)] == path), None
        )
    if position is not None:
        return Problem(_where(head, row, position, dotted), problem.what)
    if base is not None and path and base.find(problem.path) is not None:
        return Problem(f"{base_name} {base.line_of(problem.path)}行目 {dotted}", problem.what)
    return Problem(f"{head.row(row.number)} {dotted}".rstrip(), problem.what)


def _column_steps(head: TableHead) -> set[DataPath]:
    return {tuple(path.split(".")) for path in head.paths if path}


def _where(head: TableHead, row: CompanyRow, position: int, dotted: str) -> str:
    """Name the cell, the field's title as the table shows it, and its dotted path."""
    title = column_labels().get(dotted, "")
    named = f"「{title}」（{dotted}）" if title else dotted
    return f"{head.cell(row.number, position)} {named}".rstrip()
