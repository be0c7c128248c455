"""The house gets another client, or one of its clients is called otherwise."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.ledger.catalogue_people import RolesChanged
from threering.ledger.catalogue_settings import ClientKept
from threering.ledger.events import About, Actor, record
from threering.organisation import founding
from threering.organisation.models import Agent, Client
from threering.organisation.rules import Role


@transaction.atomic
def add_client(name: str, *, by: Agent, at: datetime) -> Client:
    """Add one, whose administrator is whoever does. Raises ClientTaken."""
    client = founding.add_client(name, by)
    facts = [
        ClientKept(client=client.pk),
        RolesChanged(person=by.pk, before="", after=Role.ADMIN.value),
    ]
    record(facts, About(client_id=client.pk), Actor.agent(by), at=at, quiet=True)
    return client


@transaction.atomic
def rename_client(client: Client, name: str, *, by: Agent, at: datetime) -> None:
    """Call it otherwise; as it is called already changes nothing. Raises ClientTaken."""
    if founding.rename_client(client, name):
        about = About(client_id=client.pk)
        record([ClientKept(client=client.pk)], about, Actor.agent(by), at=at, quiet=True)
