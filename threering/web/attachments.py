"""Files that customers sent: a download, or the text of one to look at; never a page of ours."""

from __future__ import annotations

import codecs
import re

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from threering.channels.email.charsets import decode
from threering.kernel.time import now
from threering.ledger import blobs
from threering.organisation.rules import Verb
from threering.stories.release_file import release_file
from threering.tickets.models import Attachment, Ticket
from threering.web.doors import AgentRequest, door
from threering.web.security import SANDBOX

PLAIN_TYPE = re.compile(r"[\w!#$&^.+-]{1,100}/[\w!#$&^.+-]{1,100}", re.ASCII)
UNKNOWN_TYPE = "application/octet-stream"
READABLE = frozenset(
    {"application/json", "application/xml", "application/csv", "application/x-yaml"}
)
NO_TEXT = frozenset(f"text/{kind}" for kind in ("html", "rtf", "calendar", "vcard", "x-vcard"))
"""Nobody wants to read their code; other programs open them."""
LOOKED_AT = 100_000  # letters
WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # as spreadsheets write them


@require_GET
@door(Verb.READ_TICKET)
def download(request: AgentRequest, uuid: str) -> HttpResponse:
    """One file, as its bytes came."""
    attachment = _attachment(request, uuid)
    response = HttpResponse(blobs.read(attachment.blob), content_type=type_of(attachment))
    filename = "".join(filter(str.isprintable, attachment.filename))
    disposition = content_disposition_header(as_attachment=True, filename=filename)
    response["Content-Disposition"] = disposition or "attachment"
    response["Content-Security-Policy"] = SANDBOX
    response["Cache-Control"] = "private, max-age=3600"
    return response


@require_GET
@door(Verb.READ_TICKET)
def look_at(request: AgentRequest, uuid: str) -> HttpResponse:
    """The beginning of a text, as text."""
    attachment = _attachment(request, uuid)
    if not is_readable(attachment.content_type):
        raise Http404
    payload = blobs.read(attachment.blob)
    text, _wrong = decode(payload, "utf-16" if payload.startswith(WIDE) else None)
    context = {"file": attachment, "text": text[:LOOKED_AT], "is_cut": len(text) > LOOKED_AT}
    return render(request, "tickets/_file.html", context)


def is_readable(content_type: str) -> bool:
    """Whether a file of that type is text that one can look at."""
    named = content_type.lower()
    return named in READABLE or (named.startswith("text/") and named not in NO_TEXT)


def _attachment(request: AgentRequest, uuid: str) -> Attachment:
    tickets = Ticket.objects.visible_to(request.user)
    mine = Attachment.objects.visible_to(request.user).filter(message__ticket__in=tickets)
    found: Attachment = get_object_or_404(mine.select_related("blob__key"), uuid=uuid)
    if found.is_held:
        raise PermissionDenied  # its page says who may release it
    return found


@require_POST
@door(Verb.RELEASE_FILES)
def held(request: AgentRequest, uuid: str) -> HttpResponse:
    """Release a file that is held, or hold it again."""
    tickets = Ticket.objects.visible_to(request.user, Verb.RELEASE_FILES)
    theirs = Attachment.objects.visible_to(request.user).filter(message__ticket__in=tickets)
    found = get_object_or_404(
        theirs.select_related("message__ticket").exclude(danger=""), uuid=uuid
    )
    release_file(found, held=request.POST.get("held") == "1", by=request.user, at=now())
    return HttpResponse(status=204)


def type_of(attachment: Attachment) -> str:
    """The type its sender gave it, where that is one: it goes into a header."""
    named = attachment.content_type
    return named if PLAIN_TYPE.fullmatch(named) else UNKNOWN_TYPE
