"""Tables: the parts of a workbook, the archive itself, and CSV."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
from hypothesis import strategies as st

from generator.batch.company import find_companies
from generator.batch.table.rowprofile import row_profile
from generator.batch.table.table import open_table
from generator.errors import GeneratorError
from tests.fuzz.mutation import STEPS, Step, mutated, mutations

_HEADER = [
    "フォルダー名",
    "名称",
    "代表者の氏名",
    "制定日",
    "働く人の数",
    "テレワーク",
    "事務の委託先",
    "#メモ",
]
_PATHS = ["id", "company.name", "company.representative.name", "documents.issued_on", "company.headcount"]
_ROW = ["0001", "甲社", "代表 一", "2026-04-01", 12, "はい", "税理士、社労士", "済"]
_SHEET = "xl/worksheets/sheet1.xml"


def _parts() -> dict[str, bytes]:
    """Make a workbook with all that the reader looks at: formats, merging, hidden rows, shared texts, a formula."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for values in (_HEADER, _ROW, [2, *_ROW[1:]], [3, *_ROW[1:3], "=A2", *_ROW[4:]]):
        page.append(values)
    page["A3"].number_format = "0000"
    page["E3"].number_format = "yyyy-mm-dd"
    page.merge_cells("F2:F3")
    page.row_dimensions[4].hidden = True
    page.column_dimensions["H"].hidden = True
    stream = io.BytesIO()
    book.save(stream)
    with zipfile.ZipFile(stream) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    relations = "xl/_rels/workbook.xml.rels"
    texts = b'<Relationship Id="rT" Type="x/sharedStrings" Target="texts.xml"/></Relationships>'
    parts[relations] = parts[relations].replace(b"</Relationships>", texts)
    parts["xl/texts.xml"] = "<sst><si><t>_x0041_社</t><rPh><t>エ</t></rPh></si></sst>".encode()
    parts[_SHEET] = parts[_SHEET].replace(
        b"</sheetData>",
        b'<row r="9"><c r="A9"><v>9</v></c><c r="B9" t="s"><v>0</v></c><c r="D9" s="2"><v>46113.5</v></c>'
        b'<c r="E9" t="e"><v>#N/A</v></c><c r="F9" t="b"><v>1</v></c></row></sheetData>',
    )
    return parts


_PARTS = _parts()
_CSV = "\r\n".join(",".join(map(str, row)) for row in (_HEADER, _PATHS, _ROW, [2, *_ROW[1:]]))


def _workbook(part: str, steps: list[Step]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in _PARTS.items():
            archive.writestr(name, mutated(data, steps) if name == part else data)
    return stream.getvalue()


_READ = [
    _SHEET,
    _SHEET,
    _SHEET,
    "xl/workbook.xml",
    "xl/styles.xml",
    "xl/texts.xml",
    "xl/_rels/workbook.xml.rels",
    "_rels/.rels",
]
inputs = st.one_of(
    st.builds(_workbook, st.sampled_from(_READ), STEPS),
    st.builds(_workbook, st.just(_SHEET), STEPS),
    mutations(_workbook("", [])),
    mutations(
        _CSV.encode(), _CSV.encode("utf-8-sig"), _CSV.encode("cp932"), _CSV.replace(",", "\t").encode()
    ),
)


def run(given: bytes, folder: Path) -> None:
    """List the companies of a table and make the profile of each."""
    path = folder / "t.xlsx"
    path.write_bytes(given)
    head, rows = open_table(path)
    for row in rows:
        try:
            row_profile(head, row, None, "")
        except GeneratorError:
            continue
    for company in find_companies(path).read():
        company.folder.encode()
        company.name.encode()
