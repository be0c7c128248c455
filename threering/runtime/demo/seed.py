"""Write the demo into an empty house: once, in one transaction, with the facts of its history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, time

from django.db import transaction

from threering.channels.actions import create_inbox
from threering.channels.models import Inbox
from threering.customers.models import Customer, Handle
from threering.customers.rules import hue
from threering.kernel.ids import uuid7
from threering.kernel.time import now
from threering.ledger import blobs
from threering.organisation.actions import (
    create_agent,
    create_brand,
    create_client,
    create_team,
    system,
)
from threering.organisation.models import Agent, Client, Team
from threering.runtime.demo.cast import PASSWORD
from threering.runtime.demo.content import build
from threering.runtime.demo.history import History
from threering.runtime.demo.planting import plant
from threering.runtime.demo.replies import save_replies, use_replies
from threering.runtime.demo.shapes import (
    Demo,
    DemoClient,
    DemoCustomer,
    DemoMessage,
    DemoTicket,
)
from threering.runtime.demo.sowing import sow_fields
from threering.tickets.models import Contact, Message, Ticket
from threering.tickets.models import Counter as Numbers
from threering.tickets.rules import UNSOLVED, preview

ENDED = ("solved", "closed", "spam")


@transaction.atomic
def seed() -> None:
    """Fill in the demo; a house that has a client is left alone."""
    if Client.objects.exists():
        return
    demo = build(now())
    inboxes = {b: i for client in demo.clients for b, i in _found(client).items()}
    clients = {client.slug: client for client in Client.objects.all()}
    agents = _hire(demo, clients)
    teams = _teams(demo, clients, agents)
    customers = _customers(demo.customers, clients)
    reasons = {slug: plant(one, agents["nadia@desk.example"]) for slug, one in clients.items()}
    tickets = _tickets(demo.tickets, inboxes, customers, agents)
    for one, ticket in zip(demo.tickets, tickets, strict=True):
        ticket.reason = reasons[one.client].get(one.reason)
        ticket.team = next(filter(None, (teams.get((one.client, tag)) for tag in one.tags)), None)
    Ticket.objects.bulk_create(tickets, batch_size=500)
    sow_fields(tickets, agents["nadia@desk.example"])
    history = History(agents, system())
    _fill(demo.tickets, tickets, agents, history)
    history.write()
    use_replies(save_replies(agents["nadia@desk.example"]))


def _found(demo: DemoClient) -> dict[str, Inbox]:
    client = create_client(demo.name, slug=demo.slug)
    found = {}
    for one in demo.brands:
        brand = create_brand(client, one.name, slug=one.slug, language=one.language)
        found[one.slug] = create_inbox(brand, one.inbox_address, one.inbox_name)
    return found


def _hire(demo: Demo, clients: dict[str, Client]) -> dict[str, Agent]:
    hired = {}
    for one in demo.agents:
        grants = [(clients[slug], one.role) for slug in one.clients]
        agent = create_agent(one.email, name=one.name, password=PASSWORD, grants=grants)
        Agent.objects.filter(pk=agent.pk).update(hue=one.hue)
        hired[one.email] = agent
    return hired


def _teams(
    demo: Demo, clients: dict[str, Client], agents: dict[str, Agent]
) -> dict[tuple[str, str], Team]:
    """Each team by its client and every tag whose tickets it gets."""
    found: dict[tuple[str, str], Team] = {}
    for one in demo.teams:
        team = create_team(clients[one.client], one.name, [agents[who] for who in one.members])
        found |= {(one.client, tag): team for tag in one.tags}
    return found


def _customers(people: Iterable[DemoCustomer], clients: dict[str, Client]) -> dict[str, Customer]:
    made = {}
    for one in people:
        client = clients[one.client]
        since = datetime.combine(one.since, time(), UTC)
        customer = Customer(client=client, name=one.name, language=one.language, since=since)
        customer.hue, customer.key = hue(one.email), blobs.new_customer_key(client.pk)
        made[one.key] = customer
    Customer.objects.bulk_create(made.values())
    Handle.objects.bulk_create(
        Handle(client=made[p.key].client, customer=made[p.key], kind="email", value=p.email)
        for p in people
    )
    return made


def _tickets(
    demos: Iterable[DemoTicket],
    inboxes: dict[str, Inbox],
    customers: dict[str, Customer],
    agents: dict[str, Agent],
) -> list[Ticket]:
    numbers: Counter[int] = Counter()
    made = []
    for demo in demos:
        inbox = inboxes[demo.brand]
        numbers[inbox.client_id] += 1
        ticket = _ticket(demo, inbox, numbers[inbox.client_id])
        ticket.customer = customers[demo.customer]
        ticket.assignee = agents[demo.assignee] if demo.assignee else None
        made.append(ticket)
    Numbers.objects.bulk_create(Numbers(client_id=c, last=n) for c, n in numbers.items())
    return made


def _ticket(demo: DemoTicket, inbox: Inbox, number: int) -> Ticket:
    said = [m for m in demo.messages if m.kind != "note"]
    solved = [change.at for change in demo.status_changes if change.status == "solved"]
    unsolved = demo.status in {status.value for status in UNSOLVED}
    waiting = unsolved and said[-1].kind == "customer"
    return Ticket(
        client_id=inbox.client_id,
        brand_id=inbox.brand_id,
        inbox=inbox,
        channel=inbox.kind,
        number=number,
        subject=demo.subject,
        status=demo.status,
        priority=demo.priority,
        preview=preview(said[-1].text),
        opened_at=demo.opened_at,
        last_at=said[-1].at,
        waiting_since=said[-1].at if waiting else None,
        solved_at=solved[-1] if solved and demo.status in ENDED else None,
    )


def _fill(
    demos: Iterable[DemoTicket], tickets: list[Ticket], agents: dict[str, Agent], history: History
) -> None:
    """Contacts and messages of every ticket, and what happened when."""
    contacts = [_contact(demo, ticket) for demo, ticket in zip(demos, tickets, strict=True)]
    Contact.objects.bulk_create(contacts, batch_size=500)
    messages = []
    for demo, contact in zip(demos, contacts, strict=True):
        said = [_message(one, contact, agents) for one in demo.messages]
        messages += said
        history.of(demo, contact, said)
    Message.objects.bulk_create(messages, batch_size=500)


def _contact(demo: DemoTicket, ticket: Ticket) -> Contact:
    ended = [change.at for change in demo.status_changes if change.status in ENDED]
    return Contact(
        client_id=ticket.client_id,
        ticket=ticket,
        origin=ticket,
        channel=ticket.channel,
        direction="in",
        opened_at=demo.opened_at,
        ended_at=ended[-1] if ended and demo.status in ENDED else None,
    )


def _message(one: DemoMessage, contact: Contact, agents: dict[str, Agent]) -> Message:
    theirs = one.kind == "customer"
    domain = "mail.example" if theirs else contact.ticket.inbox.address.rpartition("@")[2]
    return Message(
        client_id=contact.client_id,
        ticket=contact.ticket,
        contact=contact,
        kind=one.kind,
        customer=contact.ticket.customer if theirs else None,
        author=None if theirs else agents[one.author],
        text=one.text,
        external_id=None if one.kind == "note" else f"<{uuid7().hex}@{domain}>",
        at=one.at,
    )
