"""Profiles: YAML and JSON as bytes, alone and over a shared one."""

from __future__ import annotations

import json
from pathlib import Path

import yaml

from generator.batch.table.rowprofile import parse_base, profile_over_base
from generator.context import build_context
from generator.profile import CompanyProfile
from generator.profile.reading.loading import parse_model
from generator.profile.reading.pictures import load_pictures
from tests.fuzz.mutation import mutations
from tests.pictures import png

_SAMPLES = [path.read_bytes() for path in sorted(Path(__file__).parents[2].glob("profiles/*.yaml"))]
_MINIMAL = (
    b"company: {name: a, representative: {name: b}}\ndocuments: {issued_on: 2026-04-01, logo: logo.png}\n"
)
_JSON = [json.dumps(yaml.safe_load(text), default=str).encode() for text in (_MINIMAL, *_SAMPLES[:2])]
_LOGO = png(8, 8, (1, 2, 3))
_BASE = parse_base(b"company: {kind: clinic}\nnumbers: {password_min_length: 12}\n", "base.yaml")

inputs = mutations(_MINIMAL, _MINIMAL, *_SAMPLES, *_JSON)


def run(given: bytes, folder: Path) -> None:
    """Read a profile, and go on to the names that templates use."""
    profile = parse_model(given, CompanyProfile, source="p.yaml")
    build_context(profile)
    profile_over_base(given, "p.yaml", _BASE, "base.yaml")
    (folder / "logo.png").write_bytes(_LOGO)
    load_pictures(profile, folder, "p.yaml")
