"""Clients: the first one with the first person of the house, and those that come later."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, count

from django.db import connection, transaction
from django.utils.text import slugify

from threering.organisation.actions import create_agent, create_client, grant
from threering.organisation.models import Agent, Client
from threering.organisation.rules import Role

FOUNDING = 7335  # the advisory lock: two who found at once are one after the other


class AlreadyFounded(Exception):
    """Somebody is here already, and lets others in."""


class ClientTaken(Exception):
    """Another client is called so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Founder:
    """Who begins, and for whom. `client`: "" where clients are there already."""

    email: str
    name: str
    password: str
    language: str
    client: str


def nobody_is_here() -> bool:
    """Whether no person has ever come in."""
    return not Agent.objects.filter(kind=Agent.Kind.PERSON).exists()


def has_clients() -> bool:
    """Whether a client was made on the command line."""
    return Client.objects.exists()


@transaction.atomic
def found(founder: Founder) -> tuple[Agent, list[Client]]:
    """The first person, an administrator of everything there is; and which clients that are.

    Raises AlreadyFounded, and ValidationError for an address that is none.
    """
    _one_at_a_time()
    if not nobody_is_here():
        raise AlreadyFounded
    clients = list(Client.objects.order_by("pk")) or [_new(founder.client)]
    grants = [(client, Role.ADMIN.value) for client in clients]
    person = create_agent(
        founder.email,
        name=founder.name,
        password=founder.password,
        grants=grants,
        language=founder.language,
    )
    return person, clients


def runs_the_house(actor: Agent) -> bool:
    """Whether somebody is an administrator of all clients: only they may add another one."""
    led = {
        held.client_id for held in actor.held if (held.role, held.brand_id) == (Role.ADMIN, None)
    }
    return bool(led) and not Client.objects.exclude(pk__in=led).exists()


@transaction.atomic
def add_client(name: str, by: Agent) -> Client:
    """Another merchant, whose administrator is whoever adds it. Raises ClientTaken."""
    _one_at_a_time()
    if Client.objects.filter(name__iexact=name).exists():
        raise ClientTaken
    client = _new(name)
    grant(by, client, Role.ADMIN.value)
    return client


@transaction.atomic
def rename_client(client: Client, name: str) -> bool:
    """Call it otherwise; its short name stays. Whether that is new. Raises ClientTaken."""
    _one_at_a_time()
    if Client.objects.filter(name__iexact=name).exclude(pk=client.pk).exists():
        raise ClientTaken
    if client.name == name:
        return False
    client.name = name
    client.save(update_fields=["name"])
    return True


def _new(name: str) -> Client:
    """With a short name that nobody has, also for one without any Latin letter."""
    short = slugify(name)[:40] or "client"
    taken = set(Client.objects.filter(slug__startswith=short).values_list("slug", flat=True))
    taken.add("new")  # the address of the page for another client
    numbered = (f"{short}-{n}" for n in count(2))
    slug = next(slug for slug in chain([short], numbered) if slug not in taken)
    return create_client(name, slug=slug)


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [FOUNDING])
