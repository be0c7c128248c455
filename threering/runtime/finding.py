"""What the doctor finds: one thing looked at, well or wrong."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `mend` says what to do where it is wrong."""

    well: bool
    what: str
    mend: str = ""


def good(what: str) -> Finding:
    """Nothing to do here."""
    return Finding(well=True, what=what)


def wrong(what: str, mend: str) -> Finding:
    """Something to do here."""
    return Finding(well=False, what=what, mend=mend)
