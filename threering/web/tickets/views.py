"""The console's routes: parse, tell the story, render what came of it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from threering.channels.contract import NotSendable
from threering.channels.models import Inbox
from threering.kernel.time import now
from threering.ledger.models import Delivery
from threering.organisation.models import Agent
from threering.organisation.queries import clients_led_by, may, people_for
from threering.organisation.rules import Verb
from threering.stories.add_note import add_note
from threering.stories.assign import assign as assign_ticket
from threering.stories.forward_message import forward_message
from threering.stories.send_reply import send_reply
from threering.stories.set_status import set_status
from threering.stories.settle_delivery import settle_delivery
from threering.stories.snooze import snooze as tell_snooze
from threering.tickets.actions import Written
from threering.tickets.conversation import Conversation
from threering.tickets.models import Message, Ticket
from threering.tickets.naming import NotAReader
from threering.tickets.properties import TooManyTags
from threering.tickets.rules import UNSOLVED, Status
from threering.tickets.seen import NotSeen
from threering.tickets.viewing import View, view_at
from threering.web.doors import AgentRequest, door
from threering.web.kept.telling import kept
from threering.web.knowledge.besides import besides_of
from threering.web.tickets import bulks
from threering.web.tickets.entries import entries_of, entry_of, unsaid
from threering.web.tickets.forms import ComposerForm, OnlyForm, SettleForm, SnoozeForm, StatusForm
from threering.web.tickets.lists import BadCursor, page_of
from threering.web.tickets.pages import frame_of
from threering.web.tickets.searches import asked_for, found_page, rows_among
from threering.web.tickets.thread import thread_of

LATEST = 5


def _ticket(request: AgentRequest, client: str, number: int, verb: Verb) -> Ticket:
    """The ticket, if the actor may do the verb to it; else there is no such ticket."""
    found = Ticket.objects.visible_to(request.user, verb)
    with_all = found.select_related("client", "brand", "customer", "assignee", "inbox")
    ticket: Ticket = get_object_or_404(with_all, client__slug=client, number=number)
    return ticket


def _unmerged(ticket: Ticket) -> Ticket:
    """Nobody owns or finishes a ticket that leads into another one."""
    if ticket.merged_into_id:
        raise Http404
    return ticket


def _view(key: str, request: AgentRequest) -> View:
    """The view of that key, as the reader has it."""
    found = view_at(key, request.user)
    if found is None:
        raise Http404
    return found


@require_GET
@door(Verb.ENTER)
def home(request: AgentRequest) -> HttpResponse:
    """Where one lands after signing in: the tickets; who arranges a house has an inbox first, and
    who reads no tickets sees their brands.
    """
    if not may(request.user, Verb.READ_TICKET):
        return redirect("your-brands")
    arranged = clients_led_by(request.user, Verb.KEEP_INBOXES)
    if arranged and not Inbox.objects.visible_to(request.user, Verb.KEEP_INBOXES).exists():
        return redirect("start")
    return redirect("tickets", "open")


@require_GET
@door(Verb.READ_TICKET)
def page(
    request: AgentRequest, view: str, client: str = "", number: int | None = None
) -> HttpResponse:
    """The console: a view's list, and a ticket if one is open."""
    place, words, thread = _view(view, request), asked_for(request.GET.get("q", "")), None
    if number is not None:
        ticket = _ticket(request, client, number, Verb.READ_TICKET)
        thread = thread_of(ticket, view, request.user)
    current = ticket.pk if thread else None
    context = frame_of(request.user, place) | {"q": words, "thread": thread}
    if words:
        context |= found_page(request.user, place, words, current=current)
    else:
        context["rows"], context["cursor"] = page_of(request.user, place, current=current)
    context["bulks"] = bulks.latest(request.user)
    return render(request, "tickets/page.html", context)


@require_GET
@door(Verb.READ_TICKET)
def rows(request: AgentRequest, view: str) -> HttpResponse:
    """The next page of a list, or its first one again."""
    place = _view(view, request)
    words, cursor = asked_for(request.GET.get("q", "")), request.GET.get("cursor", "")
    only = OnlyForm(request.GET)
    if only.is_valid():
        some = rows_among(request.user, place, words, only.cleaned_data["only"])
        return render(request, "tickets/_rows.html", {"rows": some, "view": view})
    context: dict[str, object] = {"view": view, "q": words}
    try:
        if words:
            context |= found_page(request.user, place, words, cursor=cursor)
        else:
            context["rows"], context["cursor"] = page_of(request.user, place, cursor=cursor)
    except BadCursor:
        return render(request, "errors/400.html", status=400)
    return render(request, "tickets/_rows.html", context)


@require_GET
@door(Verb.READ_TICKET)
def part(request: AgentRequest, view: str, client: str, number: int) -> HttpResponse:
    """A ticket alone. Its address carries the version, so it may be kept for a while."""
    ticket = _ticket(request, client, number, Verb.READ_TICKET)
    thread = thread_of(ticket, view, request.user)
    response = render(request, "tickets/_thread.html", {"thread": thread, "view": view})
    if request.GET.get("v") == str(ticket.version):
        response["Cache-Control"] = "private, max-age=120"
    return response


@require_GET
@door(Verb.READ_TICKET)
def messages(request: AgentRequest, client: str, number: int) -> HttpResponse:
    """What is newer than an entry, and the latest replies again: their state may have changed."""
    ticket = _ticket(request, client, number, Verb.READ_TICKET)
    entries = entries_of(Conversation(ticket))
    known = {entry.uuid: n for n, entry in enumerate(entries)}
    newer = known.get(request.GET.get("after", ""), -1) + 1
    replies = [n for n, entry in enumerate(entries[:newer]) if entry.state][-LATEST:]
    shown = [entries[n] for n in replies] + entries[newer:]
    return render(request, "tickets/_entries.html", {"entries": shown, "gone": unsaid(ticket)})


@require_POST
@door(Verb.NOTE)
def reply(request: AgentRequest, client: str, number: int) -> HttpResponse:
    """A reply to the customer, a note to the team, or a message passed on to somebody else."""
    form = ComposerForm(request.POST)
    if not form.is_valid():
        return render(request, "tickets/_invalid.html", {"form": form}, status=422)
    verb = Verb.NOTE if form.cleaned_data["kind"] == "note" else Verb.REPLY
    ticket = _ticket(request, client, number, verb)
    written = Written(
        author=request.user,
        text=form.cleaned_data["text"],
        key=form.cleaned_data["key"],
        files=form.cleaned_data["uploads"],
        seen=form.cleaned_data["seen"],
        wanted=form.wanted,
    )
    try:
        message = _tell(ticket, written, form)
    except NotSeen as held:
        return render(request, "tickets/_held.html", {"held": held})  # 200: nothing was created
    except (NotSendable, TooManyTags, NotAReader) as why:
        form.add_error("text", kept(str(why)))
        return render(request, "tickets/_invalid.html", {"form": form}, status=422)
    if message.taken_back_at:  # sent once more by a browser that had not heard of it
        return render(request, "tickets/_unsaid.html", {"gone": [f"m-{message.key}"]}, status=201)
    return render(request, "tickets/_message.html", {"entry": entry_of(message)}, status=201)


def _tell(ticket: Ticket, written: Written, form: ComposerForm) -> Message:
    """The story of what was written. Raises what it does."""
    said = form.cleaned_data
    if said["kind"] == "note":
        return add_note(ticket, written, at=now(), chosen=said["mentions"])
    if said["kind"] == "forward":
        return forward_message(ticket, said["forwards"], written, at=now())
    wish = besides_of(said["besides"], said["status"], ticket, written.author)
    return send_reply(ticket, written, at=now(), besides=wish)


@require_POST
@door(Verb.ASSIGN)
def assign(request: AgentRequest, client: str, number: int) -> HttpResponse:
    """Give the ticket to somebody who may answer for its brand, to oneself, or back."""
    ticket = _unmerged(_ticket(request, client, number, Verb.ASSIGN))
    wanted = request.POST.get("assignee", "")
    to: Agent | None = None
    if wanted == "me":
        to = request.user if may(request.user, Verb.REPLY, ticket) else None
    elif wanted:
        to = next((a for a in people_for(ticket.brand) if str(a.uuid) == wanted), None)
    if wanted and to is None:
        return render(request, "errors/400.html", status=422)
    assign_ticket(ticket, to, by=request.user, at=now())
    return HttpResponse(status=204)


@require_POST
@door(Verb.SET_STATUS)
def status(request: AgentRequest, client: str, number: int) -> HttpResponse:
    """Set the status."""
    ticket = _unmerged(_ticket(request, client, number, Verb.SET_STATUS))
    form = StatusForm(request.POST)
    if not form.is_valid():
        return render(request, "tickets/_invalid.html", {"form": form}, status=422)
    set_status(ticket, Status(form.cleaned_data["status"]), by=request.user, at=now())
    # the page may show an older one: an answer sent a moment ago has changed it
    return HttpResponse(status=204, headers={"Undo": f"status={ticket.status}"})


@require_POST
@door(Verb.SET_STATUS)
def snooze(request: AgentRequest, client: str, number: int) -> HttpResponse:
    """Put it out of sight for a while, or wake it."""
    ticket = _unmerged(_ticket(request, client, number, Verb.SET_STATUS))
    form = SnoozeForm(request.POST)
    if not form.is_valid() or Status(ticket.status) not in UNSOLVED:
        return render(request, "tickets/_invalid.html", {"form": form}, status=422)
    tell_snooze(ticket, form.cleaned_data["until"], by=request.user, at=now())
    return HttpResponse(status=204)


@require_POST
@door(Verb.SETTLE_DELIVERY)
def settle(request: AgentRequest, uuid: str) -> HttpResponse:
    """Say what became of a reply that may have been sent."""
    seen = Delivery.objects.visible_to(request.user, Verb.SETTLE_DELIVERY)
    mine = seen.filter(message__isnull=False)
    delivery = get_object_or_404(mine, uuid=uuid)
    form = SettleForm(request.POST)
    if not form.is_valid():
        return render(request, "tickets/_invalid.html", {"form": form}, status=422)
    message = settle_delivery(delivery, form.cleaned_data["answer"], by=request.user, at=now())
    return render(request, "tickets/_message.html", {"entry": entry_of(message)})
