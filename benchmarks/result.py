"""What a benchmark found: rows with a ratio, and how they compare with the goals."""

from __future__ import annotations

from dataclasses import dataclass

MILLISECOND = 0.001


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes:
        what: What is compared with what.
        ratio: The measured ratio.
        at_most: The goal, where less is better; `at_least`: where more is better.
        detail: The absolute numbers behind the ratio.
        section: Heading it stands under.
    """

    section: str
    what: str
    ratio: float
    detail: str
    at_most: float | None = None
    at_least: float | None = None

    @property
    def goal(self) -> str:
        """Return the goal as text, empty when there is none."""
        if self.at_most is not None:
            return f"≤ {self.at_most:g}"
        return f"≥ {self.at_least:g}" if self.at_least is not None else ""

    @property
    def is_met(self) -> bool:
        """Return whether the goal is reached."""
        return self._reaches(1.0)

    @property
    def is_gross_loss(self) -> bool:
        """Return whether the ratio is worse than half the goal."""
        return not self._reaches(2.0)

    def _reaches(self, slack: float) -> bool:
        if self.at_most is not None:
            return self.ratio <= self.at_most * slack
        return self.at_least is None or self.ratio >= self.at_least / slack


def table(rows: list[Row]) -> str:
    """Return the rows as Markdown tables, a section each."""
    lines: list[str] = []
    for section in dict.fromkeys(row.section for row in rows):
        lines += [f"## {section}", "", "| | ratio | goal | | measured |", "|---|---:|---:|---|---|"]
        for row in rows:
            if row.section == section:
                met = "" if not row.goal else "met" if row.is_met else "**missed**"
                lines.append(f"| {row.what} | **{row.ratio:.3g}** | {row.goal} | {met} | {row.detail} |")
        lines.append("")
    return "\n".join(lines)


def duration(seconds: float) -> str:
    """Return a duration in the unit that suits it."""
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.3g} ms"


def size(count: float) -> str:
    """Return a number of bytes in megabytes."""
    return f"{count / 2**20:.3g} MB"
