"""What people put into their files in Word survives a merge: boxes, pictures, moves, comments, controls, notes."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable

import pytest
from docx_scalpel import docx_diff_accept_revisions, docx_diff_reject_revisions
from lxml import etree

from generator.word.merge import Merged, merge_documents, same_content
from generator.word.reader.outline import outline
from tests.editing import BODY, W, members, on_tree, packed, text_of, texts
from tests.test_merge_conflicts import NOTE_TYPES, box
from tests.test_merge_properties import rendered
from tests.validators import external_findings, own_findings
from tests.wordfile import bookmark, paragraph, table, word_file, word_members

DAY = datetime.datetime(2026, 11, 22)
OFFICER, NEW = "情報 花子を責任者とする。", "安全 次郎を責任者とする。"
LENGTH, LONGER = "パスワードは10文字以上とする。", "パスワードは12文字以上とする。"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + bytes(17)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def checked(base: bytes, ours: bytes, theirs: bytes) -> tuple[Merged, str]:
    """Merge, and hold what holds for every merge; return it and what it says with everything accepted."""
    merged = merge_documents(base, ours, theirs, date=DAY)
    plain = merge_documents(base, ours, theirs, date=DAY, track=False)
    accepted = docx_diff_accept_revisions(merged.data)
    assert same_content(accepted, docx_diff_accept_revisions(plain.data))
    assert same_content(docx_diff_reject_revisions(merged.data), docx_diff_reject_revisions(ours))
    assert not _findings(merged.data) - _findings(ours)
    before, after = members(ours), members(merged.data)
    assert before.keys() <= after.keys()
    return merged, outline(accepted)


def _findings(data: bytes) -> Counter[str]:
    """Return what the validators say; that a row's properties may not hold a revision alone, Word does not mind."""
    found = external_findings([("file", data)]) + own_findings([("file", data)])
    lines = (re.sub(r"\[\d+\]", "", text) for text in found)
    return Counter(line for line in lines if "trPr Required sequence content is missing" not in line)


# -- text boxes ---------------------------------------------------------------------------------------------


def _boxed(holder: str, inside: str, after: str = OFFICER) -> bytes:
    return word_file(paragraph(holder, inside=box(inside)) + paragraph(after))


@pytest.mark.parametrize(
    ("ours", "theirs", "merged"),
    [
        (("本文。", "内線1に電話。"), ("本文。", "03-0001に電話。", NEW), ("本文。", "内線1に電話。", NEW)),
        (("本文。", "内線1に電話。"), ("本文とする。", "03-0001に電話。"), ("本文とする。", "内線1に電話。")),
        (("本文。", "内線1に電話。"), ("本文。", "03-0001に連絡。"), ("本文。", "内線1に連絡。")),
        (("当社の本文。", "03-0001に電話。"), ("本文。", "03-0009に電話。"), ("当社の本文。", "03-0009に電話。")),
        (("当社の本文。", "内線1に電話。"), ("本文とする。", "03-0001に連絡。"), ("当社の本文とする。", "内線1に連絡。")),
    ],
    ids=["another paragraph", "the paragraph around", "the box", "the box alone", "everything"],
)  # fmt: skip
def test_a_text_box(ours: tuple[str, ...], theirs: tuple[str, ...], merged: tuple[str, ...]) -> None:
    """Its text is merged like any other, in both forms that Word writes; the box stays one object."""
    result, _ = checked(_boxed("本文。", "03-0001に電話。"), _boxed(*ours), _boxed(*theirs))
    assert result.conflicts == ()
    accepted = docx_diff_accept_revisions(result.data)
    assert same_content(accepted, _boxed(*merged))
    assert texts(accepted).count(merged[1]) == 2


def test_a_text_edited_in_a_box_is_an_edit() -> None:
    """It counts, though the paragraph around it is the same."""
    assert not same_content(_boxed("本文。", "03-0001に電話。"), _boxed("本文。", "内線1に電話。"))


# -- pictures -----------------------------------------------------------------------------------------------


def _picture(identity: str, number: int, words: str) -> str:
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="914400" cy="914400"/>'
        f'<wp:docPr id="{number}" name="図" descr="{words}"/><a:graphic><a:graphicData '
        'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="{number}" name="図"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:embed="{identity}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
        '<a:off x="0" y="0"/><a:ext cx="914400" cy="914400"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def _with_picture(data: bytes, content: bytes) -> bytes:
    """Add word/media/image1.png as rId9."""
    parts = members(data)
    links = parts["word/_rels/document.xml.rels"].decode()
    link = f'<Relationship Id="rId9" Type="{_OFFICE}/image" Target="media/image1.png"/></Rel'
    links = links.replace("</Rel", link)
    return packed({**parts, "word/_rels/document.xml.rels": links.encode(), "word/media/image1.png": content})


def test_pictures_of_both_sides_with_the_same_names() -> None:
    """Both inserted a picture as rId9 and image1.png: each paragraph shows its own."""
    base = word_file(paragraph("初め。") + paragraph(OFFICER) + paragraph("終わり。"))
    own, new = PNG + b"ours", PNG + b"theirs"
    shown = paragraph("当社の図。", inside=_picture("rId9", 1, "当社の図"))
    ours = _with_picture(
        word_file(paragraph("初め。") + shown + paragraph(OFFICER) + paragraph("終わり。")), own
    )
    fresh = paragraph("新しい図。", inside=_picture("rId9", 1, "新しい図"))
    theirs = _with_picture(
        word_file(paragraph("初め。") + paragraph(NEW) + paragraph("終わり。") + fresh), new
    )
    merged, accepted = checked(base, ours, theirs)
    assert "当社の図。" in accepted and "新しい図。" in accepted and NEW in accepted
    assert {_shown(merged.data, words) for words in ("当社の図",)} == {own}
    assert _shown(merged.data, "新しい図") == new


def test_a_picture_inside_a_sentence_that_theirs_changes() -> None:
    """The picture stays where it is, whole; theirs' words come in around it."""
    lines = [
        word_file(
            f'<w:p><w:r><w:t xml:space="preserve">{before}</w:t></w:r>{picture}<w:r><w:t>{after}</w:t></w:r></w:p>'
        )
        for before, picture, after in (
            ("入口は左に", "", "ある。情報 花子に聞く。"),
            ("入口は左に", _picture("rId9", 1, "地図"), "ある。情報 花子に聞く。"),
            ("入口は左に", "", "ある。安全 次郎に聞く。"),
        )
    ]
    ours = _with_picture(lines[1], PNG)
    merged, accepted = checked(lines[0], ours, lines[2])
    assert "ある。安全 次郎に聞く。" in accepted
    assert _shown(merged.data, "地図") == PNG


def _shown(data: bytes, words: str) -> bytes:
    """Return the picture that the drawing with this alternative text shows."""
    parts = members(data)
    xml = parts[BODY].decode()
    found = re.search(rf'descr="{words}".*?r:embed="([^"]*)"', xml, re.DOTALL)
    assert found
    target = re.search(
        rf'<Relationship\b(?=[^>]*\bId="{found[1]}")[^>]*\bTarget="([^"]*)"',
        parts["word/_rels/document.xml.rels"].decode(),
    )
    assert target
    return parts[f"word/{target[1]}"]


# -- moves --------------------------------------------------------------------------------------------------

WHO = 'w:author="総務 一郎" w:date="2026-10-01T00:00:00Z"'


def _moved_away(text: str, number: int) -> str:
    mark = f'<w:rPr><w:moveFrom w:id="{number}" {WHO}/></w:rPr>'
    return (
        f'<w:moveFromRangeStart w:id="{number + 1}" w:name="move1" {WHO}/>'
        f'<w:p><w:pPr>{mark}</w:pPr><w:moveFrom w:id="{number + 2}" {WHO}><w:r><w:t>{text}</w:t></w:r></w:moveFrom></w:p>'
        f'<w:moveFromRangeEnd w:id="{number + 1}"/>'
    )


def _moved_here(text: str, number: int) -> str:
    mark = f'<w:rPr><w:moveTo w:id="{number}" {WHO}/></w:rPr>'
    return (
        f'<w:moveToRangeStart w:id="{number + 1}" w:name="move1" {WHO}/>'
        f'<w:p><w:pPr>{mark}</w:pPr><w:moveTo w:id="{number + 2}" {WHO}><w:r><w:t>{text}</w:t></w:r></w:moveTo></w:p>'
        f'<w:moveToRangeEnd w:id="{number + 1}"/>'
    )


LINES = ("目的を定める。", "記録を3年間保存する。", "教育は毎年4月に行う。")


@pytest.mark.parametrize("which", ["the moved paragraph", "another", "removed"])
def test_a_pending_move_of_somebody(which: str) -> None:
    """The text counts where it was moved to; the ranges stay whole; theirs' words follow the paragraph."""
    base = word_file("".join(map(paragraph, (OFFICER, *LINES))))
    ours = word_file(
        _moved_away(OFFICER, 100)
        + "".join(map(paragraph, LINES))
        + _moved_here(OFFICER, 200)
        + paragraph("終。")
    )
    base = word_file("".join(map(paragraph, (OFFICER, *LINES, "終。"))))
    new = {
        "the moved paragraph": (NEW, *LINES, "終。"),
        "another": (OFFICER, "目的を示す。", *LINES[1:], "終。"),
        "removed": (*LINES, "終。"),
    }[which]
    merged, accepted = checked(base, ours, word_file("".join(map(paragraph, new))))
    said = [text for text in texts(docx_diff_accept_revisions(merged.data)) if text]
    wanted = {
        "the moved paragraph": [*LINES, NEW, "終。"],
        "another": ["目的を示す。", *LINES[1:], OFFICER, "終。"],
        "removed": [*LINES, "終。"],
    }[which]
    assert said == wanted, accepted
    xml = members(merged.data)[BODY].decode()
    for name in ("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd"):
        assert xml.count(f"<w:{name} ") == 1


def test_a_new_paragraph_behind_a_moved_one_stays_outside_the_move() -> None:
    """Otherwise rejecting the move would take it away."""
    base = word_file("".join(map(paragraph, (OFFICER, *LINES, "終。"))))
    ours = word_file(
        _moved_away(OFFICER, 100)
        + "".join(map(paragraph, LINES))
        + _moved_here(OFFICER, 200)
        + paragraph("終。")
    )
    theirs = word_file("".join(map(paragraph, (OFFICER, "任期は2年とする。", *LINES, "終。"))))
    merged, _ = checked(base, ours, theirs)
    xml = members(merged.data)[BODY].decode()
    assert xml.index("moveToRangeEnd") < xml.index("任期は2年とする。")


def _clause(title: str, number: int, *lines: str) -> list[str]:
    run = f"<w:r><w:t>{title}</w:t></w:r>"
    heading = (
        f'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>{bookmark(f"_Pg_c{number}", number, run)}</w:p>'
    )
    return [heading, *map(paragraph, lines)]


STAFF = _clause("体制", 1, "会社は責任者を置き、その氏名を社内に知らせる。", OFFICER)
CHECKS = _clause("点検", 2, "点検は2月に行い、結果を責任者に報告する。")
TRAINING = _clause("教育", 3, "教育は毎年4月に全員に対して行う。", "受けた者の記録を残す。")


def test_a_clause_moved_by_cut_and_paste_is_followed() -> None:
    """The new name arrives at the paragraph's new place, and nowhere else; the report says it was recognised."""
    base = word_file("".join([*STAFF, *CHECKS, *TRAINING]))
    ours = word_file("".join([*CHECKS, *TRAINING, *STAFF]))
    theirs = word_file("".join([*STAFF, *CHECKS, *TRAINING]).replace("情報 花子", "安全 次郎"))
    merged, _ = checked(base, ours, theirs)
    said = [text for text in texts(docx_diff_accept_revisions(merged.data)) if text]
    assert said[-2:] == ["会社は責任者を置き、その氏名を社内に知らせる。", NEW]
    assert said.count(NEW) == 1 and OFFICER not in said
    assert merged.changes[0].kind == "changed"


def test_the_contents_follow_a_moved_article() -> None:
    """The company moves an article of the shipped rules behind another: its entry stands where it belongs."""
    base, theirs = rendered(())["rules"], rendered(("officer",))["rules"]
    titles = ("（SNSの個人利用）", "（ウェブの閲覧）")
    ours = on_tree(base, lambda root: _move_article(root, *titles))
    said = outline(merge_documents(base, ours, theirs, date=DAY).data).split("\n")
    entry = next(line for line in said if line.startswith("[toc 2]") and titles[0] in line)
    in_text = [title for line in said if line.startswith("[heading 2]") for title in titles if title in line]
    assert sorted(titles, key=entry.index) == in_text == list(titles)
    numbers = [int(number) for number in re.findall(r"第(\d+)条", entry)]
    assert numbers == sorted(numbers)


def _move_article(root: etree._Element, title: str, before: str) -> None:
    headings = [node for node in root.iter(f"{W}p") if node.find(f"{W}bookmarkStart") is not None]
    moved, place = (next(node for node in headings if text_of(node) == words) for words in (title, before))
    article = [moved]
    while (following := article[-1].getnext()) is not None and following not in headings:
        article.append(following)
    for node in article:
        place.addprevious(node)


def test_a_moved_and_reworded_paragraph_is_named_as_a_guess() -> None:
    """It was found by its likeness alone."""
    base = word_file("".join([*STAFF, *CHECKS, *TRAINING]))
    moved = paragraph("当社では、会社は責任者を置き、その氏名を社内に知らせる。")
    ours = word_file("".join([STAFF[0], STAFF[2], *CHECKS, *TRAINING, moved]))
    theirs = word_file("".join([*STAFF, *CHECKS, *TRAINING]).replace("社内に知らせる", "掲示板に示す"))
    merged, accepted = checked(base, ours, theirs)
    assert "当社では、会社は責任者を置き、その氏名を掲示板に示す。" in accepted
    assert merged.guesses == ("会社は責任者を置き、その氏名を社内に知らせる。",)


# -- comments -----------------------------------------------------------------------------------------------

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"


def _commented(text: str, *, replies: bool = True) -> bytes:
    """Return a file with a comment on a part of the sentence, and a reply to it."""
    marks = '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
    marks += '<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>'
    start = '<w:commentRangeStart w:id="0"/><w:commentRangeStart w:id="1"/>'
    runs = [f"<w:r><w:t>{part}</w:t></w:r>" for part in text.split("|")]
    said = "".join(
        f'<w:comment w:id="{n}" w:author="総務 一郎" w:date="2026-10-01T00:00:00Z" w:initials="総">'
        f'<w:p w14:paraId="0000000{n + 1}"><w:r><w:t>{words}</w:t></w:r></w:p></w:comment>'
        for n, words in enumerate(("これでよいか。", "よい。"))
    )
    parts = word_members(
        f"<w:p>{runs[0]}{start}{runs[1]}{marks}{runs[2]}</w:p>" + paragraph(LENGTH), comments=said
    )
    more = (
        f'<w15:commentsEx xmlns:w15="{W15}"><w15:commentEx w15:paraId="00000001" w15:done="0"/>'
        '<w15:commentEx w15:paraId="00000002" w15:paraIdParent="00000001" w15:done="0"/></w15:commentsEx>'
    )
    kind = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
    content = "application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended+xml"
    parts["word/_rels/document.xml.rels"] = parts["word/_rels/document.xml.rels"].replace(
        "</Rel", f'<Relationship Id="rIdx" Type="{kind}" Target="commentsExtended.xml"/></Rel'
    )
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        "</Types>", f'<Override PartName="/word/commentsExtended.xml" ContentType="{content}"/></Types>'
    )
    parts["word/commentsExtended.xml"] = more
    return packed({name: value.encode() for name, value in parts.items()})


@pytest.mark.parametrize(
    "theirs", [(NEW, LENGTH), ("情報 花子を統括者とする。", LENGTH), (OFFICER, LONGER)], ids=["on it", "beside it", "elsewhere"]
)  # fmt: skip
def test_comments_with_replies(theirs: tuple[str, str]) -> None:
    """They stay on their words, which theirs may change, with the reply."""
    base = word_file(paragraph(OFFICER) + paragraph(LENGTH))
    ours = _commented("|情報 花子|を責任者とする。")
    merged, _ = checked(base, ours, word_file("".join(map(paragraph, theirs))))
    assert merged.conflicts == ()
    for text in theirs:
        assert text in texts(docx_diff_accept_revisions(merged.data))
    before, after = members(ours), members(merged.data)
    for part in ("word/comments.xml", "word/commentsExtended.xml"):
        assert after[part] == before[part]
    for name in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        assert after[BODY].count(f"<w:{name} ".encode()) == 2


def test_a_conflict_beside_comments_of_the_company() -> None:
    """Our comment gets a number of its own; theirs stay."""
    base = word_file(paragraph(OFFICER) + paragraph(LENGTH))
    ours = _commented("|当社 三郎|を責任者とする。")
    merged, _ = checked(base, ours, word_file(paragraph(NEW) + paragraph(LENGTH)))
    assert len(merged.conflicts) == 1
    xml = members(merged.data)["word/comments.xml"].decode()
    assert re.findall(r'<w:comment [^>]*w:id="(\d+)"', xml) == ["0", "1", "2"]


# -- content controls ---------------------------------------------------------------------------------------


def _control(content: str, number: int = 5) -> str:
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="責任者"/><w:id w:val="{number}"/></w:sdtPr>'
        f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def _row(*cells: str) -> str:
    return "<w:tr>" + "".join(_cell(cell) for cell in cells) + "</w:tr>"


def _cell(text: str, properties: str = "") -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/>{properties}</w:tcPr>{paragraph(text)}</w:tc>'


def _grid(*rows: str) -> str:
    grid = '<w:gridCol w:w="2000"/>' * 2
    width = '<w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr>'
    return f"<w:tbl>{width}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


CONTROLS: dict[str, tuple[Callable[[str], str], Callable[[str], str]]] = {
    "block": (paragraph, lambda text: _control(paragraph(text))),
    "run": (paragraph, lambda text: f"<w:p>{_control(_run(text[:5]))}{_run(text[5:])}</w:p>"),
    "row": (
        lambda text: _grid(_row("氏名", "役割"), _row(text, "責任者")),
        lambda text: _grid(_row("氏名", "役割"), _control(_row(text, "責任者"))),
    ),
    "cell": (
        lambda text: _grid(_row("氏名", "役割"), _row(text, "責任者")),
        lambda text: _grid(_row("氏名", "役割"), f"<w:tr>{_control(_cell(text))}{_cell('責任者')}</w:tr>"),
    ),
}


@pytest.mark.parametrize("level", CONTROLS)
def test_content_controls(level: str) -> None:
    """Somebody put a content control around the words that theirs changes: the new words stand inside it."""
    plain, controlled = CONTROLS[level]
    files = [
        word_file(paragraph("初め。") + block + paragraph("終わり。"))
        for block in (plain(OFFICER), controlled(OFFICER), plain(NEW))
    ]
    merged, accepted = checked(files[0], files[1], files[2])
    assert merged.conflicts == ()
    assert NEW in accepted
    inside = re.search(r"<w:sdtContent>.*?</w:sdtContent>", members(merged.data)[BODY].decode(), re.DOTALL)
    assert inside and "安全 次郎" in inside[0]
    assert members(merged.data)[BODY].count(b"<w:sdt>") == 1


def test_theirs_adds_a_block_behind_a_control() -> None:
    """It does not come into the control."""
    base = word_file(paragraph("初め。") + paragraph(OFFICER) + paragraph("終わり。"))
    ours = word_file(paragraph("初め。") + _control(paragraph(OFFICER)) + paragraph("終わり。"))
    theirs = word_file(
        paragraph("初め。") + paragraph(OFFICER) + paragraph("新しい文。") + paragraph("終わり。")
    )
    merged, _ = checked(base, ours, theirs)
    assert texts(docx_diff_accept_revisions(merged.data)) == ["初め。", OFFICER, "新しい文。", "終わり。"]
    inside = re.search(r"<w:sdtContent>.*?</w:sdtContent>", members(merged.data)[BODY].decode(), re.DOTALL)
    assert inside and "新しい文。" not in inside[0]


# -- notes, tables, sections --------------------------------------------------------------------------------


def _noted(text: str, *notes: str) -> bytes:
    """Return a file whose sentences, cut at |, have the notes behind them."""
    parts = text.split("|")
    runs = "".join(
        _run(part) + (f'<w:r><w:footnoteReference w:id="{n}"/></w:r>' if n <= len(notes) else "")
        for n, part in enumerate(parts, 1)
    )
    said = "".join(
        f'<w:footnote w:id="{n}">{paragraph(note)}</w:footnote>' for n, note in enumerate(notes, 1)
    )
    body = f"<w:p>{runs}</w:p>" + paragraph("終わり。")
    return word_file(body, footnotes=NOTE_TYPES + said) if notes else word_file(body)


def test_a_footnote_of_the_company() -> None:
    """It stays at its place in the sentence that theirs changes, with its text."""
    merged, accepted = checked(
        _noted("情報 花子を置く。任期は1年とする。"),
        _noted("情報 花子|を置く。任期は1年とする。", "総務部の者。"),
        _noted("情報 花子を置く。任期は2年とする。"),
    )
    assert "任期は2年とする。" in accepted and "総務部の者。" in accepted
    assert members(merged.data)[BODY].count(b"<w:footnoteReference ") == 1


def test_word_numbers_footnotes_anew() -> None:
    """The company adds a note before ours, so that Word renumbers: both stay, theirs' change comes in."""
    base = _noted("情報 花子を置く。任期は1年|とする。", "再任できる。")
    ours = _noted("情報 花子|を置く。任期は1年|とする。", "総務部の者。", "再任できる。")
    theirs = _noted("情報 花子を置く。任期は2年|とする。", "再任できる。")
    merged, accepted = checked(base, ours, theirs)
    assert merged.conflicts == ()
    assert members(merged.data)[BODY].count(b"<w:footnoteReference ") == 2
    assert "任期は2年" in accepted


def test_a_new_block_of_theirs_with_a_footnote() -> None:
    """The note comes along, under a number that is free in ours."""
    base = word_file(paragraph("初め。"), footnotes=NOTE_TYPES)
    ours = _noted("初め。|", "当社の注。")
    new = f'<w:p>{_run("新しい文。")}<w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    theirs = word_file(
        paragraph("初め。") + new,
        footnotes=f'{NOTE_TYPES}<w:footnote w:id="1">{paragraph("新しい注。")}</w:footnote>',
    )
    _, accepted = checked(base, ours, theirs)
    assert "新しい注。" in accepted and "当社の注。" in accepted


def test_theirs_rewords_a_note_that_word_has_numbered_anew() -> None:
    """The note is found by its words, not by its number; the sentence with the reference is not touched."""
    base = _noted("情報 花子を置く。任期は1年|とする。", "再任は二度までできる。")
    ours = _noted("情報 花子|を置く。任期は1年|とする。", "総務部の者。", "再任は二度までできる。")
    theirs = _noted("情報 花子を置く。任期は1年|とする。", "再任は三度までできる。")
    merged, _ = checked(base, ours, theirs)
    assert [(change.before, change.after) for change in merged.changes] == [
        ("再任は二度までできる。", "再任は三度までできる。")
    ]


def test_a_file_without_notes_gets_the_first() -> None:
    """Theirs adds a sentence with a note: the part for notes comes along."""
    note = f'{NOTE_TYPES}<w:footnote w:id="1">{paragraph("新しい注。")}</w:footnote>'
    new = f'<w:p>{_run("新しい文。")}<w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    ours = word_file(paragraph("当社の文。") + paragraph("初め。"))
    _, accepted = checked(
        word_file(paragraph("初め。")), ours, word_file(paragraph("初め。") + new, footnotes=note)
    )
    assert "新しい注。" in accepted


def _merged_cells(*rows: tuple[str, str], join: int = 0) -> str:
    """Return a table whose first column is one cell over the first `join` rows."""
    lines = []
    for number, (group, text) in enumerate(rows):
        mark = ""
        if number < join:
            mark = '<w:vMerge w:val="restart"/>' if number == 0 else "<w:vMerge/>"
        lines.append(f"<w:tr>{_cell(group, mark)}{_cell(text)}</w:tr>")
    return _grid(*lines)


def test_a_row_for_a_table_in_which_somebody_merged_cells() -> None:
    """Theirs adds a row: it comes in as a row, the merged cells stay merged."""
    rows = (("総務", "情報 花子"), ("総務", "安全 次郎"), ("営業", "点検 五郎"))
    base = word_file(paragraph("初め。") + table(*rows, header=False) + paragraph("終わり。"))
    joined = _merged_cells(("総務", "情報 花子"), ("", "安全 次郎"), ("営業", "点検 五郎"), join=2)
    ours = word_file(paragraph("初め。") + joined + paragraph("終わり。"))
    theirs = word_file(
        paragraph("初め。") + table(*rows, ("製造", "新任 桜子"), header=False) + paragraph("終わり。")
    )
    merged, accepted = checked(base, ours, theirs)
    assert "| 製造 | 新任 桜子 |" in accepted
    assert "| 〃 | 安全 次郎 |" in accepted
    assert members(merged.data)[BODY].count(b"<w:vMerge") == 2


def test_a_column_that_somebody_added() -> None:
    """Theirs changes a cell and adds a row: the column stays, the change and the row are proposed or asked."""
    base = word_file(table(("氏名", "電話"), ("情報 花子", "03-0001"), header=False) + paragraph("終。"))
    ours = word_file(
        table(("氏名", "電話", "席"), ("情報 花子", "03-0001", "3階"), header=False) + paragraph("終。")
    )
    theirs = word_file(
        table(("氏名", "電話"), ("情報 花子", "03-0009"), ("安全 次郎", "03-0002"), header=False)
        + paragraph("終。")
    )
    _, accepted = checked(base, ours, theirs)
    assert "| 情報 花子 | 03-0009 | 3階 |" in accepted
    assert "| 安全 次郎 | 03-0002 |" in accepted


def test_a_term_replaced_everywhere_in_a_file_that_lost_its_keys() -> None:
    """Every paragraph of a long document is reworded: each change of theirs still finds its place."""
    lines = [f"第{n}の部屋の担当は、{n}番の鍵を保管する。退出するときは施錠する。" for n in range(260)]
    clauses = ["".join(_clause(f"部屋{n}", n, *lines[n : n + 13])) for n in range(0, 260, 13)]
    base = word_file("".join(clauses))
    ours = word_file("".join(clauses).replace("担当は", "係員は").replace("施錠する", "錠を下ろす"))
    theirs = word_file("".join(clauses).replace("7番の鍵", "7番の札"))
    merged = merge_documents(base, ours, theirs, date=DAY)
    assert (len(merged.changes), merged.conflicts) == (26, ())
    said = texts(docx_diff_accept_revisions(merged.data))
    assert sum("7番の札を保管する。退出するときは錠を下ろす。" in text for text in said) == 26


def test_a_section_break_of_the_company() -> None:
    """Somebody turned one page on its side: the break stays, theirs' changes come in on both sides of it."""
    section = '<w:p><w:pPr><w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/></w:sectPr></w:pPr></w:p>'
    base = word_file(paragraph(OFFICER) + paragraph("表を置く。") + paragraph(LENGTH))
    ours = word_file(paragraph(OFFICER) + paragraph("表を置く。") + section + paragraph(LENGTH))
    theirs = word_file(paragraph(NEW) + paragraph("表を置く。") + paragraph("新しい文。") + paragraph(LONGER))
    merged, accepted = checked(base, ours, theirs)
    assert NEW in accepted and LONGER in accepted and "新しい文。" in accepted
    assert members(merged.data)[BODY].count(b"<w:sectPr>") == 2


def test_theirs_removes_the_paragraph_in_which_somebody_put_a_section_break() -> None:
    """The words go as a proposal; the section, which the following pages need, stays."""
    section = '<w:pPr><w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/></w:sectPr></w:pPr>'
    base = word_file(paragraph(OFFICER) + paragraph("表を置く。") + paragraph(LENGTH))
    broken = paragraph("表を置く。").replace("<w:p>", f"<w:p>{section}")
    ours = word_file(paragraph(OFFICER) + broken + paragraph(LENGTH))
    theirs = word_file(paragraph(OFFICER) + paragraph(LENGTH))
    for track in (True, False):
        merged = merge_documents(base, ours, theirs, date=DAY, track=track)
        accepted = docx_diff_accept_revisions(merged.data)
        assert "表を置く。" not in texts(accepted)
        assert members(merged.data)[BODY].count(b"<w:sectPr>") == 2
