"""The contact reasons that are offered: for one ticket, and for many at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from threering.kernel.time import now
from threering.organisation.models import Agent
from threering.organisation.queries import clients_of
from threering.organisation.rules import Verb
from threering.tickets.models import ContactReason
from threering.tickets.reasons import most_used, tree_of
from threering.tickets.reasontree import BETWEEN
from threering.web.doors import AgentRequest, door


@dataclass(frozen=True, slots=True)
class Option:
    """A reason that can be chosen. `above`: what stands before its name."""

    pk: int
    uuid: str
    above: str
    name: str

    @property
    def path(self) -> str:
        """What it is called in full."""
        return f"{self.above}{self.name}"


def options_for(actor: Agent, clients: Collection[int]) -> list[Option]:
    """What the actor may choose from: the most used first, then the rest in their order."""
    mine = ContactReason.objects.visible_to(actor, Verb.DESCRIBE).filter(client__in=clients)
    reasons = {reason.pk: reason for reason in mine.select_related("client")}
    tree, many = tree_of(reasons.values()), len({one.client_id for one in reasons.values()}) > 1
    found = []
    for pk in dict.fromkeys([*most_used(clients, now=now()), *tree.walk()]):
        if pk in reasons and tree.is_in_use(pk):
            *above, name = tree.path(pk)
            names = [reasons[pk].client.name, *above] if many else above
            before = "".join(f"{one}{BETWEEN}" for one in names)
            found.append(Option(pk, str(reasons[pk].uuid), before, name))
    return found


@require_GET
@door(Verb.DESCRIBE)
def for_many(request: AgentRequest) -> HttpResponse:
    """What can be put on all tickets that are selected."""
    clients = [client.pk for client in clients_of(request.user)]
    options = options_for(request.user, clients)
    return render(request, "reasons/_options.html", {"options": options, "many": True})
