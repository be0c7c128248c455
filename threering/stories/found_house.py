"""The first person comes into an installation in which nobody is, with the first client."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction

from threering.ledger.catalogue_people import RolesChanged
from threering.ledger.catalogue_settings import ClientKept
from threering.ledger.events import About, Actor, record
from threering.organisation import founding
from threering.organisation.founding import Founder
from threering.organisation.models import Agent, Client
from threering.organisation.rules import Role


@transaction.atomic
def found_house(founder: Founder, *, at: datetime) -> Agent:
    """Let them in as administrator of all there is. Raises AlreadyFounded and ValidationError."""
    person, clients = founding.found(founder)
    list(map(partial(_record, person, at), clients))
    return person


def _record(person: Agent, at: datetime, client: Client) -> None:
    facts = [
        ClientKept(client=client.pk),
        RolesChanged(person=person.pk, before="", after=Role.ADMIN.value),
    ]
    record(facts, About(client_id=client.pk), Actor.agent(person), at=at, quiet=True)
