"""What is written in a request says who did it, from which address and in which browser."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse

from threering.kernel.history import whence
from threering.ledger.push.rules import label_of
from threering.organisation.models import Agent

Respond = Callable[[HttpRequest], HttpResponse]


class Whence:
    """Costs nothing where no setting is written: it is said only before that."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        actor = request.user.pk if isinstance(request.user, Agent) else None
        address = get_adapter().get_client_ip(request)
        browser = label_of(request.headers.get("User-Agent", ""))
        with whence(actor=actor, by="browser", address=address, browser=browser):
            return self.get_response(request)
