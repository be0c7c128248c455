"""The trees of contact reasons of the demo, written down."""

from __future__ import annotations

from threering.organisation.models import Agent, Client
from threering.runtime.demo.reasons import branches
from threering.stories.keep_reason import keep_reason
from threering.tickets.models import ContactReason
from threering.tickets.reasons import Wanted
from threering.tickets.reasontree import BETWEEN


def plant(client: Client, by: Agent) -> dict[str, ContactReason]:
    """Write a client's tree; each reason by its path."""
    planted: dict[str, ContactReason] = {}
    for path, eligible in branches(client.slug):
        above, _arrow, name = path.rpartition(BETWEEN)
        wanted = Wanted(name=name, parent=planted.get(above), first_contact_eligible=eligible)
        planted[path] = keep_reason(client, wanted, by=by, at=client.created_at)
    return planted
