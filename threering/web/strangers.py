"""How much may be asked from one address while nobody is signed in: signing in, the links in mails.

The address is the one that signing in counts by: the nearest one, or what the owner's proxy says
where the settings say that there is one (ALLAUTH_TRUSTED_PROXY_COUNT).
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse

from threering.organisation.models import Agent
from threering.web.errors import too_many
from threering.web.limits import may_ask, place_of

Respond = Callable[[HttpRequest], HttpResponse]
NOT_COUNTED = ("/healthz", "/hooks/")
"""Whether we are well is asked by our own supervisor, too; of hooks, what proves nothing is."""


class Strangers:
    """Refuse, for a while, who asks more than any hand can. Who is signed in is counted alone."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_counted = not request.path.startswith(NOT_COUNTED)
        if is_counted and not isinstance(request.user, Agent) and not stranger_may_ask(request):
            return too_many(request)
        return self.get_response(request)


def stranger_may_ask(request: HttpRequest) -> bool:
    """Count one request of its address."""
    return may_ask(place_of(get_adapter().get_client_ip(request)), at=monotonic())
