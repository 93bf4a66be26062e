"""The main job: one company profile becomes its Word documents in a folder."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from generator.profile.reading.loading import load_profile
from generator.profile.reading.pictures import load_pictures
from generator.run.apply import apply, build_report
from generator.run.plan import plan
from generator.run.report import Report
from generator.run.request import Request, RunOptions
from generator.templating.set import TemplateSet

if TYPE_CHECKING:
    from generator.profile import CompanyProfile
    from generator.run.request import RunKeywords


def generate(
    profile: CompanyProfile | str | Path,
    folder: str | Path | None = None,
    *,
    templates: TemplateSet | str | Path | None = None,
    dry_run: bool = False,
    today: datetime.date | None = None,
    **options: Unpack[RunKeywords],
) -> Report:
    """Write a company's documents, or bring them up to date.

    A document whose content does not change is not touched. A document that somebody edited keeps the edits; what
    follows from the profile comes in as tracked changes. Nothing is written before everything that can be checked
    has been, and every file that is replaced is kept in `.policygen/backup`.

    Args:
        profile: The profile, or its file; a logo is looked for beside the file (else in the current folder).
        folder: Where the documents go; without it `output/<name of the profile's file>`.
        templates: A folder with templates of your own, or a set already compiled; None for the shipped ones.
        dry_run: Only say what would be written.
        today: Today's date; None for the computer's.
        **options: See `RunOptions`.

    Returns:
        What happened to each document, and which values are still missing.

    Raises:
        ProfileError: The profile cannot be used, or a value is missing and `strict` is set.
        TemplateError: A template is unsafe or broken, or uses a name that does not exist.
        RenderError: A value cannot be written, or a reference leads to a clause that is not there.
        ManifestError: The record of the last run is damaged or newer than this program.
        OutputError: A document cannot be brought up to date, is open, or cannot be written; LibreOffice is missing.
        ValueError: An option has no such value, or a profile without a file comes without a folder.
    """
    request = build_request(profile, folder, templates=templates, today=today, **options)
    if request.options.pdf:
        from generator.files.pdf import find_office

        find_office()
    planned = plan(request)
    return build_report(planned, dry_run=True) if dry_run else apply(planned)


def build_request(
    profile: CompanyProfile | str | Path,
    folder: str | Path | None = None,
    *,
    templates: TemplateSet | str | Path | None = None,
    today: datetime.date | None = None,
    images: Mapping[str, bytes] | None = None,
    **options: Unpack[RunKeywords],
) -> Request:
    """Gather what `plan` needs: the loaded profile, its pictures, the templates; see `generate`.

    Args:
        profile: See `generate`.
        folder: See `generate`.
        templates: See `generate`.
        today: See `generate`; only where nobody gives it does the library ask the clock.
        images: The profile's pictures, already read, as `load_pictures` returns them.
        **options: See `RunOptions`.
    """
    chosen = RunOptions.of(**options)
    file = Path(profile) if isinstance(profile, str | Path) else None
    loaded = load_profile(profile) if isinstance(profile, str | Path) else profile
    if folder is None and file is None:
        raise ValueError("a profile without a file needs a folder")
    source = str(file) if file is not None else ""
    return Request(
        profile=loaded,
        folder=Path(folder) if folder is not None else default_folder(Path(source)),
        templates=templates if isinstance(templates, TemplateSet) else TemplateSet(templates),
        today=today or datetime.date.today(),
        source=source,
        images=_pictures(loaded, file, chosen) if images is None else images,
        options=chosen,
    )


def _pictures(profile: CompanyProfile, file: Path | None, options: RunOptions) -> dict[str, bytes]:
    """Read the pictures of a profile, which are named from the folder of its file, else from the current one."""
    folder, source = (file.parent, str(file)) if file is not None else (Path(), "")
    return load_pictures(profile, folder, source, allow_outside=options.allow_outside_files)


def default_folder(profile: Path) -> Path:
    """Return the folder used when none is given: `output/<name of the profile's file>`."""
    return Path("output") / profile.stem
