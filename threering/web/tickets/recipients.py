"""Whom a reply goes to, as the composer shows it: chips, drawn by who will judge them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from threering.channels.contract import NotSendable
from threering.customers.models import Handle
from threering.kernel.time import now
from threering.organisation.rules import Verb
from threering.tickets.addressing import NOBODY, Recipients, is_machine
from threering.tickets.conversation import Conversation
from threering.tickets.forwarding import source_of
from threering.tickets.letters import files_again
from threering.tickets.models import Message, Ticket
from threering.tickets.recipients import answer_to, chosen, known_at, strangers
from threering.web.doors import AgentRequest, door
from threering.web.kept.telling import kept
from threering.web.tickets.forms import AskForm, RecipientsForm
from threering.web.tickets.replies import shown_files


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who gets it, or could."""

    address: str
    name: str
    warning: str
    """Why they will hardly read it; "" if nothing speaks against it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """The recipients of what is being written."""

    url: str
    chosen: bool
    """Somebody chose: it is no more what would be taken without a word."""
    to: tuple[Person, ...]
    cc: tuple[Person, ...]
    elsewhere: tuple[str, ...] = ()
    """Other addresses of the customer."""
    everybody: tuple[Person, ...] = ()
    """Who else read what is answered, and does not get the answer so far."""
    source: Message | None = None
    """What is passed on, where something is."""
    source_by: str = ""

    @property
    def troubles(self) -> tuple[str, ...]:
        """What speaks against whom it goes to."""
        return tuple(one.warning for one in (*self.to, *self.cc) if one.warning)


class PeopleForm(AskForm, RecipientsForm):
    """Those who are in the composer, and who has just been typed."""

    forwards = forms.UUIDField(required=False)


def _ticket(request: AgentRequest, client: str, number: int) -> Ticket:
    mine = Ticket.objects.visible_to(request.user, Verb.REPLY)
    with_all = mine.select_related("client", "brand", "customer__key", "inbox")
    ticket: Ticket = get_object_or_404(with_all, client__slug=client, number=number)
    return ticket


@require_GET
@door(Verb.REPLY)
def recipients(request: AgentRequest, client: str, number: int) -> HttpResponse:
    """The chips of those who were chosen, or a sentence that says what is wrong with them.

    That is an answer as good as the other: nothing was to be changed.
    """
    ticket, form = _ticket(request, client, number), PeopleForm(request.GET)
    if not form.is_valid():
        return _refused(request, form.first_error(), status=200)
    try:
        box = _box(ticket, form)
    except NotSendable as why:
        return _refused(request, kept(str(why)), status=200)
    return render(request, "tickets/_recipients.html", {"box": box})


@require_POST
@door(Verb.REPLY)
def forward(request: AgentRequest, client: str, number: int) -> HttpResponse:
    """Begin to pass a message on: an empty box for whom it goes to, and the files it came with."""
    ticket, form = _ticket(request, client, number), PeopleForm(request.POST)
    try:
        source = source_of(ticket, form.cleaned_data["forwards"] if form.is_valid() else None)
    except NotSendable as why:
        return _refused(request, kept(str(why)))
    files = files_again(source, request.user, at=now())
    box = forward_box(Conversation(ticket), source)
    context = {"box": box, "files": shown_files(files)}
    return render(request, "tickets/_forward.html", context)


def _box(ticket: Ticket, form: PeopleForm) -> Box:
    forwards, conversation = form.cleaned_data["forwards"], Conversation(ticket)
    if forwards is None:
        return box_of(conversation, form.wanted)
    return forward_box(conversation, source_of(ticket, forwards), form.wanted)


def _refused(request: AgentRequest, why: str, *, status: int = 422) -> HttpResponse:
    return render(request, "tickets/_refused.html", {"why": why}, status=status)


def box_of(conversation: Conversation, wanted: Recipients = NOBODY) -> Box:
    """Whom the next reply goes to, if those are wanted. Raises NotSendable."""
    ticket, usual = conversation.ticket, answer_to(conversation)
    meant = chosen(conversation, wanted) if wanted != NOBODY else Recipients(usual.to)
    left_out = [address for address in usual.cc if address not in (*meant.to, *meant.cc)]
    others = [address for address in conversation.addresses if address not in meant.to]
    known = _known(conversation, (*meant.to, *meant.cc, *left_out))
    return Box(
        url=reverse("ticket-recipients", args=[ticket.client.slug, ticket.number]),
        chosen=meant != Recipients(usual.to),
        to=tuple(_person(address, known) for address in meant.to),
        cc=tuple(_person(address, known) for address in meant.cc),
        elsewhere=tuple(others),
        everybody=tuple(_person(address, known) for address in left_out),
    )


def forward_box(conversation: Conversation, source: Message, wanted: Recipients = NOBODY) -> Box:
    """Whom a message is passed on to, nobody to begin with. Raises NotSendable."""
    ticket, who = conversation.ticket, source.customer or source.author
    meant = strangers(conversation, wanted) if wanted.to else NOBODY
    known = _known(conversation, (*meant.to, *meant.cc))
    return Box(
        url=reverse("ticket-recipients", args=[ticket.client.slug, ticket.number]),
        chosen=True,
        to=tuple(_person(address, known) for address in meant.to),
        cc=tuple(_person(address, known) for address in meant.cc),
        source=source,
        source_by=who.name if who else "",
    )


def _known(conversation: Conversation, addresses: Sequence[str]) -> dict[str, Handle]:
    """Whose the addresses are: the customer's own are at hand."""
    ticket = conversation.ticket
    known = {one.value: one for one in conversation.handles if one.kind == ticket.channel}
    others = [address for address in addresses if address not in known]
    return known | known_at(ticket, others) if others else known


def _person(address: str, known: dict[str, Handle]) -> Person:
    handle = known.get(address)
    name = handle.customer.name if handle else ""
    return Person(address=address, name=name, warning=_warning(address, handle))


def _warning(address: str, handle: Handle | None) -> str:
    told = {"address": address}
    if handle and handle.unreachable_at:
        return _("%(address)s takes no mail: what was sent came back.") % told
    if handle and handle.complained_at:
        return _("%(address)s called our mail spam. Write only if it is asked for.") % told
    if is_machine(address):
        return _("%(address)s sounds like a machine: hardly anybody reads what comes there.") % told
    return ""
