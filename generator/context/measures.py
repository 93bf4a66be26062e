"""The state of each measure in words that claim nothing that is not yet true."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from generator.profile import CompanyProfile
from generator.profile.model.measures import Measure, Measures, MeasureState


def build_measures(profile: CompanyProfile, write_date: Callable[[datetime.date], str]) -> dict[str, Any]:
    """Return each measure with its state, and the note to put behind a sentence that speaks of it.

    A measure that nobody spoke of is a rule in force, but nowhere said to be in place (`confirmed`).
    """
    return {
        name: _measure(getattr(profile.measures, name), str(field.title), write_date)
        for name, field in Measures.model_fields.items()
    }


def _measure(measure: Measure, title: str, write_date: Callable[[datetime.date], str]) -> dict[str, Any]:
    planned = measure.state is MeasureState.PLANNED
    due = write_date(measure.due) if measure.due else ""
    until = f"。それまでは{measure.interim}" if measure.interim else ""
    return {
        "title": title,
        "applies": measure.state is not MeasureState.NOT_APPLICABLE,
        "in_force": measure.state in (None, MeasureState.IN_PLACE),
        "confirmed": measure.state is MeasureState.IN_PLACE,
        "planned": planned,
        "owner": measure.owner or "",
        "due": due,
        "interim": measure.interim or "",
        "note": f"（実施予定。担当：{measure.owner}、期限：{due}{until}）" if planned else "",
        "note_polite": f"（{due}までに始める予定です）" if planned else "",
    }


def planned_measures(measures: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of the table of measures that are still to come."""
    return [
        {"id": name.replace("_", "-"), **measure} for name, measure in measures.items() if measure["planned"]
    ]
