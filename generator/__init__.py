"""From a company profile to its information-security documents as editable Word files.

The public functions are loaded when first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.comparing import Comparison, compare_documents
    from generator.context import build_context
    from generator.errors import (
        GeneratorError,
        ManifestError,
        OutputError,
        Problem,
        ProfileError,
        RenderError,
        TemplateError,
    )
    from generator.generation import build_request, generate
    from generator.loading import load_profile
    from generator.planning import Plan, PlannedDocument, plan
    from generator.profile import CompanyProfile
    from generator.report import DocumentReport, Outcome, Report
    from generator.request import Release, Request, Track
    from generator.schema import profile_schema
    from generator.starter import starter_text, write_starter
    from generator.templatecheck import TemplateCheck, check_template
    from generator.templateset import TemplateSet
    from generator.word.outline import outline
    from generator.word.template import CompiledTemplate, compile_template
    from generator.word.values import RenderOptions

_HOMES = {
    "generator.applying": ("apply",),
    "generator.comparing": ("Comparison", "compare_documents"),
    "generator.context": ("build_context",),
    "generator.errors": (
        "GeneratorError",
        "ManifestError",
        "OutputError",
        "Problem",
        "ProfileError",
        "RenderError",
        "TemplateError",
    ),
    "generator.generation": ("build_request", "generate"),
    "generator.loading": ("load_profile",),
    "generator.planning": ("Plan", "PlannedDocument", "plan"),
    "generator.profile": ("CompanyProfile",),
    "generator.report": ("DocumentReport", "Outcome", "Report"),
    "generator.request": ("Release", "Request", "Track"),
    "generator.schema": ("profile_schema",),
    "generator.starter": ("starter_text", "write_starter"),
    "generator.templatecheck": ("TemplateCheck", "check_template"),
    "generator.templateset": ("TemplateSet",),
    "generator.word.outline": ("outline",),
    "generator.word.template": ("CompiledTemplate", "compile_template"),
    "generator.word.values": ("RenderOptions",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "CompanyProfile",
    "Comparison",
    "CompiledTemplate",
    "DocumentReport",
    "GeneratorError",
    "ManifestError",
    "Outcome",
    "OutputError",
    "Plan",
    "PlannedDocument",
    "Problem",
    "ProfileError",
    "Release",
    "RenderError",
    "RenderOptions",
    "Report",
    "Request",
    "TemplateCheck",
    "TemplateError",
    "TemplateSet",
    "Track",
    "apply",
    "build_context",
    "build_request",
    "check_template",
    "compare_documents",
    "compile_template",
    "generate",
    "load_profile",
    "outline",
    "plan",
    "profile_schema",
    "starter_text",
    "write_starter",
]


def __getattr__(name: str) -> object:
    """Load a public name from its module on first use."""
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module 'generator' has no attribute {name!r}")
    value: object = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
