"""Somebody is asked by mail to work for a client; or asked again; or not any more."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.channels import invitations
from threering.channels.models import Inbox
from threering.channels.registry import adapter
from threering.ledger import actions as ledger
from threering.ledger import blobs
from threering.ledger.catalogue_people import InvitationWithdrawn, PersonInvited
from threering.ledger.events import About, Actor, record
from threering.organisation import inviting
from threering.organisation.inviting import Guest
from threering.organisation.models import Agent, Client, Invitation
from threering.tickets import letters


@transaction.atomic
def invite_person(client: Client, guest: Guest, inbox: Inbox, *, by: Agent, at: datetime) -> None:
    """Ask somebody, by a mail that leaves from that inbox. Raises Invited."""
    secret = inviting.new_secret()
    invitation = inviting.invite(client, guest, secret, by=by, at=at)
    _send(invitation, secret, inbox, by, at)
    fact = PersonInvited(invitation=invitation.pk, again=0)
    record([fact], About(client_id=client.pk), Actor.agent(by), at=at, quiet=True)


@transaction.atomic
def invite_again(invitation: Invitation, inbox: Inbox, *, by: Agent, at: datetime) -> None:
    """Send a new link; the one before opens nothing any more. Raises NotOpen."""
    secret = inviting.new_secret()
    renewed = inviting.renew(invitation, secret, at=at)
    _send(renewed, secret, inbox, by, at)
    fact = PersonInvited(invitation=invitation.pk, again=1)
    about = About(client_id=invitation.client_id)
    record([fact], about, Actor.agent(by), at=at, quiet=True)


def _send(invitation: Invitation, secret: str, inbox: Inbox, by: Agent, at: datetime) -> None:
    link = inviting.link_of(secret)
    outbound = invitations.letter(
        invitation, link, inbox, by=by, external_id=letters.new_message_id(inbox.address)
    )
    parcel = letters.parcel(inbox, outbound, adapter(inbox.kind).build(outbound))
    key = blobs.new_customer_key(invitation.client_id)
    delivery = ledger.queue_delivery(inbox.brand, parcel, key, by, due_at=at)
    inviting.mailed(invitation, delivery.pk)


@transaction.atomic
def withdraw_invitation(
    invitation: Invitation, *, withdrawn: bool, by: Agent, at: datetime
) -> None:
    """Let its link open nothing, or again; how it is already changes nothing.

    Raises NotOpen and Invited.
    """
    if inviting.withdraw(invitation, at if withdrawn else None):
        fact = InvitationWithdrawn(invitation=invitation.pk, withdrawn=int(withdrawn))
        about = About(client_id=invitation.client_id)
        record([fact], about, Actor.agent(by), at=at, quiet=True)
