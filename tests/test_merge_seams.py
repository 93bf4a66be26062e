"""Paragraphs that the company cut by Enter, or joined: new words come where their words now stand."""

from __future__ import annotations

import datetime
import re

import pytest
from docx_scalpel import docx_diff_accept_revisions, docx_diff_reject_revisions
from lxml import etree

from generator.word.merge import Merged, merge_documents, same_content
from tests.editing import W, edit, make_bold, members, text_of, texts
from tests.test_merge_conflicts import box
from tests.validators import external_findings, own_findings
from tests.wordfile import paragraph, word_file

DAY = datetime.datetime(2026, 11, 22)
ONE = "情報システム管理者は、毎月バックアップの結果を確かめる。"
TWO = "パスワードは12文字以上とし、使い回しを禁じる。"
NEW_ONE, NEW_TWO = ONE.replace("毎月", "毎週"), TWO.replace("12", "14")
THREE = "端末の画面は5分で施錠する設定にし、離席のときは手でも施錠する。"
NEW_THREE = THREE.replace("5分", "3分")
FIRST, LAST = "管理の体制を定める。", "点検は2月に行う。"


KEYS = {FIRST[:2]: 1, ONE[:2]: 2, TWO[:2]: 3, THREE[:2]: 5, LAST[:2]: 4}


def document(*lines: str, keys: bool = True) -> bytes:
    """Return a file of paragraphs, with ids as the program gives them or without, as LibreOffice leaves them."""
    found = ((line, KEYS.get(line[:2]) if keys else None) for line in (FIRST, *lines, LAST))
    return word_file(
        "".join(
            paragraph(line).replace("<w:p>", f'<w:p w14:paraId="0000000{key}">' if key else "<w:p>")
            for line, key in found
        )
    )


def merged(base: bytes, ours: bytes, theirs: bytes) -> Merged:
    result = merge_documents(base, ours, theirs, date=DAY)
    plain = merge_documents(base, ours, theirs, date=DAY, track=False)
    assert external_findings([("file", result.data)]) == own_findings([("file", result.data)]) == []
    assert same_content(docx_diff_reject_revisions(result.data), ours)
    assert same_content(docx_diff_accept_revisions(result.data), plain.data)
    assert merge_documents(result.next_base, result.data, theirs, date=DAY).data == result.data
    return result


def lines(result: Merged) -> list[str]:
    """Return the paragraphs between the first and the last with every change accepted."""
    return texts(docx_diff_accept_revisions(result.data))[1:-1]


@pytest.mark.parametrize("keys", [True, False], ids=["word", "libreoffice"])
@pytest.mark.parametrize(
    ("new", "wanted"),
    [
        (NEW_ONE + TWO, [NEW_ONE, TWO]),
        (ONE + NEW_TWO, [ONE, NEW_TWO]),
        (NEW_ONE + NEW_TWO, [NEW_ONE, NEW_TWO]),
        (f"{ONE}{TWO}紙にも書かない。", [ONE, f"{TWO}紙にも書かない。"]),
    ],
    ids=["first", "second", "both", "end"],
)
def test_new_words_come_into_the_half_they_belong_to(new: str, wanted: list[str], keys: bool) -> None:
    """Only the words are tracked; the cut of ours stays."""
    result = merged(document(ONE + TWO), document(ONE, TWO, keys=keys), document(new))
    assert lines(result) == wanted
    assert result.conflicts == ()
    assert f'<w:delText xml:space="preserve">{ONE}' not in members(result.data)["word/document.xml"].decode()


def test_a_word_of_ours_in_one_half_stays() -> None:
    """Ours cut the paragraph and wrote a word into the second half; theirs changes the number there."""
    own = TWO.replace("使い回し", "ほかとの使い回し")
    result = merged(document(ONE + TWO), document(ONE, own), document(ONE + NEW_TWO))
    assert lines(result) == [ONE, own.replace("12", "14")]


@pytest.mark.parametrize("keys", [True, False], ids=["word", "libreoffice"])
@pytest.mark.parametrize(
    ("new", "wanted"),
    [
        ((NEW_ONE, TWO), NEW_ONE + TWO),
        ((ONE, NEW_TWO), ONE + NEW_TWO),
        ((NEW_ONE, NEW_TWO), NEW_ONE + NEW_TWO),
        ((ONE,), ONE),
    ],
    ids=["first", "second", "both", "gone"],
)
def test_new_words_of_two_paragraphs_come_into_the_joined_one(
    new: tuple[str, ...], wanted: str, keys: bool
) -> None:
    """The words of the second paragraph are not lost with it."""
    result = merged(document(ONE, TWO), document(ONE + TWO, keys=keys), document(*new))
    assert lines(result) == [wanted]
    assert result.conflicts == ()


def test_a_new_paragraph_comes_behind_the_second_half() -> None:
    """Not between the two halves."""
    result = merged(document(ONE + TWO), document(ONE, TWO), document(ONE + TWO, "紙にも書かない。"))
    assert lines(result) == [ONE, TWO, "紙にも書かない。"]


def test_words_exactly_at_the_cut_end_the_first_half() -> None:
    """A new sentence stands behind the one that it stands behind in theirs."""
    result = merged(document(ONE + TWO), document(ONE, TWO), document(f"{ONE}結果は残す。{NEW_TWO}"))
    assert lines(result) == [f"{ONE}結果は残す。", NEW_TWO]


def test_new_words_over_the_cut_are_a_question() -> None:
    """Theirs writes the end of the first half and the beginning of the second anew."""
    new = (ONE + TWO).replace("結果を確かめる。パスワードは", "結果を記録に残すとともに、暗証番号は")
    result = merged(document(ONE + TWO), document(ONE, TWO), document(new))
    assert (lines(result), len(result.conflicts)) == ([ONE, TWO], 1)


@pytest.mark.parametrize(
    ("ours", "base"),
    [
        ((ONE + TWO.replace("12", "16"),), (ONE, TWO)),
        ((ONE, TWO.replace("12", "16")), (ONE + TWO,)),
    ],
    ids=["joined", "cut"],
)
def test_the_same_words_are_a_question_here_too(ours: tuple[str, ...], base: tuple[str, ...]) -> None:
    """Sixteen letters, or fourteen: ours stays, a comment carries the new words."""
    new = (ONE, NEW_TWO) if len(base) > 1 else (ONE + NEW_TWO,)
    result = merged(document(*base), document(*ours), document(*new))
    assert lines(result) == list(ours)
    assert len(result.conflicts) == 1
    assert "14" in members(result.data)["word/comments.xml"].decode()


def test_a_sentence_added_behind_a_paragraph_is_no_second_half() -> None:
    """What the company wrote itself does not count as a part of the paragraph before it."""
    ours = document(ONE, "当社では毎週とする。")
    result = merged(document(ONE), ours, document(f"{ONE}結果は残す。"))
    assert lines(result) == [f"{ONE}結果は残す。", "当社では毎週とする。"]


@pytest.mark.parametrize("keys", [True, False], ids=["word", "libreoffice"])
@pytest.mark.parametrize(
    ("new", "wanted"),
    [
        (ONE + TWO + NEW_THREE, [ONE, TWO, NEW_THREE]),
        (NEW_ONE + NEW_TWO + NEW_THREE, [NEW_ONE, NEW_TWO, NEW_THREE]),
        (f"{ONE}{TWO}{THREE}紙にも書かない。", [ONE, TWO, f"{THREE}紙にも書かない。"]),
    ],
    ids=["third", "all", "end"],
)
def test_a_paragraph_may_be_cut_in_three(new: str, wanted: list[str], keys: bool) -> None:
    """What comes at the end stands behind the last part."""
    result = merged(document(ONE + TWO + THREE), document(ONE, TWO, THREE, keys=keys), document(new))
    assert (lines(result), result.conflicts) == (wanted, ())


@pytest.mark.parametrize("keys", [True, False], ids=["word", "libreoffice"])
@pytest.mark.parametrize("new", [(ONE, TWO, NEW_THREE), (NEW_ONE, NEW_TWO, NEW_THREE)], ids=["third", "all"])
def test_three_paragraphs_may_be_joined(new: tuple[str, ...], keys: bool) -> None:
    """No new word of one of them gets lost."""
    result = merged(document(ONE, TWO, THREE), document(ONE + TWO + THREE, keys=keys), document(*new))
    assert (lines(result), result.conflicts) == (["".join(new)], ())


@pytest.mark.parametrize("keys", [True, False], ids=["word", "libreoffice"])
@pytest.mark.parametrize(
    ("base", "ours", "new", "wanted"),
    [
        ((ONE, TWO), (f"{ONE}また、{TWO}",), (ONE, NEW_TWO), [f"{ONE}また、{NEW_TWO}"]),
        ((ONE + TWO,), (ONE, f"また、{TWO}"), (ONE + NEW_TWO,), [ONE, f"また、{NEW_TWO}"]),
    ],
    ids=["joined", "cut"],
)
def test_a_word_of_ours_may_stand_at_the_seam(
    base: tuple[str, ...], ours: tuple[str, ...], new: tuple[str, ...], wanted: list[str], keys: bool
) -> None:
    """The company cuts or joins, and writes how the sentences hang together."""
    result = merged(document(*base), document(*ours, keys=keys), document(*new))
    assert (lines(result), result.conflicts) == (wanted, ())


@pytest.mark.parametrize("keys", [True, False], ids=["word", "libreoffice"])
@pytest.mark.parametrize(
    ("own", "new"), [((ONE, TWO), (ONE, TWO)), ((ONE, TWO), (ONE, NEW_TWO)), ((ONE, TWO), (NEW_ONE, TWO))]
)
def test_both_cut_the_same_paragraph(own: tuple[str, ...], new: tuple[str, ...], keys: bool) -> None:
    """Nothing is written twice, and no empty paragraph stays behind."""
    result = merged(document(ONE + TWO), document(*own, keys=keys), document(*new))
    assert (lines(result), result.conflicts) == (list(new), ())


def test_joined_paragraphs_that_change_places_are_a_question() -> None:
    """New words in a paragraph that theirs moves and ours joined to another are not lost."""
    base, ours = document(ONE, TWO, THREE), document(ONE + TWO, THREE)
    result = merged(base, ours, document(NEW_TWO, THREE, ONE))
    comments = members(result.data).get("word/comments.xml", b"").decode()
    assert "14" in comments or NEW_TWO in "".join(lines(result))


STYLE = '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>'
SPACE = '<w:pPr><w:spacing w:after="240"/></w:pPr>'


def looking(data: bytes, start: str, properties: str) -> bytes:
    """Return the file with properties for the paragraph that begins so."""
    return edit(
        data, lambda xml: re.sub(rf"(<w:p [^>]*>)(?=<w:r><w:t[^>]*>{start})", rf"\1{properties}", xml)
    )


def looks(result: Merged, mark: str) -> list[str]:
    """Return the texts of the paragraphs that hold a mark of look, with every change accepted."""
    root = etree.fromstring(members(docx_diff_accept_revisions(result.data))["word/document.xml"])
    return [text_of(node) for node in root.iter(f"{W}p") if next(node.iter(f"{W}{mark}"), None) is not None]


@pytest.mark.parametrize("new", [ONE + TWO, NEW_ONE + TWO, ONE + NEW_TWO], ids=["look", "first", "second"])
@pytest.mark.parametrize(("look", "mark"), [(STYLE, "pStyle"), (SPACE, "spacing")], ids=["style", "spacing"])
def test_a_new_look_reaches_every_part(look: str, mark: str, new: str) -> None:
    """Style and spacing of a paragraph that ours cut are those of theirs in both halves."""
    theirs = looking(document(new), ONE[:2], look)
    result = merged(document(ONE + TWO), document(ONE, TWO), theirs)
    assert ("".join(looks(result, mark)), "".join(lines(result)), result.conflicts) == (new, new, ())


@pytest.mark.parametrize(
    ("base", "ours", "start"),
    [((ONE + TWO,), (ONE, TWO), ONE), ((ONE, TWO), (ONE + TWO,), TWO)],
    ids=["cut", "joined"],
)
def test_bold_words_come_where_they_stand_now(
    base: tuple[str, ...], ours: tuple[str, ...], start: str
) -> None:
    """Theirs makes a paragraph bold that ours cut, or one that ours joined to another."""
    result = merged(document(*base), document(*ours), make_bold(document(*base), start))
    assert (looks(result, "b"), result.conflicts) == (list(ours), ())


def test_a_new_look_of_one_and_new_words_of_the_other_come_together() -> None:
    """All at once: the next run has nothing left to bring."""
    theirs = looking(document(ONE, NEW_TWO), ONE[:2], STYLE)
    result = merged(document(ONE, TWO), document(ONE + TWO), theirs)
    assert (looks(result, "pStyle"), result.conflicts) == ([ONE + NEW_TWO], ())


def test_joined_paragraphs_are_asked_about_together() -> None:
    """Theirs writes the end of one and the beginning of the next anew: nothing comes by halves, now or later."""
    new = ONE.replace("確かめる。", "確かめて残す。"), TWO.replace("パスワードは", "暗証番号は")
    own = (ONE + TWO).replace("確かめる。パスワード", "確かめる。なお、合い言葉")
    result = merged(document(ONE, TWO), document(own), document(*new))
    assert (lines(result), len(result.conflicts)) == ([own], 2)


@pytest.mark.parametrize("new", [ONE + TWO, ONE + NEW_TWO], ids=["box", "words"])
def test_a_text_box_in_a_paragraph_that_was_cut_gets_its_new_words(new: str) -> None:
    """The words of the box count as much as those around it."""

    def boxed(data: bytes, inside: str) -> bytes:
        run = f"{ONE}</w:t></w:r>{box(inside)}<w:r><w:t>"
        return edit(data, lambda xml: xml.replace(ONE, run))

    base, theirs = boxed(document(ONE + TWO), "旧い注意"), boxed(document(new), "新しい注意")
    result = merged(base, boxed(document(ONE, TWO), "旧い注意"), theirs)
    assert "新しい注意" in "".join(lines(result))
    assert new.removeprefix(ONE) in lines(result)
