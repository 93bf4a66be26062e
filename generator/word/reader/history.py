"""What a Word file says of its own versions: its table of revisions, its version, its date of revision."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.word.file.labels import ListLabels
from generator.word.file.names import DCTERMS_NS, TBL
from generator.word.file.reading import WordFile, read_word_file
from generator.word.file.styling import Styles
from generator.word.reader.lines import LineReader
from generator.word.reader.passages import Passage, read_passages
from generator.word.reader.tables import TableRow, read_table

_COLUMNS = {
    "version": re.compile(r"(改[訂定正])?版(数|番号|No\.?)?|バージョン|Ver(sion)?\.?", re.IGNORECASE),
    "date": re.compile(r"日付|年月日|.{0,8}日"),
    "summary": re.compile(r".{0,10}(内容|概要|事項|理由)|摘要"),
    "made_by": re.compile(r"(作成|起案|担当|改[訂定])者?"),
    "approved_by": re.compile(r"(承認|決裁|確認)者?"),
}
_NEEDED = {"version", "date", "summary"}
_HEADS = 2
"""The heads of the columns may stand below a row with the table's name."""
_VERSION_NAME = _COLUMNS["version"]
_VERSION_LINE = re.compile(r"第\s*[0-9０-９]+([.．][0-9０-９]+)?\s*版|Ver(sion)?\.?\s*[0-9.]+", re.IGNORECASE)
_REVISED = re.compile(r"(改[訂定正]日|最終(更新|改[訂定正])日|発行日)[\s:：]*")
_REVISED_LINE = re.compile(rf"{_REVISED.pattern}(?=[0-9０-９]|令和|平成)")
_FRONT = 60
"""The version stands among the first paragraphs."""


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """A row of the table of revisions, word by word; empty where the table has no such column."""

    version: str
    date: str
    summary: str
    made_by: str
    approved_by: str


@dataclass(frozen=True, slots=True)
class WrittenHistory:
    """What a document says of its versions.

    Attributes:
        rows: The rows of its table of revisions, as they stand; none when it has no table that can be read.
        version: The version on its front, as written; empty when there is none.
        revised_on: The text that begins with its date of revision; empty when there is none.
        modified: Its date of change (YYYY-MM-DD) in the properties; empty when there is none.
    """

    rows: tuple[WrittenRow, ...]
    version: str
    revised_on: str
    modified: str


def read_history(source: bytes | WordFile) -> WrittenHistory:
    """Read what a Word file says of its versions; tracked changes count as accepted.

    Raises:
        TemplateError: It is no Word file, or is protected.
    """
    file = source if isinstance(source, WordFile) else read_word_file(source)
    passages = [p for p in read_passages(file) if p.story == "本文" and not (p.is_form or p.in_contents)]
    return WrittenHistory(
        rows=tuple(_rows(file)),
        version=next(_versions(passages), ""),
        revised_on=next(_dates(passages), ""),
        modified=_modified(file),
    )


def _rows(file: WordFile) -> Iterator[WrittenRow]:
    """Yield the rows of the first table whose columns are those of a 改訂履歴."""
    root = file.root(file.main) if file.main else None
    reader, labels = LineReader(file), ListLabels(file, Styles(file))
    for table in () if root is None else root.iter(TBL):
        rows = [_texts(row, reader) for row in read_table(table, reader, labels)]
        heads = ((place, _columns(row)) for place, row in enumerate(rows[:_HEADS]))
        place, columns = next((found for found in heads if found[1].keys() >= _NEEDED), (0, {}))
        for row in rows[place + 1 :] if columns else ():
            cells = {name: row[at] if at < len(row) else "" for name, at in columns.items()}
            if cells["version"] or cells["date"]:
                yield WrittenRow(**{name: cells.get(name, "") for name in _COLUMNS})
        if columns:
            return


def _texts(row: TableRow, reader: LineReader) -> list[str]:
    return [re.sub(r"[ \t\n]+", " ", reader.show(text)).strip() for text in row.texts]


def _columns(heads: Sequence[str]) -> dict[str, int]:
    """Find the columns by their heads; each serves once."""
    found: dict[str, int] = {}
    for name, pattern in _COLUMNS.items():
        free = (at for at, head in enumerate(heads) if at not in found.values())
        place = next((at for at in free if pattern.fullmatch("".join(heads[at].split()))), None)
        if place is not None:
            found[name] = place
    return found


def _versions(passages: Sequence[Passage]) -> Iterator[str]:
    """Yield the versions that the front of a document shows."""
    for passage in passages[:_FRONT]:
        if len(passage.row) == 2 and passage.row[0] == passage.text and _VERSION_NAME.fullmatch(passage.text):
            yield passage.row[1]
        elif not passage.row and _VERSION_LINE.fullmatch(passage.text):
            yield passage.text


def _dates(passages: Sequence[Passage]) -> Iterator[str]:
    """Yield what stands behind 改訂日 and the like, in a line or in the cell beside it."""
    for passage in passages:
        if len(passage.row) == 2 and passage.row[0] == passage.text and _REVISED.fullmatch(passage.text):
            yield passage.row[1]
        elif not passage.row and (match := _REVISED_LINE.search(passage.text)):
            yield passage.text[match.end() :]


def _modified(file: WordFile) -> str:
    core = next((r.target for r in file.relationships("").values() if r.kind == "core-properties"), "")
    root = file.root(core) if core else None
    found = None if root is None else root.find(f"{{{DCTERMS_NS}}}modified")
    return "" if found is None else (found.text or "")[:10]
