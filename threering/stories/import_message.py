"""A customer wrote long ago, and we read it only now."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.channels.contract import Inbound
from threering.channels.models import Inbox
from threering.customers import actions as customers
from threering.ledger import actions as ledger
from threering.ledger import blobs
from threering.ledger.catalogue import MessageReceived
from threering.ledger.events import CUSTOMER, Actor, record
from threering.ledger.models import Arrival
from threering.ledger.rules import OUR_OWN
from threering.tickets import actions as tickets
from threering.tickets.evidence import clues_of
from threering.tickets.history import place_history
from threering.tickets.queries import same_without_id
from threering.tickets.threading import Sought, heard_of


@transaction.atomic
def import_message(arrival: Arrival, inbound: Inbound, inbox: Inbox, *, at: datetime) -> None:
    """Give an old mail its place and its own time; nobody is told, and nothing is answered."""
    said_before = heard_of(arrival.client_id, inbox.kind, inbound)
    if said_before.is_our_own(inbound):
        ledger.conclude(arrival, Arrival.Outcome.REJECTED, at=at, reason=OUR_OWN)
        return
    same, inbound = said_before.told_apart(inbound, arrival)
    moment = arrival.received_at
    name, handle = inbound.sender_name, inbound.sender_handle
    customer = customers.recognise(arrival.client_id, inbox.kind, handle, name=name, at=moment)
    if arrival.raw:
        blobs.hand_over(arrival.raw, customer.key, instead=inbound.masked)
    same = same or same_without_id(customer, inbound, arrival)
    if same:
        ledger.conclude(arrival, Arrival.Outcome.DUPLICATE, at=at, duplicate_of=same.arrival)
        return
    sought = Sought(inbox, customer, inbound, clues_of(inbound, arrival.envelope))
    placed = place_history(sought, said_before, direction="in", at=moment)
    message = tickets.add_customer_message(placed, customer, inbound, arrival)
    facts = [*placed.facts, MessageReceived(message=message.pk, channel=inbox.kind)]
    by = Actor(CUSTOMER, customer.pk)
    record(facts, placed.about(), by, at=moment, cause=arrival.uuid, quiet=True)
    ledger.conclude(arrival, Arrival.Outcome.MESSAGE, at=at)
