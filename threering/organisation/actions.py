"""Founding clients and brands, and letting people in."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from threering.organisation.models import Agent, Brand, Client, Grant, Team
from threering.organisation.rules import Rhythm, Role

SYSTEM = "system@threering.invalid"


def create_client(name: str, *, slug: str = "") -> Client:
    """A new merchant. Raises ValidationError when the short name is taken or empty."""
    client = Client(name=name.strip(), slug=slug or slugify(name)[:50])
    client.full_clean()
    client.save()
    return client


def create_brand(client: Client, name: str, *, slug: str = "", language: str = "en") -> Brand:
    """A new brand of a client. Raises ValidationError when its short name is taken."""
    brand = Brand(client=client, name=name.strip(), slug=slug or slugify(name)[:50])
    brand.language = language
    brand.full_clean()
    brand.save()
    return brand


class BrandTaken(Exception):
    """Another brand of the client is called so."""


@dataclass(frozen=True, slots=True)
class Branding:
    """What a brand is called, and the language it writes to customers whose nobody knows."""

    name: str
    language: str
    kept_months: int | None = None


@transaction.atomic
def keep_brand(
    client: Client, wanted: Branding, instead: Brand | None, *, at: datetime
) -> Brand | None:
    """A new brand, or what one is from now on; None where nothing is new.

    Its short name stays: addresses and searches hold it. Raises BrandTaken.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    name, language = wanted.name, wanted.language
    others = client.brands.exclude(pk__in=[instead.pk] if instead else [])
    if others.filter(name__iexact=name).exists():
        raise BrandTaken
    if instead is None:
        instead = create_brand(client, name, slug=_free_slug(client, name), language=language)
    elif wanted == Branding(instead.name, instead.language, instead.kept_months):
        return None
    if wanted.kept_months != instead.kept_months:
        instead.kept_months, instead.kept_from = wanted.kept_months, at
    instead.name, instead.language = name, language
    instead.save(update_fields=["name", "language", "kept_months", "kept_from"])
    return instead


def _free_slug(client: Client, name: str) -> str:
    """A short name that none of its brands has, also for one without any Latin letter."""
    taken, short = set(client.brands.values_list("slug", flat=True)), slugify(name)[:40] or "brand"
    numbered = (f"{short}-{n}" for n in count(2))
    return next(slug for slug in chain([short], numbered) if slug not in taken)


@transaction.atomic
def create_agent(
    email: str,
    *,
    name: str,
    password: str | None,
    grants: Iterable[tuple[Client, str]],
    language: str = "en",
) -> Agent:
    """A person who may sign in; without a password only another way.

    Raises ValidationError for an address that is none or taken, and for an unknown role.
    """
    email = email.strip().lower()
    if Agent.objects.filter(email__iexact=email).exists():
        raise ValidationError(f"{email} already has an account.")
    hue = zlib.crc32(email.encode()) % 8
    agent = Agent(email=email, name=name.strip(), hue=hue, language=language)
    agent.set_password(password)
    agent.full_clean()
    agent.save()
    for client, role in grants:
        grant(agent, client, role)
    return agent


def grant(agent: Agent, client: Client, role: str, *, brand: Brand | None = None) -> Grant:
    """Make the agent `role` for the client, or for one brand of it; twice is once."""
    if role not in set(Role):
        raise ValidationError(f"{role} is not a role; use one of {', '.join(Role)}.")
    given, _ = Grant.objects.update_or_create(
        agent=agent, client=client, brand=brand, defaults={"role": role}
    )
    agent.__dict__.pop("held", None)
    return given


@transaction.atomic
def create_team(client: Client, name: str, members: Iterable[Agent] = ()) -> Team:
    """A team of a client's agents; one of that name there is, gets the members too.

    Raises ValidationError for no name, and for a member who has nothing to do with the client.
    """
    name = name.strip()
    if not name:
        raise ValidationError("A team needs a name.")
    team = client.teams.filter(name__iexact=name, archived_at=None).first()
    if team is None:
        team = Team(client=client, name=name)
        team.full_clean()
        team.save()
    for member in members:
        if not member.grants.filter(client=client).exists():
            raise ValidationError(f"{member.email} has no role at {client.name}. Grant one first.")
        team.members.add(member)
    return team


def system() -> Agent:
    """The actor of everything that nobody asked for by hand."""
    actor, _ = Agent.objects.get_or_create(
        email=SYSTEM, defaults={"name": "Threering", "kind": Agent.Kind.SYSTEM}
    )
    return actor


def follow_browser(agent: Agent, *, language: str, time_zone: str) -> None:
    """Take over what the agent's browser says, where the agent chose nothing; "" says nothing."""
    told = {
        "language": "" if agent.language_chosen else language,
        "time_zone": "" if agent.time_zone_chosen else time_zone,
    }
    fresh = {name: value for name, value in told.items() if value not in ("", getattr(agent, name))}
    for name, value in fresh.items():
        setattr(agent, name, value)
    if fresh:
        agent.save(update_fields=list(fresh))


def choose_reading(agent: Agent, *, language: str, time_zone: str) -> None:
    """Set the language and the zone in which the agent reads; "": what the browser says."""
    agent.language_chosen, agent.time_zone_chosen = bool(language), bool(time_zone)
    agent.language = language or agent.language
    agent.time_zone = time_zone or agent.time_zone
    agent.save(update_fields=["language", "language_chosen", "time_zone", "time_zone_chosen"])


def choose_digest(agent: Agent, rhythm: Rhythm, *, hour: int) -> None:
    """How often they get a mail of what they have not seen, and at which hour of their own day."""
    agent.digest, agent.digest_hour = rhythm.value, hour
    agent.save(update_fields=["digest", "digest_hour"])


def choose_notices(agent: Agent, untold: Collection[str]) -> None:
    """Of which kinds of things they are not told any more; what they were told stays."""
    agent.untold = sorted(untold)
    agent.save(update_fields=["untold"])
