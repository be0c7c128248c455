"""The mail that tells somebody what waits for them: to whom, when, and what stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Min
from django.utils import translation
from django.utils.translation import gettext as _

from threering.channels.contract import Outbound
from threering.channels.models import Inbox
from threering.channels.outgoing import is_ours, signing_for
from threering.ledger.actions import settle
from threering.ledger.blobs import destroy_key
from threering.ledger.models import Delivery, Notice
from threering.organisation.models import Agent
from threering.organisation.rules import Rhythm
from threering.tickets.letters import new_message_id
from threering.tickets.models import Ticket
from threering.tickets.notices.queries import mine
from threering.tickets.notices.rules import PATIENCE, is_due
from threering.tickets.notices.words import Names, names_in, sentence, waiting

MOST = 50
"""Lines in one mail; the rest is counted."""


def due(at: datetime) -> list[tuple[int, int]]:
    """The agents, and for which client, who are to be told by mail now."""
    asked = Notice.objects.filter(agent__is_active=True).exclude(agent__digest=Rhythm.OFF.value)
    waiting = asked.filter(read_at=None, digest=None, at__lte=at - PATIENCE)
    names = ("agent__digest", "agent__digest_hour", "agent__time_zone")
    since = waiting.values("agent", "client", *names).annotate(oldest=Min("at"))
    return [
        (agent, client)
        for agent, client, *how, oldest in since.values_list("agent", "client", *names, "oldest")
        if is_due(Rhythm(how[0]), how[1], ZoneInfo(how[2]), oldest, at)
    ]


def taken(agent: Agent, client_id: int, *, at: datetime) -> list[Notice]:
    """What somebody is told now, the latest first: held until the transaction ends, and by one."""
    waiting = mine(agent).filter(client=client_id, read_at=None, digest=None)
    old = waiting.filter(at__lte=at - PATIENCE).order_by("-at", "-pk")
    return list(old.select_for_update(of=("self",), skip_locked=True))


def inbox_for(agent: Agent, notices: Sequence[Notice]) -> Inbox | None:
    """From which inbox they are told: that of the latest ticket. None where nobody can be.

    What comes to an inbox of ours would open a ticket.
    """
    if not notices or is_ours(agent.email):
        return None
    tickets = [notice.ticket_id for notice in notices if notice.ticket_id]
    inboxes = Inbox.objects.filter(client=notices[0].client_id, kind="email")
    named = inboxes.filter(ticket__in=tickets[:1])
    return named.select_related("brand").first() or inboxes.select_related("brand").first()


def letter(agent: Agent, notices: Sequence[Notice], inbox: Inbox, *, at: datetime) -> Outbound:
    """The mail. Of customers it says no more than the numbers and subjects of tickets."""
    with translation.override(agent.language):
        lines = _lines(agent, notices)
        subject = waiting(len(lines))
        text = _text(agent, lines)
    return Outbound(
        external_id=new_message_id(inbox.address),
        sent_at=at,
        sender_name="Threering",
        sender_handle=inbox.address,
        recipients=[agent.email],
        subject=subject,
        text=text,
        language=agent.language,
        automatic=True,
        signing=signing_for(inbox),
    )


def _text(agent: Agent, lines: Sequence[str]) -> str:
    rest = len(lines) - MOST
    parts = [
        _("Hello %(name)s,") % {"name": agent.name},
        _("this waits for you in Threering:"),
        *lines[:MOST],
        *([_("and %(count)s more") % {"count": rest}] if rest > 0 else []),
        _("All of it: %(address)s") % {"address": f"{settings.URL}/notices"},
        _("How often you get this mail, or never: %(address)s") % {"address": f"{settings.URL}/me"},
    ]
    return "\n\n".join(parts)


def _lines(agent: Agent, notices: Sequence[Notice]) -> list[str]:
    """Those that are alike as one."""
    alike: dict[tuple[str, int | None, int], list[Notice]] = {}
    for one in notices:
        alone = 0 if one.ticket_id else one.pk
        alike.setdefault((one.kind, one.ticket_id, alone), []).append(one)
    names = names_in(notices)
    numbers = [one.ticket_id for one in notices if one.ticket_id]
    tickets = Ticket.objects.visible_to(agent).select_related("client").in_bulk(numbers)
    return [_line(found, names, tickets.get(found[0].ticket_id)) for found in alike.values()]


def _line(alike: Sequence[Notice], names: Names, ticket: Ticket | None) -> str:
    said, times = sentence(alike[0], names), len(alike)
    if times > 1:
        said = f"{said} ({_('%(n)s times') % {'n': times}})"
    if ticket is None:
        return f"- {said}"
    # the addresses of pages stay as they are: mails and bookmarks hold them (see its test)
    page = f"{settings.URL}/tickets/all/{ticket.client.slug}/{ticket.number}"
    return f"- #{ticket.number} {ticket.subject}\n  {said}\n  {page}"


def put_in(notices: Sequence[Notice], delivery: Delivery) -> None:
    """They were told in that mail, and are in no other."""
    Notice.objects.filter(pk__in=[one.pk for one in notices]).update(digest=delivery)


def stop_stale(at: datetime) -> int:
    """Stop mails that wait to leave and of which everything was read meanwhile; how many."""
    waiting = Delivery.objects.filter(state=Delivery.State.QUEUED, notices__isnull=False)
    unread = Notice.objects.filter(read_at=None, digest__isnull=False).values("digest")
    stale = waiting.exclude(pk__in=unread).values("pk")
    held = Delivery.objects.select_for_update(skip_locked=True, of=("self",)).select_related("raw")
    found = list(held.filter(pk__in=stale, state=Delivery.State.QUEUED))
    for delivery in found:
        settle(delivery, Delivery.State.CANCELLED, at=at)
        destroy_key(delivery.raw, at=at)
    return len(found)
