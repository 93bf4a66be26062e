"""Compiled templates on the disk: used when whole and safe, ignored and replaced when not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator.catalog import DOCUMENTS, DocumentKind
from generator.context import build_context
from generator.errors import TemplateError
from generator.files.atomic import digest
from generator.profile.reading.loading import load_profile
from generator.templating import cache as templatecache
from generator.templating.cache import TemplateCache, cache_folder
from generator.templating.set import TemplateSet
from generator.word.engine.compile.building import compile_template
from generator.word.engine.language.values import RenderOptions
from tests.builders import p, template

PROFILE = Path(__file__).parent.parent / "profiles" / "minimal.yaml"
SOURCE = template(p("{{ company.name }}") + p("{% for x in names %}{{ x }}{% endfor %}"))
KEY = digest(SOURCE)
VALUES = {"company": {"name": "A&B"}, "names": ["甲", "乙"]}
posix = pytest.mark.skipif(not hasattr(os, "geteuid"), reason="owners and modes are POSIX")


@pytest.fixture
def cache(tmp_path: Path) -> TemplateCache:
    return TemplateCache(tmp_path / "cache")


def stored(cache: TemplateCache, tmp_path: Path) -> Path:
    cache.store(KEY, compile_template(SOURCE, name="a"))
    (entry,) = (tmp_path / "cache").iterdir()
    return entry


def test_a_stored_template_renders_the_same_bytes(cache: TemplateCache, tmp_path: Path) -> None:
    """What comes back renders, reports names and tags like what was stored, under the name asked for."""
    compiled = compile_template(SOURCE, name="a")
    cache.store(KEY, compiled)
    again = TemplateCache(tmp_path / "cache").load(KEY, "b.docx")
    assert again is not None
    assert again.render(VALUES) == compiled.render(VALUES)
    assert (again.name, again.tags) == ("b.docx", compiled.tags)
    assert again.missing_names({}) == compiled.missing_names({}) != ()


@pytest.mark.parametrize("kind", DOCUMENTS, ids=lambda kind: kind.key)
def test_shipped_templates_survive(cache: TemplateCache, kind: DocumentKind) -> None:
    """Each shipped template renders the same from the cache, options, headings and placeholders included."""
    compiled, key = TemplateSet(cache=TemplateCache(None)).get(kind)
    context = build_context(load_profile(PROFILE))
    cache.store(key, compiled)
    again = cache.load(key, compiled.name)
    options = RenderOptions(accent="336699", list_style="条文" if kind.numbered else None)
    assert again is not None
    assert again.render_with_report(context, options=options) == compiled.render_with_report(
        context, options=options
    )


def test_nothing_is_found_before_it_is_stored(cache: TemplateCache, tmp_path: Path) -> None:
    """A first run finds nothing and makes no folder."""
    assert cache.load(KEY, "a") is None
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize("damage", [b"", b"x", b"\0" * 40_000, None])
def test_a_damaged_entry_is_ignored_and_written_anew(
    cache: TemplateCache, tmp_path: Path, damage: bytes | None
) -> None:
    """Cut, emptied, or with one byte changed: not used; storing again heals it."""
    entry = stored(cache, tmp_path)
    whole = entry.read_bytes()
    entry.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]) if damage is None else damage)
    assert cache.load(KEY, "a") is None
    cache.store(KEY, compile_template(SOURCE, name="a"))
    assert cache.load(KEY, "a") is not None


def test_whole_but_foreign_content_is_ignored(
    cache: TemplateCache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An entry whose digest is right and whose content is no template of ours is not used."""
    entry = stored(cache, tmp_path)
    monkeypatch.setattr("generator.word.engine.render.frozen.freeze", lambda template: b"no pickle")
    cache.store(KEY, compile_template(SOURCE, name="a"))
    assert entry.stat().st_size < 100
    assert cache.load(KEY, "a") is None


def test_another_version_of_the_program_finds_nothing(
    cache: TemplateCache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Entries belong to one version of program, libraries and Python."""
    stored(cache, tmp_path)
    monkeypatch.setattr(templatecache, "program_digest", lambda: "0" * 64)
    assert TemplateCache(tmp_path / "cache").load(KEY, "a") is None


def test_the_program_digest_follows_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change of any source file of the program changes the digest."""
    (tmp_path / "word").mkdir()
    file = tmp_path / "word" / "x.py"
    file.write_text("1", encoding="utf-8")
    monkeypatch.setattr(templatecache, "__file__", str(tmp_path / "templatecache.py"))
    before = templatecache.program_digest()
    file.write_text("22", encoding="utf-8")
    assert "" != templatecache.program_digest() != before


@posix
@pytest.mark.parametrize("mode", [0o770, 0o702])
def test_a_folder_others_may_write_to_is_neither_read_nor_written(
    cache: TemplateCache, tmp_path: Path, mode: int
) -> None:
    """Who can put a file into the folder could have us run it."""
    entry = stored(cache, tmp_path)
    entry.parent.chmod(mode)
    assert cache.load(KEY, "a") is None
    entry.unlink()
    cache.store(KEY, compile_template(SOURCE, name="a"))
    assert list(entry.parent.iterdir()) == []


@posix
def test_an_entry_others_may_write_to_or_a_link_is_not_read(cache: TemplateCache, tmp_path: Path) -> None:
    """The file itself must be the user's own, and no link to another place."""
    entry = stored(cache, tmp_path)
    assert entry.stat().st_mode & 0o777 == 0o600
    assert entry.parent.stat().st_mode & 0o777 == 0o700
    entry.chmod(0o666)
    assert cache.load(KEY, "a") is None
    entry.chmod(0o600)
    elsewhere = tmp_path / "elsewhere"
    entry.rename(elsewhere)
    entry.symlink_to(elsewhere)
    assert cache.load(KEY, "a") is None


@posix
def test_a_folder_of_somebody_else_is_not_used(
    cache: TemplateCache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under sudo with the user's home, root runs nothing the user has left."""
    entry = stored(cache, tmp_path)
    owner = entry.stat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    assert cache.load(KEY, "a") is None


def test_a_place_that_cannot_be_written_fails_no_run(tmp_path: Path) -> None:
    """A file where the folder should be: nothing is stored, nothing is raised."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    cache = TemplateCache(tmp_path / "file" / "cache")
    cache.store(KEY, compile_template(SOURCE, name="a"))
    assert cache.load(KEY, "a") is None


def test_old_entries_go(cache: TemplateCache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder does not grow without end."""
    monkeypatch.setattr(templatecache, "KEPT", 3)
    compiled = compile_template(SOURCE, name="a")
    for number in range(6):
        cache.store(f"{number:064}"[::-1], compiled)
    assert len(list((tmp_path / "cache").iterdir())) == 3


def test_many_writers_at_once_leave_a_whole_entry(tmp_path: Path) -> None:
    """Processes that store the same template at the same time do not disturb each other."""
    source, folder = tmp_path / "a.docx", tmp_path / "cache"
    source.write_bytes(SOURCE)
    code = (
        "import sys; from pathlib import Path; from generator.templating.cache import TemplateCache;"
        "from generator.word.engine.compile.building import compile_template; t = compile_template(Path(sys.argv[1]));"
        "c = TemplateCache(Path(sys.argv[2]));"
        "ok = [c.store(sys.argv[3], t) or c.load(sys.argv[3], 'x') is not None for _ in range(30)];"
        "sys.exit(not all(ok))"
    )
    words = [sys.executable, "-c", code, str(source), str(folder), KEY]
    running = [subprocess.Popen(words, cwd=Path(__file__).parent.parent) for _ in range(4)]
    assert [process.wait() for process in running] == [0, 0, 0, 0]
    assert len(list(folder.iterdir())) == 1


def test_where_the_folder_is(tmp_path: Path) -> None:
    """The variable names a folder or switches off; else the user's cache folder, XDG's on Linux."""
    assert cache_folder({"POLICYGEN_CACHE": "OFF"}, tmp_path) is None
    assert cache_folder({"POLICYGEN_CACHE": "/x/y"}, tmp_path) == Path("/x/y")
    usual = cache_folder({}, tmp_path)
    assert usual is not None and "policygen" in usual.parts
    if sys.platform == "linux":
        assert cache_folder({"XDG_CACHE_HOME": "/c"}, tmp_path) == Path("/c/policygen")
        assert cache_folder({"XDG_CACHE_HOME": "relative"}, tmp_path) == tmp_path / ".cache" / "policygen"


def test_a_template_of_ones_own_is_checked_for_names_each_time(cache: TemplateCache, tmp_path: Path) -> None:
    """Only shipped templates are trusted to know their names; a stored one of the user's own is looked at again."""
    folder = tmp_path / "own"
    folder.mkdir()
    kind = DOCUMENTS[0]
    (folder / kind.template).write_bytes(SOURCE)
    context = {"company": {"name": "甲"}, "names": []}
    assert TemplateSet(folder, cache=cache).missing_names(kind, context) == ()
    assert len(list((tmp_path / "cache").iterdir())) == 1
    assert TemplateSet(folder, cache=cache).missing_names(kind, {"company": {}}) != ()


def test_a_broken_template_is_not_stored(cache: TemplateCache, tmp_path: Path) -> None:
    """What does not compile, or lacks names, leaves no entry."""
    folder = tmp_path / "own"
    folder.mkdir()
    kind = DOCUMENTS[0]
    (folder / kind.template).write_bytes(template(p("{% if %}")))
    with pytest.raises(TemplateError):
        TemplateSet(folder, cache=cache).missing_names(kind, {})
    (folder / kind.template).write_bytes(SOURCE)
    assert TemplateSet(folder, cache=cache).missing_names(kind, {}) != ()
    assert not (tmp_path / "cache").exists()
