"""A YAML text as a tree of plain values that remembers the line of everything.

Built from parser events without recursion, so that no input can exhaust the stack. Plain scalars stay strings
(`0312` and `no` are not turned into 202 and False); the models decide what a value means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NoReturn

import yaml

from generator.errors import Problem
from generator.profile.fields.path import DataPath, dotted_path
from generator.profile.reading.syntax import error_line, syntax_sentence

MAX_DEPTH = 32
MAX_NODES = 50_000
MAX_PROBLEMS = 50
LAST_LINE = 1_000_000_000  # sorts after every line; not shown

Scalar = str | None
Plain = Scalar | dict[str, "Plain"] | list["Plain"]

LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
NULLS = frozenset({"", "~", "null", "Null", "NULL"})
# XML 1.0 section 2.2 leaves these out; C1 controls and noncharacters are allowed there but are never meant.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_NO_LINES: Mapping[str, int] = MappingProxyType({})
_FORBIDDEN_WHAT = "使えない文字（制御文字など）が入っています。その文字を消して書き直してください"


@dataclass(slots=True)
class Node:
    """One value of the file.

    Attributes:
        line: Line number from 1; of the value itself.
        value: Text, None, or a dict or list of plain values that shares its items with `children`.
        children: The nodes of a mapping by key or of a list by index; None for a scalar.
        key_lines: The line of each key of a mapping.
        blank: Whether nothing at all was written (as against an explicit `null`).
        broken: Whether a problem of the file itself was found here, so that the value means nothing.
        size: Number of nodes below and including this one, aliases counted each time.
    """

    line: int
    value: Plain = None
    children: dict[str | int, Node] | None = None
    key_lines: Mapping[str, int] = field(default_factory=lambda: _NO_LINES)
    blank: bool = False
    broken: bool = False
    size: int = 1

    def find(self, path: DataPath) -> Node | None:
        """Return the node at `path`, or None when the file has no such place."""
        node: Node | None = self
        for step in path:
            if node is None or node.children is None:
                return None
            node = node.children.get(step)
        return node

    def line_of(self, path: DataPath) -> int:
        """Return the line of the key at `path`, or of the nearest place above it that the file has."""
        node, line = self, self.line
        for step in path:
            child = node.children.get(step) if node.children is not None else None
            if child is None:
                return line
            line = node.key_lines.get(step, child.line) if isinstance(step, str) else child.line
            node = child
        return line


@dataclass(slots=True)
class LocatedProblem:
    """A problem with its place; turned into a `Problem` when all are known."""

    line: int
    path: DataPath
    what: str

    def problem(self) -> Problem:
        """Return it as the user sees it: line, dotted path, sentence."""
        dotted = f" {dotted_path(self.path)}" if self.path else ""
        return Problem(f"{self.line}行目{dotted}" if 0 < self.line < LAST_LINE else dotted.strip(), self.what)


class YamlSyntaxError(Exception):
    """The text is not YAML from this point on."""

    def __init__(self, problems: list[LocatedProblem]) -> None:
        """Keep every problem found up to and including the point where reading stopped."""
        self.problems = problems
        super().__init__(str(len(problems)))


def parse_tree(text: str) -> tuple[Node, list[LocatedProblem]]:
    """Read YAML text into a tree and the problems of the text itself.

    Args:
        text: The whole file, decoded, without byte order mark.

    Returns:
        The root and the problems that leave the rest readable (duplicate keys, tags, merge keys …).

    Raises:
        YamlSyntaxError: The text cannot be read to its end.
    """
    builder = _Builder()
    text, spoilt = _without_forbidden(text)
    try:
        for event in yaml.parse(_json_escapes(text), LOADER):
            builder.feed(event)
    except yaml.MarkedYAMLError as error:
        line = error_line(error, text)
        builder.report(line, syntax_sentence(error, text, line), at=())
        raise YamlSyntaxError(builder.problems) from error
    except yaml.YAMLError as error:
        builder.report(0, "読み取れない文字があります。UTF-8で保存し直してください", at=())
        raise YamlSyntaxError(builder.problems) from error
    if builder.root is None:
        builder.report(1, "中身がありません。「policygen init」で書き始めの例を作れます", at=())
        raise YamlSyntaxError(builder.problems)
    for line, path in _paths_at_lines(builder.root, spoilt).items():
        builder.report(line, _FORBIDDEN_WHAT, at=path)
    return builder.root, builder.problems


@dataclass(slots=True)
class _Open:
    """A mapping or list that has begun and not yet ended."""

    node: Node
    anchor: str | None
    lines: dict[str, int]
    key: str | int | None = None
    key_line: int = 0
    duplicate: bool = False


class _Builder:
    """Turns parser events into nodes; one open collection per level on its own stack."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self.problems: list[LocatedProblem] = []
        self._stack: list[_Open] = []
        self._anchors: dict[str, Node] = {}
        self._documents = 0
        self._nodes = 0

    def report(self, line: int, what: str, at: DataPath | None = None) -> None:
        path = self._path() if at is None else at
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(LocatedProblem(line, path, what))

    def feed(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 0
        match event:
            case yaml.ScalarEvent():  # by far the most frequent, so it comes first
                self._scalar(event, line)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._close()
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._open(event, line)
            case yaml.AliasEvent():
                self._alias(str(event.anchor), line)
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    self._stop(
                        line,
                        "「---」で区切られた2つ目の文書があります。1つのファイルに1社分だけ書いてください",
                    )

    def _path(self) -> DataPath:
        return tuple(frame.key for frame in self._stack if frame.key is not None)

    def _stop(self, line: int, what: str, at: DataPath | None = None) -> NoReturn:
        self.report(line, what, at)
        raise YamlSyntaxError(self.problems)

    def _count(self, size: int, line: int) -> None:
        self._nodes += size
        if self._nodes > MAX_NODES:
            self._stop(line, f"項目が多すぎます（上限 {MAX_NODES:,}）。くり返しや別名（*）を減らしてください")

    def _open(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent, line: int) -> None:
        if len(self._stack) >= MAX_DEPTH:
            self._stop(
                line, f"入れ子が深すぎます（上限 {MAX_DEPTH}段）。字下げやかっこを確かめてください", at=()
            )
        self._count(1, line)
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        lines: dict[str, int] = {}
        node = Node(line, value={} if is_mapping else [], children={}, key_lines=lines)
        self._check_tag(event.tag, node, line)
        self._stack.append(_Open(node, event.anchor, lines, key=None if is_mapping else 0))

    def _close(self) -> None:
        frame = self._stack.pop()
        if frame.anchor is not None:
            self._anchors[frame.anchor] = frame.node
        self._place(frame.node)

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        self._count(1, line)
        text: str = event.value
        if self._wants_key():
            self._key(text, event, line)
            return
        plain = bool(event.implicit[0])
        is_null = plain and text in NULLS
        node = Node(line, None if is_null else _newlines(text), blank=plain and text == "")
        if event.tag is not None:
            self._check_tag(event.tag, node, line)
        if _is_forbidden(text):
            self.report(line, _FORBIDDEN_WHAT)
            node.broken = True
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        self._place(node)

    def _alias(self, anchor: str, line: int) -> None:
        if self._wants_key():
            self._stop(line, "項目名に別名（*）は使えません。項目名をそのまま書いてください")
        node = self._anchors.get(anchor)
        if node is None:
            self.report(line, "別名（*）の元になる「&」が前にありません。値をそのまま書いてください")
            node = Node(line, broken=True)
        self._count(node.size, line)
        if len(self._stack) + _depth(node) > MAX_DEPTH:
            self._stop(line, f"入れ子が深すぎます（上限 {MAX_DEPTH}段）。別名（*）を使わずに書いてください")
        self._place(node)

    def _check_tag(self, tag: str | None, node: Node, line: int) -> None:
        if tag is not None and tag != "!":
            self.report(line, "「!」で始まる型の指定は使えません。「!」の部分を消してください")
            node.broken = True

    def _wants_key(self) -> bool:
        return bool(self._stack) and self._stack[-1].key is None

    def _key(self, text: str, event: yaml.ScalarEvent, line: int) -> None:
        frame = self._stack[-1]
        frame.key, frame.key_line, frame.duplicate = text, line, False
        if text == "<<" and event.implicit[0]:
            self.report(line, "取り込み（<<）は使えません。項目をそのまま書いてください")
            frame.duplicate = True
        elif _is_forbidden(text):
            self.report(line, f"項目名に{_FORBIDDEN_WHAT}")
            frame.duplicate = True
        elif text in frame.node.key_lines:
            first = frame.node.key_lines[text]
            self.report(line, f"同じ項目が{first}行目にもあります。どちらか1つにしてください")
            frame.duplicate = True

    def _place(self, node: Node) -> None:
        if not self._stack:
            self.root = node
            return
        frame = self._stack[-1]
        parent = frame.node
        assert parent.children is not None  # noqa: S101 - only collections are ever opened
        parent.size += node.size
        if isinstance(parent.value, list):
            index = len(parent.value)
            parent.value.append(node.value)
            parent.children[index] = node
            frame.key = index + 1
            return
        if frame.key is None:
            self._stop(node.line, "項目名にはリストや入れ子を使えません。「項目名: 値」の形で書いてください")
        elif not frame.duplicate and isinstance(parent.value, dict):
            key = str(frame.key)
            parent.value[key] = node.value
            parent.children[key] = node
            frame.lines[key] = frame.key_line
        frame.key = None


def _depth(node: Node) -> int:
    deepest, waiting = 0, [(node, 1)]
    while waiting:
        current, depth = waiting.pop()
        deepest = max(deepest, depth)
        if depth <= MAX_DEPTH:
            waiting += [(child, depth + 1) for child in (current.children or {}).values()]
    return deepest


def walk(root: Node) -> Iterator[tuple[DataPath, Node]]:
    """Yield every node below `root` with its path, parents first, aliases each time they are used."""
    waiting: list[tuple[DataPath, Node]] = [((), root)]
    while waiting:
        path, node = waiting.pop()
        yield path, node
        waiting += [((*path, key), child) for key, child in reversed((node.children or {}).items())]


def _paths_at_lines(root: Node, lines: list[int]) -> dict[int, DataPath]:
    """Find the item that was being written on each line: the last one that begins on it or before."""
    found: dict[int, DataPath] = dict.fromkeys(lines, ())
    for path, node in walk(root) if lines else ():
        begins = min(root.line_of(path), node.line)
        found.update((line, path) for line in lines if begins <= line)
    return found


def _is_forbidden(text: str) -> bool:
    """Return whether a character may not be in the file; none that Python calls printable is one."""
    return not text.isprintable() and _FORBIDDEN.search(text) is not None


def _newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _without_forbidden(text: str) -> tuple[str, list[int]]:
    """Replace characters that may not be in the file by U+FFFD and return the lines they were on."""
    lines = [
        text.count("\n", 0, match.start()) + 1
        for match, _ in zip(_FORBIDDEN.finditer(text), range(20), strict=False)
    ]
    return (_FORBIDDEN.sub("\ufffd", text), list(dict.fromkeys(lines))) if lines else (text, [])


_SURROGATE_PAIR = re.compile(
    r"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})"
)


def _json_escapes(text: str) -> str:
    r"""Make a JSON text good YAML: tab indentation, and `\ud83d\ude00` pairs, which only JSON has."""
    if not text.lstrip().startswith(("{", "[")):
        return text

    def _join(match: re.Match[str]) -> str:
        code = 0x10000 + ((int(match[2], 16) - 0xD800) << 10) + (int(match[3], 16) - 0xDC00)
        return f"{match[1]}\\U{code:08x}"

    spaced = re.sub(r"^[ \t]+", lambda match: " " * len(match[0]), text, flags=re.MULTILINE)
    return _SURROGATE_PAIR.sub(_join, spaced)
