"""A client's leads name what a break may be for, and put it out of use."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.ledger.catalogue_people import BreakReasonKept
from threering.ledger.events import About, Actor, record
from threering.organisation import named
from threering.organisation.models import Agent, Client
from threering.organisation.presence.models import BreakReason


@transaction.atomic
def keep_break_reason(
    client: Client, name: str, *, by: Agent, at: datetime, instead: BreakReason | None = None
) -> None:
    """Keep a new reason, or name this one `instead` otherwise. Raises NameTaken."""
    reason, is_new = named.keep(BreakReason, client, name, instead)
    if is_new:
        fact = BreakReasonKept(reason=reason.pk, archived=int(reason.archived_at is not None))
        record([fact], About(client_id=client.pk), Actor.agent(by), at=at, quiet=True)


@transaction.atomic
def archive_break_reason(reason: BreakReason, *, archived: bool, by: Agent, at: datetime) -> None:
    """Offer it no more, or again; who is on such a break stays so. Raises NameTaken."""
    if named.archive(reason, at if archived else None):
        fact = BreakReasonKept(reason=reason.pk, archived=int(archived))
        about = About(client_id=reason.client_id)
        record([fact], about, Actor.agent(by), at=at, quiet=True)
