"""Profiles: YAML and JSON as bytes, alone and over a shared one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st

from generator.batch.table.columns import all_columns
from generator.batch.table.rowprofile import parse_base, profile_over_base
from generator.context import build_context
from generator.profile import CompanyProfile
from generator.profile.reading.loading import parse_model
from generator.profile.reading.pictures import load_pictures
from tests.fuzz.mutation import ODD_WORDS, mutations
from tests.pictures import png

_SAMPLES = [path.read_bytes() for path in sorted(Path(__file__).parents[2].glob("profiles/*.yaml"))]
_MINIMAL = (
    b"company: {name: a, representative: {name: b}}\ndocuments: {issued_on: 2026-04-01, logo: logo.png}\n"
)
_JSON = [json.dumps(yaml.safe_load(text), default=str).encode() for text in (_MINIMAL, *_SAMPLES[:2])]
_LOGO = png(8, 8, (1, 2, 3))
_BASE = parse_base(b"company: {kind: clinic}\nnumbers: {password_min_length: 12}\n", "base.yaml")

_PATHS = [column.path for column in all_columns()[1:]]
_WORDS = [word.decode("utf-8", "surrogatepass") for word in ODD_WORDS]


def _with_values(values: list[tuple[tuple[str, ...], str]]) -> bytes:
    """Put odd values into fields of a profile that is good otherwise, so that reading goes on behind them."""
    profile: dict[str, Any] = yaml.safe_load(_MINIMAL)
    for path, value in values:
        group = profile
        for step in path[:-1]:
            group = group.setdefault(step, {})
        group[path[-1]] = value
    return json.dumps(profile, default=str).encode()


inputs = st.one_of(
    mutations(_MINIMAL, *_SAMPLES, *_JSON),
    st.lists(
        st.tuples(st.sampled_from(_PATHS), st.sampled_from(_WORDS) | st.text(max_size=20)),
        min_size=1,
        max_size=3,
    ).map(_with_values),
)


def run(given: bytes, folder: Path) -> None:
    """Read a profile, and go on to the names that templates use."""
    profile = parse_model(given, CompanyProfile, source="p.yaml")
    build_context(profile)
    profile_over_base(given, "p.yaml", _BASE, "base.yaml")
    (folder / "logo.png").write_bytes(_LOGO)
    load_pictures(profile, folder, "p.yaml")
