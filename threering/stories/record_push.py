"""A push service was asked to tell a browser something: this is how that ended."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.ledger.push import actions as browsers
from threering.ledger.push.models import Push
from threering.ledger.push.rules import Heard, verdict


@transaction.atomic
def record_push(push: Push, heard: Heard, *, at: datetime) -> None:
    """Write the result. A browser that is gone is forgotten; what did not leave may go again."""
    browsers.note(push, verdict(heard, push.attempts, at), at=at)
