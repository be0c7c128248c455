"""A contact reason is not offered any more, or again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.ledger.catalogue_properties import ReasonArchived, ReasonRestored
from threering.ledger.events import Actor, record
from threering.organisation.models import Agent
from threering.tickets import reasons
from threering.tickets.models import ContactReason


@transaction.atomic
def archive_reason(reason: ContactReason, *, archived: bool, by: Agent, at: datetime) -> None:
    """Take it out of use, or back into it; how it is already changes nothing. Raises NameTaken."""
    if reasons.archive(reason, at if archived else None):
        kind = ReasonArchived if archived else ReasonRestored
        fact = kind(reason=reason.pk)
        record([fact], reasons.about(reason), Actor.agent(by), at=at, quiet=True)
