"""A client's leads add a field to its tickets, change it, or put it out of use."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.ledger.events import About, Actor, record
from threering.organisation.models import Agent, Client
from threering.tickets import fields
from threering.tickets.fields import Wanted
from threering.tickets.models import Field


@transaction.atomic
def keep_field(
    client: Client, wanted: Wanted, *, by: Agent, at: datetime, instead: Field | None = None
) -> Field:
    """Keep a new field, or this `instead` of what one was. Raises NameTaken."""
    field, facts = fields.keep(client, wanted, instead)
    record(facts, About(client_id=client.pk), Actor.agent(by), at=at, quiet=True)
    return field


@transaction.atomic
def archive_field(field: Field, *, archived: bool, by: Agent, at: datetime) -> None:
    """Out of use, or into it again; how it is already changes nothing. Raises NameTaken."""
    if facts := fields.archive(field, at if archived else None):
        record(facts, About(client_id=field.client_id), Actor.agent(by), at=at, quiet=True)
