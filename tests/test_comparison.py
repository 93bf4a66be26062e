"""新旧対照表: what changed between two Word files, article by article, ours or anybody's."""

from __future__ import annotations

import datetime
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree

from generator.comparing import Comparison, compare_documents, compare_files, is_own_table, write_comparison
from generator.errors import GeneratorError, OutputError, TemplateError
from generator.profile import CompanyProfile
from generator.profile.model.documents import NumberingStyle
from generator.profile.reading.loading import load_profile
from generator.word.compare.rows import ComparisonRow
from generator.word.file.names import TBL, w
from generator.word.file.reading import read_word_file
from generator.word.reader.outline import outline
from generator.word.reader.typed_numbers import number_value
from tests.accessibility import check_accessibility
from tests.office import convert_to_pdf, normalised, office_command, pdf_text
from tests.processes import environment
from tests.profiles import SAMPLES
from tests.rendering import render_documents, with_numbering
from tests.validators import external_findings, own_findings
from tests.wordfile import STYLES, bookmark, field, pack, paragraph, table, word_file, word_members

ROOT = Path(__file__).parent.parent
DAY = datetime.date(2027, 4, 1)
MANUFACTURER = next(path for path in SAMPLES if path.stem == "manufacturer")


def changed_words(comparison: Comparison) -> list[tuple[list[str], list[str]]]:
    """Return the marked words of each row: (before, after)."""
    return [
        ([p.text for p in row.old if p.changed], [p.text for p in row.new if p.changed])
        for row in comparison.rows
    ]


def article(number: str, title: str, *lines: str) -> str:
    return paragraph(f"第{number}条（{title}）") + "".join(paragraph(line) for line in lines)


def changed_profile() -> CompanyProfile:
    facts = load_profile(MANUFACTURER).model_dump()
    facts["documents"] |= {"version": "2.1", "revised_on": DAY}
    facts["roles"]["officer"] |= {"name": "情報 次子"}
    facts["numbers"] |= {"password_min_length": 13}
    facts["options"]["telework"] |= {"use": True}
    return CompanyProfile.model_validate(facts)


@pytest.fixture(scope="module")
def before() -> dict[str, bytes]:
    return render_documents(load_profile(MANUFACTURER), MANUFACTURER.parent)


@pytest.fixture(scope="module")
def after() -> dict[str, bytes]:
    return render_documents(changed_profile(), MANUFACTURER.parent)


@pytest.fixture(scope="module")
def rules(before: dict[str, bytes], after: dict[str, bytes]) -> Comparison:
    return compare_documents(
        before["rules"], after["rules"], date=DAY, reasons={"第6条": "役員の交代による。"}
    )


def test_changed_words_are_marked_on_both_sides(rules: Comparison) -> None:
    """The old and the new length of passwords are marked in their clause; the words around them are not."""
    row = next(row for row in rules.rows if row.heading == "第30条（パスワードの設定）")
    assert row.kind == "changed"
    assert [p.text for p in row.old if p.changed] == ["12"]
    assert [p.text for p in row.new if p.changed] == ["13"]
    assert "(1)\u3000長さは13文字以上とし" in row.new_text
    assert row.chapter == ("第5章\u3000アクセス制御及び認証",) * 2


def test_unchanged_paragraphs_are_shortened(rules: Comparison) -> None:
    """Of a changed clause only changed paragraphs are shown; the others become （略） with their numbers."""
    row = next(row for row in rules.rows if row.heading == "第30条（パスワードの設定）")
    assert row.new_text.split("\n")[1] == "1\u3000（略）"
    assert row.new_text.split("\n")[-1] == "2～5\u3000（略）"


def test_a_new_chapter_is_shown_whole(rules: Comparison) -> None:
    """Clauses that are new stand whole on one side, （新設） on the other."""
    added = [row for row in rules.rows if row.kind == "added"]
    assert [row.heading for row in added][:2] == ["第11章\u3000テレワーク", "第81条（テレワークの承認）"]
    assert {row.old_text for row in added} == {"（新設）"}
    assert all(piece.changed for row in added for piece in row.new)
    assert "テレワークは、次の場所に限って認める。" in added[1].new_text


def test_a_removed_chapter_is_shown_whole(before: dict[str, bytes], after: dict[str, bytes]) -> None:
    """The other way round the same clauses are removed, where they stood."""
    back = compare_documents(after["rules"], before["rules"])
    removed = [row for row in back.rows if row.kind == "removed"]
    assert removed[0].heading == "第11章\u3000テレワーク"
    assert {row.new_text for row in removed} == {"（削除）"}
    assert back.rows.index(removed[-1]) < len(back.rows) - 1


def test_moved_numbers_are_no_change_of_content(rules: Comparison) -> None:
    """Clauses that only moved up are told in one line, and references to them are not marked."""
    assert [(r.old_text, r.new_text, r.remark) for r in rules.renumbered] == [
        ("第11章から第14章まで", "第12章から第15章まで", "番号の繰下げ"),
        ("第81条から第100条まで", "第87条から第106条まで", "番号の繰下げ"),
    ]
    assert not any("違反" in row.heading for row in rules.rows)
    assert rules.differences.references_moved


def test_version_and_history_are_no_content(rules: Comparison) -> None:
    """The version, the date of revision and the table of revisions are left out; the head names them."""
    assert not any("改訂履歴" in row.new_text or "表紙" in row.heading for row in rules.rows)
    assert rules.differences.new.version == "第2.1版"
    assert rules.differences.old.date == "2026年（令和8年）4月1日"


def test_a_first_version_has_the_day_it_was_issued_on() -> None:
    """The front of a document that was never revised shows 制定日 alone."""
    front = table(("制定日", "2026年4月1日"), ("施行日", "2026年5月1日"))
    old = word_file(front + article("1", "目的", "守る。"))
    new = word_file(front.replace("施行日", "改訂日") + article("1", "目的", "保つ。"))
    differences = compare_documents(old, new).differences
    assert (differences.old.date, differences.new.date) == ("2026年4月1日", "2026年5月1日")


def test_tables_are_compared_by_row(rules: Comparison) -> None:
    """Of a changed table the header and the changed rows are shown."""
    row = next(row for row in rules.rows if row.heading.startswith("別表5"))
    assert row.new_text.split("\n")[-5:-1] == [
        "項目｜一般のアカウント｜管理者権限を持つアカウント",
        "（略）",
        "パスワードの長さ｜13文字以上｜14文字以上",
        "（略）",
    ]


def test_a_reason_stands_beside_its_clause(rules: Comparison) -> None:
    """Reasons are found by heading, title, number or bookmark."""
    assert {row.heading: row.note for row in rules.rows if row.note} == {
        "第6条（体制）": "役員の交代による。"
    }


def test_one_reason_stands_beside_every_clause_without_its_own(
    before: dict[str, bytes], after: dict[str, bytes]
) -> None:
    """The reason of the revision is the note of each clause; the front page, which has no clause, gets none."""
    found = compare_documents(
        before["rules"], after["rules"], reasons={"第6条": "役員の交代による。"}, reason="組織の\n変更"
    )
    notes = {row.heading: row.note for row in found.rows}
    assert notes.pop("第6条（体制）") == "役員の交代による。"
    assert notes.pop("表紙・前文", "") == ""
    assert set(notes.values()) == {"組織の 変更"}


def test_another_numbering_is_no_change_of_content() -> None:
    """From 4.1 to 第15条 nothing changes but the numbers."""
    profile = load_profile(MANUFACTURER)
    decimal, articles = (
        render_documents(with_numbering(profile, style), MANUFACTURER.parent)["rules"]
        for style in (NumberingStyle.DECIMAL, NumberingStyle.ARTICLES)
    )
    comparison = compare_documents(decimal, articles)
    assert comparison.rows == ()
    assert ("「1.1」から「1.5」まで", "第1条から第5条まで") in [
        (r.old_text, r.new_text) for r in comparison.renumbered
    ]


def test_a_document_equals_itself(before: dict[str, bytes]) -> None:
    """Nothing differs between a file and itself."""
    assert all(compare_documents(data, data).is_empty for data in before.values())


def test_typed_articles_are_clauses() -> None:
    """第N条 typed in plain paragraphs divides a document; a title above in brackets belongs to it."""
    old = word_file(
        paragraph("第１章　総則")
        + paragraph("（目的）")
        + paragraph("第１条　この規程は、情報を守ることを目的とする。")
        + paragraph("第２条（範囲）")
        + paragraph("全社に適用する。")
        + paragraph("第３条に定める者は、この限りでない。")
        + paragraph("第３条（責任者）　責任者は、部長とする。")
    )
    new = old_with(old, "部長とする", "役員とする")
    comparison = compare_documents(old, new)
    assert [row.heading for row in comparison.rows] == ["第３条（責任者）"]
    assert comparison.rows[0].chapter == ("第１章\u3000総則",) * 2
    assert changed_words(comparison) == [(["部長"], ["役員"])]


def test_an_inserted_typed_article_moves_the_others() -> None:
    """A new article in the middle is new, and those behind it only get other numbers."""
    clauses = [("目的", "守ることを目的とする。"), ("範囲", "全社に適用する。"), ("罰則", "就業規則による。")]
    old = word_file("".join(article(str(i), *clause) for i, clause in enumerate(clauses, 1)))
    clauses.insert(1, ("定義", "用語の意味は次のとおりとする。"))
    new = word_file("".join(article(str(i), *clause) for i, clause in enumerate(clauses, 1)))
    comparison = compare_documents(old, new)
    assert [(row.heading, row.kind) for row in comparison.rows] == [("第2条（定義）", "added")]
    assert [r.new_text for r in comparison.renumbered] == ["第3条から第4条まで"]


def test_a_new_clause_stands_under_the_same_chapter_on_both_sides() -> None:
    """A clause added to a chapter that was there before names the chapter on both sides."""
    chapter = paragraph("第1章　総則")
    old = word_file(chapter + article("1", "目的", "守ることを目的とする。"))
    new = word_file(chapter + article("1", "目的", "守ることを目的とする。") + article("2", "範囲", "全社。"))
    assert compare_documents(old, new).rows[0].chapter == ("第1章\u3000総則",) * 2


def test_typed_decimal_numbers_are_clauses() -> None:
    """4.1 typed before a short line divides a document that has nothing better."""
    body = (
        paragraph("1. 総則")
        + paragraph("1.1 目的")
        + paragraph("情報を守る。")
        + paragraph("1.2 範囲")
        + paragraph("全社とする。")
    )
    old = word_file(body)
    comparison = compare_documents(old, old_with(old, "全社", "本社"))
    assert [(row.heading, row.chapter[1]) for row in comparison.rows] == [("1.2\u3000範囲", "1\u3000総則")]


def test_headings_by_style_are_clauses() -> None:
    """Headings divide a document whoever made it; one that was moved and not changed is told so."""
    parts = [paragraph(name, "Heading1") + paragraph(f"{name}について定める。") for name in "甲乙丙丁"]
    old = word_file("".join(parts))
    new = word_file("".join([parts[1], parts[2], parts[3], parts[0]]))
    comparison = compare_documents(old, new)
    assert comparison.rows == ()
    assert [(r.new_text, r.remark) for r in comparison.renumbered] == [("「甲」", "位置の移動")]


def test_a_document_without_headings_is_one_clause() -> None:
    """Plain letters are compared as a whole, without a heading."""
    old = word_file(paragraph("拝啓") + paragraph("会議は三日です。") + paragraph("敬具"))
    comparison = compare_documents(old, old_with(old, "三日", "五日"))
    assert [row.heading for row in comparison.rows] == [""]
    assert comparison.rows[0].new_text == "（略）\n会議は五日です。\n（略）"


def side_by_side(*rows: ComparisonRow) -> list[tuple[str, str]]:
    """Return the lines that stand side by side in the columns, (before, after), without headings and （略）."""
    bands = [band for row in rows for band in row.bands if band.new[0].kind in ("text", "mark")]
    return [("".join(p.text for p in band.old), "".join(p.text for p in band.new)) for band in bands]


def test_a_name_that_changes_wholly_stands_beside_the_earlier_one(before: dict[str, bytes]) -> None:
    """The company's name on the cover is one line that changed, not one that went and one that came."""
    facts = load_profile(MANUFACTURER).model_dump()
    facts["company"]["name"] = "有限会社みほん工業"
    renamed = render_documents(CompanyProfile.model_validate(facts), MANUFACTURER.parent)
    rows = compare_documents(before["rules"], renamed["rules"]).rows
    assert side_by_side(rows[0]) == [("株式会社サンプル製作所", "有限会社みほん工業")]


def test_a_paragraph_in_the_place_of_one_that_went_stands_beside_it() -> None:
    """One paragraph instead of one of its kind is a change; instead of another kind, or as two, it is new."""
    lines = ["情報を守る。", "鍵は管理者が持つ。", "以上とする。"]
    memo = '<w:style w:type="paragraph" w:styleId="Memo"><w:name w:val="Memo"/></w:style>'

    def shown(replaced: str) -> list[tuple[str, str]]:
        bodies = ("".join(map(paragraph, lines)), paragraph(lines[0]) + replaced + paragraph(lines[2]))
        return side_by_side(*compare_documents(*(word_file(b, styles=STYLES + memo) for b in bodies)).rows)

    assert shown(paragraph("見学者を通さない")) == [(lines[1], "見学者を通さない")]
    apart = [(lines[1], "（削除）"), ("（新設）", "見学者を通さない")]
    assert shown(paragraph("見学者を通さない", "Memo")) == apart
    assert len(shown(paragraph("見学者を通さない") + paragraph("名札を付けさせる"))) == 2


def test_tracked_changes_count_as_accepted() -> None:
    """Inserted text is there, deleted text is gone, a deleted paragraph mark joins two paragraphs."""
    tracked = (
        "<w:p><w:r><w:t>電話は</w:t></w:r><w:del w:id='1' w:author='a'><w:r><w:delText>使う</w:delText></w:r></w:del>"
        "<w:ins w:id='2' w:author='a'><w:r><w:t>使わない</w:t></w:r></w:ins></w:p>"
        "<w:p><w:pPr><w:rPr><w:del w:id='3' w:author='a'/></w:rPr></w:pPr><w:r><w:t>前半</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>後半</w:t></w:r></w:p>"
    )
    comparison = compare_documents(
        word_file(tracked), word_file(paragraph("電話は使わない") + paragraph("前半後半"))
    )
    assert comparison.is_empty


def test_references_and_contents_are_not_content() -> None:
    """A reference that shows another number and a table of contents are no change."""

    def body(number: int) -> str:
        contents = paragraph(f"目的\t{number}", "TOC1")
        words = bookmark("_Ref1", 1, "<w:r><w:t>目的</w:t></w:r>")
        target = f"<w:p><w:pPr><w:pStyle w:val='Heading1'/></w:pPr>{words}</w:p>"
        reference = field("REF _Ref1 \\r", f"第{number}条")
        return contents + target + f"<w:p><w:r><w:t>詳しくは</w:t></w:r>{reference}</w:p>"

    styles = STYLES + '<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>'
    old, new = word_file(body(1), styles=styles), word_file(body(2), styles=styles)
    comparison = compare_documents(old, new)
    assert comparison.rows == ()
    assert comparison.differences.references_moved


def test_rows_of_tables_of_others_are_compared() -> None:
    """Rows added, removed and changed are told apart; merged cells and unequal rows do no harm."""
    heading = paragraph("別表", "Heading1")
    old = word_file(heading + table(("品名", "数"), ("机", "1"), ("椅子", "2"), ("棚", "3")))
    new = word_file(heading + table(("品名", "数"), ("机", "1"), ("椅子", "5"), ("窓", "9")))
    row = compare_documents(old, new).rows[0]
    assert row.new_text.split("\n")[1:4] == ["品名｜数", "（略）", "椅子｜5"]
    assert "（新設）" in row.old_text
    assert "（削除）" in row.new_text


def test_footnotes_and_text_boxes_are_content() -> None:
    """Words of notes and boxes count."""
    box = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent>"
        "<w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice></mc:AlternateContent></w:r></w:p>"
    )
    mark = "<w:p><w:r><w:t>本文</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r></w:p>"
    note = "<w:footnote w:id='2'><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:footnote>"
    old = word_file(mark + box.format("箱の中"), footnotes=note.format("古い注"))
    new = word_file(mark + box.format("箱の外"), footnotes=note.format("新しい注"))
    text = compare_documents(old, new).rows[0].new_text
    assert "箱の外" in text
    assert "新しい注" in text


def old_with(data: bytes, words: str, others: str) -> bytes:
    """Return a file with some words of its body replaced."""
    members = dict(read_word_file(data).members)
    body = members["word/document.xml"]
    assert words.encode() in body
    return pack(members | {"word/document.xml": body.replace(words.encode(), others.encode())})


def test_kanji_numbers_are_numbers() -> None:
    """第二十五条の三 is 25-3."""
    assert number_value("第二十五条の三") == (25, 3)
    assert number_value("第１０２条") == (102,)


def odd_files() -> tuple[bytes, bytes]:
    """Return two files with everything at once: long words, tabs, breaks, signs, empty and merged cells."""
    text = "一行目<w:br/>"
    old = paragraph("第1条（記号）") + paragraph("A&amp;B\t&lt;値&gt; 〓") + table(("あ", ""), ("い", "う"))
    merged = (
        "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w='100'/><w:gridCol w:w='9000'/></w:tblGrid><w:tr><w:tc><w:tcPr>"
        f"<w:gridSpan w:val='2'/></w:tcPr>{paragraph('広い')}</w:tc></w:tr><w:tr><w:tc>{paragraph('狭')}</w:tc>"
        f"<w:tc>{paragraph('右')}</w:tc></w:tr></w:tbl>"
    )
    new = (
        paragraph("第1条（記号）")
        + paragraph("A&amp;C\t&lt;価&gt; 𠮟る" + "長" * 200)
        + merged
        + paragraph("第2条（新）")
    )
    return word_file(old), word_file(new + text.replace("一行目<w:br/>", ""))


def test_the_word_file_is_valid_and_deterministic(
    rules: Comparison, before: dict[str, bytes], after: dict[str, bytes]
) -> None:
    """The validators, our checks and the accessibility lint find nothing; the same input gives the same bytes."""
    decimal = render_documents(
        with_numbering(load_profile(MANUFACTURER), NumberingStyle.DECIMAL), MANUFACTURER.parent
    )
    files = [
        ("rules", rules.to_docx()),
        ("handbook", compare_documents(before["handbook"], after["handbook"], date=DAY).to_docx()),
        ("policy", compare_documents(before["policy"], after["policy"]).to_docx()),
        ("numbering", compare_documents(decimal["rules"], after["rules"]).to_docx()),
        ("odd", compare_documents(*odd_files()).to_docx()),
        ("same", compare_documents(before["policy"], before["policy"]).to_docx()),
    ]
    assert external_findings(files) == []
    assert own_findings(files) == []
    assert [finding for _, data in files for finding in check_accessibility(data)] == []
    assert rules.to_docx() == files[0][1]


def test_the_table_has_the_usual_shape(rules: Comparison) -> None:
    """Three columns on a landscape sheet, the header row repeats, changed words are underlined by style."""
    data = rules.to_docx()
    root = read_word_file(data).root("word/document.xml")
    assert root is not None
    tables = [found for found in root.iter(TBL) if next(found.iterancestors(TBL), None) is None]
    assert len(tables[1].findall(f"{w('tblGrid')}/{w('gridCol')}")) == 3
    assert tables[1].find(f"{w('tr')}/{w('trPr')}/{w('tblHeader')}") is not None
    page = next(root.iter(w("pgSz")))
    assert (page.get(w("orient")), page.get(w("w"))) == ("landscape", "16838")
    text = outline(data)
    assert text.startswith(
        "[Title] 情報セキュリティ関連規程\u3000新旧対照表\n[作成日] 作成日\u30002027年4月1日\n"
    )
    assert "|= 改訂後 | 改訂前 | 備考（理由） |" in text
    assert b'<w:rStyle w:val="Changed"/><w:u w:val="single"/>' in etree.tostring(root)


@pytest.mark.office
@pytest.mark.skipif(office_command() is None, reason="LibreOffice is missing")
def test_libreoffice_shows_the_table(rules: Comparison, tmp_path: Path) -> None:
    """LibreOffice opens the file and shows both columns."""
    pdf = convert_to_pdf({"table": rules.to_docx()}, tmp_path)["table"]
    text = normalised(pdf_text(pdf))
    assert "第30条(パスワードの設定)" in text
    assert "(新設)" in text


def test_errors_name_the_file(tmp_path: Path) -> None:
    """A missing, protected, foreign or damaged file is named, in Japanese, without calling it a template."""
    good = tmp_path / "良い.docx"
    good.write_bytes(word_file(paragraph("本文")))
    sheet = word_members(paragraph("本文"))
    sheet["word/document.xml"] = "<workbook/>"
    bad = {
        "protected.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "text.docx": b"hello",
        "sheet.docx": pack(sheet),
        "broken.docx": pack(sheet | {"word/document.xml": "<w:document"}),
    }
    for name, data in bad.items():
        (tmp_path / name).write_bytes(data)
    for name in ("missing.docx", *bad):
        for pair in ((tmp_path / name, good), (good, tmp_path / name)):
            with pytest.raises((TemplateError, OutputError)) as caught:
                compare_files(*pair)
            assert str(tmp_path / name) in str(caught.value)
            assert "テンプレート" not in str(caught.value)


def test_only_an_untouched_table_is_replaced(tmp_path: Path) -> None:
    """A table that was made before is replaced; one that was edited, and any other file, is not."""
    old = word_file(paragraph("三日に行う。"))
    first = compare_documents(old, old_with(old, "三日", "五日"))
    second = compare_documents(old, old_with(old, "三日", "九日"))
    target = tmp_path / "表.docx"
    write_comparison(first, target)
    write_comparison(second, target)
    assert target.read_bytes() == second.to_docx()
    edited = old_with(target.read_bytes(), "九日", "十日")
    assert is_own_table(target.read_bytes())
    for content in (edited, b"other", old):
        target.write_bytes(content)
        with pytest.raises(OutputError):
            write_comparison(first, target)
        assert target.read_bytes() == content
    write_comparison(first, target, force=True)
    assert target.read_bytes() == first.to_docx()


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "generator", "compare", *arguments],
        cwd=cwd,
        env=environment(PATH=""),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_command_writes_the_table(tmp_path: Path) -> None:
    """The default name holds the new file's; the answer says how much changed; errors are one line."""
    old = word_file(article("1", "目的", "守る。"))
    (tmp_path / "前.docx").write_bytes(old)
    (tmp_path / "後.docx").write_bytes(old_with(old, "守る。", "保つ。"))
    done = run("前.docx", "後.docx", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (
        0,
        "新旧対照表_後.docx を作りました（変更 1、新設 0、削除 0）\n",
    )
    assert "見本\u3000新旧対照表" in outline(tmp_path / "新旧対照表_後.docx")
    named = run(
        "前.docx", "後.docx", "-o", "t.docx", "--title", "規程の改正", "--date", "2027-04-01", cwd=tmp_path
    )
    assert named.returncode == 0
    assert outline(tmp_path / "t.docx").startswith("[Title] 規程の改正\n[作成日] 作成日\u30002027年4月1日\n")
    same = run("前.docx", "前.docx", cwd=tmp_path)
    assert (same.returncode, same.stdout) == (0, "内容の違いはありません（新旧対照表は作りませんでした）\n")
    missing = run("ない.docx", "後.docx", cwd=tmp_path)
    assert (missing.returncode, missing.stderr.count("\n")) == (1, 1)
    assert "ない.docx: ファイルがありません" in missing.stderr
    assert ".docx で終わる名前" in run("前.docx", "後.docx", "-o", "t.pdf", cwd=tmp_path).stderr
    assert "ファイルの名前まで" in run("前.docx", "後.docx", "-o", ".", cwd=tmp_path).stderr
    refused = run("前.docx", "後.docx", "-o", "前.docx", cwd=tmp_path)
    assert refused.returncode == 1
    assert (tmp_path / "前.docx").read_bytes() == old


def test_the_function_is_public() -> None:
    """`generator.compare_documents` is there without importing anything more."""
    import generator

    assert generator.compare_documents is compare_documents
    assert issubclass(TemplateError, GeneratorError)
