"""The templates of a run: found in a folder, compiled when first needed, kept for the next company."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.catalog import DOCUMENTS, DocumentKind, find_templates_folder
from generator.errors import Problem, TemplateError
from generator.files.atomic import digest
from generator.files.plain import read_plain
from generator.templating.cache import TemplateCache, user_cache

if TYPE_CHECKING:
    from generator.word.engine.render.template import CompiledTemplate

MAX_TEMPLATE_BYTES = 64 * 1024 * 1024


class TemplateSet:
    """The compiled templates of one folder; give the same object to many runs to compile only once."""

    def __init__(self, folder: str | Path | None = None, *, cache: TemplateCache | None = None) -> None:
        """Use the templates of a folder, and the shipped ones where it has none.

        Args:
            folder: The folder; None for the shipped templates alone.
            cache: Where compiled templates are kept between runs; None for the user's cache folder.

        Raises:
            TemplateError: The folder has none of the templates, or cannot be looked into.
        """
        self._shipped = find_templates_folder()
        self._folder = Path(folder) if folder is not None else self._shipped
        self._compiled: dict[str, tuple[CompiledTemplate, str]] = {}
        self._checked: set[str] = set()
        self._fresh: set[str] = set()
        self._cache = cache if cache is not None else user_cache()
        if folder is not None and not any(self._is_own(kind) for kind in DOCUMENTS):
            if not self._folder.is_dir():
                what = "フォルダーがありません。場所と名前を確かめてください"
                raise TemplateError(str(folder), [Problem("", what)])
            names = "、".join(kind.template for kind in DOCUMENTS)
            raise TemplateError(str(folder), [Problem("", f"テンプレートがありません。置ける名前: {names}")])

    def path(self, kind: DocumentKind) -> Path:
        """Return the file of a template.

        Raises:
            TemplateError: The folder of templates cannot be looked into.
        """
        return (self._folder if self._is_own(kind) else self._shipped) / kind.template

    def _is_own(self, kind: DocumentKind) -> bool:
        try:
            return (self._folder / kind.template).is_file()
        except PermissionError as error:
            what = "フォルダーの中を見る権限がありません。フォルダーの権限を確かめてください"
            raise TemplateError(str(self._folder), [Problem("", what)]) from error

    def get(self, kind: DocumentKind) -> tuple[CompiledTemplate, str]:
        """Return a compiled template and the SHA-256 of its file.

        Raises:
            TemplateError: The file cannot be read, is unsafe or broken; lists all problems.
        """
        if kind.key not in self._compiled:
            path = self.path(kind)
            data = read_template(path)
            key = digest(data)
            self._compiled[kind.key] = (self._load(kind, path, key) or self._compile(kind, path, data), key)
        return self._compiled[kind.key]

    def _load(self, kind: DocumentKind, path: Path, key: str) -> CompiledTemplate | None:
        """Return what an earlier run compiled; the names of a shipped template need no second look then."""
        compiled = self._cache.load(key, str(path))
        if compiled is not None and path.parent == self._shipped:
            self._checked.add(kind.key)
        return compiled

    def _compile(self, kind: DocumentKind, path: Path, data: bytes) -> CompiledTemplate:
        from generator.word.engine.compile.building import compile_template

        self._fresh.add(kind.key)
        return compile_template(data, name=str(path))

    def missing_names(self, kind: DocumentKind, context: Mapping[str, Any]) -> tuple[Problem, ...]:
        """Return the names that a template uses and the context lacks; looked up once, as contexts are alike.

        Every context has the same names, whatever the profile says; rendering would still refuse a missing one.

        Raises:
            TemplateError: As for `get`.
        """
        if kind.key in self._checked:
            return ()
        compiled, key = self.get(kind)
        if kind.key in self._checked:
            return ()
        problems = tuple(found.problem for found in compiled.missing_names(context))
        if not problems:
            self._checked.add(kind.key)
            if kind.key in self._fresh:
                self._cache.store(key, compiled)
        return problems


def read_template(path: Path) -> bytes:
    """Return the bytes of a template file.

    Raises:
        TemplateError: The file is missing, unreadable or larger than 64 MB.
    """
    try:
        data = read_plain(path, MAX_TEMPLATE_BYTES + 1)
    except FileNotFoundError as error:
        raise TemplateError(
            str(path), [Problem("", "ファイルがありません。場所と名前を確かめてください")]
        ) from error
    except (OSError, ValueError) as error:
        what = "ファイルを読めません。場所、名前、権限を確かめてください"
        raise TemplateError(str(path), [Problem("", what)]) from error
    if len(data) > MAX_TEMPLATE_BYTES:
        raise TemplateError(
            str(path), [Problem("", f"大きすぎます（上限 {MAX_TEMPLATE_BYTES // 1024 // 1024} MB）")]
        )
    return data
