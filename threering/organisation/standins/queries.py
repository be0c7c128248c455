"""Who stands in for whom at a moment. Each costs one look-up where nobody does."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from threering.kernel import rows
from threering.organisation.models import Agent
from threering.organisation.people import people_at
from threering.organisation.queries import brands_where, clients_led_by, people_for, roles_that_may
from threering.organisation.rules import Verb
from threering.organisation.standins.models import StandIn
from threering.organisation.standins.rules import reached


def holding(at: datetime) -> QuerySet[StandIn]:
    """All that hold at that moment, as `StandIn.holds` says."""
    running = Q(ends_at=None) | Q(ends_at__gt=at)
    return StandIn.objects.filter(running, ended_at=None, begins_at__lte=at)


def stand_ins_of(agent: int, at: datetime) -> list[int]:
    """Who stands in for somebody, and for those while they are away themselves."""

    def step(pk: int) -> list[int]:
        return [one.stand_in_id for one in rows.find(StandIn, agent_id=pk) if one.holds(at)]

    return reached(agent, step)


def away_for(actor: Agent, at: datetime) -> list[Agent]:
    """For whom the actor stands in, also by standing in for their stand-in; the nearest first."""
    known: dict[int, Agent] = {}

    def step(pk: int) -> list[int]:
        theirs = holding(at).filter(stand_in=pk).select_related("agent").order_by("agent__name")
        found = {one.agent_id: one.agent for one in theirs}
        known.update(found)
        return list(found)

    return [known[pk] for pk in reached(actor.pk, step)]


def away_for_each(at: datetime) -> dict[int, list[int]]:
    """For whom each stands in directly, by their ids."""
    found: dict[int, list[int]] = {}
    for agent, stand_in in holding(at).values_list("agent", "stand_in"):
        found.setdefault(stand_in, []).append(agent)
    return found


def could_stand_in(agent: Agent) -> list[Agent]:
    """Who may answer wherever somebody may, by name: to nobody else their tickets may be shown."""
    brands = brands_where(agent, Verb.REPLY)
    everywhere = [{one.pk for one in people_for(brand)} for brand in brands]
    if not brands:
        return []
    able = set.intersection(*everywhere) - {agent.pk}
    return [one for one in people_for(brands[0]) if one.pk in able]


def people_led_by(actor: Agent, doing: Verb = Verb.REPLY) -> list[Agent]:
    """Oneself, and the active people of the clients that one leads who do this there, by name."""
    roles = roles_that_may(doing)
    led = {
        one.pk: one
        for client in clients_led_by(actor, Verb.KEEP_TEAMS)
        for one in people_at(client).filter(
            is_active=True, grants__client=client, grants__role__in=roles
        )
        if one.pk != actor.pk
    }
    return [actor, *sorted(led.values(), key=lambda one: (one.name.casefold(), one.pk))]


def shown_to(actor: Agent, at: datetime) -> list[StandIn]:
    """What holds or is to come of people one leads, oneself, and whom one stands in for."""
    ahead = Q(ends_at=None) | Q(ends_at__gt=at)
    theirs = Q(agent__in=[one.pk for one in people_led_by(actor)]) | Q(stand_in=actor)
    found = StandIn.objects.filter(ahead, theirs, ended_at=None)
    return list(found.select_related("agent", "stand_in").order_by("begins_at", "pk"))
