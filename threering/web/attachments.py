"""Files that customers sent: always a download, never a page of ours."""

from __future__ import annotations

import re

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from threering.ledger import blobs
from threering.organisation.rules import Verb
from threering.tickets.models import Attachment, Ticket
from threering.web.doors import AgentRequest, door
from threering.web.security import SANDBOX

PLAIN_TYPE = re.compile(r"[\w!#$&^.+-]{1,100}/[\w!#$&^.+-]{1,100}", re.ASCII)
UNKNOWN_TYPE = "application/octet-stream"


@require_GET
@door(Verb.READ_TICKET)
def download(request: AgentRequest, uuid: str) -> HttpResponse:
    """One file, as its bytes came."""
    tickets = Ticket.objects.visible_to(request.user)
    mine = Attachment.objects.visible_to(request.user).filter(message__ticket__in=tickets)
    attachment = get_object_or_404(mine.select_related("blob__key"), uuid=uuid)
    response = HttpResponse(blobs.read(attachment.blob), content_type=type_of(attachment))
    filename = "".join(filter(str.isprintable, attachment.filename))
    disposition = content_disposition_header(as_attachment=True, filename=filename)
    response["Content-Disposition"] = disposition or "attachment"
    response["Content-Security-Policy"] = SANDBOX
    response["Cache-Control"] = "private, max-age=3600"
    return response


def type_of(attachment: Attachment) -> str:
    """The type its sender gave it, where that is one: it goes into a header."""
    named = attachment.content_type
    return named if PLAIN_TYPE.fullmatch(named) else UNKNOWN_TYPE
