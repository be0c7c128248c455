"""One figure, what it has to reach, and the table of all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

HEAD = ("figure", "value", "floor", "ratio", "target", "met?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A measured value beside the floor that was measured with it.

    The floor is what the machine can do at best when nobody adds anything of ours. `judged` says
    what the target is about; a figure without a target is only told.
    """

    name: str
    value: float
    unit: str
    floor: float | None = None
    paired: float | None = None
    """The median of ratios measured in turns, which counts more than the ratio of the medians."""
    target: float | None = None
    judged: Literal["value", "ratio"] = "value"
    bound: Literal["at most", "at least"] = "at most"
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """The value as a share of the floor; None where there is no floor."""
        return self.paired or (self.value / self.floor if self.floor else None)

    @property
    def met(self) -> bool | None:
        """Whether the target is reached; None where nothing is asked or nothing was measured."""
        told = self.value if self.judged == "value" else self.ratio
        if self.target is None or told is None:
            return None
        return told <= self.target if self.bound == "at most" else told >= self.target

    def cells(self) -> tuple[str, ...]:
        """Its row of the table."""
        unit = self.unit if self.judged == "value" else ""
        unmeasured = "-" if self.judged == "value" else "not measured"
        sign = "≤" if self.bound == "at most" else "≥"
        return (
            self.name,
            f"{self.value:,.1f} {self.unit}",
            "-" if self.floor is None else f"{self.floor:,.1f} {self.unit}",
            unmeasured if self.ratio is None else f"{self.ratio:.2f}",
            "" if self.target is None else f"{sign} {self.target:g} {unit}".rstrip(),
            {True: "yes", False: "NO", None: ""}[self.met],
        )

    def told(self) -> dict[str, object]:
        """What is written into the results."""
        return {
            "name": self.name,
            "value": round(self.value, 2),
            "unit": self.unit,
            "floor": None if self.floor is None else round(self.floor, 2),
            "ratio": None if self.ratio is None else round(self.ratio, 3),
            "target": self.target,
            "met": self.met,
            "note": self.note,
        }


def table(figures: Sequence[Figure]) -> str:
    """All figures under each other, then what has to be said about them."""
    rows = [HEAD, *(figure.cells() for figure in figures)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(HEAD))]
    lines = [
        "  ".join(
            cell.ljust(width) if n == 0 else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    lines.insert(1, "─" * len(lines[0]))
    notes = [f"{figure.name}: {figure.note}" for figure in figures if figure.note]
    return "\n".join([*lines, "", *notes])
