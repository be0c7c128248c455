"""Choosing a saved reply in the composer of a ticket."""

from __future__ import annotations

from dataclasses import dataclass

from django.forms import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from threering.channels.rules import base
from threering.knowledge.queries import Offer, language_of, offers
from threering.knowledge.rules import LONGEST_NAME, Piece
from threering.organisation.rules import Verb
from threering.tickets.models import Ticket
from threering.tickets.rules import preview
from threering.web.doors import AgentRequest, door
from threering.web.knowledge.besides import Chip, chips, chips_with, read
from threering.web.knowledge.languages import language_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A saved reply in the list that opens in the composer."""

    name: str
    shortcut: str
    text: str
    words: str
    """The first of them, on one line."""
    pieces: list[Piece]
    chips: list[Chip]
    team: str
    """Whose it is; "" for everybody's."""
    other_language: str
    """What it is written in, where that is not the customer's language."""


@require_GET
@door(Verb.REPLY)
def choose(request: AgentRequest, client: str, number: int) -> HttpResponse:
    """What the typed word may mean here; or, with `besides`, the chips of what is written."""
    mine = Ticket.objects.visible_to(request.user, Verb.REPLY)
    with_all = mine.select_related("client", "brand", "customer")
    ticket = get_object_or_404(with_all, client__slug=client, number=number)
    if "besides" in request.GET:
        try:
            said = read(request.GET["besides"])
        except ValidationError:
            said = []
        known = chips(said, ticket, request.user)
        return render(request, "knowledge/_chips.html", {"chips": known})
    typed = request.GET.get("q", "").replace("\0", " ")[:LONGEST_NAME]
    theirs = language_of(ticket)
    found = [_option(offer, theirs) for offer in offers(ticket, request.user, typed)]
    return render(request, "knowledge/_offers.html", {"options": found, "typed": typed.strip()})


def _option(offer: Offer, theirs: str) -> Option:
    strange = bool(theirs and offer.language and offer.language != base(theirs))
    return Option(
        name=offer.reply.name,
        shortcut=offer.reply.shortcut,
        text=offer.text,
        words=preview(offer.text),
        pieces=offer.pieces,
        chips=chips_with(offer.reply),
        team=offer.reply.team.name if offer.reply.team else "",
        other_language=language_name(offer.language) if strange else "",
    )
