"""Somebody who was invited comes: with a new account, or with the one they have."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.ledger.catalogue_people import InvitationAccepted, RolesChanged
from threering.ledger.events import About, Actor, record
from threering.organisation import inviting, people
from threering.organisation.actions import create_agent
from threering.organisation.models import Agent, Invitation
from threering.organisation.rules import written


@transaction.atomic
def accept_as_new(
    invitation: Invitation, *, name: str, password: str | None, language: str, at: datetime
) -> Agent:
    """Make the account that was offered; without a password for who signs in elsewhere.

    Raises NotOpen, and ValidationError where the address has an account meanwhile.
    """
    held = inviting.hold(invitation, at=at)
    person = create_agent(held.email, name=name, password=password, grants=[], language=language)
    _come(held, person, at)
    return person


@transaction.atomic
def accept_as(invitation: Invitation, person: Agent, *, at: datetime) -> None:
    """Let somebody who is signed in have what was offered to their address. Raises NotOpen."""
    _come(inviting.hold(invitation, at=at), person, at)


def _come(held: Invitation, person: Agent, at: datetime) -> None:
    """What they are already, they stay."""
    before = people.add_roles(person, held.client, inviting.roles_in(held))
    after = people.roles_of(person, held.client)
    inviting.accept(held, person, at=at)
    came = InvitationAccepted(invitation=held.pk, person=person.pk)
    now_is = RolesChanged(person=person.pk, before=written(before), after=written(after))
    record([came, now_is], About(client_id=held.client_id), Actor.agent(person), at=at, quiet=True)
