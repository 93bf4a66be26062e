"""After a merge references show what their targets say now; what a person typed into one stays or is asked about."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.profile.model.documents import NumberingStyle
from generator.run.outcome import DocumentReport, Outcome
from generator.run.report import Report
from generator.word.merge import find_edits, is_untouched, merge_documents
from generator.word.reader.outline import outline
from tests.builders import RULES_NUMBERING, RULES_STYLES, p, row, t, tbl
from tests.editing import members
from tests.merging import DAY, merge_soundly
from tests.profiles import SAMPLES
from tests.rendering import sample_documents
from tests.test_merge_conflicts import box
from tests.wordfile import field, word_file

MARK = '<w:bookmarkStart w:id="{0}" w:name="{1}"/>'
CLOSE = '<w:bookmarkEnd w:id="{0}"/>'


def heading(name: str, title: str, number: int) -> str:
    return p(title, style="Heading1", before=MARK.format(number, name), after=CLOSE.format(number))


def document(*titles: str, reference: str, more: str = "", **parts: str) -> bytes:
    """Return chapters, the last of which is called target, and a sentence with a reference."""
    body = "".join(
        heading("target" if title == titles[-1] else f"n{n}", title, n) for n, title in enumerate(titles)
    )
    sentence = p(t("委託は、") + reference + t("による。")) if reference else ""
    return word_file(body + sentence + more, styles=RULES_STYLES, numbering=RULES_NUMBERING, **parts)


def merged(old: str, shown: str, new: str, instruction: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Put a chapter before the target and give it a new title; return the sentence and what was kept."""
    base = document("目的", "点検", reference=field(instruction, old))
    ours = document("目的", "点検", reference=field(instruction, shown))
    theirs = document("目的", "範囲", "点検と監査", reference=field(instruction, new))
    outcomes = merge_soundly(base, ours, theirs)
    said = [line for line in outline(outcomes.tracked.data).split("\n") if "委託は" in line]
    assert said == [line for line in outline(outcomes.plain.data).split("\n") if "委託は" in line]
    return said[0].partition("委託は、")[2].partition("による")[0], outcomes.tracked.kept


@pytest.mark.parametrize(
    ("instruction", "old", "new"),
    [
        (r"REF target \h", "点検", "点検と監査"),
        (r"ref TARGET \h", "点検", "点検と監査"),
        (r"REF target \r \h", "2", "3"),
        (r"REF target \n \h", "2", "3"),
        (r"REF target \w \h \* MERGEFORMAT", "2", "3"),
        (r'REF "target" \h  \* CHARFORMAT', "点検", "点検と監査"),
        (r"REF target \* Upper", "点検", "点検と監査"),
    ],
)
def test_references_follow_their_target(instruction: str, old: str, new: str) -> None:
    """Numbers and titles, however the name and the switches are written."""
    assert merged(old, old, new, instruction) == (new, ())


@pytest.mark.parametrize(
    ("instruction", "shown"),
    [
        (r"REF target \p \h", "上"),
        (r"REF target \r \p \h", "2 上"),
        (r"REF target \n \t \h", "2"),
        (r"REF target \* DBNUM3", "点検"),
        (r"NOTEREF target \h", "2"),
        (r"STYLEREF 1 \n", "2"),
        (r'HYPERLINK \l "target"', "点検"),
        (r"PAGEREF target \h", "7"),
        (r"SEQ 図 \* ARABIC", "1"),
    ],
)
def test_fields_that_only_word_can_compute_are_left_alone(instruction: str, shown: str) -> None:
    """Relative places, pages, notes, and formats that this program does not know."""
    assert merged(shown, shown, shown, instruction)[0] == shown


@pytest.mark.parametrize("typed", ["2第1項", "2（特に第3項）", "点検の章"])
def test_words_typed_into_a_number_stay_and_are_named(typed: str) -> None:
    """Somebody wrote on inside the grey field; the report names the words and the number there would be."""
    assert merged("2", typed, "3", r"REF target \r \h") == (typed, ((typed, "3"),))


def test_a_typed_number_stays() -> None:
    """Another number of the same kind that no field ever showed is a person's, too."""
    assert merged("2", "5", "3", r"REF target \r \h") == ("5", (("5", "3"),))


def test_words_typed_into_a_title_stay() -> None:
    """A title that somebody shortened."""
    assert merged("点検", "点検の章", "点検と監査", r"REF target \h") == (
        "点検の章",
        (("点検の章", "点検と監査"),),
    )


def test_typing_into_a_reference_is_an_edit() -> None:
    """The file is not as it was rendered, and the paragraph that theirs takes out becomes a question."""
    base = document("目的", "点検", reference=field(r"REF target \r \h", "2"))
    ours = document("目的", "点検", reference=field(r"REF target \r \h", "2第1項"))
    assert is_untouched(base, base) and not is_untouched(base, ours)
    assert len(find_edits(base, ours)) == 1
    result = merge_documents(base, ours, document("目的", "点検", reference=""), date=DAY)
    assert len(result.conflicts) == 1 and "2第1項" in outline(result.data)


def test_the_same_words_in_every_version_are_no_edit() -> None:
    """A template whose author typed into a field: nobody has edited the file."""
    typed = field(r"REF target \r \h", "2第1項")
    base, ours = document("目的", "点検", reference=typed), document("目的", "点検", reference=typed)
    assert is_untouched(base, ours)
    result = merge_documents(base, ours, document("目的", "範囲", "点検", reference=typed), date=DAY)
    assert "委託は、2第1項による。" in outline(result.data)


@pytest.mark.parametrize("key", ["policy", "handbook", "rules"])
def test_a_fresh_render_has_no_typed_words(key: str) -> None:
    """What the engine writes is what merging expects, for every reference of the shipped documents."""
    for numbering in NumberingStyle:
        data = sample_documents(SAMPLES[0], numbering)[key]
        assert find_edits(data, data) == () and is_untouched(data, data)


def test_several_paragraphs_are_left_alone() -> None:
    """A bookmark round two paragraphs; one of them changes."""
    marked = MARK.format(7, "both") + p("一つ目。") + p("二つ目。") + CLOSE.format(7)
    first = p(t("一つ目。"), before=MARK.format(7, "both")) + p("二つ目。", after=CLOSE.format(7))
    for target in (marked, first):
        base = document("目的", reference=field(r"REF both \h", "一つ目。二つ目。"), more=target)
        theirs = document(
            "目的",
            reference=field(r"REF both \h", "一つ目。二つ目。"),
            more=target.replace("二つ目", "二番目"),
        )
        assert "委託は、一つ目。二つ目。による。" in outline(
            merge_documents(base, base, theirs, date=DAY).data
        )


def test_references_follow_wherever_they_stand() -> None:
    """In a table, a text box, a header, a footnote; as a simple field; twice in a paragraph; in a link."""
    number = field(r"REF target \r \h", "2")
    simple = f'<w:fldSimple w:instr=" REF target \\r \\h ">{t("2")}</w:fldSimple>'
    holders = (
        tbl(row(p(t("表") + number + t("。")))),
        p(
            "箱の段落。",
            box(f"箱{number}。").replace(f"<w:t>箱{number}。</w:t></w:r>", f"<w:t>箱</w:t></w:r>{number}"),
        ),
        p(t("一") + simple + t("二") + number + t("。")),
        p(t("線") + f'<w:hyperlink w:anchor="target">{number}</w:hyperlink>'),
    )
    for holder in holders:
        base = document("目的", "点検", reference="", more=holder)
        theirs = document("目的", "範囲", "点検", reference="", more=holder.replace(">2<", ">3<"))
        data = merge_documents(base, base, theirs, date=DAY).data
        xml = members(data)["word/document.xml"].decode()
        assert ">2</w:t>" not in xml and ">3</w:t>" in xml


def test_references_in_headers_and_notes_follow() -> None:
    """They are parts of their own; one that has no reference keeps its bytes."""
    number = field(r"REF target \r \h", "2")
    note = f'<w:footnote w:id="1">{p(t("注") + number)}</w:footnote>'
    mark = p(t("本文") + '<w:r><w:footnoteReference w:id="1"/></w:r>')
    parts = {"header": p(t("頭") + number), "footer": p("足"), "footnotes": note}
    base = document("目的", "点検", reference="", more=mark, **parts)
    new = {kind: text.replace(">2<", ">3<") for kind, text in parts.items()}
    theirs = document("目的", "範囲", "点検", reference="", more=mark, **new)
    result = merge_documents(base, base, theirs, date=DAY)
    after = members(result.data)
    for part in ("word/header.xml", "word/footnotes.xml"):
        assert b">3</w:t>" in after[part] and b">2</w:t>" not in after[part]
    assert after["word/footer.xml"] == members(base)["word/footer.xml"]
    assert "references" in result.untracked


def test_the_report_names_what_stayed() -> None:
    """With the words, and what they should be now."""
    kept = (("2第1項", "3"), ("消えた章", ""), *((f"第{n}条の2", f"第{n + 1}条") for n in range(20)))
    document_report = DocumentReport(
        "rules", "規程", Path("規程.docx"), Outcome.MERGED, untracked=("contents", "references"), kept=kept
    )
    text = Report(Path("out"), (document_report,)).text()
    assert (
        "規程: 目次や相互参照の「2第1項」は、手で書き込まれたものとして残しました。参照先は今「3」です。"
        in text
    )
    assert "「消えた章」は、手で書き込まれたものとして残しました。参照先の見出しはなくなりました。" in text
    assert "このほか12か所の目次や相互参照も" in text
    assert "規程: 目次と相互参照を、変更を承諾したあとの番号と見出しに合わせて直しました。" in text
