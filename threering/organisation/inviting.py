"""Invitations: the secret that their mails carry, and what becomes of them.

What is kept is the hash of a secret alone. What stands in the mail is the secret, signed: so a link
that was mistyped or made up is told from one in whose place a newer one was sent.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import cast
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import QuerySet

from threering.organisation.models import Agent, Brand, Client, Invitation
from threering.organisation.rules import Role, Roles, Standing

_signer = Signer(salt="threering.invitation", sep=".")


class Invited(Exception):
    """An invitation to that address is open already."""


class NotOpen(Exception):
    """It was accepted or withdrawn meanwhile, has expired, or another mail was sent since."""


class Forged(Exception):
    """That is no link of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Who is asked, and as what. `key`: asked twice under one, it is once."""

    email: str
    name: str
    roles: Roles
    key: UUID


def new_secret() -> str:
    """256 bits that nobody can guess."""
    return secrets.token_urlsafe(32)


def link_of(secret: str) -> str:
    """What stands in the address of the page."""
    return _signer.sign(secret)


def _hashed(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


@transaction.atomic
def invite(client: Client, guest: Guest, secret: str, *, by: Agent, at: datetime) -> Invitation:
    """Keep that somebody is asked. Raises Invited."""
    Client.objects.select_for_update().get(pk=client.pk)
    waiting = waiting_at(client).filter(email__iexact=guest.email)
    if waiting.exists():
        raise Invited
    roles = [[role.value, brand] for brand, role in guest.roles.items()]
    made: Invitation = Invitation.objects.create(
        uuid=guest.key,
        client=client,
        email=guest.email.strip().lower(),
        name=guest.name.strip(),
        roles=roles,
        by=by,
        hashed=_hashed(secret),
        sent_at=at,
    )
    return made


def waiting_at(client: Client) -> QuerySet[Invitation]:
    """The invitations of a client that wait to be accepted, expired ones too."""
    found = Invitation.objects.filter(client=client, accepted_at=None, withdrawn_at=None)
    return cast("QuerySet[Invitation]", found)


def is_kept(key: UUID) -> bool:
    """Whether an invitation was sent under that key already."""
    return Invitation.objects.filter(uuid=key).exists()


def renew(invitation: Invitation, secret: str, *, at: datetime) -> Invitation:
    """Let a new link open it, and the old one nothing; its seven days begin anew.

    Raises NotOpen.
    """
    held = _held(invitation)
    if held.stands(at) in (Standing.ACCEPTED, Standing.WITHDRAWN):
        raise NotOpen
    held.hashed, held.sent_at = _hashed(secret), at
    held.save(update_fields=["hashed", "sent_at"])
    return held


def withdraw(invitation: Invitation, at: datetime | None) -> bool:
    """Let it open nothing from that moment on, or again (None); whether that is new.

    Raises NotOpen where it was accepted, and Invited where another one took its place.
    """
    held = _held(invitation)
    if held.accepted_at is not None:
        raise NotOpen
    if (held.withdrawn_at is None) is (at is None):
        return False
    if at is None and waiting_at(held.client).filter(email__iexact=held.email).exists():
        raise Invited
    held.withdrawn_at = at
    held.save(update_fields=["withdrawn_at"])
    return True


def mailed(invitation: Invitation, delivery_id: int) -> None:
    """Remember in which mail its link is."""
    Invitation.objects.filter(pk=invitation.pk).update(delivery_id=delivery_id)


def opened(link: str) -> Invitation | None:
    """The invitation that a link opens; None where a newer one was sent. Raises Forged."""
    try:
        secret = _signer.unsign(link)
    except BadSignature as error:
        raise Forged from error
    found = Invitation.objects.filter(hashed=_hashed(secret))
    return found.select_related("client", "by").first()


def open_for(email: str, *, at: datetime) -> Invitation | None:
    """The oldest invitation of an address that may still be accepted."""
    waiting = Invitation.objects.filter(email__iexact=email, accepted_at=None, withdrawn_at=None)
    found = waiting.select_related("client", "by").order_by("pk")
    return next((one for one in found if one.stands(at) is Standing.OPEN), None)


def accept(invitation: Invitation, by: Agent, *, at: datetime) -> None:
    """It was accepted. Call it under `hold`."""
    invitation.accepted_at, invitation.accepted_by = at, by
    invitation.save(update_fields=["accepted_at", "accepted_by"])


def hold(invitation: Invitation, *, at: datetime) -> Invitation:
    """Keep everybody else from accepting it until the transaction ends. Raises NotOpen."""
    held = _held(invitation)
    if held.hashed != invitation.hashed or held.stands(at) is not Standing.OPEN:
        raise NotOpen
    return held


def _held(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("client")
    held: Invitation = rows.get(pk=invitation.pk)
    return held


def roles_in(invitation: Invitation) -> dict[int | None, Role]:
    """As what somebody was asked; a brand that is there no more is left out."""
    theirs = set(Brand.objects.filter(client=invitation.client_id).values_list("pk", flat=True))
    return {
        brand: Role(role) for role, brand in invitation.roles if brand is None or brand in theirs
    }
