"""People who are named in notes, and browsers in which they want to hear of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import uuid4

import time_machine
from django.test import Client
from pytest_django import Settings

from tests.house import House
from tests.mail import deliver, mail
from tests.pushes import PushService, Receiver
from threering.jobs.pushes import push_next
from threering.kernel.time import now
from threering.kernel.webpush import Lock
from threering.ledger.models import Notice
from threering.ledger.push.actions import Secret, subscribe
from threering.ledger.push.models import Push, PushSubscription
from threering.organisation.models import Agent
from threering.stories.add_note import add_note
from threering.tickets.actions import Written
from threering.tickets.models import Ticket
from threering.tickets.naming import Named

SOON, MINUTE = timedelta(seconds=6), timedelta(minutes=1)


def ticket_of(house: House, settings: Settings) -> Ticket:
    """A ticket, and push services on this machine may be asked."""
    settings.PRIVATE_HOSTS = ("127.0.0.1",)
    settings.PUSH_CONTACT = "mailto:it@shop.test"
    deliver(house.shop, mail("Private words of the customer."))
    return Ticket.objects.get()


def signed_in(agent: Agent) -> str:
    """A session of theirs."""
    client = Client()
    client.force_login(agent)
    return str(client.session.session_key)


def browser(
    agent: Agent, receiver: Receiver, service: PushService, name: str = "b1"
) -> PushSubscription:
    """One in which somebody is signed in, and notified for a minute already."""
    secret = Secret(Lock(**receiver.form), signed_in(agent))
    at = now() - MINUTE
    return subscribe(agent, f"{service.url}/{name}", secret, label="Firefox, Linux", at=at)


def name(ticket: Ticket, agent: Agent, by: Agent) -> Notice:
    """Name somebody in a note; what they are told of it."""
    written = Written(author=by, text=f"@{agent.name} secret words", key=uuid4())
    add_note(ticket, written, at=now(), chosen=[Named(agent.uuid, agent.name)])
    return Notice.objects.latest("pk")


def push(after: timedelta = SOON) -> int:
    """What leaves then; how many were looked at."""
    with later(after):
        return push_next()


@contextmanager
def later(after: timedelta) -> Iterator[datetime]:
    """It is later now."""
    with time_machine.travel(now() + after, tick=True):
        yield now()


def ends() -> list[str]:
    """How each push ended, "" where it waits."""
    return list(Push.objects.order_by("pk").values_list("end", flat=True))


def told(service: PushService, receiver: Receiver) -> list[dict[str, str]]:
    """What the browser was told."""
    return [receiver.opened(one.body) for one in service.posted]
