"""The pages of inboxes: which there are and how they are, a new one, one that is changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from threering.channels.keeping import AddressTaken, provider_of
from threering.channels.models import Inbox, Mailbox
from threering.channels.outgoing import named, way_of
from threering.kernel.time import now
from threering.organisation.models import Brand, Client
from threering.organisation.queries import brands_where
from threering.organisation.rules import Verb
from threering.stories.keep_inbox import found_inbox, keep_inbox, switch_inbox
from threering.web.doors import AgentRequest, door
from threering.web.inboxes.forms import SECURITIES, InboxForm, NewInboxForm
from threering.web.inboxes.trial import tried


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One inbox on the page. `comes`: the mailboxes; none where mail is brought to us."""

    uuid: str
    address: str
    brand: str
    comes: Sequence[Mailbox]
    goes: str
    is_off: bool
    state: str
    tone: str


@require_GET
@door(Verb.KEEP_INBOXES)
def page(request: AgentRequest) -> HttpResponse:
    """Where customers of the reader's clients write to."""
    sections: dict[Client, list[Line]] = {}
    for brand in brands_where(request.user, Verb.KEEP_INBOXES):
        sections.setdefault(brand.client, [])
    boxes = Mailbox.objects.visible_to(request.user, Verb.KEEP_INBOXES).order_by("pk")
    mine = Inbox.objects.visible_to(request.user, Verb.KEEP_INBOXES).select_related("brand__client")
    for inbox in mine.prefetch_related(Prefetch("mailboxes", boxes)).order_by("address"):
        sections[inbox.brand.client].append(_line(inbox))
    return render(request, "inboxes/page.html", {"sections": list(sections.items())})


def _line(inbox: Inbox) -> Line:
    boxes = list(inbox.mailboxes.all())
    state, tone = _state(inbox, boxes)
    return Line(
        uuid=str(inbox.uuid),
        address=inbox.address,
        brand=inbox.brand.name,
        comes=boxes,
        goes=named(way_of(inbox.pk)),
        is_off=inbox.off_at is not None,
        state=state,
        tone=tone,
    )


def _state(inbox: Inbox, boxes: Sequence[Mailbox]) -> tuple[str, str]:
    if inbox.off_at:
        return _("Switched off"), "warn"
    if any(box.trouble for box in boxes):
        return _("Cannot be read"), "bad"
    if boxes and all(box.last_ok_at for box in boxes):
        return _("Read to its end"), "ok"
    return (_("Not read yet"), "") if boxes else ("", "")


@require_http_methods(["GET", "POST"])
@door(Verb.KEEP_INBOXES)
def new(request: AgentRequest) -> HttpResponse:
    """Add one."""
    brands, client = brands_offered(request)
    form = NewInboxForm(request.POST if request.method == "POST" else None, brands=brands)
    if form.is_valid() and founded(request, form):
        return redirect("inboxes")
    return _edited(request, form, {"brands": form.brands.values(), "client": client})


def brands_offered(request: AgentRequest) -> tuple[list[Brand], Client]:
    """The brands of the client that is named, or of the first, and the client. Raises Http404."""
    wanted, mine = request.GET.get("client", ""), brands_where(request.user, Verb.KEEP_INBOXES)
    client = next((one.client for one in mine if wanted in ("", one.client.slug)), None)
    if client is None:
        raise Http404
    return [one for one in mine if one.client_id == client.pk], client


def founded(request: AgentRequest, form: NewInboxForm) -> Inbox | None:
    """The new inbox; else the form says why there is none."""
    address, wanted = form.whose(), form.wanted()
    try:
        return found_inbox(form.chosen(), address, wanted, by=request.user, at=now())
    except AddressTaken:
        form.add_error("address", _("There is an inbox with this address already."))
    except ValidationError as refused:
        form.add_error(None, refused)
    return None


@require_http_methods(["GET", "POST"])
@door(Verb.KEEP_INBOXES)
def edit(request: AgentRequest, uuid: UUID) -> HttpResponse:
    """Let its mail come or go otherwise."""
    inbox = _mine(request, uuid)
    form = InboxForm(request.POST if request.method == "POST" else None, inbox=inbox)
    if form.is_valid() and changed(request, form, inbox):
        return redirect("inboxes")
    return _edited(request, form, {"inbox": inbox, "client": inbox.brand.client})


def changed(request: AgentRequest, form: InboxForm, inbox: Inbox) -> bool:
    """Whether it is as it was written now; else the form says why not."""
    try:
        keep_inbox(inbox, form.wanted(), by=request.user, at=now())
    except ValidationError as refused:
        form.add_error(None, refused)
        return False
    return True


def _mine(request: AgentRequest, uuid: UUID) -> Inbox:
    kept = Inbox.objects.visible_to(request.user, Verb.KEEP_INBOXES)
    inbox: Inbox = get_object_or_404(kept.select_related("brand__client"), uuid=uuid)
    return inbox


def _edited(request: AgentRequest, form: InboxForm, more: dict[str, object]) -> HttpResponse:
    return render(request, "inboxes/edit.html", context_of(form) | more)


def context_of(form: InboxForm) -> dict[str, object]:
    """What the form's template asks for."""
    provider = provider_of(form.inbox) if form.inbox else ""
    house = named(way_of(None))
    return {"form": form, "securities": SECURITIES, "provider": provider, "house": house}


@require_POST
@door(Verb.KEEP_INBOXES)
def test(request: AgentRequest) -> HttpResponse:
    """Try what is written for a new one."""
    brands, _client = brands_offered(request)
    return told(request, NewInboxForm(request.POST, brands=brands))


@require_POST
@door(Verb.KEEP_INBOXES)
def test_one(request: AgentRequest, uuid: UUID) -> HttpResponse:
    """Try what is written for one that is there."""
    return told(request, InboxForm(request.POST, inbox=_mine(request, uuid)))


def told(request: AgentRequest, form: InboxForm) -> HttpResponse:
    """What a trial found, or what keeps it from being made."""
    found = tried(form, request.user) if form.is_valid() else []
    troubles = [str(one) for errors in form.errors.values() for one in errors]
    context = {"found": found, "troubles": troubles}
    return render(request, "inboxes/_tried.html", context)


@require_POST
@door(Verb.KEEP_INBOXES)
def switch(request: AgentRequest, uuid: UUID) -> HttpResponse:
    """Let it take no mail, or again."""
    off = request.POST.get("off") == "1"
    switch_inbox(_mine(request, uuid), off=off, by=request.user, at=now())
    return HttpResponse(status=204)
