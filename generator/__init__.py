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
    from generator.profile import CompanyProfile
    from generator.profile.fields.schema import profile_schema
    from generator.profile.fields.starter import starter_text, write_starter
    from generator.profile.reading.loading import load_profile
    from generator.run.generate import build_request, generate
    from generator.run.plan import Plan, PlannedDocument, plan
    from generator.run.report import DocumentReport, Outcome, Report
    from generator.run.request import Release, Request, Track
    from generator.templating.check import TemplateCheck, check_template
    from generator.templating.set import TemplateSet
    from generator.word.engine.language.values import RenderOptions
    from generator.word.engine.render.template import CompiledTemplate, compile_template
    from generator.word.reader.outline import outline

_HOMES = {
    "generator.run.apply": ("apply",),
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
    "generator.run.generate": ("build_request", "generate"),
    "generator.profile.reading.loading": ("load_profile",),
    "generator.run.plan": ("Plan", "PlannedDocument", "plan"),
    "generator.profile": ("CompanyProfile",),
    "generator.run.report": ("DocumentReport", "Outcome", "Report"),
    "generator.run.request": ("Release", "Request", "Track"),
    "generator.profile.fields.schema": ("profile_schema",),
    "generator.profile.fields.starter": ("starter_text", "write_starter"),
    "generator.templating.check": ("TemplateCheck", "check_template"),
    "generator.templating.set": ("TemplateSet",),
    "generator.word.reader.outline": ("outline",),
    "generator.word.engine.render.template": ("CompiledTemplate", "compile_template"),
    "generator.word.engine.language.values": ("RenderOptions",),
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
