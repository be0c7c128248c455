"""The HTML that customers send: shown in a frame, never as a page of ours."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from threering.organisation.rules import Verb
from threering.tickets.models import Message, Ticket
from threering.web.doors import AgentRequest, door
from threering.web.tickets.frame import framed, policy
from threering.web.tickets.mails import answers_inline


@require_GET
@door(Verb.READ_TICKET)
def html(request: AgentRequest, uuid: str) -> HttpResponse:
    """A message as it was designed. `?remote=1`: with the pictures of other servers, this once.

    Those are fetched by the reader's browser itself: their servers learn its network address, the
    moment, and that the mail was opened. Nothing else is sent along: no cookie, no referrer.
    """
    tickets = Ticket.objects.visible_to(request.user)
    mine = Message.objects.visible_to(request.user).filter(ticket__in=tickets).exclude(html="")
    message = get_object_or_404(mine, uuid=uuid)
    remote = request.GET.get("remote") == "1"
    files = message.attachments.exclude(content_id="").values_list("content_id", "uuid")
    content = framed(
        message.html,
        {content_id: reverse("attachment", args=[file]) for content_id, file in files},
        remote=remote,
        fold=bool(message.quoted) and not answers_inline(message),
        more=_("Show quoted text"),
    )
    response = render(request, "tickets/mail.html", {"content": content})
    response["Content-Security-Policy"] = policy(remote=remote)
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "private, max-age=3600"
    return response
