"""When somebody is at a ticket, and when not any more. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum


class Doing(StrEnum):
    """What an agent does at a ticket."""

    LOOKING = "looking"
    TYPING = "typing"


IDLE = timedelta(seconds=60)
"""How long after the last sign of somebody their work is taken to go on (ARCHITECTURE)."""
STILL_TYPING = timedelta(seconds=15)


def goes_on(ended_at: datetime, at: datetime) -> bool:
    """Whether a sign at that moment lengthens a span that ended then, or begins another one."""
    return at - ended_at <= IDLE


def is_there(doing: Doing, ended_at: datetime, at: datetime) -> bool:
    """Whether somebody whose last sign that was is shown to colleagues as being there."""
    return at - ended_at <= (STILL_TYPING if doing is Doing.TYPING else IDLE)
