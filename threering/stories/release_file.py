"""Somebody takes it on themselves that a dangerous file is handed out."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.ledger.events import Actor, record
from threering.organisation.models import Agent
from threering.tickets import actions as tickets
from threering.tickets.attaching import hand_out
from threering.tickets.models import Attachment


@transaction.atomic
def release_file(attachment: Attachment, *, held: bool, by: Agent, at: datetime) -> None:
    """Hand it out to everybody who may read its ticket, or hold it again. Twice is once."""
    ticket = tickets.locked(attachment.message.ticket)
    if facts := hand_out(attachment, held=held):
        record(facts, tickets.about(ticket), Actor.agent(by), at=at)
