"""The benchmarks compare like with like, and judge by the goals; how fast anything is, no test asks."""

from __future__ import annotations

import pytest

from benchmarks.engine import Job, floors, with_docxtpl
from benchmarks.forms import form, form_values, listing, listing_values
from benchmarks.result import Row, table
from benchmarks.texts import texts
from generator.word.engine.compile.building import compile_template

JOBS = [
    Job("form", form(2), form_values(2)),
    Job("listing", listing(), listing_values(3)),
]


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_docxtpl_and_the_floor_write_the_same_text(job: Job) -> None:
    """What stands beside the engine does the same work."""
    template = compile_template(job.source)
    ours = texts(template.render(job.values))
    assert texts(with_docxtpl(job.source, job.values)) == ours
    for floor in floors(template, job):
        assert [line for line in texts(floor()) if line] == ours
    assert "A&B <1>" in "".join(ours) or "サーバー1-0" in ours


def test_a_form_of_thirty_pages_has_five_hundred_tags() -> None:
    """The form is the one the goals speak of; header and footer have a tag each besides."""
    assert len(compile_template(form()).tags) == 500 + 2


@pytest.mark.parametrize(
    ("ratio", "goal", "met", "lost"),
    [
        (0.5, {"at_most": 0.5}, True, False),
        (0.9, {"at_most": 0.5}, False, False),
        (1.1, {"at_most": 0.5}, False, True),
        (50.0, {"at_least": 50.0}, True, False),
        (30.0, {"at_least": 50.0}, False, False),
        (20.0, {"at_least": 50.0}, False, True),
        (20.0, {}, True, False),
    ],
)
def test_only_a_ratio_below_half_its_goal_is_a_gross_loss(
    ratio: float, goal: dict[str, float], met: bool, lost: bool
) -> None:
    """A busy machine fails no build; a lost optimisation does."""
    row = Row("section", "what", ratio, "detail", **goal)
    assert (row.is_met, row.is_gross_loss) == (met, lost)
    assert "**missed**" in table([row]) or met
