"""Random edits of ours and random changes of the profile on the shipped documents: nothing is lost, all is sound."""

from __future__ import annotations

import datetime
from functools import cache

import pytest
from docx_scalpel import docx_diff_accept_revisions, docx_diff_reject_revisions
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.profile import CompanyProfile
from generator.word.merge import Merged, merge_documents, same_content
from generator.word.outline import outline
from tests.editing import (
    delete_paragraph,
    edit,
    insert_after,
    insert_before_end,
    make_bold,
    members,
    on_tree,
    replace_text,
    texts,
)
from tests.profiles import SAMPLES
from tests.rendering import render_documents, sample
from tests.validators import external_findings, own_findings

DAY = datetime.datetime(2026, 11, 22)
MANUFACTURER = next(path for path in SAMPLES if path.stem == "manufacturer")
STYLES = "word/styles.xml"
CHANGES = {
    "name": {"company": {"name": "株式会社新しいサンプル"}},
    "officer": {"roles": {"officer": {"name": "新任 桜子"}}},
    "length": {"numbers": {"password_min_length": 16}},
    "telework": {"options": {"telework": {"use": False}, "byod": {"use": "forbidden"}}},
    "backup": {
        "tables": {"backup": [{"id": "new", "target": "新しい共有", "method": "複製", "storage": "棚"}]}
    },
    "numbering": {"documents": {"numbering": "decimal"}},
}
EDITS = st.lists(
    st.tuples(st.sampled_from(["type", "delete", "add", "bold", "move", "end"]), st.integers(0, 10_000)),
    max_size=5,
)


@cache
def rendered(changes: tuple[str, ...]) -> dict[str, bytes]:
    data = sample(MANUFACTURER).model_dump(mode="json")
    for change in changes:
        _lay(data, CHANGES[change])
    return render_documents(CompanyProfile.model_validate(data), MANUFACTURER.parent)


def _lay(data: dict[str, object], over: dict[str, object]) -> None:
    for key, value in over.items():
        below = data.get(key)
        if isinstance(value, dict) and isinstance(below, dict):
            _lay(below, value)
        else:
            data[key] = value


def edited(data: bytes, edits: list[tuple[str, int]]) -> tuple[bytes, list[str]]:
    """Do what a company does; return the file and the sentences it added."""
    added = []
    for kind, number in edits:
        lines = [
            text
            for text in dict.fromkeys(texts(data))
            if len(text) > 8 and "足した文" not in text and "<" not in text and "&" not in text
        ]
        line = lines[number % len(lines)]
        if kind == "type":
            data = replace_text(data, line[2:6], f"{line[2:4]}改{line[4:6]}")
        elif kind == "delete":
            data = delete_paragraph(data, line) if _is_in_body(data, line) else data
        elif kind == "bold":
            data = make_bold(data, line)
        elif kind == "move":
            data = _moved(data, line, lines[(number // 7) % len(lines)])
        else:
            added.append(f"当社が{number}番目に足した文である。")
            data = (
                insert_after(data, line, added[-1]) if kind == "add" else insert_before_end(data, added[-1])
            )
    return data, added


def _is_in_body(data: bytes, line: str) -> bool:
    found: list[bool] = []
    on_tree(data, lambda root: found.append(_paragraph(root, line).getparent().tag.endswith("}body")))  # type: ignore[attr-defined]
    return found[0]


def _paragraph(root: object, line: str) -> object:
    from tests.editing import find

    return find(root, line)  # type: ignore[arg-type]


def _moved(data: bytes, line: str, behind: str) -> bytes:
    if (
        line == behind
        or line in behind
        or behind in line
        or not (_is_in_body(data, line) and _is_in_body(data, behind))
    ):
        return data
    return on_tree(data, lambda root: _paragraph(root, behind).addnext(_paragraph(root, line)))  # type: ignore[attr-defined]


def merged_both(base: bytes, ours: bytes, theirs: bytes) -> tuple[Merged, Merged]:
    return (
        merge_documents(base, ours, theirs, date=DAY),
        merge_documents(base, ours, theirs, date=DAY, track=False),
    )


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from(["policy", "handbook", "rules"]),
    EDITS,
    st.lists(st.sampled_from(sorted(CHANGES)), min_size=1, max_size=3, unique=True).map(sorted).map(tuple),
)
def test_any_edits_and_any_changes(key: str, edits: list[tuple[str, int]], changes: tuple[str, ...]) -> None:
    """Reject all is ours, accept all is the merged text, every sentence of ours is there, the file is sound."""
    base, theirs = rendered(())[key], rendered(changes)[key]
    ours, added = edited(base, edits)
    tracked, plain = merged_both(base, ours, theirs)
    assert same_content(docx_diff_reject_revisions(tracked.data), ours)
    accepted = docx_diff_accept_revisions(tracked.data)
    assert body(accepted) == body(plain.data)
    assert set(added) <= set(texts(accepted))
    known = {finding.partition(":")[2] for finding in own_findings([("file", ours)])}
    assert {finding.partition(":")[2] for finding in own_findings([("file", tracked.data)])} <= known


def body(data: bytes) -> list[str]:
    return [text for text in texts(data) if text]


@pytest.mark.slow
def test_merged_documents_are_valid_for_others() -> None:
    """Every change at once over a set of edits: openxml-audit and the Open XML SDK find nothing."""
    files = []
    for key, base in rendered(()).items():
        theirs = rendered(tuple(sorted(CHANGES)))[key]
        ours, _ = edited(
            base, [("type", 11), ("delete", 7), ("add", 5), ("bold", 9), ("move", 40), ("end", 3)]
        )
        files += [(key, merge.data) for merge in merged_both(base, ours, theirs)]
    assert external_findings(files) == []


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
    """Somebody restyled headings in Word; a new template restyles them as well: ours stays, the report says so."""
    base = rendered(())["policy"]
    ours = edit(
        base,
        lambda text: text.replace(
            '<w:name w:val="heading 1"/>', '<w:name w:val="heading 1"/><w:rPr><w:i/></w:rPr>', 1
        ),
        STYLES,
    )
    theirs = edit(
        base,
        lambda text: text.replace(
            '<w:name w:val="heading 1"/>', '<w:name w:val="heading 1"/><w:rPr><w:u/></w:rPr>', 1
        ),
        STYLES,
    )
    merged = merge_documents(base, ours, theirs, date=DAY)
    assert merged.left == ("styles",)
    assert members(merged.data)[STYLES] == members(ours)[STYLES]
    assert members(merge_documents(base, base, theirs, date=DAY).data)[STYLES].count(b"<w:u/>") == 1


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
