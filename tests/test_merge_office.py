"""Files that a real LibreOffice edited and saved merge rightly; merely saving one is no edit."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

import pytest
from docx_scalpel import docx_diff_accept_revisions, docx_diff_reject_revisions
from lxml import etree

from generator.profile.model.documents import NumberingStyle
from generator.word.file.names import BOOKMARK_START, P
from generator.word.merge import is_untouched, merge_documents, same_content
from generator.word.reader.outline import outline
from tests.editing import members, on_tree, replace_text, replace_xml, text_of
from tests.office_editing import Office, has_uno, running_office, saved_by_office
from tests.profiles import SAMPLES
from tests.rendering import render_documents, sample, with_numbering
from tests.validators import own_findings

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(
        not has_uno(), reason="LibreOffice with its Python bridge (python3-uno) is not installed"
    ),
]
DAY = datetime.datetime(2026, 11, 22)
MANUFACTURER = next(path for path in SAMPLES if path.stem == "manufacturer")


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    with running_office() as running:
        yield running


@pytest.fixture(scope="module")
def base() -> dict[str, bytes]:
    """The documents as first rendered."""
    return render_documents(sample(MANUFACTURER), MANUFACTURER.parent)


@pytest.fixture(scope="module")
def theirs() -> dict[str, bytes]:
    """The documents after the officer has changed and passwords got longer."""
    profile = sample(MANUFACTURER)
    roles = profile.roles.model_copy(
        update={"officer": profile.roles.officer.model_copy(update={"name": "新任 桜子"})}
    )
    numbers = profile.numbers.model_copy(update={"password_min_length": 15})
    changed = profile.model_copy(update={"roles": roles, "numbers": numbers})
    return render_documents(changed, MANUFACTURER.parent)


def accepted(data: bytes) -> str:
    return outline(docx_diff_accept_revisions(data))


def test_saving_alone_is_no_edit(office: Office, base: dict[str, bytes]) -> None:
    """LibreOffice renames styles, drops paragraph ids and repeats headers; the content is the same."""
    for data in base.values():
        saved = office.edit(data)
        assert saved != data
        assert is_untouched(data, saved)


@pytest.mark.parametrize(
    "action",
    [
        ("bold", "インシデントが起きたときに"),
        ("margin",),
        ("type", "インシデントが起きたときに", "も"),
        ("footnote", "インシデントが起きたときに", "注の文。"),
    ],
    ids=lambda action: action[0],
)
def test_every_edit_counts(office: Office, base: dict[str, bytes], action: tuple[str, ...]) -> None:
    """Words, formatting, footnotes and page set-up."""
    assert not is_untouched(base["rules"], office.edit(base["rules"], action))


def test_edits_and_changes_stand_together(
    office: Office, base: dict[str, bytes], theirs: dict[str, bytes]
) -> None:
    """Somebody typed, deleted, added a paragraph, a row, bold letters and a footnote; then we merge."""
    ours = office.edit(
        base["rules"],
        ("type", "インシデントが起きたときに被害を小さく抑え", "、顧客に知らせ"),
        ("delete", "法令及び契約の義務を果たし"),
        ("paragraph", "この規程の対象は、業務で取り扱う", "当社だけの項を足した。"),
        ("row", "就業規則", "入社の手引き", "入社のときの決まり", "新入社員"),
        ("bold", "情報セキュリティ基本方針に基づき"),
        ("footnote", "情報セキュリティ基本方針に基づき", "公開している。"),
    )
    merged = merge_documents(base["rules"], ours, theirs["rules"], date=DAY)
    assert merged.conflicts == ()
    text = accepted(merged.data)
    for words in (
        *("被害を小さく抑え、顧客に知らせ", "当社だけの項を足した。", "入社の手引き", "公開している。"),
        *("新任 桜子", "15文字以上"),
    ):
        assert words in text
    assert "法令及び契約の義務を果たし" not in text
    assert "12文字以上" not in text
    assert same_content(docx_diff_reject_revisions(merged.data), ours)
    assert set(own_findings([("merged", merged.data)])) <= {
        finding.replace("ours", "merged", 1) for finding in own_findings([("ours", ours)])
    }


def test_changes_that_ours_tracks_stay_pending(
    office: Office, base: dict[str, bytes], theirs: dict[str, bytes]
) -> None:
    """Somebody recorded changes: they stay theirs and pending; ours come beside them under our name."""
    ours = office.edit(
        base["rules"],
        ("track",),
        ("type", "インシデントが起きたときに被害を小さく抑え", "、顧客に知らせ"),
        ("delete", "法令及び契約の義務を果たし"),
    )
    before = members(ours)["word/document.xml"]
    merged = merge_documents(base["rules"], ours, theirs["rules"], author="総務部", date=DAY)
    after = members(merged.data)["word/document.xml"].decode()
    assert after.count('w:author="総務部"') > 0
    own = after.count("<w:ins ") + after.count("<w:del ") - after.count('w:author="総務部"')
    assert own >= before.count(b"<w:ins ") + before.count(b"<w:del ")
    assert "新任 桜子" in accepted(merged.data)
    assert "被害を小さく抑え、顧客に知らせ" in accepted(merged.data)


def test_the_same_words_conflict(office: Office, base: dict[str, bytes], theirs: dict[str, bytes]) -> None:
    """Somebody wrote 20 characters where the profile now says 15."""
    ours = office.edit(base["rules"], ("replace", "長さは12文字以上", "長さは20文字以上"))
    merged = merge_documents(base["rules"], ours, theirs["rules"], date=DAY)
    assert len(merged.conflicts) == 1
    assert "長さは20文字以上" in outline(merged.data)
    again = saved_by_office(merged.data)
    once_more = merge_documents(merged.next_base, again, theirs["rules"], date=DAY)
    assert len(once_more.conflicts) == 1
    assert members(once_more.data)["word/comments.xml"].count(b"<w:comment ") == 1


def test_a_merged_file_opens_and_saves(
    office: Office, base: dict[str, bytes], theirs: dict[str, bytes]
) -> None:
    """LibreOffice opens what we merged and keeps every word of it."""
    ours = replace_text(
        base["handbook"], "メールやファイルを消しません。", "メールやファイルを決して消しません。"
    )
    merged = merge_documents(base["handbook"], ours, theirs["handbook"], date=DAY)
    assert same_content(merged.data, office.edit(merged.data))


def test_definitions_of_a_new_template_reach_a_file_that_libreoffice_saved(
    office: Office, base: dict[str, bytes]
) -> None:
    """LibreOffice wrote every style and list anew; a size, a distance, a label and an indent still come in."""
    ours = office.edit(base["rules"], ("bold", "情報セキュリティ基本方針に基づき"))
    changes = {
        "word/styles.xml": (
            ('<w:sz w:val="23"/><w:szCs w:val="23"/>', '<w:sz w:val="25"/><w:szCs w:val="25"/>'),
            ('w:before="280" w:after="70"', 'w:before="300" w:after="70"'),
        ),
        "word/numbering.xml": (
            ("別表%1", "付表%1"),
            ('w:left="425" w:hanging="425"', 'w:left="525" w:hanging="525"'),
        ),
    }
    theirs = base["rules"]
    for part, pairs in changes.items():
        for old, new in pairs:
            theirs = replace_xml(theirs, old, new, part)
    merged = merge_documents(base["rules"], ours, theirs, date=DAY)
    assert merged.left == () and merged.changes == ()
    parts = members(merged.data)
    assert b'w:before="300"' in parts["word/styles.xml"] and b'<w:sz w:val="25"/>' in parts["word/styles.xml"]
    assert "付表%1" in parts["word/numbering.xml"].decode()
    assert b'w:left="525"' in parts["word/numbering.xml"]
    assert outline(merged.data).count("付表1") > 0


def test_another_numbering_reaches_a_file_that_libreoffice_saved(
    office: Office, base: dict[str, bytes]
) -> None:
    """Chapters, articles, references and contents count as the profile now says; LibreOffice writes lists into paragraphs."""
    theirs = render_documents(
        with_numbering(sample(MANUFACTURER), NumberingStyle.DECIMAL), MANUFACTURER.parent
    )["rules"]
    ours = office.edit(
        base["rules"], ("type", "インシデントが起きたときに被害を小さく抑え", "、顧客に知らせ")
    )
    merged = merge_documents(base["rules"], ours, theirs, date=DAY)
    assert merged.left == () and merged.conflicts == ()
    text = accepted(merged.data)
    assert "顧客に知らせ" in text and "第1条" not in text and "第1章" not in text
    assert text.count("2.1 体制") == 2
    assert same_content(docx_diff_reject_revisions(merged.data), ours)


def _contents(data: bytes) -> list[str]:
    """Return the lines of the contents, their tabs as arrows."""
    return [
        line.partition("] ")[2] for line in outline(data).split("\n") if line.casefold().startswith("[toc ")
    ]


def _with_articles(base: bytes) -> bytes:
    """Return the rules without an article in front, so that all numbers behind it are others, and with a new title."""
    shorter = on_tree(base, _drop_article)
    return replace_text(shorter, "IT機器利用", "情報機器の利用")


def _drop_article(root: etree._Element) -> None:
    headings = [node for node in root.iter(P) if node.find(BOOKMARK_START) is not None]
    place = next(n for n, node in enumerate(headings) if "適用範囲" in text_of(node))
    node: etree._Element | None = headings[place]
    while node is not None and node is not headings[place + 1]:
        following, parent = node.getnext(), node.getparent()
        assert parent is not None
        parent.remove(node)
        node = following


@pytest.mark.parametrize("actions", [(), (("update index",),)], ids=["saved", "index updated"])
def test_contents_of_libreoffice_keep_their_shape(
    office: Office, actions: tuple[tuple[str, ...], ...]
) -> None:
    """LibreOffice cuts 第1章 into three runs when it saves, and makes lines with pages and marks of its own."""
    base = render_documents(sample(MANUFACTURER), MANUFACTURER.parent)["rules"]
    ours = office.edit(base, *actions)
    before = _contents(ours)
    merged = merge_documents(base, ours, _with_articles(base), date=DAY, track=False)
    after = _contents(merged.data)
    pages = [re.sub(r"^.*→", "", line) for line in before if "適用範囲" not in line]
    if actions:
        assert [re.sub(r"^.*→", "", line) for line in after] == pages
    else:
        assert len(after) == len(before)
    text = "\n".join(after)
    assert "適用範囲" not in text and "IT機器利用" not in text and "情報機器の利用" in text
    for words in (
        ("第1条", "目的"),
        ("第2条", "定義"),
        ("第7章", "情報機器の利用"),
        ("別表3", "脅威に関する情報源"),
    ):
        assert re.search(r"[ →]?".join((words[0], "（?" + words[1])), text), words
    assert "ITIT" not in text and "別表33" not in text
    assert merged.kept == ()
    again = merge_documents(base, office.edit(merged.data), _with_articles(base), date=DAY, track=False)
    assert _contents(again.data) == after
