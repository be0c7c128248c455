"""Notices that nobody has read yet leave for the browsers of those they are for."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.ledger.push import actions as browsers
from threering.ledger.push.rules import End
from threering.tickets.notices.pushing import Word, worded


@transaction.atomic
def claim_pushes(*, at: datetime, most: int) -> tuple[int, list[Word]]:
    """How many were taken, and what of them is still worth telling: theirs whoever has it now."""
    browsers.gather(at=at)
    taken = browsers.claim(at=at, most=most)
    words = worded(taken)
    needed = {word.push.pk for word in words}
    rest = [push for push in taken if push.pk not in needed]
    browsers.settle(rest, End.UNNEEDED, at=at)
    return len(taken), words
