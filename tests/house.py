"""A small house to test in: two merchants, three brands, people of every role."""

from __future__ import annotations

from dataclasses import dataclass

from threering.channels.actions import create_inbox
from threering.channels.models import Inbox
from threering.organisation import actions as organisation
from threering.organisation.models import Agent, Client

PASSWORD = "three rings and no more"


@dataclass(frozen=True)
class House:
    """What the tests name: north and south are two clients that must never meet."""

    north: Client
    south: Client
    shop: Inbox
    outlet: Inbox
    other: Inbox
    ann: Agent  # agent of north
    lea: Agent  # lead of north
    lou: Agent  # light agent of north
    sam: Agent  # agent of south
    boss: Agent  # admin of both


def build() -> House:
    """Found it."""
    north, south = organisation.create_client("North"), organisation.create_client("South")
    shop = organisation.create_brand(north, "Shop")
    outlet = organisation.create_brand(north, "Outlet")
    other = organisation.create_brand(south, "Other")

    def person(name: str, *grants: tuple[Client, str]) -> Agent:
        address = f"{name.lower()}@threering.test"
        return organisation.create_agent(address, name=name, password=PASSWORD, grants=grants)

    return House(
        north=north,
        south=south,
        shop=create_inbox(shop, "help@shop.test", "Shop help"),
        outlet=create_inbox(outlet, "help@outlet.test", "Outlet help"),
        other=create_inbox(other, "help@other.test", "Other help"),
        ann=person("Ann", (north, "agent")),
        lea=person("Lea", (north, "lead")),
        lou=person("Lou", (north, "light")),
        sam=person("Sam", (south, "agent")),
        boss=person("Boss", (north, "admin"), (south, "admin")),
    )
