"""Conflicts wherever they are: told in a comment of the body, open until decided, never told twice."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from docx_scalpel import docx_diff_accept_revisions
from lxml import etree

from generator.record.manifest import base_path, load_manifest, rendered_path
from generator.run.preview import build_preview
from generator.word.checks.structure import check_structure
from generator.word.merge import Merged, merge_documents, same_content, settle_conflicts
from tests.editing import BODY, find, insert_after, members, on_tree, packed, replace_text, texts
from tests.test_rerun import COMMENTS, Company, without_comments
from tests.validators import external_findings
from tests.wordfile import paragraph, table, word_file, word_members

DAY = datetime.datetime(2026, 11, 22)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PHONE = "電話は、{}にかける。"
NOTE_TYPES = (
    '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p/></w:footnote>'
)


def _with_header(text: str) -> bytes:
    return word_file(paragraph("方針") + paragraph("本文とする。"), header=paragraph(text))


def _with_footer(text: str) -> bytes:
    return word_file(paragraph("方針") + paragraph("本文とする。"), footer=paragraph(text))


def _with_note(text: str, kind: str = "footnote") -> bytes:
    reference = f'<w:r><w:{kind}Reference w:id="1"/></w:r>'
    notes = NOTE_TYPES.replace("footnote", kind) + f'<w:{kind} w:id="1">{paragraph(text)}</w:{kind}>'
    body = paragraph("方針") + paragraph("本文とする。", inside=reference) + paragraph("以上。")
    return word_file(body, **{f"{kind}s": notes})


def _with_endnote(text: str) -> bytes:
    return _with_note(text, "endnote")


def _with_box(text: str) -> bytes:
    return word_file(paragraph("方針") + paragraph("本文とする。", inside=box(text)) + paragraph("以上。"))


def box(text: str) -> str:
    """Return a run with a text box as Word writes it: DrawingML, and VML for older versions."""
    content = f"<w:txbxContent>{paragraph(text)}</w:txbxContent>"
    shape = (
        '<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="1800000" cy="720000"/>'
        '<wp:docPr id="7" name="箱" descr="連絡先の囲み"/><a:graphic><a:graphicData '
        'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/>'
        '<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1800000" cy="720000"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'
        f"<wps:txbx>{content}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline>"
    )
    fallback = (
        '<w:pict><v:shape id="s7" style="width:142pt;height:57pt">'
        f"<v:textbox>{content}</v:textbox></v:shape></w:pict>"
    )
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{shape}</w:drawing></mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent></w:r>"
    )


PLACES: list[tuple[str, Callable[[str], bytes], str, str]] = [
    ("header", _with_header, "方針", "ページのヘッダー"),
    ("footer", _with_footer, "方針", "ページのフッター"),
    ("footnotes", _with_note, "本文とする。", "脚注"),
    ("endnotes", _with_endnote, "本文とする。", "文末脚注"),
    ("box", _with_box, "本文とする。", "テキスト ボックス"),
]
EVERYWHERE = pytest.mark.parametrize(
    ("place", "made", "anchor", "words"), PLACES, ids=[place[0] for place in PLACES]
)


def _merge(base: bytes, ours: bytes, theirs: bytes) -> Merged:
    return merge_documents(base, ours, theirs, date=DAY)


def comments(data: bytes) -> list[str]:
    """Return the text of each comment."""
    parts = members(data)
    if COMMENTS not in parts:
        return []
    found: list[str] = []
    on_tree(
        data,
        lambda root: found.extend(
            "".join(node.text or "" for node in comment.iter(f"{W}t")) for comment in root.iter(f"{W}comment")
        ),
        COMMENTS,
    )
    return found


def anchored(data: bytes) -> list[str]:
    """Return the text of the paragraphs of the body that carry a comment, outermost first."""
    found: list[str] = []

    def look(root: etree._Element) -> None:
        for node in root.iter(f"{W}commentReference"):
            around = list(node.iterancestors(f"{W}p"))
            own = around[-1].iter(f"{W}t")
            found.append(
                "".join(t.text or "" for t in own if next(t.iterancestors(f"{W}p"), None) is around[-1])
            )

    on_tree(data, look)
    return found


@EVERYWHERE
def test_a_conflict_outside_the_body_is_told_in_the_body(
    place: str, made: Callable[[str], bytes], anchor: str, words: str
) -> None:
    """Ours stays; one comment in the body names the place and carries the new text; the base does not move."""
    base, ours, theirs = (made(PHONE.format(number)) for number in ("03-0001", "内線1", "03-0009"))
    merged = _merge(base, ours, theirs)
    assert [conflict.place for conflict in merged.conflicts] == [place]
    assert len(comments(merged.data)) == 1
    assert comments(merged.data)[0].startswith(f"新しい版では、{words}が次の文になりました。")
    assert comments(merged.data)[0].endswith(PHONE.format("03-0009"))
    assert anchored(merged.data) == [anchor]
    assert same_content(merged.next_base, base)
    assert external_findings([("merged", merged.data)]) == external_findings([("ours", ours)])
    assert check_structure(merged.data) == check_structure(ours)


@EVERYWHERE
def test_it_stays_open_and_is_told_once(
    place: str, made: Callable[[str], bytes], anchor: str, words: str
) -> None:
    """The second and third run change no byte and know the conflict still."""
    base, ours, theirs = (made(PHONE.format(number)) for number in ("03-0001", "内線1", "03-0009"))
    merged = _merge(base, ours, theirs)
    for _ in range(2):
        settled = settle_conflicts(merged.next_base, merged.data, theirs)
        assert len(settled.conflicts) == 1
        again = _merge(settled.base, merged.data, theirs)
        assert (again.data, len(again.conflicts)) == (merged.data, 1)


@EVERYWHERE
def test_it_is_decided_by_deleting_the_comment(
    place: str, made: Callable[[str], bytes], anchor: str, words: str
) -> None:
    """Ours stays for good, and what theirs changes there afterwards in other words comes in."""
    base, ours, theirs = (made(PHONE.format(number)) for number in ("03-0001", "内線1", "03-0009"))
    decided = without_comments(_merge(base, ours, theirs).data)
    settled = settle_conflicts(base, decided, theirs)
    assert settled.conflicts == ()
    assert same_content(settled.base, theirs)
    later = _merge(settled.base, decided, made(PHONE.format("03-0009").replace("かける", "連絡する")))
    assert later.conflicts == ()
    assert same_content(docx_diff_accept_revisions(later.data), made("電話は、内線1に連絡する。"))


@EVERYWHERE
def test_it_is_decided_by_taking_the_new_words(
    place: str, made: Callable[[str], bytes], anchor: str, words: str
) -> None:
    """The comment may stay; nothing is open and nothing is written."""
    base, ours, theirs = (made(PHONE.format(number)) for number in ("03-0001", "内線1", "03-0009"))
    parts = members(_merge(base, ours, theirs).data)
    taken = packed(
        {
            name: content if name == COMMENTS else content.replace("内線1".encode(), b"03-0009")
            for name, content in parts.items()
        }
    )
    assert settle_conflicts(base, taken, theirs).conflicts == ()


@EVERYWHERE
def test_the_comment_follows_a_newer_text(
    place: str, made: Callable[[str], bytes], anchor: str, words: str
) -> None:
    """The profile changes again before the company has decided: the same comment carries the latest text."""
    base, ours, theirs, newer = (
        made(PHONE.format(number)) for number in ("03-0001", "内線1", "03-0009", "03-0010")
    )
    merged = _merge(base, ours, theirs)
    again = _merge(merged.next_base, merged.data, newer)
    assert len(comments(again.data)) == 1
    assert "03-0010" in comments(again.data)[0]


def _two_lengths(first: str, second: str) -> bytes:
    return word_file(
        table(("種類", "長さ"), ("社員", f"{first}文字以上とする。"), ("管理者", f"{second}文字以上とする。"))
    )


def _without_comment(data: bytes, number: int) -> bytes:
    """Delete the n-th comment as Word does."""
    gone: list[str] = []

    def from_part(root: etree._Element) -> None:
        comment = list(root.iter(f"{W}comment"))[number]
        gone.append(comment.get(f"{W}id") or "")
        root.remove(comment)

    def from_body(root: etree._Element) -> None:
        for name in ("commentRangeStart", "commentRangeEnd", "commentReference"):
            for node in list(root.iter(f"{W}{name}")):
                holder = node.getparent()
                if node.get(f"{W}id") in gone and holder is not None:
                    holder.remove(node)

    return on_tree(on_tree(data, from_part, COMMENTS), from_body)


def test_equal_words_in_two_places_are_two_conflicts() -> None:
    """Each has its comment; deleting one decides that one alone."""
    base, ours, theirs = _two_lengths("10", "10"), _two_lengths("16", "20"), _two_lengths("12", "12")
    merged = _merge(base, ours, theirs)
    assert len(merged.conflicts) == 2
    assert len(comments(merged.data)) == 2
    assert anchored(merged.data) == ["16文字以上とする。", "20文字以上とする。"]
    for number, left in ((0, "20"), (1, "16")):
        settled = settle_conflicts(merged.next_base, _without_comment(merged.data, number), theirs)
        assert [conflict.ours for conflict in settled.conflicts] == [f"{left}文字以上とする。"]
        again = _merge(settled.base, _without_comment(merged.data, number), theirs)
        assert len(again.conflicts) == 1
        assert len(comments(again.data)) == 1


def _sections(header: str, sections: int, parts: int) -> bytes:
    """Return a file with sections whose headers say the same, in one part or, as LibreOffice writes it, in several."""
    uses = [f'<w:headerReference w:type="default" r:id="rIdh{n % parts}"/>' for n in range(sections)]
    size = '<w:pgSz w:w="11906" w:h="16838"/>'
    body = "".join(
        f"{paragraph(f'第{n}部の初めの文。')}<w:p><w:pPr><w:sectPr>{uses[n]}{size}</w:sectPr></w:pPr></w:p>"
        for n in range(sections - 1)
    )
    parts_of = word_members(body + paragraph("終わりの部の文。"))
    xml = parts_of["word/document.xml"]
    at = xml.rindex("<w:sectPr>") + len("<w:sectPr>")
    parts_of["word/document.xml"] = xml[:at] + uses[-1] + xml[at:]
    model = word_members("", header=paragraph(header))
    for n in range(parts):
        name = f"header{n}.xml"
        parts_of[f"word/{name}"] = model["word/header.xml"]
        links, types = "word/_rels/document.xml.rels", "[Content_Types].xml"
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/header"
        parts_of[links] = parts_of[links].replace(
            "</Rel", f'<Relationship Id="rIdh{n}" Type="{kind}" Target="{name}"/></Rel'
        )
        content = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
        parts_of[types] = parts_of[types].replace(
            "</Types>", f'<Override PartName="/word/{name}" ContentType="{content}"/></Types>'
        )
    return packed({name: content.encode() for name, content in parts_of.items()})


def test_a_header_that_libreoffice_repeats_is_one_conflict() -> None:
    """Three sections, three equal parts in ours for the one of base: one comment, one conflict, one base."""
    base, theirs = _sections("第1版", 3, 1), _sections("第2版", 3, 1)
    ours = _sections("第1.5版", 3, 3)
    merged = _merge(base, ours, theirs)
    assert len(merged.conflicts) == 1
    assert len(comments(merged.data)) == 1
    assert anchored(merged.data) == ["第0部の初めの文。"]
    assert "第1版" in texts(merged.next_base, "word/header0.xml")
    assert len(settle_conflicts(merged.next_base, merged.data, theirs).conflicts) == 1


def test_the_comment_on_a_header_stands_in_the_section_that_shows_it() -> None:
    """Only the second section's header is in conflict: the comment is on that section's first paragraph."""
    base, theirs = (_sections("初め", 2, 2) for _ in range(2))
    base = replace_text(base, "初め", "第1版", "word/header1.xml")
    theirs = replace_text(theirs, "初め", "第2版", "word/header1.xml")
    ours = replace_text(base, "第1版", "第1.5版", "word/header1.xml")
    assert anchored(_merge(base, ours, theirs).data) == ["終わりの部の文。"]


def test_a_comment_somebody_wrote_into_stays_and_the_conflict_stays_open() -> None:
    """Words added behind ours are kept, even when the comment gets a newer text."""
    base, ours, theirs, newer = (
        word_file(paragraph(PHONE.format(number))) for number in ("03-0001", "内線1", "03-0009", "03-0010")
    )
    merged = _merge(base, ours, theirs)
    extra = "<w:p><w:r><w:t>部長に聞いている。</w:t></w:r></w:p></w:comment>"
    xml = members(merged.data)[COMMENTS].decode().replace("</w:comment>", extra)
    written = packed({**members(merged.data), COMMENTS: xml.encode()})
    assert len(settle_conflicts(merged.next_base, written, theirs).conflicts) == 1
    assert _merge(merged.next_base, written, theirs).data == written
    again = _merge(merged.next_base, written, newer)
    assert comments(again.data)[0].endswith(PHONE.format("03-0010") + "部長に聞いている。")


def test_a_new_question_after_a_comment_marked_as_done_is_asked() -> None:
    """The old comment is done; the profile changes there again: a comment of its own, and the conflict is open."""
    base, ours, theirs, newer = (
        word_file(paragraph(PHONE.format(number))) for number in ("03-0001", "内線1", "03-0009", "03-0010")
    )
    done = _marked_done(_merge(base, ours, theirs).data)
    settled = settle_conflicts(base, done, theirs)
    assert settled.conflicts == ()
    again = _merge(settled.base, done, newer)
    assert len(comments(again.data)) == 2
    assert len(settle_conflicts(again.next_base, again.data, newer).conflicts) == 1


def _marked_done(data: bytes) -> bytes:
    """Mark every comment as done as Word does: an id on its last paragraph, and the mark in a part of its own."""
    parts = members(data)
    w14 = "http://schemas.microsoft.com/office/word/2010/wordml"
    xml = parts[COMMENTS].decode()
    at = xml.rindex("<w:p>")
    xml = xml[:at] + f'<w:p xmlns:w14="{w14}" w14:paraId="5A5A5A5A">' + xml[at + 5 :]
    more = (
        '<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
        '<w15:commentEx w15:paraId="5A5A5A5A" w15:done="1"/></w15:commentsEx>'
    )
    kind = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
    links = parts["word/_rels/document.xml.rels"].decode()
    links = links.replace(
        "</Relationships>",
        f'<Relationship Id="rIdx" Type="{kind}" Target="commentsExtended.xml"/></Relationships>',
    )
    types = (
        parts["[Content_Types].xml"]
        .decode()
        .replace(
            "</Types>",
            '<Override PartName="/word/commentsExtended.xml" ContentType='
            '"application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended+xml"/></Types>',
        )
    )
    return packed(
        {
            **parts,
            COMMENTS: xml.encode(),
            "word/_rels/document.xml.rels": links.encode(),
            "[Content_Types].xml": types.encode(),
            "word/commentsExtended.xml": more.encode(),
        }
    )


def test_a_paragraph_split_in_two_keeps_its_conflict() -> None:
    """Somebody presses Enter inside the paragraph in conflict: the comment is still the one on it."""
    base, ours, theirs = (
        word_file(paragraph("初め。") + paragraph(f"電話は、{number}にかける。夜は守衛に知らせる。"))
        for number in ("03-0001", "内線1", "03-0009")
    )
    merged = _merge(base, ours, theirs)

    def split(root: etree._Element) -> None:
        node = find(root, "夜は守衛")
        node.addprevious(_twin(next(node.iter(f"{W}commentRangeStart")), "電話は、内線1にかける。"))
        for letters in node.iter(f"{W}t"):
            letters.text = (letters.text or "").replace("電話は、内線1にかける。", "")

    halves = on_tree(merged.data, split)
    assert len(settle_conflicts(merged.next_base, halves, theirs).conflicts) == 1
    assert len(comments(_merge(merged.next_base, halves, theirs).data)) == 1


def _twin(start: etree._Element, text: str) -> etree._Element:
    new = etree.Element(f"{W}p")
    new.append(start)
    etree.SubElement(etree.SubElement(new, f"{W}r"), f"{W}t").text = text
    return new


def test_blocks_in_conflict_side_by_side_all_stay_in_the_base() -> None:
    """The first was changed by both, the next two were removed by theirs: the next base holds all three."""
    lines = ("一つ目の文を置く。", "二つ目の条件を示す。", "三番の例外を認める。", "終わりの文。")
    base = word_file("".join(map(paragraph, lines)))
    ours = word_file("".join(paragraph(f"当社では{line}") for line in lines))
    theirs = word_file(paragraph(f"弊社では{lines[0]}") + paragraph(lines[3]))
    merged = _merge(base, ours, theirs)
    assert [text for text in texts(merged.next_base) if text] == list(lines)
    assert len(settle_conflicts(merged.next_base, merged.data, theirs).conflicts) == 3


def test_the_first_block_removed_by_theirs_stays_in_the_base() -> None:
    """Nothing stands before it; it is put back first."""
    base = word_file(paragraph("一つ目の文を置く。") + paragraph("終わりの文。"))
    ours = word_file(paragraph("当社では一つ目の文を置く。") + paragraph("終わりの文。"))
    merged = _merge(base, ours, word_file(paragraph("終わりの文。")))
    assert texts(merged.next_base)[:2] == ["一つ目の文を置く。", "終わりの文。"]


@pytest.fixture
def made(tmp_path: Path) -> Company:
    """A company whose document shows its telephone number in the page header."""
    company = Company(tmp_path)
    body = paragraph("{{ company.name }}の方針") + paragraph(
        "代表は、{{ company.representative.name }}とする。"
    )
    template = word_file(body, header=paragraph("連絡先 {{ company.phone }} まで"))
    (company.templates / "appendix2_policy.docx").write_bytes(template)
    company.run(datetime.date(2026, 4, 1))
    return company


HEADER = "word/header.xml"


def test_three_runs_over_a_conflict_in_the_header(made: Company) -> None:
    """Reported with exit code 3 at every run while open, in words that name the header; the file stays as it is."""
    made.file.write_bytes(replace_text(made.file.read_bytes(), "03-0000-0001", "内線1", HEADER))
    made.change("03-0000-0001", "03-0000-0009")
    document = made.run()
    assert (document.outcome, document.conflicts, made.exit_code) == ("conflict", ("ヘッダー",), 3)
    assert "ヘッダー" in made.text
    before, data = made.stamps(), made.file.read_bytes()
    for _ in range(3):
        assert (made.run().outcome, made.exit_code) == ("conflict", 3)
        assert (made.stamps(), made.file.read_bytes()) == (before, data)
    assert "連絡先 03-0000-0001 まで" in texts(base_path(made.folder, "policy").read_bytes(), HEADER)
    made.file.write_bytes(without_comments(data))
    assert (made.run().outcome, made.exit_code) == ("kept", 0)
    assert not rendered_path(made.folder, "policy").exists()
    made.change("情報 太郎", "安全 花子")
    assert made.run().outcome == "merged"
    assert texts(made.file.read_bytes(), HEADER) == ["連絡先 内線1 まで"]
    assert comments(made.file.read_bytes()) == []


def test_another_change_while_the_header_is_in_conflict(made: Company) -> None:
    """The officer changes before the header is decided: the change comes in, the question stays, once."""
    made.file.write_bytes(replace_text(made.file.read_bytes(), "03-0000-0001", "内線1", HEADER))
    made.change("03-0000-0001", "03-0000-0009")
    made.run()
    made.file.write_bytes(insert_after(made.file.read_bytes(), "の方針", "当社の文。"))
    made.change("情報 太郎", "安全 花子")
    assert (made.run().outcome, made.exit_code) == ("conflict", 3)
    data = made.file.read_bytes()
    assert "代表は、安全 花子とする。" in texts(docx_diff_accept_revisions(data), BODY)
    assert len(comments(data)) == 1
    manifest = load_manifest(made.folder)
    assert manifest is not None
    assert [conflict.clause for conflict in manifest.documents["policy"].conflicts] == ["ヘッダー"]


def test_the_diff_marks_a_conflict_outside_the_clauses(made: Company) -> None:
    """Before anything is written, `policygen diff` says that the header's change will meet an edit."""
    made.file.write_bytes(replace_text(made.file.read_bytes(), "03-0000-0001", "内線1", HEADER))
    made.change("03-0000-0001", "03-0000-0009")
    found = build_preview(made.profile, made.folder, only=["policy"], templates=made.templates)
    assert [clause.conflict for clause in found.documents[0].clauses] == [True]
