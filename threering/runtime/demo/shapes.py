"""What the demo is made of, as plain values that a loader can write to any store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Status = Literal["new", "open", "pending", "on_hold", "solved", "closed", "spam"]
Kind = Literal["customer", "agent", "note"]


@dataclass(frozen=True, slots=True)
class DemoBrand:
    """A shop and the address under which its customers reach it."""

    name: str
    slug: str
    inbox_address: str
    inbox_name: str
    language: str


@dataclass(frozen=True, slots=True)
class DemoClient:
    """A merchant with its brands."""

    name: str
    slug: str
    brands: tuple[DemoBrand, ...]


@dataclass(frozen=True, slots=True)
class DemoAgent:
    """Somebody who signs in: role in {admin, lead, agent, light}, hue 0 to 7 for the avatar."""

    name: str
    email: str
    role: str
    clients: tuple[str, ...]
    language: str
    hue: int


@dataclass(frozen=True, slots=True)
class DemoTeam:
    """Who shares the work on the tickets that carry one of these tags."""

    client: str
    name: str
    members: tuple[str, ...]
    tags: frozenset[str]


@dataclass(frozen=True, slots=True)
class DemoCustomer:
    """Somebody who writes to one client; `key` is unique in the demo."""

    key: str
    client: str
    name: str
    email: str
    language: str
    since: date


@dataclass(frozen=True, slots=True)
class DemoMessage:
    """One utterance; `author` is the customer's name or the agent's e-mail address."""

    kind: Kind
    author: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class DemoChange:
    """An agent set the status."""

    at: datetime
    status: Status
    agent: str


@dataclass(frozen=True, slots=True)
class DemoTicket:
    """One issue with its whole thread, in the order in which it happened. `reason`: its path."""

    client: str
    brand: str
    customer: str
    subject: str
    status: Status
    priority: int
    tags: tuple[str, ...]
    assignee: str | None
    opened_at: datetime
    messages: tuple[DemoMessage, ...]
    status_changes: tuple[DemoChange, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Demo:
    """Everything; tickets are sorted by `opened_at`."""

    clients: tuple[DemoClient, ...]
    agents: tuple[DemoAgent, ...]
    teams: tuple[DemoTeam, ...]
    customers: tuple[DemoCustomer, ...]
    tickets: tuple[DemoTicket, ...]
