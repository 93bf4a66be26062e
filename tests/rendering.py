"""Every document of every sample profile, rendered in memory through the product's own plan."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path

from generator.profile import CompanyProfile
from generator.profile.model.documents import NumberingStyle
from generator.profile.reading.loading import load_profile
from generator.run.plan import Request, plan
from generator.templating.set import TemplateSet

TODAY = datetime.date(2026, 11, 2)
NUMBERINGS = tuple(NumberingStyle)


@cache
def templates() -> TemplateSet:
    """Return the shipped templates, compiled once for a whole test run."""
    return TemplateSet()


@cache
def sample(path: Path) -> CompanyProfile:
    """Return a sample profile, loaded once."""
    return load_profile(path)


def with_numbering(profile: CompanyProfile, numbering: NumberingStyle) -> CompanyProfile:
    """Return a profile whose regulations are numbered in the given style."""
    documents = profile.documents.model_copy(update={"numbering": numbering})
    return profile.model_copy(update={"documents": documents})


def render_documents(
    profile: CompanyProfile, images: Path | None = None, compiled: TemplateSet | None = None
) -> dict[str, bytes]:
    """Return the documents of one profile by key, as the command would write them on `TODAY`.

    Args:
        profile: The company's facts and choices.
        images: The folder of the logo.
        compiled: Templates compiled apart; the shared ones by default.
    """
    logo = profile.documents.logo
    pictures = {"logo": (images / logo).read_bytes()} if logo and images else {}
    request = Request(profile, Path("not-written"), compiled or templates(), today=TODAY, images=pictures)
    return {document.kind.key: document.theirs for document in plan(request).documents}


@cache
def sample_documents(path: Path, numbering: NumberingStyle) -> dict[str, bytes]:
    """Return the documents of a sample profile in one numbering style."""
    return render_documents(with_numbering(sample(path), numbering), path.parent)
