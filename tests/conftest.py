"""The options of the test run."""

from __future__ import annotations

import os

import pytest


def pytest_configure() -> None:
    """Compile what a test compiles: the user's cache is neither read nor written."""
    os.environ["POLICYGEN_CACHE"] = "off"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the flag that rewrites golden files."""
    parser.addoption(
        "--update-golden", action="store_true", help="rewrite tests/golden from today's documents"
    )


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Tell whether golden files are to be rewritten."""
    return bool(request.config.getoption("--update-golden"))
