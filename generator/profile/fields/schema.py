"""The profile's JSON Schema, for editors and other programs."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def profile_schema(model: type[BaseModel] | None = None) -> dict[str, Any]:
    """Build the JSON Schema of the profile, with the Japanese titles, explanations and examples of the model.

    Args:
        model: The model; None for the company profile.
    """
    if model is None:
        from generator.profile import CompanyProfile

        model = CompanyProfile
    return {"$schema": DIALECT} | model.model_json_schema(mode="validation")


def schema_text(model: type[BaseModel] | None = None, *, ascii_only: bool = False) -> str:
    r"""Return the schema as JSON text; `ascii_only` writes Japanese as \u escapes, readable in any encoding."""
    return json.dumps(profile_schema(model), ensure_ascii=ascii_only, indent=2) + "\n"
