"""What may an actor do, and who can be asked to help."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django.utils.crypto import constant_time_compare

from threering.kernel import rows
from threering.kernel.time import now
from threering.organisation.models import Agent, Brand, Client, Team
from threering.organisation.rules import ALLOWED, Role, Verb, allows, allows_anywhere


class Owned(Protocol):
    """Anything that belongs to a client."""

    client_id: int


def may(actor: Agent, verb: Verb, thing: Owned | None = None) -> bool:
    """Whether the actor may do the verb to the thing, or anywhere when no thing is named."""
    if thing is None:
        return allows_anywhere(actor.held, verb)
    return allows(actor.held, verb, thing.client_id, getattr(thing, "brand_id", None))


HELPERS = """is_active and kind = 'person' and id in (
 select agent_id from organisation_grant
 where client_id = %s and (brand_id is null or brand_id = %s) and role = any(%s)
) order by name"""
"""Of a client, a brand of it and roles: a condition for agents."""


def people_for(brand: Brand, verb: Verb = Verb.REPLY) -> list[Agent]:
    """The active people who may do the verb for a brand, by name."""
    return rows.select(Agent, HELPERS, brand.client_id, brand.pk, roles_that_may(verb))


def roles_that_may(verb: Verb) -> list[str]:
    """The roles that may do the verb, as they are kept."""
    return [role.value for role in Role if verb in ALLOWED[role]]


def is_signed_in(actor: Agent, session: str) -> bool:
    """Whether a session is still theirs: not left, not run out, under the password of today."""
    return bool(signed_in_under(actor, [session]))


def signed_in_under(actor: Agent, sessions: Collection[str]) -> set[str]:
    """Which of these sessions are still theirs; one query for all of them."""
    there = Session.objects.filter(pk__in=sessions, expire_date__gt=now())
    mine, stamp = str(actor.pk), actor.get_session_auth_hash()
    return {
        session.pk
        for session, held in ((one, one.get_decoded()) for one in there)
        if held.get(SESSION_KEY) == mine
        and constant_time_compare(held.get(HASH_SESSION_KEY, ""), stamp)
    }


def clients_of(actor: Agent) -> list[Client]:
    """The clients an actor has anything to do with, by name."""
    held = {grant.client_id for grant in actor.held}
    return list(Client.objects.filter(pk__in=held).order_by("name"))


def clients_led_by(actor: Agent, verb: Verb) -> list[Client]:
    """The clients for all of whose brands the actor may do the verb, by name."""
    return [one for one in clients_of(actor) if allows(actor.held, verb, one.pk, None)]


def brands_of(actor: Agent) -> QuerySet[Brand]:
    """The brands an actor has anything to do with."""
    reach = Q(pk__in=[])
    for grant in actor.held:
        reach |= Q(pk=grant.brand_id) if grant.brand_id else Q(client_id=grant.client_id)
    return Brand.objects.filter(reach).select_related("client").order_by("name")


def brands_where(actor: Agent, verb: Verb) -> list[Brand]:
    """The brands for which an actor may do the verb, by the names of their clients and theirs."""
    mine = brands_of(actor).order_by("client__name", "client", "name", "pk")
    return [one for one in mine if allows(actor.held, verb, one.client_id, one.pk)]


def brands_kept_by(actor: Agent) -> QuerySet[Brand]:
    """The brands of the clients for which the actor keeps them, by name."""
    kept = clients_led_by(actor, Verb.KEEP_BRANDS)
    return Brand.objects.filter(client__in=kept).select_related("client").order_by("name", "pk")


def team_names(ids: Collection[int]) -> dict[int | None, str]:
    """What these teams are called."""
    return dict(Team.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}


def own_teams(actor: Agent) -> frozenset[int]:
    """The teams that an actor is in."""
    return frozenset(actor.teams.values_list("pk", flat=True))


def teams_of(actor: Agent) -> QuerySet[Team]:
    """The teams of all clients whose tickets an actor may read, archived ones too, by name."""
    found: QuerySet[Team] = Team.objects.visible_to(actor)
    return found.order_by("name")


def teams_beside(client_id: int, team_id: int | None) -> list[Team]:
    """The teams of a client that get tickets, by name, and this one whether it does or not."""
    there = "client_id = %s and (archived_at is null or id = %s) order by name"
    return rows.select(Team, there, client_id, team_id)


def teams_in_use(actor: Agent) -> QuerySet[Team]:
    """Those of them that get tickets."""
    return teams_of(actor).filter(archived_at=None)
