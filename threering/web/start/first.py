"""How far a client's first mail is: awaited, come, answered; and what may keep it away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _

from threering.channels.models import Inbox, Mailbox
from threering.ledger.models import Delivery
from threering.organisation.models import Agent, Client
from threering.organisation.rules import Verb
from threering.tickets.models import Message, Ticket
from threering.web.kept.telling import kept


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """What there is. `ticket_url`: "" while no mail has come; `trouble`: why, where it is known."""

    inboxes: Sequence[str] = ()
    ticket_url: str = ""
    subject: str = ""
    is_answered: bool = False
    answer: str = ""
    """How the answer stands."""
    trouble: str = ""


def first_of(actor: Agent, client: Client) -> First:
    """How far a client is."""
    inboxes = Inbox.objects.visible_to(actor, Verb.KEEP_INBOXES).filter(client=client, off_at=None)
    boxes = Mailbox.objects.visible_to(actor, Verb.KEEP_INBOXES).filter(client=client)
    there = First(
        inboxes=[one.address for one in inboxes.order_by("pk")],
        trouble=" ".join(kept(box.trouble) for box in boxes if box.trouble),
    )
    ticket = Ticket.objects.visible_to(actor).filter(client=client).order_by("pk").first()
    if ticket is None:
        return there
    reply = _last_reply(actor, client)
    state, why = (reply.state, reply.reason) if reply else ("", "")
    return replace(
        there,
        ticket_url=reverse("ticket", args=["all", client.slug, ticket.number]),
        subject=ticket.subject,
        is_answered=state == Delivery.State.SENT,
        answer=_told(state, why),
    )


def _last_reply(actor: Agent, client: Client) -> Delivery | None:
    replies = Message.objects.visible_to(actor).filter(
        client=client, kind=Message.Kind.AGENT, taken_back_at=None
    )
    reply = replies.select_related("delivery").order_by("pk").last()
    return reply.delivery if reply else None


def _told(state: str, reason: str) -> str:
    words = {
        Delivery.State.QUEUED.value: _("Your answer leaves in a moment."),
        Delivery.State.SENDING.value: _("Your answer is leaving."),
        Delivery.State.SENT.value: _("Your answer has left."),
        Delivery.State.FAILED.value: _("Your answer could not leave: %(why)s"),
        Delivery.State.UNCERTAIN.value: _("Your answer may have left: %(why)s"),
    }
    text = words.get(state, "")
    return text % {"why": reason} if "%(why)s" in text else text
