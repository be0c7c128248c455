"""Reading saved replies: for one ticket, and all that somebody keeps."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from threering.kernel.time import now
from threering.knowledge import rules
from threering.knowledge.models import SavedReply, SavedReplyUse
from threering.knowledge.rules import Candidate, Piece, Place
from threering.language.rules import language_of as language_read
from threering.organisation.models import Agent
from threering.organisation.queries import own_teams
from threering.tickets.models import Message, Ticket

LATELY = timedelta(days=90)
LATEST = 3
"""Messages of a customer from which their language is read."""
MOST = 2_000
"""Saved replies of one brand that are looked at; nobody keeps as many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A saved reply as it would go into one ticket."""

    reply: SavedReply
    language: str
    pieces: list[Piece]

    @property
    def text(self) -> str:
        """Its words, filled in."""
        return "".join(piece.text for piece in self.pieces)


def offers(ticket: Ticket, actor: Agent, typed: str, *, most: int = 30) -> list[Offer]:
    """What a typed word may mean in this ticket, likeliest first."""
    language, teams = language_of(ticket), own_teams(actor)
    found = {reply.pk: reply for reply in usable(ticket, actor, teams)}
    place = Place(brand_id=ticket.brand_id, language=language, team_id=ticket.team_id, teams=teams)
    likely = rules.ranked(map(candidate_of, found.values()), typed, place, most=most)
    values = values_of(ticket, actor)
    return [_offer(found[one.id], ticket, language, values) for one in likely]


def usable(ticket: Ticket, actor: Agent, teams: Collection[int]) -> QuerySet[SavedReply]:
    """The saved replies for a ticket's brand and the actor's `teams`, with their uses lately.

    Those of other teams are not among them, not even for whoever keeps them.
    """
    mine = SavedReply.objects.visible_to(actor).filter(client=ticket.client_id, archived_at=None)
    here = mine.for_teams(teams).filter(Q(brand=None) | Q(brand=ticket.brand_id))
    counted = with_uses(here.select_related("team"), now() - LATELY)
    return counted.prefetch_related("texts").order_by("pk")[:MOST]


def with_uses(replies: QuerySet[SavedReply], since: datetime | None = None) -> QuerySet[SavedReply]:
    """The same with `used`: how often since then, or ever, and `last_used_at`."""
    uses = SavedReplyUse.objects.filter(reply=OuterRef("pk")).order_by()
    counted = uses.filter(at__gte=since) if since else uses
    number = counted.values("reply").annotate(n=Count("pk")).values("n")
    latest = uses.order_by("-at").values("at")[:1]
    return replies.annotate(
        used=Coalesce(Subquery(number, output_field=IntegerField()), 0),
        last_used_at=Subquery(latest),
    )


def language_of(ticket: Ticket) -> str:
    """The language of a ticket's customer, known or read from what they wrote; "" if unclear."""
    if ticket.customer.language:
        return ticket.customer.language
    theirs = ticket.messages.filter(kind=Message.Kind.CUSTOMER, taken_back_at=None)
    return language_in(theirs.order_by("-at", "-pk").defer("html")[:LATEST])


def language_in(said: Iterable[Message]) -> str:
    """The language of what a customer wrote lately, the latest first; "" if unclear."""
    return language_read("\n".join(message.said for message in said))


def values_of(ticket: Ticket, actor: Agent) -> dict[str, str]:
    """What each variable stands for in a ticket that this actor answers."""
    customer = ticket.customer
    handles = list(customer.handles.values_list("value", flat=True))
    given = rules.first_name(customer.name, handles)
    return {
        "customer.first_name": given,
        "customer.name": customer.name if given else "",
        "ticket.number": str(ticket.number),
        "ticket.subject": ticket.subject,
        "agent.first_name": actor.name.split(" ")[0],
        "agent.name": actor.name,
        "brand.name": ticket.brand.name,
    }


def texts_of(reply: SavedReply) -> dict[str, str]:
    """Its words by language."""
    return {one.language: one.text for one in reply.texts.all()}


def named(actor: Agent, client_id: int, uuids: list[UUID]) -> list[SavedReply]:
    """Those of them that the actor may use."""
    mine = SavedReply.objects.visible_to(actor).filter(client=client_id, uuid__in=uuids)
    return list(mine.order_by("pk"))


def _offer(reply: SavedReply, ticket: Ticket, language: str, values: Mapping[str, str]) -> Offer:
    spoken, text = rules.worded(texts_of(reply), language, ticket.brand.language)
    return Offer(reply=reply, language=spoken, pieces=rules.pieces(text, values))


def candidate_of(reply: SavedReply) -> Candidate:
    """It, as far as choosing depends on it."""
    texts = texts_of(reply)
    return Candidate(
        id=reply.pk,
        name=reply.name,
        shortcut=reply.shortcut,
        text=" ".join(texts.values()),
        brand_id=reply.brand_id,
        team_id=reply.team_id,
        languages=frozenset(texts),
        used=getattr(reply, "used", 0),
    )
