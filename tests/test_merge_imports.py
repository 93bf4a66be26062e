"""What new text brings along into an edited file: pictures, links, lists, fields, each with ids of its own."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
from docx_scalpel import docx_diff_accept_revisions, docx_diff_reject_revisions

from generator import generate
from generator.word.checks.structure import check_structure
from generator.word.file.reading import read_word_file
from generator.word.merge import Merged, merge_documents, same_content
from generator.word.reader.outline import outline
from tests.editing import edit, insert_before_end, members, packed
from tests.office import office_command
from tests.office_editing import saved_by_office
from tests.pictures import png
from tests.validators import external_findings
from tests.wordfile import field, paragraph, word_file

DAY = datetime.datetime(2026, 11, 22)
RED, BLUE = png(60, 20, (200, 0, 0)), png(60, 20, (0, 0, 200))
RELS = "word/_rels/document.xml.rels"
DRAWING = (
    '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="720000" cy="240000"/>'
    '<wp:docPr id="1" name="図" descr="図"/><a:graphic><a:graphicData '
    'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
    '<pic:cNvPr id="1" name="図"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rIdp"/>'
    '<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
    '<a:ext cx="720000" cy="240000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
)
TEXT = "点検は2月に行う。"


def linked(
    data: bytes, kind: str, target: str, content: bytes | None = None, part: str = "word/document.xml"
) -> bytes:
    """Return a file with a relationship rIdp in one part, and the part it names."""
    parts = members(data)
    mode = "" if content is not None else ' TargetMode="External"'
    node = (
        f'<Relationship Id="rIdp" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
        f'Target="{target}"{mode}/>'
    )
    name = re.sub(r"([^/]+)$", r"_rels/\1.rels", part)
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    parts[name] = parts.get(name, empty).replace(b"</Relationships>", f"{node}</Relationships>".encode())
    if content is not None:
        parts[f"word/{target}"] = content
    return packed(parts)


def merged(base: bytes, ours: bytes, theirs: bytes) -> Merged:
    result = merge_documents(base, ours, theirs, date=DAY)
    assert result.conflicts == ()
    assert not set(check_structure(result.data)) - set(check_structure(ours))
    assert external_findings([("merged", result.data)]) == external_findings([("ours", ours)])
    assert same_content(docx_diff_reject_revisions(result.data), ours)
    plain = merge_documents(base, ours, theirs, date=DAY, track=False)
    assert outline(docx_diff_accept_revisions(result.data)) == outline(plain.data)
    if office_command() is not None:
        assert saved_by_office(result.data)
    return result


def body(data: bytes) -> str:
    return members(data)["word/document.xml"].decode()


def shown(data: bytes, part: str = "word/document.xml") -> list[bytes]:
    """Return the pictures a part shows, in order."""
    file = read_word_file(data)
    links = file.relationships(part)
    ids = re.findall(r'r:embed="([^"]+)"', file.members[part].decode())
    return [file.members[links[identity].target] for identity in ids]


def picture(content: bytes, name: str = "media/pg1.png", text: str = TEXT) -> bytes:
    return linked(word_file(f"<w:p>{DRAWING}</w:p>{paragraph(text)}"), "image", name, content)


def test_a_new_picture_of_the_same_name_stands_beside_that_of_the_company() -> None:
    """Both sides added a picture, both files are called pg1.png."""
    base = word_file(paragraph(TEXT))
    ours = linked(
        word_file(f"{paragraph(TEXT)}<w:p>{DRAWING}</w:p>{paragraph('会社の図')}"),
        "image",
        "media/pg1.png",
        BLUE,
    )
    result = merged(base, ours, picture(RED))
    assert shown(result.data) == [RED, BLUE]
    assert len(set(re.findall(r'<wp:docPr id="(\d+)"', body(result.data)))) == 2


def test_another_picture_of_the_same_size_is_a_change() -> None:
    """Only the file behind the picture changed: the new one comes, the old one goes."""
    base = picture(RED)
    ours = insert_before_end(base, "当社の文。")
    result = merged(base, ours, picture(BLUE))
    assert shown(docx_diff_accept_revisions(result.data)) == [BLUE]
    assert shown(docx_diff_reject_revisions(result.data)) == [RED]
    assert len(set(re.findall(r'<wp:docPr id="(\d+)"', body(result.data)))) == 2


def test_the_same_picture_under_another_name_is_no_change() -> None:
    """Saving anew renames the files."""
    assert same_content(picture(RED), picture(RED, "media/image7.png"))
    assert not same_content(picture(RED), picture(BLUE))


def test_a_picture_in_a_header_gets_a_relationship_of_the_header() -> None:
    """A logo comes into a header that had none; the header's own relationships part is made."""
    files = [
        word_file(paragraph(text), header=f"<w:p><w:r><w:t>社外秘</w:t></w:r>{logo}</w:p>")
        for text, logo in ((TEXT, ""), (f"{TEXT}当社の文。", ""), (TEXT, DRAWING))
    ]
    theirs = linked(files[2], "image", "media/pg1.png", RED, "word/header.xml")
    result = merged(files[0], files[1], theirs)
    assert shown(result.data, "word/header.xml") == [RED]


LINK = '<w:hyperlink r:id="rIdp"><w:r><w:t>{}</w:t></w:r></w:hyperlink>'


def address(text: str, target: str, before: str = "問合せは、", after: str = "にする。") -> bytes:
    runs = [f'<w:r><w:t xml:space="preserve">{part}</w:t></w:r>' for part in (before, after)]
    return linked(word_file(f"<w:p>{runs[0]}{LINK.format(text)}{runs[1]}</w:p>"), "hyperlink", target)


def targets(data: bytes) -> list[tuple[str, str]]:
    """Return (words, target) of every link, without deleted words."""
    file = read_word_file(data)
    links = file.relationships("word/document.xml")
    found = re.findall(
        r"<w:hyperlink\b([^>]*)>(.*?)</w:hyperlink>", file.members["word/document.xml"].decode()
    )
    texts = ["".join(re.findall(r"<w:t\b[^>]*>([^<]*)</w:t>", inside)) for _, inside in found]
    ids = [re.search(r'r:id="([^"]+)"', head) for head, _ in found]
    return [(text, links[i[1]].target) for text, i in zip(texts, ids, strict=True) if text and i]


def test_a_new_address_leads_where_it_says() -> None:
    """Words and target of a link changed together: the new words lead to the new target."""
    base = address("a@example.jp", "mailto:a@example.jp")
    ours = address("a@example.jp", "mailto:a@example.jp", before="当社への問合せは、")
    result = merged(base, ours, address("b@example.jp", "mailto:b@example.jp"))
    assert targets(docx_diff_accept_revisions(result.data)) == [("b@example.jp", "mailto:b@example.jp")]
    assert targets(docx_diff_reject_revisions(result.data)) == [("a@example.jp", "mailto:a@example.jp")]


def test_other_words_of_the_same_link_stay_in_it() -> None:
    """Only the words changed: they stand in the link that is there."""
    base, theirs = (address(text, "https://example.jp/") for text in ("窓口の頁", "相談の頁"))
    result = merged(base, address("窓口の頁", "https://example.jp/", before="当社への問合せは、"), theirs)
    assert targets(docx_diff_accept_revisions(result.data)) == [("相談の頁", "https://example.jp/")]


def test_words_behind_a_link_do_not_become_part_of_it() -> None:
    """Theirs adds words right behind the link."""
    base, theirs = (address("頁", "https://example.jp/", after=end) for end in ("", "を見る。"))
    result = merged(base, base, theirs)
    assert targets(docx_diff_accept_revisions(result.data)) == [("頁", "https://example.jp/")]
    assert "を見る。" in outline(docx_diff_accept_revisions(result.data))


def test_an_address_that_changes_behind_the_same_words_is_tracked() -> None:
    """The old link goes with its words, the new one comes with the same words; ours had edited the sentence."""
    base, theirs = (address("相談の頁", f"https://example.jp/{name}") for name in ("old", "new"))
    result = merged(base, address("相談の頁", "https://example.jp/old", before="当社への問合せは、"), theirs)
    accepted, rejected = docx_diff_accept_revisions(result.data), docx_diff_reject_revisions(result.data)
    assert targets(accepted) == [("相談の頁", "https://example.jp/new")]
    assert targets(rejected) == [("相談の頁", "https://example.jp/old")]
    assert "当社への問合せは、相談の頁にする。" in outline(accepted)
    assert (len(result.changes), result.left) == (1, ())
    assert merge_documents(theirs, result.data, theirs, date=DAY).data == result.data


def test_a_new_address_and_one_new_word_of_a_link_come_together() -> None:
    """No word is left in the old link."""
    base = address("社内の相談の頁", "https://example.jp/old")
    result = merged(base, base, address("社内の案内の頁", "https://example.jp/new"))
    found = targets(docx_diff_accept_revisions(result.data))
    assert "".join(words for words, _ in found) == "社内の案内の頁"
    assert {target for _, target in found} == {"https://example.jp/new"}


def test_words_that_become_a_link_or_none_are_tracked() -> None:
    """Theirs links words that stay; another time it takes the link from them."""
    plain = word_file("<w:p><w:r><w:t>問合せは、頁にする。</w:t></w:r></w:p>")
    with_link = address("頁", "https://example.jp/")
    assert targets(docx_diff_accept_revisions(merged(plain, plain, with_link).data)) == [
        ("頁", "https://example.jp/")
    ]
    assert targets(docx_diff_accept_revisions(merged(with_link, with_link, plain).data)) == []


@pytest.mark.parametrize(
    "ours",
    [address("相談の頁", "https://example.jp/ours"), address("当社の相談窓口の頁", "https://example.jp/old")],
    ids=["address", "words"],
)
def test_a_link_that_ours_changed_too_stays_and_is_said(ours: bytes) -> None:
    """Another address, or words of its own: the report names the links."""
    base, theirs = (address("相談の頁", f"https://example.jp/{name}") for name in ("old", "new"))
    result = merged(base, ours, theirs)
    assert (result.data, result.left) == (ours, ("links",))
    assert merged(base, theirs, theirs).left == ()


def test_an_address_that_was_written_anew_is_the_same() -> None:
    """A program wrote the address with a stroke behind the host when it saved."""
    base, ours, theirs = (
        address("頁", target)
        for target in ("https://example.jp", "https://example.jp/", "https://example.com/")
    )
    assert merged(base, ours, theirs).left == ()


def test_a_link_comes_into_a_paragraph_that_had_none() -> None:
    """Theirs adds a sentence with a link to a paragraph that ours has edited."""
    base, ours = word_file(paragraph(TEXT)), word_file(paragraph(f"毎年、{TEXT}"))
    new = f"<w:p><w:r><w:t>{TEXT}</w:t></w:r>{LINK.format('手引き')}<w:r><w:t>による。</w:t></w:r></w:p>"
    result = merged(base, ours, linked(word_file(new), "hyperlink", "https://example.jp/guide"))
    assert targets(result.data) == [("手引き", "https://example.jp/guide")]


NUMBERED = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{}"/></w:numPr></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'


def numbering(*lists: tuple[str, str]) -> str:
    """Return lists of one level by number and label."""
    abstracts = "".join(
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        f'<w:numFmt w:val="decimal"/><w:lvlText w:val="{label}"/></w:lvl></w:abstractNum>'
        for number, label in lists
    )
    nums = (f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n, _ in lists)
    return abstracts + "".join(nums)


def test_a_new_item_joins_the_list_that_ours_calls_by_another_number() -> None:
    """LibreOffice renumbered the lists: the new item counts on in the same list."""
    lists = numbering(("1", "(%1)"), ("2", "%1."))
    base = word_file(NUMBERED.format(2, "一つ目") + paragraph(TEXT), numbering=lists)
    ours = word_file(
        NUMBERED.format(5, "一つ目") + paragraph(f"毎年、{TEXT}"),
        numbering=numbering(("5", "%1."), ("6", "(%1)")),
    )
    theirs = word_file(
        NUMBERED.format(2, "一つ目") + NUMBERED.format(2, "二つ目") + paragraph(TEXT), numbering=lists
    )
    result = merged(base, ours, theirs)
    assert re.findall(r'<w:numId w:val="(\d+)"/>', body(result.data)) == ["5", "5"]
    assert members(result.data)["word/numbering.xml"] == members(ours)["word/numbering.xml"]


def test_a_list_that_ours_lacks_comes_along() -> None:
    """A new paragraph uses a list of the new template; ours uses its number for another list."""
    base = word_file(paragraph(TEXT), numbering=numbering(("1", "(%1)")))
    ours = word_file(
        paragraph(TEXT) + NUMBERED.format(2, "会社の項目"),
        numbering=numbering(("1", "(%1)"), ("2", "会社%1")),
    )
    theirs = word_file(
        NUMBERED.format(2, "新しい項目") + paragraph(TEXT),
        numbering=numbering(("1", "(%1)"), ("2", "【%1】")),
    )
    result = merged(base, ours, theirs)
    accepted = outline(docx_diff_accept_revisions(result.data))
    assert "【1】" in accepted and "会社1" in accepted


@pytest.mark.parametrize("simple", [True, False])
def test_a_field_comes_into_a_changed_paragraph(simple: bool) -> None:
    """A page number is inserted as a field, not as the letters it shows."""
    new = (
        '<w:fldSimple w:instr=" PAGE "><w:r><w:t>3</w:t></w:r></w:fldSimple>'
        if simple
        else field("PAGE", "3")
    )
    base = word_file(paragraph(TEXT))
    result = merged(base, word_file(paragraph(f"毎年、{TEXT}")), word_file(paragraph(TEXT, inside=new)))
    text = body(docx_diff_accept_revisions(result.data))
    assert len(re.findall(r"<w:instrText[^>]*> PAGE <", text)) == 1
    assert text.count('w:fldCharType="begin"') == text.count('w:fldCharType="end"') == 1


# -- the logo of a profile, through the program -----------------------------------------------------------

PROFILE = "company:\n  name: 株式会社見本\n  representative: {name: 情報 太郎}\ndocuments:\n  issued_on: 2026-04-01\n"


class Company:
    """A company with the shipped templates."""

    def __init__(self, root: Path, logo: bytes | None) -> None:
        self.profile, self.logo, self.folder = root / "acme.yaml", root / "logo.png", root / "out"
        self.profile.write_text(PROFILE + ("  logo: logo.png\n" if logo else ""), encoding="utf-8")
        self.logo.write_bytes(logo or RED)

    def run(self) -> list[str]:
        """Run the program and return what became of the handbook."""
        report = generate(self.profile, self.folder, only=["handbook"], date=DAY.date())
        return [str(document.outcome) for document in report.documents]

    @property
    def file(self) -> Path:
        """Return the handbook."""
        return next(self.folder.glob("*.docx"))


@pytest.mark.parametrize("saved", [False, True], ids=["word", "libreoffice"])
def test_a_new_logo_reaches_an_edited_document(tmp_path: Path, saved: bool) -> None:
    """The company typed into its handbook, then changed the picture behind `documents.logo`."""
    if saved and office_command() is None:
        pytest.skip("LibreOffice is not installed")
    company = Company(tmp_path, RED)
    company.run()
    ours = insert_before_end(company.file.read_bytes(), "当社の文。")
    company.file.write_bytes(saved_by_office(ours) if saved else ours)
    company.logo.write_bytes(BLUE)
    assert company.run() == ["merged"]
    data = company.file.read_bytes()
    assert shown(docx_diff_accept_revisions(data)) == [BLUE]
    assert shown(docx_diff_reject_revisions(data)) == [RED]
    assert "当社の文。" in outline(data)


def test_a_logo_set_later_reaches_an_edited_document(tmp_path: Path) -> None:
    """The company pasted a picture of its own under the same file name, then set a logo in the profile."""
    company = Company(tmp_path, None)
    company.run()
    ours = edit(
        insert_before_end(company.file.read_bytes(), "当社の図"),
        lambda text: text.replace(
            '<w:t xml:space="preserve">当社の図</w:t></w:r>', f"<w:t>当社の図</w:t></w:r>{DRAWING}"
        ),
    )
    company.file.write_bytes(linked(ours, "image", "media/pg1.png", BLUE))
    company.profile.write_text(f"{PROFILE}  logo: logo.png\n", encoding="utf-8")
    assert company.run() == ["merged"]
    data = company.file.read_bytes()
    assert sorted(shown(docx_diff_accept_revisions(data))) == sorted([RED, BLUE])
    assert shown(docx_diff_reject_revisions(data)) == [BLUE]
    assert external_findings([("merged", data)]) == []


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("image", "http://127.0.0.1:9/a.png"), ("hyperlink", "file://server/share"), ("attachedTemplate", "file:///c:/a.dotm"),
        ("hyperlink", "http://127.0.0.1:9/a.png"),
    ],
)  # fmt: skip
def test_nothing_that_loads_by_itself_is_newly_made(kind: str, target: str) -> None:
    """A new picture that leads out comes without its relationship; what the company's file holds stays as it is."""
    base = word_file(paragraph(TEXT))
    held = linked(word_file(paragraph(f"当社では、{TEXT}")), "oleObject", "file:///c:/held.xlsx")
    theirs = linked(word_file(f"{paragraph(TEXT)}<w:p>{DRAWING}</w:p>"), kind, target)
    data = merge_documents(base, held, theirs, date=DAY).data
    links = members(data)[RELS].decode()
    assert "file:///c:/held.xlsx" in links
    assert target not in links
