"""What a bell becomes: a row of the list, once for each language somebody reads."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.db import close_old_connections
from django.db.models import Count
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation

from threering.ledger.catalogue import CATALOGUE
from threering.ledger.events import CUSTOMER
from threering.organisation.models import Agent
from threering.organisation.rules import Held, Verb, allows
from threering.tickets.models import Ticket
from threering.tickets.queries import views_of
from threering.web.tickets.pages import row_of

Tally = Counter[tuple[int, int, int | None, str]]
COUNTED_STATUSES = ("new", "open", "pending", "on_hold")


@dataclass(frozen=True, slots=True)
class Reader:
    """Who listens: what filters the stream and how it is worded."""

    id: int
    session: str
    language: str
    held: tuple[Held, ...]

    def sees(self, client_id: int, brand_id: int) -> bool:
        """Whether a ticket of that client and brand is any of the reader's business."""
        return allows(self.held, Verb.READ_TICKET, client_id, brand_id)


@dataclass(frozen=True, slots=True)
class Bell:
    """One NOTIFY: which ticket, and what happened last."""

    ticket: int
    kind: str
    actor_kind: str
    actor: int | None


@dataclass(frozen=True, slots=True)
class Change:
    """One thing to show, in every language that is listening."""

    client_id: int
    brand_id: int
    data: dict[str, str]


def reader_of(session_key: str) -> Reader | None:
    """Who a session belongs to, if anybody still."""
    close_old_connections()
    request = HttpRequest()
    request.session = SessionStore(session_key)
    agent = get_user(request)
    if not isinstance(agent, Agent) or not agent.is_active:
        return None
    return Reader(agent.pk, session_key, agent.language, agent.held)


def still_reading(readers: Iterable[Reader]) -> dict[Reader, Reader | None]:
    """The readers as they are now: a revoked session or a lost grant ends what they see."""
    return {reader: reader_of(reader.session) for reader in readers}


def changes(bells: Iterable[Bell], languages: Iterable[str]) -> list[Change]:
    """The rows to show for tickets whose bell rang."""
    close_old_connections()
    by_ticket = {bell.ticket: bell for bell in bells}
    tickets = Ticket.objects.select_related("client", "brand", "customer", "assignee")
    found = tickets.in_bulk(by_ticket)
    return [_change(found[pk], bell, languages) for pk, bell in by_ticket.items() if pk in found]


def _change(ticket: Ticket, bell: Bell, languages: Iterable[str]) -> Change:
    data = {language: _payload(ticket, bell, language) for language in languages}
    return Change(ticket.client_id, ticket.brand_id, data)


def _payload(ticket: Ticket, bell: Bell, language: str) -> str:
    with translation.override(language):
        row = row_of(ticket, "open", preview=_sentence(ticket, bell), fresh=True)
        html = render_to_string("tickets/_row.html", {"row": row, "view": "open"})
    assignee = str(ticket.assignee.uuid) if ticket.assignee else None
    return json.dumps(
        {
            "ticket": str(ticket.uuid),
            "views": views_of(ticket),
            "assignee": assignee,
            "unsolved": ticket.status in COUNTED_STATUSES,
            "kind": bell.kind,
            "row": html,
            "ref": f"{ticket.client.slug}/{ticket.number}",
        }
    )


def _sentence(ticket: Ticket, bell: Bell) -> str:
    """What happened, in words: never what was written."""
    if bell.actor_kind == CUSTOMER:
        return CATALOGUE[bell.kind].headline(ticket.customer.name)
    name = Agent.objects.filter(pk=bell.actor or 0).values_list("name", flat=True).first()
    return CATALOGUE[bell.kind].headline(name or "")


def tally() -> Tally:
    """Unsolved tickets by (client, brand, assignee, status): one query for all readers."""
    close_old_connections()
    keys = ("client_id", "brand_id", "assignee_id", "status")
    unsolved = Ticket.objects.filter(status__in=COUNTED_STATUSES)
    rows = unsolved.values_list(*keys).annotate(n=Count("pk")).order_by()
    return Counter({(c, b, a, s): n for c, b, a, s, n in rows})


def counts_for(
    reader: Reader, tallied: Counter[tuple[int, int, int | None, str]]
) -> dict[str, int]:
    """The reader's own counts of the standing views."""
    mine = {key: n for key, n in tallied.items() if reader.sees(key[0], key[1])}

    def total(*, status: tuple[str, ...] = COUNTED_STATUSES, assignee: object = ...) -> int:
        return sum(n for (_, _, a, s), n in mine.items() if s in status and assignee in (..., a))

    return {
        "mine": total(assignee=reader.id),
        "unassigned": total(assignee=None),
        "open": total(status=("new", "open")),
        "pending": total(status=("pending",)),
        "on_hold": total(status=("on_hold",)),
    }
