"""An agent answered."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from threering.channels.registry import adapter
from threering.knowledge import actions as knowledge
from threering.ledger import actions as ledger
from threering.ledger.catalogue import ReplyWritten
from threering.ledger.events import Actor, record
from threering.tickets import actions as tickets
from threering.tickets import letters
from threering.tickets.actions import Written
from threering.tickets.besides import NOTHING, Besides, do, standing
from threering.tickets.drafts import drop_draft
from threering.tickets.models import Message, Ticket
from threering.tickets.notices.actions import tell_of
from threering.tickets.notices.rules import Affair
from threering.tickets.queries import typed_before
from threering.tickets.seen import check_seen


@transaction.atomic
def send_reply(
    ticket: Ticket, written: Written, *, at: datetime, besides: Besides = NOTHING
) -> Message:
    """Store the reply and its delivery in one go; it leaves when there was time to take it back.

    `besides`: what else happens to the ticket, in the same moment. The same key is the same reply.
    Raises NotSeen when somebody wrote what the author has not seen, NotSendable when mail cannot go
    to those who shall get it, or a file cannot go with it, TooManyTags.
    """
    ticket = tickets.locked(ticket)
    if typed := typed_before(ticket, written.key):
        return typed
    if written.seen:
        check_seen(ticket, written.seen, written.author)
    inbox, files = ticket.inbox, letters.files_of(ticket, written)
    outbound = letters.reply(ticket, written, files, at=at)
    packed = adapter(inbox.kind).build(outbound)
    before = standing(ticket)
    contact, opened = tickets.running_contact(ticket, direction="out", at=at)
    turned = tickets.agent_replied(ticket, written.text, at=at) + do(ticket, besides, at=at)
    before |= {"left": standing(ticket), "said": besides.said}
    delivery = ledger.queue_delivery(
        ticket.brand,
        letters.parcel(inbox, outbound, packed, before=before),
        ticket.customer.key,
        written.author,
        due_at=at + settings.UNDO,
    )
    marks = letters.marks_of(ticket, outbound)
    message = tickets.add_agent_message(contact, written, delivery, at=at, **marks)
    letters.attach(message, files)
    drop_draft(ticket, written.author)
    used = knowledge.note_uses(message, besides.used, at=at)
    facts = [*opened, *turned, *used, ReplyWritten(message=message.pk, channel=inbox.kind)]
    record(facts, tickets.about(ticket, contact), Actor.agent(written.author), at=at)
    tell_of(facts, ticket, Affair(by=written.author.pk), at=at)
    return message
