"""One of us answered long ago, and we read it only now."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.channels.contract import Inbound, Party
from threering.channels.models import Inbox
from threering.customers import actions as customers
from threering.ledger import actions as ledger
from threering.ledger import blobs
from threering.ledger.catalogue import ReplyWritten
from threering.ledger.events import Actor, record
from threering.ledger.models import Arrival
from threering.organisation.models import Agent
from threering.tickets.evidence import clues_of
from threering.tickets.history import add_old_reply, place_history
from threering.tickets.threading import Sought, heard_of

SENT_BY_US = "Rule known: Threering sent this mail itself and has it already."


@transaction.atomic
def import_reply(  # noqa: PLR0913 - who wrote, to whom, where
    arrival: Arrival, inbound: Inbound, inbox: Inbox, *, author: Agent, to: Party, at: datetime
) -> None:
    """Give an old answer of ours its place and its own time, in the thread it answers."""
    said_before = heard_of(arrival.client_id, inbox.kind, inbound)
    same = said_before.by_id.get(inbound.external_id)
    if same and not same.arrival_id:
        ledger.conclude(arrival, Arrival.Outcome.REJECTED, at=at, reason=SENT_BY_US)
        return
    same, inbound = said_before.told_apart(inbound, arrival)
    moment, client = arrival.received_at, arrival.client_id
    customer = customers.recognise(client, inbox.kind, to.handle, name=to.name, at=moment)
    if arrival.raw:
        blobs.hand_over(arrival.raw, customer.key, instead=inbound.masked)
    if same:
        ledger.conclude(arrival, Arrival.Outcome.DUPLICATE, at=at, duplicate_of=same.arrival)
        return
    sought = Sought(inbox, customer, inbound, clues_of(inbound, arrival.envelope))
    placed = place_history(sought, said_before, direction="out", at=moment)
    message = add_old_reply(placed, customer, inbound, arrival, author)
    facts = [*placed.facts, ReplyWritten(message=message.pk, channel=inbox.kind)]
    by = Actor.agent(author)
    record(facts, placed.about(), by, at=moment, cause=arrival.uuid, quiet=True)
    ledger.conclude(arrival, Arrival.Outcome.MESSAGE, at=at)
