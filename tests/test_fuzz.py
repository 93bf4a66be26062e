"""A short run of every class of hostile inputs; `python -m tests.fuzz` runs as many as one likes."""

from __future__ import annotations

import pytest

from tests.fuzz.__main__ import classes, try_class

SHORT = 60


@pytest.mark.parametrize("name", classes())
def test_hostile_inputs_end_in_a_result_or_an_error_of_ours(name: str) -> None:
    """No traceback, whatever comes in."""
    met, broken = try_class(name, classes()[name], SHORT, 0, None)
    assert not broken
    assert sum(met.values()) == SHORT
