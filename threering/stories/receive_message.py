"""A customer wrote."""

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
from threering.tickets import letters
from threering.tickets.evidence import clues_of
from threering.tickets.notices.actions import tell_of
from threering.tickets.notices.rules import Affair
from threering.tickets.placing import place
from threering.tickets.queries import same_without_id
from threering.tickets.rules import only_joins
from threering.tickets.threading import Sought, heard_of


@transaction.atomic
def receive_message(arrival: Arrival, inbound: Inbound, inbox: Inbox, *, at: datetime) -> None:
    """Give what a customer wrote its place. Safe to run twice: an arrival has one outcome."""
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
    heard = customers.heard_from(customer, inbox.kind, handle, by_hand=not only_joins(inbound.kind))
    sought = Sought(inbox, customer, inbound, clues_of(inbound, arrival.envelope))
    placed = place(sought, said_before, at=moment)
    message = tickets.add_customer_message(placed, customer, inbound, arrival)
    facts = [*placed.facts, *heard, MessageReceived(message=message.pk, channel=inbox.kind)]
    record(facts, placed.about(), Actor(CUSTOMER, customer.pk), at=moment, cause=arrival.uuid)
    tell_of(facts, placed.ticket, Affair(by_hand=not only_joins(inbound.kind)), at=moment)
    ledger.conclude(arrival, Arrival.Outcome.MESSAGE, at=at)
    letters.plan_acknowledgement(message, placed, inbound, inbox, at=at)
