"""Where people are signed in is noted while they work, a few times an hour."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest, HttpResponse

from threering.kernel.time import now
from threering.ledger.push.rules import label_of
from threering.organisation.models import Agent
from threering.organisation.signins import Browser, note_seen

Respond = Callable[[HttpRequest], HttpResponse]
EVERY = timedelta(minutes=5)
MOST = 10_000


class Seen:
    """Note sessions: before the answer, and after it, for whoever signed in by it.

    What this process has noted it remembers, so that a request costs nothing more.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response
        self.noted: dict[str, datetime] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self._note(request)
        response = self.get_response(request)
        self._note(request)
        return response

    def _note(self, request: HttpRequest) -> None:
        key, at = request.session.session_key, now()
        if not key or not isinstance(request.user, Agent):
            return
        if key in self.noted and self.noted[key] > at - EVERY:
            return
        if len(self.noted) >= MOST:
            self.noted.clear()
        self.noted[key] = at
        label = label_of(request.headers.get("User-Agent", ""))
        browser = Browser(key, label, get_adapter().get_client_ip(request))
        note_seen(request.user, browser, since=_signed_in_at(request, request.user) or at, at=at)


def _signed_in_at(request: HttpRequest, agent: Agent) -> datetime | None:
    """When they proved first in this session who they are."""
    records = get_authentication_records(request, agent)
    return datetime.fromtimestamp(records[0]["at"], UTC) if records else None
