"""A contact reason is added, called otherwise, or hung elsewhere in the tree."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.ledger.events import Actor, record
from threering.organisation.models import Agent, Client
from threering.tickets import reasons
from threering.tickets.models import ContactReason
from threering.tickets.reasons import Wanted


@transaction.atomic
def keep_reason(
    client: Client,
    wanted: Wanted,
    *,
    by: Agent,
    at: datetime,
    instead: ContactReason | None = None,
) -> ContactReason:
    """Keep a new reason, or this `instead` of what one was. Raises NameTaken, DoesNotFit."""
    if instead:
        reason, facts = instead, reasons.change(instead, wanted)
    else:
        reason, facts = reasons.add(client, wanted)
    record(facts, reasons.about(reason), Actor.agent(by), at=at, quiet=True)
    return reason
