"""The demo outbox's routes. A mail is shown to whoever may read its sender's inbox."""

from __future__ import annotations

import email
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from threering.channels.models import Inbox
from threering.organisation.models import Agent
from threering.organisation.rules import Verb
from threering.web.doors import AgentRequest, door

SHOWN = 100
HEADERS = ("From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail that left."""

    name: str
    url: str
    current: bool
    at: datetime
    sender: str
    to: str
    subject: str
    headers: list[tuple[str, str]]
    text: str


@require_GET
@door(Verb.READ_TICKET)
def page(request: AgentRequest, name: str = "") -> HttpResponse:
    """The mails that left, latest first, one of them opened."""
    if not settings.DEMO:
        raise Http404
    mails = _mails(request.user, name)
    opened = next((mail for mail in mails if mail.current), None)
    if name and opened is None:
        raise Http404
    return render(request, "outbox/page.html", {"mails": mails, "mail": opened})


def _mails(actor: Agent, opened: str) -> list[Mail]:
    folder = Path(settings.DATA) / "demo" / "outbox"
    ours = set(Inbox.objects.visible_to(actor).values_list("address", flat=True))
    files = sorted(folder.glob("*.eml"), reverse=True)[:SHOWN]
    mails = [_read(path, opened) for path in files]
    return [mail for mail in mails if mail.sender in ours]


def _read(path: Path, opened: str) -> Mail:
    mail = email.message_from_bytes(path.read_bytes(), policy=default)
    body = mail.get_body(("plain",)) if isinstance(mail, EmailMessage) else None
    named = mail["From"].addresses if mail["From"] else ()
    return Mail(
        name=path.stem,
        url=reverse("outbox-mail", args=[path.stem]),
        current=path.stem == opened,
        at=datetime.fromtimestamp(path.stat().st_mtime, UTC),
        sender=named[0].addr_spec if named else "",
        to=str(mail["To"] or ""),
        subject=str(mail["Subject"] or ""),
        headers=[(name, str(mail[name])) for name in HEADERS if mail[name]],
        text=body.get_content() if body else "",
    )
