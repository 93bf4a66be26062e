"""`check` finds what a careful reader would notice in generated and hand-edited documents."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from generator.checking import CheckResult, check_documents, check_target
from generator.cli import main
from generator.comparing import compare_documents
from generator.context.written_dates import read_date
from generator.errors import OutputError
from generator.profile import CompanyProfile
from tests.profiles import build_profile
from tests.wordfile import STYLES, bookmark, field, pack, paragraph, table, word_file

TODAY = datetime.date(2026, 11, 2)
_COMPANY = "株式会社サンプル商店"
_LISTS = (
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading1"/>'
    '<w:lvlText w:val="第%1章"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlRestart w:val="0"/>'
    '<w:pStyle w:val="Heading2"/><w:lvlText w:val="第%2条"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
_STYLES = (
    STYLES.replace(
        '<w:outlineLvl w:val="0"/>', '<w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/>'
    ).replace(
        '<w:outlineLvl w:val="1"/>',
        '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="1"/>',
    )
    + '<w:style w:type="paragraph" w:styleId="Form"><w:name w:val="様式見出し"/>'
    '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
)
NAMES = {
    "rules": "情報セキュリティ関連規程",
    "handbook": "情報セキュリティハンドブック",
    "policy": "情報セキュリティ基本方針",
}


def document(*lines: str, key: str = "rules", form: str = "") -> bytes:
    """Return a document of a kind: one chapter, 第1条（目的）, 第2条（パスワードの設定） with the given lines, a form."""
    body = paragraph(NAMES[key]) + paragraph(_COMPANY)
    body += (
        paragraph("総則", "Heading1") + paragraph("目的", "Heading2") + paragraph("（この行は見出しの例）")
    )
    body += paragraph("パスワードの設定", "Heading2")
    body += "".join(line if line.startswith("<w:") else paragraph(line) for line in lines)
    body += paragraph("誓約書", "Form") + paragraph(form) if form else ""
    return word_file(body, styles=_STYLES, numbering=_LISTS)


def check(folder: Path, profile: CompanyProfile | None = None, **files: bytes) -> CheckResult:
    """Write the files and check them together."""
    paths = []
    for key, data in files.items():
        path = folder / f"{NAMES.get(key, key)}.docx"
        path.write_bytes(data)
        paths.append(path)
    return check_documents(paths, profile, today=TODAY)


def kinds(result: CheckResult) -> set[str]:
    return {remark.kind for remark in result.remarks}


LEFT = {
    "placeholder": "責任者は【情報セキュリティ責任者の氏名】とする。",
    "tag": "{{ company.name }}は、情報を守る。",
    "circles": "責任者は、○○部長とする。",
    "open-date": "20yy年4月1日に定める。",
    "brackets": "［会社名］は、情報を守る。",
    "alternatives": "媒体は、細断/溶解/焼却により廃棄する。",
    "note-to-self": "要確認 保存期間は1年とする。",
    "blank": "責任者は＿＿＿＿とする。",
}


@pytest.mark.parametrize("kind", LEFT)
def test_leftover_is_found(tmp_path: Path, kind: str) -> None:
    """Each kind of unfinished text is found with its clause and an excerpt."""
    [remark] = check(tmp_path, rules=document(LEFT[kind])).remarks
    assert (remark.kind, remark.clause) == (kind, "第2条 パスワードの設定")
    assert remark.excerpt
    assert remark.excerpt in LEFT[kind].replace("\n", "")


@pytest.mark.parametrize(
    "other", ["○", "●点検する。", "24時間/365日とする。", "https://example.jp/a/b", "[1]を参照する。"]
)
def test_ordinary_marks_are_no_leftovers(tmp_path: Path, other: str) -> None:
    """A lone circle in a table, a bullet, figures, an address and a note number are ordinary text."""
    assert check(tmp_path, rules=document(other)).remarks == ()


def test_brackets_in_a_name_of_the_profile_are_no_leftovers(tmp_path: Path) -> None:
    """They belong to it where it stands as it is; elsewhere, and as the whole of a value, they wait for their text."""
    profile = build_profile(
        company={"name": "A&B 〔本店〕株式会社", "representative": {"name": "情報【次】太郎"}},
        documents={"approved_by": "【未定】", "prepared_by": "総務/経理"},
    )
    body = paragraph(NAMES["rules"]) + paragraph("A&amp;B 〔本店〕株式会社")

    def left(line: str) -> set[str]:
        found = check(tmp_path, profile, rules=word_file(body + paragraph(line))).remarks
        return {remark.kind for remark in found} & set(LEFT)

    assert left("代表は、情報【次】太郎とする。作成は総務/経理とする。") == set()
    assert left("代表は、情報【次】太郎とし、責任者は【次】とする。") == {"placeholder"}
    assert left("〔本店〕で承認する。") == {"brackets"}
    assert left("承認は【未定】とする。") == {"placeholder"}


def test_blanks_in_forms_are_meant(tmp_path: Path) -> None:
    """A form has blanks to be filled by hand; a placeholder in it is still a leftover."""
    assert check(tmp_path, rules=document(form="氏名＿＿＿＿（　　　）")).remarks == ()
    assert kinds(check(tmp_path, rules=document(form="【代表者の氏名】"))) == {"placeholder"}


@pytest.mark.parametrize(
    "text",
    [
        "第1条に従う。",
        "第2条（パスワードの設定）に従う。",
        "第1章による。",
        "個人情報保護法第26条に従う。",
        "個人情報の保護に関する法律（平成15年法律第57号）第23条及び第25条に従う。",
        "就業規則第40条による。",
        "前条に従う。",
    ],
)
def test_sound_reference(tmp_path: Path, text: str) -> None:
    """References to existing clauses, and to laws and other rules, pass."""
    assert check(tmp_path, rules=document(text)).remarks == ()


@pytest.mark.parametrize(
    "text",
    [
        "第9条に従う。",
        "第９条に従う。",
        "第3章による。",
        "別表2による。",
        "様式第4号による。",
        "第1条（パスワードの設定）に従う。",
    ],
)
def test_missing_reference(tmp_path: Path, text: str) -> None:
    """A typed reference to a clause, table or form that does not exist, or to another title, is found."""
    assert kinds(check(tmp_path, rules=document(text))) == {"missing-reference"}


def test_history_may_name_what_is_gone(tmp_path: Path) -> None:
    """A row of 改訂履歴 names annexes of its day; the same words elsewhere are a broken reference."""
    gone = "別表15（実施予定の対策）の削除、名称の変更"
    row = table(("2.1", "2026年4月1日", gone, "総務部", "代表"))
    assert kinds(check(tmp_path, rules=document(paragraph("別表1　評価") + row))) == set()
    assert "missing-reference" in kinds(check(tmp_path, rules=document(paragraph("別表1　評価"), gone)))


def test_handbook_may_refer_to_the_regulations(tmp_path: Path) -> None:
    """A handbook's reference is looked up in the regulations beside it."""
    handbook = document("詳しくは規程の第2条を見ます。", "第8条も見ます。", key="handbook")
    result = check(tmp_path, handbook=handbook, rules=document("定める。"))
    assert [remark.excerpt[-10:] for remark in result.remarks if remark.kind == "missing-reference"] == [
        "第8条も見ます。"
    ]


def test_broken_and_stale_fields(tmp_path: Path) -> None:
    """A field without its bookmark and a field with an old number are found."""
    gone = f"<w:p>{field('REF _Pg_gone', '第5条')}</w:p>"
    assert "missing-reference" in kinds(check(tmp_path, rules=document(gone)))
    marked = bookmark("_Pg_new", 1, "<w:r><w:t>新しい条</w:t></w:r>")
    heading = f'<w:p><w:pPr><w:pStyle w:val="Heading2"/></w:pPr>{marked}</w:p>'
    old = field("REF _Pg_new \\n \\h", "第2条")
    assert kinds(check(tmp_path, rules=document(heading, f"<w:p>{old}</w:p>"))) == {"stale-reference"}


@pytest.mark.parametrize(
    ("key", "text", "found"),
    [
        ("rules", "パスワードを設定します。", True),
        ("rules", "パスワードを設定しなければならない。", False),
        ("rules", "「分かりました。」と答えるものとする。", False),
        ("handbook", "パスワードを設定する。", True),
        ("handbook", "パスワードは、人に教えない。", True),
        ("handbook", "パスワードを設定してください。", False),
        ("policy", "情報を守ります。", False),
        ("policy", "情報を守るものとする。", True),
    ],
)
def test_mixed_style(tmp_path: Path, key: str, text: str, found: bool) -> None:
    """Regulations are plain, handbook and policy are です・ます."""
    assert kinds(check(tmp_path, None, **{key: document(text, key=key)})) == (
        {"mixed-style"} if found else set()
    )


OUTDATED = {
    "password-rotation": ("パスワードは、90日ごとに変更する。", "パスワードの定期的な変更は、求めない。"),
    "password-by-same-route": (
        "パスワードは、別のメールで送る。",
        "パスワードを同じ経路のメールで送ってはならない。",
    ),
    "wrong-desk": ("情報セキュリティ安心相談窓口に相談する。", "安心相談窓口は個人向けであり、使わない。"),
    "power-off": ("感染したときは、直ちに電源を切る。", "感染したときは、電源を切らない。"),
    "old-organisation": (
        "内閣サイバーセキュリティセンターの情報を集める。",
        "国家サイバー統括室の情報を集める。",
    ),
    "five-rules": ("情報セキュリティ5か条を守る。", "情報セキュリティ6か条を守る。"),
    "self-declaration": ("SECURITY ACTIONの二つ星を取得する。", "SECURITY ACTIONの二つ星を宣言する。"),
    "end-of-support": ("Windows 10を使う。", "Windows 11を使う。"),
}


@pytest.mark.parametrize("kind", OUTDATED)
def test_outdated_advice(tmp_path: Path, kind: str) -> None:
    """Outdated advice is found, and the rule that forbids the same thing is not."""
    old, today = OUTDATED[kind]
    assert kinds(check(tmp_path, rules=document(old))) == {kind}
    assert kinds(check(tmp_path, rules=document(today))) == set()


def people(**officer: str) -> CompanyProfile:
    """Return a profile whose officer has the given facts and whose review is not yet due."""
    return build_profile(
        roles={"officer": {"name": "情報 花子", **officer}}, numbers={"password_min_length": 12}
    )


def test_documents_that_agree_with_the_profile(tmp_path: Path) -> None:
    """The profile's own facts give no remark."""
    body = document(
        "パスワードは、12文字以上とする。",
        table(("役割", "氏名", "電話"), ("情報セキュリティ責任者", "情報 花子", "03-0000-0001")),
        "社外秘の情報を守る。",
    )
    assert check(tmp_path, people(phone="03-0000-0001"), rules=body).remarks == ()


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("password-length", "パスワードは、8文字以上とする。"),
        ("phone", "03-9999-9999に電話する。"),
        ("mail", "other@example.com に送る。"),
        ("label", "部外秘の情報を守る。"),
        ("role-title", "情報セキュリティ管理者が定める。"),
        ("company-name", "株式会社サンプル商会は、情報を守る。"),
        ("role-name", table(("情報セキュリティ責任者", "別人 太郎"), ("次", "行"))),
    ],
)
def test_fact_that_disagrees_with_the_profile(tmp_path: Path, kind: str, line: str) -> None:
    """A length, contact, label, title or name that the profile does not know is found."""
    assert kinds(check(tmp_path, people(), rules=document(line))) == {kind}


def test_company_name_missing(tmp_path: Path) -> None:
    """A document that never names the company of the profile is another company's."""
    other = build_profile(company={"name": "医療法人みなみ会"})
    assert "company-name" in kinds(check(tmp_path, other, rules=document("定める。")))


def test_a_version_is_each_documents_own(tmp_path: Path) -> None:
    """Documents are revised one by one; the front of one must agree with its own 改訂履歴."""

    def at(front: str, newest: str) -> bytes:
        rows = (("版", "日付", "内容"), ("1.0", "2026年4月1日", "制定"), (newest, "2026年6月1日", "改訂"))
        return document(paragraph(f"第{front}版") + table(("改訂日", "2026年6月1日")) + table(*rows))

    assert check(tmp_path, rules=at("1.1", "1.1"), handbook=at("2", "2.0")).remarks == ()
    [remark] = check(tmp_path, rules=at("1.1", "1.2")).remarks
    assert (remark.kind, remark.text.count("1.1"), remark.text.count("1.2")) == ("version", 1, 1)


def test_a_table_of_comparison_is_not_checked(tmp_path: Path) -> None:
    """新旧対照表 shows old wording on purpose, whatever its file is called."""
    old, new = document("甲は、○○とする。"), document("甲は、乙とする。")
    (tmp_path / "基本方針.docx").write_bytes(new)
    made = tmp_path / "改正の一覧.docx"
    made.write_bytes(compare_documents(old, new).to_docx())
    assert check_target(tmp_path, today=TODAY).documents == ("基本方針.docx",)
    with pytest.raises(OutputError, match="新旧対照表には前の文も"):
        check_target(made, today=TODAY)


def test_facts_that_differ_between_documents(tmp_path: Path) -> None:
    """Without a profile the documents are held against each other."""
    rules = document("パスワードは、12文字以上とする。", table(("連絡先", "03-0000-0001"), ("甲", "乙")))
    handbook = document(
        "パスワードは10文字以上です。",
        table(("連絡先", "03-0000-0002"), ("甲", "乙")),
        key="handbook",
    )
    result = check(tmp_path, rules=rules, handbook=handbook)
    assert kinds(result) == {"password-length", "contact"}
    assert not result.with_profile
    assert "プロファイルがないため" in result.text()


def test_the_same_day_in_two_notations_agrees(tmp_path: Path) -> None:
    """A date in 西暦 and the same in 和暦 agree, also where another date follows on the line; another day does not."""
    rules = document("制定日 2024年4月1日")
    same = document("制定日 2024年（令和6年）4月1日 改訂日 2026年4月1日", key="handbook")
    other = document("制定日 令和6年5月1日", key="handbook")
    assert kinds(check(tmp_path, rules=rules, handbook=same)) == set()
    assert kinds(check(tmp_path, rules=rules, handbook=other)) == {"date"}


def test_overdue_dates(tmp_path: Path) -> None:
    """A review date and a planned measure that have passed are found in the document and in the profile."""
    late = document(
        "次回見直し日：2026年4月1日", "施錠する（実施予定。担当：総務部長、期限：令和8年3月31日）。"
    )
    assert kinds(check(tmp_path, rules=late)) == {"review-overdue", "measure-overdue"}
    in_time = document(
        "次回見直し日：2027年（令和9年）4月1日",
        "施錠する（実施予定。担当：総務部長、期限：令和9年3月31日）。",
    )
    assert kinds(check(tmp_path, rules=in_time)) == set()
    profile = build_profile(documents={"issued_on": "2024-04-01"})
    assert "review-overdue" in kinds(check(tmp_path, profile, rules=document("定める。")))


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026年4月1日", datetime.date(2026, 4, 1)),
        ("令和元年5月1日", datetime.date(2019, 5, 1)),
        ("2026年（令和8年）4月1日", datetime.date(2026, 4, 1)),
        ("2026年2月30日", None),
        ("本日", None),
    ],
)
def test_dates_are_read_as_they_are_written(text: str, date: datetime.date | None) -> None:
    """Dates in 西暦, 和暦 and both are understood; an impossible one is none."""
    assert read_date(text) == date


def test_tracked_changes_count_and_are_reported(tmp_path: Path) -> None:
    """Inserted text is checked, deleted text is not, and open changes are reported."""
    author = 'w:author="甲" w:date="2026-01-01T00:00:00Z"'
    line = (
        f'<w:p><w:ins w:id="1" {author}><w:r><w:t>○○部長とする。</w:t></w:r></w:ins>'
        f'<w:del w:id="2" {author}><w:r><w:delText>【氏名】</w:delText></w:r></w:del></w:p>'
    )
    assert kinds(check(tmp_path, rules=document(line))) == {"circles", "open-changes"}


def test_unreadable_file_is_a_remark(tmp_path: Path) -> None:
    """A file that Word could not open either does not stop the check of the others."""
    result = check(tmp_path, rules=b"no zip", handbook=document("守ります。", key="handbook"))
    assert kinds(result) == {"unreadable"}
    assert result.exit_code == 1


def test_json_has_every_field(tmp_path: Path) -> None:
    """JSON carries place, severity, text and advice of each finding."""
    found = json.loads(check(tmp_path, rules=document("20yy年に定める。")).json())["findings"]
    assert found[0]["kind"] == "open-date"
    assert found[0]["severity"] == "error"
    assert {"document", "clause", "paragraph", "excerpt", "text", "advice"} <= set(found[0])


def test_excerpt_is_short(tmp_path: Path) -> None:
    """An excerpt never repeats a whole paragraph."""
    [remark] = check(tmp_path, rules=document("あ" * 500 + "○○" + "い" * 500)).remarks
    assert len(remark.excerpt) <= 40


def test_target_without_documents(tmp_path: Path) -> None:
    """A folder without documents is told apart from a clean one."""
    with pytest.raises(OutputError):
        check_target(tmp_path, today=TODAY)


def test_temporary_files_of_word_are_passed_over(tmp_path: Path) -> None:
    """Word's lock files are no documents."""
    (tmp_path / "~$規程.docx").write_bytes(b"lock")
    (tmp_path / "規程.docx").write_bytes(document("定める。"))
    assert check_target(tmp_path, today=TODAY).documents == ("規程.docx",)


def test_comparison_tables_are_passed_over(tmp_path: Path) -> None:
    """A 新旧対照表 beside the documents shows old wording; it is checked only when it is named."""
    old = tmp_path / "新旧対照表_情報セキュリティ関連規程_1.1.docx"
    old.write_bytes(document("20yy年に定める。"))
    (tmp_path / "規程.docx").write_bytes(document("定める。"))
    assert check_target(tmp_path, today=TODAY).documents == ("規程.docx",)
    assert kinds(check_target(old, today=TODAY)) == {"open-date"}


def test_other_word_files_are_checked_without_style(tmp_path: Path) -> None:
    """A Word file that is none of the three documents is checked for leftovers, not for its style."""
    (tmp_path / "台帳.docx").write_bytes(pack({"[Content_Types].xml": "<a/>"}))
    assert kinds(check_target(tmp_path, today=TODAY)) <= {"unreadable"}


def test_command_prints_text_or_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command shows place, text and advice, as JSON on request; 1 when there is something, 0 when not."""
    (tmp_path / "規程.docx").write_bytes(document("20yy年に定める。"))
    assert main(["check", str(tmp_path)]) == 1
    shown = capsys.readouterr().out
    assert "第2条 パスワードの設定" in shown
    assert "→" in shown
    assert main(["check", str(tmp_path), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["findings"][0]["kind"] == "open-date"
    (tmp_path / "規程.docx").write_bytes(document("定める。"))
    assert main(["check", str(tmp_path)]) == 0
