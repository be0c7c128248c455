"""The door of every route: who may pass. A test walks the URL list and fails on one without."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from time import monotonic
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from threering.organisation.models import Agent
from threering.organisation.queries import may
from threering.organisation.rules import Verb
from threering.web.errors import too_many
from threering.web.limits import may_ask

P = ParamSpec("P")


class AgentRequest(HttpRequest):
    """A request that has passed a door: somebody is signed in."""

    user: Agent
    csp_nonce: str


View = Callable[Concatenate[AgentRequest, P], HttpResponseBase]


def door(
    verb: Verb,
) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponseBase]]:
    """Declare the verb of a route. A stranger is sent to sign in; one who may nowhere is refused,
    and so is, for a while, who asks more than any hand can.

    Whether the actor may do it to this thing is asked of the thing: fetch it by visible_to(actor,
    verb), which finds nothing of another client.
    """

    def guard(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not may_ask(cast(Agent, request.user).pk, at=monotonic()):
                return too_many(request)
            if not may(cast(Agent, request.user), verb):
                raise PermissionDenied
            return view(cast(AgentRequest, request), *args, **kwargs)

        entered = login_required(guarded)
        entered.verb = verb  # type: ignore[attr-defined]
        return entered

    return guard


def signed_door(
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """A door for machines: nobody signs in, every POST proves by itself where it comes from.

    HEAD is let through to the view too: some providers ask so whether anybody is there.
    """
    entered = csrf_exempt(require_http_methods(["POST", "HEAD"])(view))
    entered.signed = True  # type: ignore[attr-defined]
    return entered
