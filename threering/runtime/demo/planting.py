"""The trees of contact reasons of the demo, written down a level at a time."""

from __future__ import annotations

from threering.ledger.events import About, Actor, record
from threering.organisation.models import Agent, Client
from threering.runtime.demo.reasons import branches
from threering.tickets.models import ContactReason
from threering.tickets.reasons import kept
from threering.tickets.reasontree import BETWEEN, DEEPEST


def plant(client: Client, by: Agent) -> dict[str, ContactReason]:
    """Write a client's tree; each reason by its path."""
    planted: dict[str, ContactReason] = {}
    tree = list(enumerate(branches(client.slug)))
    for depth in range(DEEPEST):
        level = {
            path: _reason(client, path, planted, position=n, first_contact_eligible=eligible)
            for n, (path, eligible) in tree
            if path.count(BETWEEN) == depth
        }
        ContactReason.objects.bulk_create(level.values())
        planted |= level
    facts = [kept(reason) for reason in planted.values()]
    about = About(client_id=client.pk)
    record(facts, about, Actor.agent(by), at=client.created_at, quiet=True)
    return planted


def _reason(
    client: Client, path: str, planted: dict[str, ContactReason], **more: int
) -> ContactReason:
    above, _arrow, name = path.rpartition(BETWEEN)
    return ContactReason(client=client, name=name, parent=planted.get(above), **more)
