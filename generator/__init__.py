"""From a company profile to its information-security documents as editable Word files.

The public functions are loaded when first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.comparing import Comparison as Comparison
    from generator.comparing import compare_documents as compare_documents
    from generator.context import build_context as build_context
    from generator.errors import GeneratorError as GeneratorError
    from generator.errors import ManifestError as ManifestError
    from generator.errors import OutputError as OutputError
    from generator.errors import Problem as Problem
    from generator.errors import ProfileError as ProfileError
    from generator.errors import RenderError as RenderError
    from generator.errors import TemplateError as TemplateError
    from generator.profile import CompanyProfile as CompanyProfile
    from generator.profile.fields.schema import profile_schema as profile_schema
    from generator.profile.fields.starter import starter_text as starter_text
    from generator.profile.fields.starter import write_starter as write_starter
    from generator.profile.reading.loading import load_profile as load_profile
    from generator.profile.reading.validating import validate_profile as validate_profile
    from generator.run.apply import apply as apply
    from generator.run.generate import build_request as build_request
    from generator.run.generate import generate as generate
    from generator.run.outcome import DocumentReport as DocumentReport
    from generator.run.outcome import Outcome as Outcome
    from generator.run.plan import Plan as Plan
    from generator.run.plan import PlannedDocument as PlannedDocument
    from generator.run.plan import plan as plan
    from generator.run.release import release as release
    from generator.run.report import Report as Report
    from generator.run.request import Release as Release
    from generator.run.request import Request as Request
    from generator.run.request import RunOptions as RunOptions
    from generator.run.request import Track as Track
    from generator.templating.check import TemplateCheck as TemplateCheck
    from generator.templating.check import check_template as check_template
    from generator.templating.set import TemplateSet as TemplateSet
    from generator.word.engine.compile.building import compile_template as compile_template
    from generator.word.engine.language.values import RenderOptions as RenderOptions
    from generator.word.engine.render.template import CompiledTemplate as CompiledTemplate
    from generator.word.reader.outline import outline as outline

# What type checkers read above, for the running program; a test holds the two equal.
_HOMES = {
    "generator.comparing": (
        "Comparison",
        "compare_documents",
    ),
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
    "generator.profile": ("CompanyProfile",),
    "generator.profile.fields.schema": ("profile_schema",),
    "generator.profile.fields.starter": (
        "starter_text",
        "write_starter",
    ),
    "generator.profile.reading.loading": ("load_profile",),
    "generator.profile.reading.validating": ("validate_profile",),
    "generator.run.apply": ("apply",),
    "generator.run.generate": (
        "build_request",
        "generate",
    ),
    "generator.run.outcome": (
        "DocumentReport",
        "Outcome",
    ),
    "generator.run.plan": (
        "Plan",
        "PlannedDocument",
        "plan",
    ),
    "generator.run.release": ("release",),
    "generator.run.report": ("Report",),
    "generator.run.request": (
        "Release",
        "Request",
        "RunOptions",
        "Track",
    ),
    "generator.templating.check": (
        "TemplateCheck",
        "check_template",
    ),
    "generator.templating.set": ("TemplateSet",),
    "generator.word.engine.compile.building": ("compile_template",),
    "generator.word.engine.language.values": ("RenderOptions",),
    "generator.word.engine.render.template": ("CompiledTemplate",),
    "generator.word.reader.outline": ("outline",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}
__all__ = sorted(_HOME_OF)


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
