"""Which inbox each arrival of a batch is for."""

from __future__ import annotations

from dataclasses import dataclass

from threering.channels.contract import Inbound, Report
from threering.channels.models import Inbox
from threering.channels.queries import inboxes_named
from threering.channels.rules import addressed, forms_of
from threering.ledger.models import Arrival


@dataclass(frozen=True, slots=True)
class Aside:
    """An arrival that is not taken, and why."""

    outcome: Arrival.Outcome
    reason: str


Found = Inbound | Report | Aside
Parsed = list[tuple[Arrival, Found]]


def inboxes_of(parsed: Parsed) -> dict[int, Inbox]:
    """The inbox of each arrival, by the arrival's id: two queries for a whole batch at most.

    The door knows an inbox of the right client. Only where the mail names others, the client's
    inboxes are asked: one mail to two of them must not depend on which copy is read first.
    """
    doors = Inbox.objects.select_related("brand__acknowledgement").in_bulk(
        {_door(a) for a, _ in parsed}
    )
    found = {a.pk: doors[_door(a)] for a, _ in parsed if _door(a) in doors}
    unsure = {a: _named(a, said) for a, said in parsed if a.pk in found}
    unsure = {a: names for a, names in unsure.items() if names - {found[a.pk].address}}
    if not unsure:
        return found
    known = inboxes_named({a.client_id for a in unsure}, set().union(*unsure.values()))
    by_address = {(inbox.client_id, inbox.address): inbox for inbox in known}
    for arrival, said in parsed:
        if arrival in unsure and isinstance(said, Inbound):
            ours = {address for client, address in by_address if client == arrival.client_id}
            best = addressed(said, arrival.envelope.get("to", ()), ours)
            found[arrival.pk] = by_address.get((arrival.client_id, best), found[arrival.pk])
    return found


def _door(arrival: Arrival) -> int:
    door: int = arrival.envelope.get("inbox", 0)
    return door


def _named(arrival: Arrival, said: Found) -> set[str]:
    """The addresses that may be inboxes of ours; none where the envelope leaves no doubt."""
    envelope = arrival.envelope.get("to", ())
    if len(envelope) == 1 or not isinstance(said, Inbound):
        return set()
    parties = [party.handle for party in (*said.to, *said.cc)]
    return {form for a in (*envelope, *said.delivered_to, *parties) for form in forms_of(a)}
