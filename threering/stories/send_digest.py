"""Somebody has not seen what they were told, and gets a mail of it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.channels.registry import adapter
from threering.ledger import actions as ledger
from threering.ledger import blobs
from threering.ledger.models import Delivery
from threering.organisation.actions import system
from threering.organisation.models import Agent
from threering.tickets import letters
from threering.tickets.notices import digests


@transaction.atomic
def send_digest(agent: Agent, client_id: int, *, at: datetime) -> Delivery | None:
    """Queue one mail of all that waits for them at a client; None where nothing does.

    Each notice goes into one mail at most, whoever is killed when.
    """
    notices = digests.taken(agent, client_id, at=at)
    inbox = digests.inbox_for(agent, notices)
    if inbox is None:
        return None
    outbound = digests.letter(agent, notices, inbox, at=at)
    parcel = letters.parcel(inbox, outbound, adapter(inbox.kind).build(outbound))
    key = blobs.new_customer_key(client_id)
    delivery = ledger.queue_delivery(inbox.brand, parcel, key, system(), due_at=at)
    digests.put_in(notices, delivery)
    return delivery
