"""One ticket, opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from threering.kernel.time import now
from threering.knowledge.queries import LATEST, language_in
from threering.organisation.models import Agent, Team
from threering.organisation.queries import may, teams_beside
from threering.organisation.rules import Verb
from threering.tickets.checklist import Step, steps_of
from threering.tickets.conversation import Conversation
from threering.tickets.fields import filled_in
from threering.tickets.models import Field, Ticket
from threering.tickets.properties import tags_of
from threering.tickets.reasons import paths_of
from threering.tickets.relating import How, related_to
from threering.tickets.rules import OFFERED, UNSOLVED, Status
from threering.tickets.snoozing import presets
from threering.web.knowledge.languages import language_name
from threering.web.labels import PRIORITY_LABELS
from threering.web.tickets.cards import Card, card_of
from threering.web.tickets.entries import Entry, entries_of
from threering.web.tickets.grouping import Grouping, grouping_of
from threering.web.tickets.pages import (
    STATUS_LABELS,
    Colleague,
    Row,
    colleagues_of,
    row_of,
    subject_of,
)
from threering.web.tickets.recipients import Box, box_of

SNOOZES = {
    "hour": gettext_noop("In an hour"),
    "later": gettext_noop("In three hours"),
    "tomorrow": gettext_noop("Tomorrow morning"),
    "monday": gettext_noop("Monday morning"),
    "week": gettext_noop("In a week"),
    "month": gettext_noop("In four weeks"),
}
RELATED = {
    How.FOLLOWS: gettext_noop("Follows"),
    How.FOLLOWED_BY: gettext_noop("Followed by"),
    How.RELATED: gettext_noop("Linked"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """An open ticket with all that its page shows."""

    row: Row
    title: str
    entries: list[Entry]
    customer: Card
    assignees: list[Colleague]
    away: str
    """That whose ticket it is are away, and who stands in; "" where they are here."""
    teams: list[Team]
    statuses: list[tuple[str, str]]
    priorities: list[str]
    snoozes: list[tuple[str, datetime]]
    """What to call each moment that is offered, and the moment."""
    recipients: Box
    """Whom the next reply goes to."""
    team: Team | None
    team_url: str
    reply_url: str
    assign_url: str
    status_url: str
    snooze_url: str
    fields: list[tuple[Field, str]]
    fields_url: str
    steps: list[Step]
    checklist_url: str
    tags: list[str]
    known_tags_url: str
    tags_url: str
    priority_url: str
    reason: str
    """Why its customer writes, in full; "" where nobody has said it."""
    reasons_url: str
    can_describe: bool
    can_assign: bool
    messages_url: str
    files_url: str
    draft_url: str
    attend_url: str
    print_url: str
    history_url: str
    related: list[tuple[str, Row]]
    """What other tickets are to this one, in a word, and they."""
    related_word: str
    """That word where an agent said so."""
    related_url: str
    replies_url: str
    colleagues_url: str
    forward_url: str
    language: str
    """The customer's, as a code; "" where nobody knows it."""
    language_name: str
    can_reply: bool
    can_note: bool
    grouping: Grouping


def thread_of(ticket: Ticket, view: str, actor: Agent) -> Thread:
    """The open ticket as this actor sees it."""
    place = [ticket.client.slug, ticket.number]
    conversation = Conversation(ticket)
    card = card_of(ticket.customer, actor, beside=conversation)
    entries = entries_of(conversation)
    assignees = colleagues_of(ticket.brand)
    whose = str(ticket.assignee.uuid) if ticket.assignee else ""
    teams = teams_beside(ticket.client_id, ticket.team_id)
    written_in = not ticket.merged_into_id and not ticket.forgotten_at
    language = ticket.customer.language or language_in(conversation.theirs[: -LATEST - 1 : -1])
    return Thread(
        row=row_of(ticket, view, current=True),
        title=subject_of(ticket),
        entries=entries,
        customer=card,
        assignees=assignees,
        away=next((one.away for one in assignees if one.uuid == whose), ""),
        teams=teams,
        team=next((team for team in teams if team.pk == ticket.team_id), None),
        team_url=reverse("ticket-team", args=place),
        statuses=[(status.value, _(STATUS_LABELS[status.value])) for status in OFFERED],
        recipients=box_of(conversation),
        priorities=[_(label) for label in PRIORITY_LABELS],
        snoozes=snoozes() if Status(ticket.status) in UNSOLVED else [],
        snooze_url=reverse("ticket-snooze", args=place),
        fields=filled_in(ticket),
        fields_url=reverse("ticket-fields", args=place),
        steps=steps_of(ticket),
        checklist_url=reverse("ticket-checklist", args=place),
        tags=tags_of(ticket),
        known_tags_url=reverse("ticket-known-tags", args=place),
        tags_url=reverse("ticket-tags", args=place),
        priority_url=reverse("ticket-priority", args=place),
        can_assign=may(actor, Verb.ASSIGN, ticket) and not ticket.merged_into_id,
        reason=paths_of([ticket.reason_id]).get(ticket.reason_id, ""),
        reasons_url=reverse("ticket-reasons", args=place),
        can_describe=may(actor, Verb.DESCRIBE, ticket) and not ticket.merged_into_id,
        reply_url=reverse("ticket-reply", args=place),
        assign_url=reverse("ticket-assign", args=place),
        status_url=reverse("ticket-status", args=place),
        messages_url=reverse("ticket-messages", args=place),
        files_url=reverse("ticket-files", args=place),
        related=[
            (_(RELATED[one.how]), row_of(one.ticket, "all")) for one in related_to(ticket, actor)
        ],
        related_word=_(RELATED[How.RELATED]),
        related_url=reverse("ticket-related", args=place),
        print_url=reverse("ticket-print", args=place),
        history_url=reverse("ticket-history", args=place),
        attend_url=reverse("ticket-attend", args=place),
        draft_url=reverse("ticket-draft", args=place),
        forward_url=reverse("ticket-forward", args=place),
        replies_url=reverse("ticket-replies", args=place),
        colleagues_url=reverse("ticket-colleagues", args=place),
        language=language,
        language_name=language_name(language),
        can_reply=may(actor, Verb.REPLY, ticket) and written_in,
        can_note=may(actor, Verb.NOTE, ticket) and written_in,
        grouping=grouping_of(ticket, actor, entries),
    )


def snoozes() -> list[tuple[str, datetime]]:
    """The moments that are offered to a reader, and what to call them."""
    zone = timezone.get_current_timezone()
    return [(_(SNOOZES[name]), moment) for name, moment in presets(now(), zone).items()]
