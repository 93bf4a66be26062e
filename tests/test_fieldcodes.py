"""The one reader of fields: nesting, missing marks, fields over several paragraphs, simple ones."""

from __future__ import annotations

from generator.word.file.fieldcodes import Field, FieldMarks, instruction_words, read_fields, split_fields
from generator.word.file.names import P, R
from generator.word.file.reading import paragraph_runs, run_text
from generator.word.file.xml import Element
from generator.word.merge.read.version import Version
from tests.builders import p, t
from tests.wordfile import field, word_file

BEGIN, SEPARATE, END = (
    f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
)


def code(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{text}</w:instrText></w:r>'


def body(xml: str) -> Element:
    return Version(word_file(xml)).main


def fields(xml: str) -> list[tuple[str, str, str]]:
    return [(each.instruction, each.shown(), each.fault) for each in read_fields(body(xml))]


def parts(xml: str) -> list[str]:
    """Return the text of each part of the first paragraph; fields in brackets with their instruction."""
    paragraph = next(body(xml).iter(P))
    found = []
    for part in split_fields(paragraph_runs(paragraph)):
        if isinstance(part, Field):
            found.append(f"[{part.name}{'' if part.is_whole else '…'}: {part.shown()}]")
        else:
            found.append(run_text(part))
    return found


def test_an_instruction_is_joined_over_its_runs() -> None:
    """Word cuts instructions where it likes."""
    xml = p(BEGIN + code(" RE") + code("F a ") + SEPARATE + t("一") + t("二") + END)
    assert fields(xml) == [("REF a", "一二", "")]


def test_quoted_words_are_one() -> None:
    """Bookmarks and styles with blanks."""
    assert instruction_words(' REF "my mark" \\h ') == ["REF", "my mark", "\\h"]


def test_a_field_inside_another_belongs_to_its_result() -> None:
    """The inner one comes first, for it ends first."""
    xml = p(BEGIN + code("HYPERLINK x") + SEPARATE + t("頁") + field("PAGEREF a", "7") + END)
    assert fields(xml) == [("PAGEREF a", "7", ""), ("HYPERLINK x", "頁7", "")]


def test_a_field_inside_an_instruction_shows_nothing_of_its_own() -> None:
    """What IF compares is no result."""
    xml = p(BEGIN + code("IF ") + field("PAGE", "1") + code(" = 1 a b") + SEPARATE + t("a") + END)
    assert fields(xml) == [("PAGE", "1", ""), ("IF  = 1 a b", "a", "")]


def test_a_field_may_run_over_paragraphs() -> None:
    """As contents do."""
    xml = p(BEGIN + code("TOC") + SEPARATE + t("一")) + p("二") + p(END)
    assert fields(xml) == [("TOC", "一二", "")]


def test_marks_that_do_not_balance_are_faults() -> None:
    """A begin, an end, a separate alone; two separates."""
    found = [
        fault
        for _, _, fault in fields(p(END) + p(SEPARATE) + p(BEGIN + SEPARATE + SEPARATE + END) + p(BEGIN))
    ]
    assert found == [
        "フィールドの始まりがないのに end があります",
        "フィールドの始まりがないのに separate があります",
        "フィールドの区切り（separate）が2つあります",
        "フィールドに終わりがありません",
    ]


def test_deleted_fields_are_none() -> None:
    """Somebody's tracked deletion."""
    gone = f'<w:del w:id="1" w:author="a" w:date="2026-01-01T00:00:00Z">{field("REF a", "一")}</w:del>'
    assert fields(p(gone + field("REF b", "二"))) == [("REF b", "二", "")]


def test_a_simple_field_is_one_however_many_runs_it_has() -> None:
    """Spelling marks cut its result."""
    simple = f'<w:fldSimple w:instr=" REF a ">{t("一")}{t("二")}</w:fldSimple>'
    assert fields(p(simple)) == [("REF a", "一二", "")]
    assert parts(p(t("前") + simple + t("後"))) == ["前", "[REF: 一二]", "後"]


def test_runs_are_parted_at_the_outermost_fields() -> None:
    """What ends in a later paragraph is not whole; a mark without its field stays a run."""
    inner = BEGIN + code("HYPERLINK x") + SEPARATE + field("PAGEREF a", "7") + END
    assert parts(p(t("前") + inner + field("REF b", "二") + t("後"))) == [
        "前",
        "[HYPERLINK: 7]",
        "[REF: 二]",
        "後",
    ]
    assert parts(p(t("前") + BEGIN + code("TOC") + SEPARATE + t("一"))) == ["前", "[TOC…: 一]"]
    assert parts(p(END + t("後"))) == ["", "後"]


def test_all_marks_in_one_run() -> None:
    """Some programs write a field as one run."""
    run = field("REF a", "一").replace("</w:r><w:r>", "")
    assert fields(p(run)) == [("REF a", "一", "")]
    assert parts(p(t("前") + run + t("後"))) == ["前", "[REF: 一]", "後"]


def test_open_fields_are_known_by_name() -> None:
    """While a walk is inside of a table of contents."""
    marks = FieldMarks()
    inside = []
    for run in body(p(t("a") + BEGIN + code("TOC") + SEPARATE + t("b") + END + t("c"))).iter(R):
        marks.follow(run)
        inside.append(marks.is_within("TOC"))
    assert inside == [False, False, True, True, True, False, False]
