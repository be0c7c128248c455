"""What stands around a reply before it leaves: its files, and the way back."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable

from django.core.files.uploadedfile import UploadedFile
from django.forms import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from threering.channels.contract import Attached
from threering.kernel.time import now
from threering.ledger.models import Delivery
from threering.organisation.rules import Verb
from threering.stories.take_back_reply import TooLate
from threering.stories.take_back_reply import take_back_reply as tell_take_back
from threering.tickets import letters
from threering.tickets.dangers import danger_of
from threering.tickets.drafts import Unsent, draft_of, keep_draft
from threering.tickets.models import Ticket, Upload
from threering.tickets.queries import uploads_of
from threering.tickets.reading import sent_of
from threering.tickets.rules import MOST_BYTES, MOST_FILES, fits
from threering.web.attachments import PLAIN_TYPE, UNKNOWN_TYPE
from threering.web.doors import AgentRequest, door
from threering.web.links import as_written
from threering.web.tickets.files import danger_words, file_icon
from threering.web.tickets.forms import DraftForm, uuids


def _ticket(request: AgentRequest, client: str, number: int) -> Ticket:
    found = Ticket.objects.visible_to(request.user, Verb.NOTE).select_related("customer__key")
    ticket: Ticket = get_object_or_404(found, forgotten_at=None, client__slug=client, number=number)
    return ticket


@require_http_methods(["GET", "POST"])
@door(Verb.NOTE)
def files(request: AgentRequest, client: str, number: int) -> HttpResponse:
    """GET: the files of a draft that are still here. POST: another one for it."""
    ticket = _ticket(request, client, number)
    try:
        kept = uploads_of(ticket, request.user, uuids(request.GET.get("kept", "")))
    except ValidationError as wrong:
        return _refused(request, wrong.messages[0])
    if request.method == "GET":
        return _chips(request, kept)
    given = request.FILES.get("file")
    if given is None or not given.name:
        return _refused(request, _("No file came with that. Choose one again."))
    if not fits([*(one.blob.size for one in kept), given.size or 0]):
        most = {"files": MOST_FILES, "size": filesizeformat(MOST_BYTES)}
        return _refused(request, _("At most %(files)s files and %(size)s in one message.") % most)
    file = _read(given)
    if danger := danger_of(file):
        return _refused(request, _dangerous(file.filename, danger_words(danger)))
    return _chips(request, [letters.upload(ticket, request.user, file, at=now())], 201)


def _dangerous(name: str, danger: str) -> str:
    return _(
        "%(name)s stays here (%(danger)s): mail servers refuse such files. "
        "Put it where it can be downloaded, and write the address."
    ) % {"name": name, "danger": danger}


def _read(given: UploadedFile[bytes]) -> Attached:
    name = "".join(filter(str.isprintable, given.name or "")).strip()[-200:] or "file"
    named = (given.content_type or mimetypes.guess_type(name)[0] or "").lower()
    kind = named if PLAIN_TYPE.fullmatch(named) else UNKNOWN_TYPE
    return Attached(filename=name, content_type=kind[:100], content=given.read())


def _chips(request: AgentRequest, found: Iterable[Upload], status: int = 200) -> HttpResponse:
    return render(request, "tickets/_chips.html", {"files": shown_files(found)}, status=status)


def shown_files(found: Iterable[Upload]) -> list[dict[str, object]]:
    """Files of a draft as chips."""
    return [
        {
            "uuid": one.uuid,
            "name": one.filename,
            "size": one.blob.size,
            "size_label": filesizeformat(one.blob.size),
            "icon": file_icon(one.content_type),
        }
        for one in found
    ]


def _refused(request: AgentRequest, why: str) -> HttpResponse:
    return render(request, "tickets/_refused.html", {"why": why}, status=422)


@require_http_methods(["GET", "POST"])
@door(Verb.NOTE)
def draft(request: AgentRequest, client: str, number: int) -> HttpResponse:
    """GET: what the reader was writing here. POST: keep it."""
    mine = Ticket.objects.visible_to(request.user, Verb.NOTE)
    ticket = get_object_or_404(mine, client__slug=client, number=number)
    if ticket.forgotten_at:
        return _nothing()
    if request.method == "GET":
        kept = draft_of(ticket, request.user)
        return render(request, "tickets/_draft.html", {"draft": kept}) if kept else _nothing()
    form = DraftForm(request.POST)
    if not form.is_valid():
        return _refused(request, _("That is too long to be kept."))
    keep_draft(ticket, request.user, Unsent(**form.cleaned_data), at=now())
    return _nothing()


def _nothing() -> HttpResponse:
    return HttpResponse(status=204)


@require_POST
@door(Verb.REPLY)
def take_back(request: AgentRequest, uuid: str) -> HttpResponse:
    """Unsay a reply that waits to leave: its words and files are given back."""
    seen = Delivery.objects.visible_to(request.user, Verb.REPLY)
    mine = seen.filter(message__isnull=False)
    delivery = get_object_or_404(mine, uuid=uuid)
    try:
        message = tell_take_back(delivery, by=request.user, at=now())
    except TooLate:
        why = _("Too late: it has left already.")
        return render(request, "tickets/_refused.html", {"why": why}, status=409)
    again = letters.files_again(message, request.user, at=now())
    context: dict[str, object] = {
        "gone": [f"m-{message.key}"],
        "text": message.said,
        "files": shown_files(again),
    }
    context["besides"] = (delivery.before or {}).get("said", "")
    context["was"] = sent_of(message.reading)
    return render(request, "tickets/_unsaid.html", context)


@require_http_methods(["GET", "POST"])
@door(Verb.NOTE)
def formatted(request: AgentRequest) -> HttpResponse:
    """How words that are being written will look."""
    return HttpResponse(as_written(request.POST.get("text", "")))
