"""Random edits of ours and random changes of the profile on the shipped documents: nothing is lost, all is sound."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Callable
from functools import cache
from typing import Any, TypeAlias

import pytest
from docx_scalpel import docx_diff_accept_revisions, docx_diff_reject_revisions
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from generator.profile import CompanyProfile
from generator.word.merge import Merged, merge_documents, same_content
from generator.word.reader.outline import outline
from tests.editing import W, edit, insert_before_end, members, replace_xml, text_of, texts
from tests.profiles import SAMPLES
from tests.random_edits import KINDS, LOOKS, MARK, edited
from tests.rendering import render_documents, sample
from tests.test_merge_pages import sections
from tests.test_merge_tables import frames
from tests.validators import external_findings, own_findings

Profile: TypeAlias = "dict[str, Any]"
DAY = datetime.datetime(2026, 11, 22)
MANUFACTURER = next(path for path in SAMPLES if path.stem == "manufacturer")
STYLES = "word/styles.xml"
EXAMPLES = int(os.environ.get("POLICYGEN_EXAMPLES", "24"))
"""How many random documents are merged; hundreds take minutes and are for a change of the merging itself."""

NEW_BACKUP = {"id": "new", "target": "新しい共有", "method": "複製", "storage": "棚"}
NEW_AREA = {"id": "store", "name": "倉庫", "level": "staff", "users": "製造部", "lock": "常時施錠"}


def _rows(data: Profile, name: str) -> list[Profile]:
    rows: list[Profile] = data["tables"][name]
    return rows


def _officer(data: Profile) -> None:
    data["roles"]["officer"]["name"] = "新任 桜子"


def _name(data: Profile) -> None:
    data["company"]["name"] = "株式会社新しいサンプル"


def _numbers(data: Profile) -> None:
    data["numbers"].update(password_min_length=14, screen_lock_minutes=5, record_retention_years=7)


def _telework(data: Profile) -> None:
    data["options"]["telework"]["use"] = True
    data["options"]["byod"]["use"] = "approved"


def _choices(data: Profile) -> None:
    data["options"]["mail"]["attachments"] = "agreed_password"
    data["options"]["media"]["removable"] = "forbidden"
    data["options"]["generative_ai"]["use"] = "forbidden"


def _added(data: Profile) -> None:
    _rows(data, "backup").append(NEW_BACKUP)
    _rows(data, "areas").insert(1, NEW_AREA)


def _removed(data: Profile) -> None:
    del _rows(data, "areas")[0]
    del _rows(data, "systems")[1]


def _reordered(data: Profile) -> None:
    for name in ("areas", "contacts", "information"):
        _rows(data, name).reverse()


def _replaced(data: Profile) -> None:
    data["tables"]["backup"] = [NEW_BACKUP]


def _numbering(data: Profile) -> None:
    data["documents"]["numbering"] = "decimal"


CHANGES: dict[str, Callable[[Profile], None]] = {
    "name": _name,
    "officer": _officer,
    "numbers": _numbers,
    "telework": _telework,
    "choices": _choices,
    "added": _added,
    "removed": _removed,
    "reordered": _reordered,
    "replaced": _replaced,
    "numbering": _numbering,
}
SETS = (
    *((name,) for name in CHANGES),
    ("officer", "telework"),
    ("added", "removed", "reordered"),
    ("choices", "numbers", "name"),
    tuple(CHANGES),
)


@cache
def rendered(changes: tuple[str, ...]) -> dict[str, bytes]:
    data = sample(MANUFACTURER).model_dump(mode="json")
    for change in changes:
        CHANGES[change](data)
    return render_documents(CompanyProfile.model_validate(data), MANUFACTURER.parent)


def merged_both(base: bytes, ours: bytes, theirs: bytes) -> tuple[Merged, Merged]:
    return (
        merge_documents(base, ours, theirs, date=DAY),
        merge_documents(base, ours, theirs, date=DAY, track=False),
    )


def said(data: bytes) -> set[str]:
    """Return what the paragraphs of the body say, with changes accepted; those that hold more than words aside."""
    root = etree.fromstring(members(data)["word/document.xml"])
    more = [f"{W}{name}" for name in ("fldChar", "hyperlink", "br", "tab", "drawing")]
    return {text_of(node) for node in root.iter(f"{W}p") if next(node.iter(*more), None) is None} - {""}


@pytest.mark.slow
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # to shrink documents takes minutes
)
@given(
    st.sampled_from(["handbook", "handbook", "rules"]),
    st.lists(st.sampled_from(sorted(KINDS)), max_size=6),
    st.integers(0, 10**6),
    st.sampled_from(SETS),
    st.lists(st.sampled_from(LOOKS), max_size=3),
)
def test_any_edits_and_any_changes(
    key: str, kinds: list[str], seed: int, changes: tuple[str, ...], looks: list[str]
) -> None:
    """Reject all is ours, accept all is the merged text, no block of ours is lost, the file is sound."""
    base, theirs = rendered(())[key], edited(rendered(changes)[key], looks, seed + 1)
    ours = edited(base, kinds, seed)
    tracked, plain = merged_both(base, ours, theirs)
    assert merge_documents(base, ours, base, date=DAY).data == ours
    assert same_content(docx_diff_reject_revisions(tracked.data), docx_diff_reject_revisions(ours))
    accepted = docx_diff_accept_revisions(tracked.data)
    assert body(accepted) == body(docx_diff_accept_revisions(plain.data))
    for look in (frames, sections):
        assert look(docx_diff_reject_revisions(tracked.data)) == look(docx_diff_reject_revisions(ours))
        assert look(accepted) == look(docx_diff_accept_revisions(plain.data))
    _assert_nothing_lost(ours, accepted, tracked)
    known = {finding.partition(":")[2] for finding in own_findings([("file", ours)])}
    for merge in (tracked, plain):
        assert {finding.partition(":")[2] for finding in own_findings([("file", merge.data)])} <= known
    assert merge_documents(tracked.next_base, tracked.data, theirs, date=DAY).data == tracked.data


def _assert_nothing_lost(ours: bytes, accepted: bytes, merged: Merged) -> None:
    """Whatever ours says is still said, unless the merge names it as changed or deleted; no word of ours goes."""
    named = {line for change in merged.changes for line in change.before.split("\n")}
    assert said(ours) - said(accepted) <= named
    own = re.compile(f"{MARK}[0-9]+号[0-9]+")
    assert set(own.findall("".join(texts(ours)))) <= set(own.findall("".join(texts(accepted))))


def body(data: bytes) -> list[str]:
    return [text for text in texts(data) if text]


@pytest.mark.parametrize("key", ["handbook", "rules"])
@pytest.mark.parametrize("changes", [("reordered",), ("numbering",), tuple(CHANGES)], ids="-".join)
def test_an_unedited_document_becomes_the_new_one(key: str, changes: tuple[str, ...]) -> None:
    """(b, b, t) gives t: words, order, numbers, references and contents."""
    base, theirs = rendered(())[key], rendered(changes)[key]
    merged = merge_documents(base, base, theirs, date=DAY, track=False)
    assert lines(merged.data) == lines(theirs)


@pytest.mark.parametrize("key", ["handbook", "rules"])
def test_an_unedited_document_gets_the_new_look(key: str) -> None:
    """(b, b, t) gives t: widths, heights, shades and margins, and some words."""
    base, theirs = rendered(())[key], edited(rendered(("officer",))[key], sorted(LOOKS) * 5, 3)
    tracked, plain = merged_both(base, base, theirs)
    for data in (plain.data, docx_diff_accept_revisions(tracked.data)):
        assert (frames(data), sections(data)) == (frames(theirs), sections(theirs))
    assert frames(docx_diff_reject_revisions(tracked.data)) == frames(base)
    assert tracked.left == ()


def lines(data: bytes) -> list[str]:
    """Return the outline of a document without blank lines."""
    return [line for line in outline(data).split("\n") if not re.fullmatch(r"(\[[^]]*\])?\s*", line)]


@pytest.mark.slow
def test_merged_documents_are_valid_for_others() -> None:
    """Every change at once over a set of edits: openxml-audit and the Open XML SDK find nothing.

    The instruction of a deleted field is a `w:delInstrText` (ECMA-376 17.16.13), which one of them does not count.
    """
    files = []
    for key, base in rendered(()).items():
        theirs = rendered(tuple(sorted(CHANGES)))[key]
        ours = edited(base, sorted(KINDS), 11) if key != "policy" else insert_before_end(base, "当社の文。")
        files += [(key, merge.data) for merge in merged_both(base, ours, theirs)]
    findings = external_findings(files)
    assert [text for text in findings if not re.search("field_instruction_missing.*/del", text)] == []


def test_no_scattered_letters() -> None:
    """A new officer is replaced as a name, in every place."""
    base, theirs = rendered(())["rules"], rendered(("officer",))["rules"]
    ours = insert_before_end(base, "当社の文。")
    text = outline(merge_documents(base, ours, theirs, date=DAY).data)
    assert "[-情報 花子-]{+新任 桜子+}" in text


def test_definitions_and_properties_reach_edited_documents() -> None:
    """The colour, the numbering and the company's name in the properties change though somebody edited the text."""
    base = rendered(())["rules"]
    ours = insert_before_end(base, "当社の文。")
    theirs = rendered(("name", "numbering"))["rules"]
    merged = merge_documents(base, ours, theirs, date=DAY)
    assert merged.left == ()
    accepted = docx_diff_accept_revisions(merged.data)
    assert "1.1 目的" in outline(accepted)
    assert "第1条" not in outline(accepted)
    assert "株式会社新しいサンプル" in members(merged.data)["docProps/core.xml"].decode()


def test_a_definition_that_ours_changed_too_stays_and_is_named() -> None:
    """Somebody enlarged headings in Word; a new template makes them smaller: ours stays, the report says so."""
    base = rendered(())["policy"]
    size = re.search(r'w:styleId="Heading1".*?<w:sz w:val="(\d+)"/>', members(base)[STYLES].decode(), re.S)
    assert size is not None
    ours, theirs = (
        replace_xml(base, size[0], size[0].replace(f'"{size[1]}"/>', f'"{new}"/>'), STYLES)
        for new in (50, 20)
    )
    merged = merge_documents(base, ours, theirs, date=DAY)
    assert merged.left == ("styles",)
    assert members(merged.data)[STYLES] == members(ours)[STYLES]
    assert (
        members(merge_documents(base, base, theirs, date=DAY).data)[STYLES].count(b'<w:sz w:val="20"/>') > 0
    )


def test_a_new_block_brings_its_style() -> None:
    """A template upgrade uses a style that the company's file does not have yet."""
    base = rendered(())["policy"]
    new = '<w:style w:type="paragraph" w:customStyle="1" w:styleId="Fresh"><w:name w:val="新しい書き方"/><w:basedOn w:val="Normal"/></w:style></w:styles>'
    theirs = edit(
        insert_before_end(base, "新しい文。", "Fresh"), lambda text: text.replace("</w:styles>", new), STYLES
    )
    merged = merge_documents(base, insert_before_end(base, "当社の文。"), theirs, date=DAY)
    assert "[新しい書き方] " in outline(docx_diff_accept_revisions(merged.data))
    assert external_findings([("merged", merged.data)]) == []
