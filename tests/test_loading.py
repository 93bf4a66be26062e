"""A profile file becomes a profile, or an error that says where, what, and what to do."""

from __future__ import annotations

import codecs
import json
import os
import time
from pathlib import Path
from typing import Literal

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field

from generator.cli.main import policygen as commands
from generator.errors import ProfileError
from generator.profile import CompanyProfile
from generator.profile.reading import plain as yamlplain
from generator.profile.reading import tree as yamltree
from generator.profile.reading.loading import MAX_BYTES, load_model, load_profile, parse_model
from generator.profile.reading.pictures import load_image, load_pictures
from tests.pictures import png
from tests.profiles import build_profile

MINIMAL = """\
company:
  name: 株式会社サンプル
  representative:
    name: 情報 太郎
documents:
  issued_on: 2026-04-01
"""


def problems_of(text: str | bytes) -> list[str]:
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    with pytest.raises(ProfileError) as caught:
        parse_model(data, CompanyProfile, source="acme.yaml")
    return [str(problem) for problem in caught.value.problems]


def with_lines(*lines: str) -> str:
    return MINIMAL + "".join(f"{line}\n" for line in lines)


def test_a_six_line_profile_loads(tmp_path: Path) -> None:
    """A file with the six required lines is a whole profile."""
    file = tmp_path / "acme.yaml"
    file.write_text(MINIMAL, encoding="utf-8")
    assert load_profile(file).company.name == "株式会社サンプル"
    assert load_profile(str(file)) == load_profile(file)


def test_json_is_a_profile() -> None:
    """JSON is a subset: tab indentation, escaped slashes and surrogate pairs are read as JSON means them."""
    content = {
        "company": {"name": "株式会社😀/\u3042", "representative": {"name": "情報 太郎"}},
        "documents": {"issued_on": "2026-04-01"},
    }
    for text in (json.dumps(content), json.dumps(content, indent="\t", ensure_ascii=False)):
        text = text.replace("/", "\\/")
        assert parse_model(text.encode(), CompanyProfile).company.name == "株式会社😀/あ"


@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
def test_plain_words_stay_as_written(monkeypatch: pytest.MonkeyPatch, loader: str) -> None:
    """Telephone numbers and names that YAML would read as numbers or booleans are kept as they were typed."""
    for module in (yamltree, yamlplain):
        monkeypatch.setattr(module, "LOADER", getattr(yaml, loader))
    text = MINIMAL.replace(
        "  name: 株式会社サンプル", "  name: no\n  phone: 0312345678\n  business: 1_000\n  headcount: 40"
    )
    company = parse_model(text.encode(), CompanyProfile).company
    assert (company.name, company.phone, company.business, company.headcount) == (
        "no",
        "0312345678",
        "1_000",
        40,
    )


def test_a_line_with_nothing_after_the_colon_counts_as_not_written() -> None:
    """Empty optional lines and empty groups take their default, so that a half-filled starter loads."""
    profile = parse_model(with_lines("roles:", "numbers:", "  update_days:").encode(), CompanyProfile)
    assert profile == parse_model(MINIMAL.encode(), CompanyProfile)


def test_an_empty_required_line_is_a_problem() -> None:
    """A required field left empty is named with an example."""
    assert problems_of(MINIMAL.replace("name: 情報 太郎", "name:")) == [
        "4行目 company.representative.name: 「代表者の氏名」は必須の項目です。値を書いてください（例: 情報 太郎）"
    ]


def test_a_missing_group_says_what_to_write_in_it() -> None:
    """A profile without a required group is told the group and its required fields."""
    assert problems_of("documents:\n  issued_on: 2026-04-01\n") == [
        "1行目 company: 「会社」は必須の項目です。その下に name、representative を書いてください"
    ]


def test_all_problems_are_told_at_once_in_order_of_lines() -> None:
    """One run names every mistake of the file, each with line, dotted path and what to do."""
    text = with_lines(
        "numbers:",
        "  password_min_lenght: 10",
        "  lockout_attempts: 1",
        "  update_days: soon",
        "option: {}",
    ).replace("issued_on: 2026-04-01", "issued_on: 2026/4/1\n  numbering: roman\n  issued_on: 2026-04-02")
    told = problems_of(text)
    assert [problem.split(":")[0] for problem in told] == [
        "6行目 documents.issued_on",
        "7行目 documents.numbering",
        "8行目 documents.issued_on",
        "10行目 numbers.password_min_lenght",
        "11行目 numbers.lockout_attempts",
        "12行目 numbers.update_days",
        "13行目 option",
    ]
    assert "decimal（1 / 1.1）, articles（第1章 / 第1条）" in told[1]
    assert "6行目にもあります" in told[2]
    assert "numbers.password_min_length のことですか？" in told[3]
    assert "3から20までの整数" in told[4]
    assert "options のことですか？" in told[6]


def test_rows_are_counted_from_one_with_their_own_line() -> None:
    """A mistake in a table row names the row as people count and the line it is on."""
    told = problems_of(
        with_lines("roles:", "  department_heads:", "    - department: 営業部", "    - departmnt: 総務部")
    )
    assert (
        "10行目 roles.department_heads[2].departmnt: 不明な項目です（roles.department_heads.department のことですか？）"
        in told
    )


def test_a_japanese_title_used_as_a_name_is_understood() -> None:
    """Somebody who writes the title instead of the name is told the name."""
    assert (
        "company.headcount のことですか？"
        in problems_of(MINIMAL.replace("  representative:", "  働く人の数: 3\n  representative:"))[0]
    )


def test_values_are_never_repeated() -> None:
    """A message holds nothing of what the profile says."""
    secret = "秘密の値90210"
    text = with_lines(
        "numbers:", f"  update_days: {secret}", "options:", f"  committee: {secret}", f"measures: {secret}"
    )
    text = text.replace("2026-04-01", secret).replace("株式会社サンプル", f'"{secret}\\x01"')
    assert secret not in "".join(problems_of(text))
    assert len(problems_of(text)) >= 5


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("company:\n\tname: x\n", 2, "タブ"),
        ("company:\n\u3000name: x\n", 2, "全角の空白"),
        ("company:\n  name: x\n \u3000kind: y\n", 3, "全角の空白"),
        ("company：\n  name: x\nb: c", 1, "全角の「：」"),
        ("company:\n\u3000\u3000name: x\n  kind: y\n", 2, "全角の空白"),
        ("company:\n  name：x\n  kind: y\n", 2, "全角の「：」"),
        ("company:\n  name:x\n  kind: y\n", 2, "「:」の後ろ"),
        ("company:\n  name: a: b\n", 2, "「: 」"),
        ('company:\n  name: "abc\n', 2, "引用符"),
        ("company:\n  name: @home\n", 2, "引用符"),
        ("company:\n  name: [a, b\n", 2, "かっこ"),
        ("company:\n  a: 1\n b: 2\n", 3, "字下げ"),
        (MINIMAL + "---\na: b\n", 7, "---"),
        (MINIMAL + "<<: {a: b}\n", 7, "<<"),
        (MINIMAL + "numbers: !!python/object/apply:os.system [ls]\n", 7, "「!」"),
        (MINIMAL + "numbers: *nothing\n", 7, "別名"),
        ("a: &a [*a]\n", 1, "別名"),
        ("? [a, b]\n: c\n", 1, "項目名"),
        ("[" * 1000, 1, "深すぎます"),
        ("a:\n" + "".join("  " * depth + "a:\n" for depth in range(1, 60)), 33, "深すぎます"),
        (MINIMAL + 'numbers: "\\x07"\n', 7, "制御文字"),
        ("company:\n  name: a\x07b\n", 2, "制御文字"),
        ('company:\n  name: "\\ud800"\n', 2, "文字"),
        ("company:\n  name: a\ufdd0b\n", 2, "制御文字"),
        ("- a\n- b\n", 1, "項目名: 値"),
        ("just text\n", 1, "項目名: 値"),
        ("", 1, "中身がありません"),
        ("# only a comment\n", 1, "中身がありません"),
    ],
)
def test_broken_yaml_is_explained_with_its_line(text: str, line: int, word: str) -> None:
    """Each way to write YAML wrongly has its own sentence and line."""
    told = problems_of(text)
    assert any(problem.startswith(f"{line}行目") and word in problem for problem in told), told


def test_a_control_character_is_placed_at_its_field() -> None:
    """The message about a raw control character names the field it stands in."""
    told = problems_of(MINIMAL.replace("情報 太郎", "情報\x0b太郎"))
    assert told[0].startswith("4行目 company.representative.name: 使えない文字")


def test_alias_bombs_are_refused_quickly() -> None:
    """Nested aliases that would grow without bound are refused before they grow."""
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 12)]
    began = time.monotonic()
    assert "項目が多すぎます" in problems_of("\n".join(rows))[0]
    assert time.monotonic() - began < 2


def test_aliases_within_reason_work() -> None:
    """An anchor used twice gives the same value twice."""
    text = (
        MINIMAL.replace("name: 情報 太郎", "name: &boss 情報 太郎") + "roles:\n  officer:\n    name: *boss\n"
    )
    assert parse_model(text.encode(), CompanyProfile).roles.officer.name == "情報 太郎"


def test_many_problems_end_in_a_count() -> None:
    """Thousands of unknown items are not looked up one by one."""
    began = time.monotonic()
    told = problems_of(MINIMAL + "".join(f"unknown_item_{i}: 1\n" for i in range(20_000)))
    assert len(told) == 201
    assert "19,800か所" in told[-1]
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (MINIMAL.encode("cp932"), "Shift_JIS"),
        (MINIMAL.encode("euc_jp"), "で保存し直してください"),
        (MINIMAL.encode("utf-16"), "UTF-16"),
        (MINIMAL.encode("utf-16-le"), "UTF-16"),
        (MINIMAL.encode("utf-32"), "UTF-16"),
        (b"PK\x03\x04" + b"\0" * 50, "Word・Excel"),
        (b"\x89PNG\r\n\x1a\n", "画像"),
        (b"company: \xff\xfe\xfd\x80\n", "UTF-8"),
        (b"a" * (MAX_BYTES + 1), "大きすぎます"),
        (b"\n" * (10 * MAX_BYTES), "大きすぎます"),
    ],
)
def test_other_files_are_named_for_what_they_are(data: bytes, word: str) -> None:
    """A file in another encoding or format says which, and how to save it rightly."""
    assert word in problems_of(data)[0]


def test_a_byte_order_mark_is_accepted() -> None:
    """Notepad's UTF-8 with BOM loads, with Windows line ends too."""
    data = codecs.BOM_UTF8 + MINIMAL.replace("\n", "\r\n").encode()
    assert parse_model(data, CompanyProfile) == parse_model(MINIMAL.encode(), CompanyProfile)


def test_a_missing_file_names_the_one_that_was_meant(tmp_path: Path) -> None:
    """A misspelt file name is answered with the one in the same folder."""
    (tmp_path / "manufacturer.yaml").write_text(MINIMAL, encoding="utf-8")
    with pytest.raises(ProfileError, match=r"manufacturer\.yaml のことですか"):
        load_profile(tmp_path / "manufacturr.yaml")
    with pytest.raises(ProfileError, match="フォルダーです"):
        load_profile(tmp_path)
    with pytest.raises(ProfileError, match="読めません"):
        load_profile(tmp_path / "a\0b")
    with pytest.raises(ProfileError):
        load_profile(tmp_path / "file.yaml" / "x" / ("y" * 300))


def test_a_large_file_is_not_read_whole(tmp_path: Path) -> None:
    """A file of gigabytes is refused after its first megabyte."""
    file = tmp_path / "huge.yaml"
    with file.open("wb") as stream:
        stream.truncate(20 * 1024**3)
    with pytest.raises(ProfileError, match="大きすぎます"):
        load_profile(file)


class Choices(BaseModel):
    """A small model with the types that the profile does not use (yet)."""

    model_config = ConfigDict(extra="forbid")
    mode: Literal["a", "b"] = Field("a", title="やり方", description="d", examples=["a"])
    either: int | list[str] = Field(1, title="どちらか", description="d", examples=[1])
    ratio: float = Field(0.5, gt=0, lt=1, title="割合", description="d", examples=[0.5])
    names: list[str] = Field([], min_length=1, max_length=2, title="名前", description="d", examples=[["a"]])


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("mode: c", "mode: 次のどれかを指定してください: a, b"),
        ("either: {a: b}", "または"),
        ("ratio: 2", "ratio: 1より小さい値を指定してください"),
        ("ratio: 0", "ratio: 0より大きい値を指定してください"),
        ("ratio: many", "ratio: 数（半角）を指定してください"),
        ("names: [a, b, c]", "names: 2件以内にしてください"),
        ("names: []", "names: 1件以上書いてください"),
        ("names: a", "names: リストにしてください"),
        ("names: [{a: b}]", "names[1]: 文字を書いてください"),
        ("names: [~]", "names[1]: 値がありません"),
    ],
)
def test_each_kind_of_error_has_a_sentence(tmp_path: Path, line: str, what: str) -> None:
    """Pydantic's errors are said in Japanese, one sentence a place."""
    file = tmp_path / "x.yaml"
    file.write_text(line, encoding="utf-8")
    with pytest.raises(ProfileError) as caught:
        load_model(file, Choices)
    assert what in str(caught.value)
    assert len(caught.value.problems) == 1


def picture(file: Path, data: bytes) -> Path:
    file.write_bytes(data)
    return file


def test_pictures_are_checked(tmp_path: Path) -> None:
    """A logo must be there, a file, small enough, and a whole PNG or JPEG; the line that names it is told."""
    profile = tmp_path / "p.yaml"
    profile.write_text("documents:\n  issued_on: 2026-04-01\n  logo: a.png\n", encoding="utf-8")
    head = b"\x89PNG\r\n\x1a\n"
    size = b"\0\0\0\rIHDR\0\0\0\x02\0\0\0\x02"
    good = picture(tmp_path / "a.png", head + size)
    assert load_image(good) == good.read_bytes()
    for file, word in (
        (picture(tmp_path / "b.png", b"x"), "PNGかJPEG"),
        (picture(tmp_path / "c.png", head + bytes(2 * 1024 * 1024)), "大きすぎます"),
        (picture(tmp_path / "e.png", head + b"cut"), "壊れているか"),
        (tmp_path / "d.png", "ありません"),
        (tmp_path, "フォルダー"),
    ):
        with pytest.raises(ProfileError, match=word) as caught:
            load_image(file, source=str(profile), field="documents.logo")
        assert f"{profile}: 3行目 documents.logo: " in str(caught.value)
    with pytest.raises(ProfileError, match=r"elsewhere\.yaml: documents\.logo: "):
        load_image(tmp_path / "d.png", source="elsewhere.yaml", field="documents.logo")


def loads_or_refuses(data: bytes) -> None:
    try:
        parse_model(data, CompanyProfile, source="any.yaml")
    except ProfileError as error:
        assert error.problems
        assert all(problem.what for problem in error.problems)
        str(error).encode("utf-8")


@given(st.binary(max_size=400))
def test_any_bytes_give_a_profile_or_a_profile_error(data: bytes) -> None:
    """No byte string makes the loader crash."""
    loads_or_refuses(data)


PIECES = st.sampled_from(
    [*'{}[]:,-?&*!|>\'"%@`#~<\\', "\n", "\n  ", "\n    ", " ", "\t", ": ", "- ", "---\n", "...\n", "&a ", "*a", "!!str ", "<<: ",
     "company", "name", "documents", "issued_on", "2026-04-01", "roles", "null", "true", "\\u", "\\x0", "ud800", "あ", "\u3000",
     "\x85", "\u2028", "\ufeff", "\ud800", "\x00", "\x07", "|\n  ", "? "]
)  # fmt: skip


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=40).map("".join), st.booleans())
def test_any_yaml_like_text_gives_a_profile_or_a_profile_error(text: str, prefixed: bool) -> None:
    """No text made of YAML's own signs makes the loader crash, alone or after a good profile."""
    loads_or_refuses(((MINIMAL if prefixed else "") + text).encode("utf-8", "surrogatepass"))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from([*CompanyProfile.model_fields, "name", "x"]) | st.text(max_size=5),
                inner,
                max_size=4,
            )
        ),
        max_leaves=20,
    )
)
def test_any_json_gives_a_profile_or_a_profile_error(content: object) -> None:
    """No JSON value makes the loader crash, whatever it puts in place of our groups."""
    loads_or_refuses(json.dumps(content).encode())


def test_a_contradiction_is_told_at_the_field_to_put_right() -> None:
    """Also where that field is not written: then with the line of its group."""
    text = with_lines("options:", "  cloud: false", "  telework:", "    use: true")
    [problem] = problems_of(text)
    assert problem.startswith("9行目 options.telework.modes: クラウドサービスを使わない")


OUTSIDE = [
    "../logo.png",
    "pictures/../../logo.png",
    "..\\logo.png",
    "pictures\\..\\..\\logo.png",
    "/etc/logo.png",
    "\\logo.png",
    "C:\\logo.png",
    "C:logo.png",
    "c:/logo.png",
    "\\\\server\\share\\logo.png",
    "//server/share/logo.png",
    "\\\\?\\C:\\logo.png",
    "file:///logo.png",
    "https://example.jp/logo.png",
    "logo.png:stream",
    "~/logo.png",
    "link.png",
    "linked/logo.png",
    "circle.png",
]


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_logo_outside_the_folder_of_the_profile_is_not_read(tmp_path: Path, name: str) -> None:
    """A profile from somebody else reaches no other file of this computer, and none of the network."""
    home = tmp_path / "home"
    (home / "pictures").mkdir(parents=True)
    picture = png(8, 8, (9, 9, 9))
    (tmp_path / "logo.png").write_bytes(picture)
    if os.name != "nt":
        (home / "link.png").symlink_to(tmp_path / "logo.png")
        (home / "linked").symlink_to(tmp_path)
        (home / "circle.png").symlink_to(home / "circle.png")
    profile = build_profile(documents={"logo": name})
    with pytest.raises(ProfileError, match=r"documents\.logo: .*--allow-outside-files"):
        load_pictures(profile, home, "p.yaml")


def test_a_logo_outside_is_read_where_the_user_says_so(tmp_path: Path) -> None:
    """Below the folder any place will do; elsewhere it takes the word of who runs the program."""
    home = tmp_path / "home"
    (home / "a").mkdir(parents=True)
    for place in (tmp_path / "logo.png", home / "a" / "logo.png"):
        place.write_bytes(png(8, 8, (9, 9, 9)))
    for name in ("a/logo.png", "a/../a/logo.png", "./a/logo.png"):
        assert load_pictures(build_profile(documents={"logo": name}), home)
    for name in ("../logo.png", str(tmp_path / "logo.png")):
        assert load_pictures(build_profile(documents={"logo": name}), home, allow_outside=True)
    (home / "own.png").symlink_to(home / "a" / "logo.png")
    assert load_pictures(build_profile(documents={"logo": "own.png"}), home)


def test_the_command_line_takes_the_word_for_outside_files(tmp_path: Path) -> None:
    """validate, generate and batch refuse a logo elsewhere and read it with the option."""
    home = tmp_path / "home"
    home.mkdir()
    (tmp_path / "logo.png").write_bytes(png(8, 8, (9, 9, 9)))
    (home / "p.yaml").write_text(f"{MINIMAL.rstrip()}\n  logo: ../logo.png\n", encoding="utf-8")
    option = "--allow-outside-files"
    runs = (
        ["validate", str(home / "p.yaml")],
        ["generate", str(home / "p.yaml"), "-o", str(tmp_path / "out"), "--dry-run", "--only", "policy"],
        ["diff", str(home / "p.yaml"), "-o", str(tmp_path / "out")],
        ["batch", str(home), "-o", str(tmp_path / "all"), "--dry-run", "--only", "policy", "--jobs", "1"],
    )
    for arguments in runs:
        refused = CliRunner().invoke(commands, arguments)
        assert refused.exit_code == 1 and option in f"{refused.output}{refused.exception}"
        assert CliRunner().invoke(commands, [*arguments, option]).exit_code in (0, 4)
