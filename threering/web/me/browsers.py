"""The browsers in which somebody is notified, and the script that does it there."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from threering.kernel.time import now
from threering.kernel.webpush import Lock
from threering.ledger.push import actions
from threering.ledger.push.actions import Secret
from threering.ledger.push.models import PushSubscription
from threering.ledger.push.rules import LONGEST_ENDPOINT, Trouble, is_endpoint, label_of
from threering.organisation.rules import Verb
from threering.web.doors import AgentRequest, door

SCRIPT = Path("js", "push-worker.js")
NOTHING_ELSE = "default-src 'none'"
TROUBLES = {
    Trouble.UNREACHABLE: gettext_noop("Its push service cannot be reached."),
    Trouble.SILENT: gettext_noop("Its push service did not answer."),
    Trouble.BUSY: gettext_noop("Its push service asks us to wait."),
    Trouble.TOO_LARGE: gettext_noop("Its push service found a notice too large."),
    Trouble.NOT_US: gettext_noop(
        "Its push service does not know us. Remove it here and switch it on again there."
    ),
    Trouble.REFUSED: gettext_noop("Its push service refused a notice."),
}


class BrowserForm(forms.Form):
    """What a browser says of itself. `instead`: what it was called until now."""

    endpoint = forms.CharField(max_length=LONGEST_ENDPOINT)
    p256dh = forms.CharField(max_length=100, required=False)
    auth = forms.CharField(max_length=40, required=False)
    instead = forms.CharField(max_length=LONGEST_ENDPOINT, required=False)

    def clean_endpoint(self) -> str:
        """Raises ValidationError where it cannot be a push service's."""
        endpoint = str(self.cleaned_data["endpoint"])
        if not is_endpoint(endpoint, settings.PRIVATE_HOSTS):
            raise ValidationError("no push service")
        return endpoint

    @property
    def lock(self) -> Lock:
        """What words for it are sealed with."""
        return Lock(self.cleaned_data["p256dh"], self.cleaned_data["auth"])


@cache
def _script() -> bytes:
    return (Path(settings.STATICFILES_DIRS[0]) / SCRIPT).read_bytes()


@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: for everybody, at the top, so that all pages are within its reach.

    It holds no secret. Browsers look for a newer one by themselves, so nothing in between may
    keep it; and behind the sign-in they would find a redirect, which they refuse.
    """
    heads = {"Cache-Control": "no-cache", "Content-Security-Policy": NOTHING_ELSE}
    return HttpResponse(_script(), content_type="text/javascript; charset=utf-8", headers=heads)


@require_http_methods(["GET", "POST"])
@door(Verb.ENTER)
def browsers(request: AgentRequest) -> HttpResponse:
    """One's browsers; POST with keys: this one from now on. Without: is this one of them?"""
    if request.method == "GET":
        return render(request, "me/_browsers.html", shown(request))
    form, at = BrowserForm(request.POST), now()
    if not form.is_valid():
        return HttpResponse(status=422)
    me, endpoint = request.user, form.cleaned_data["endpoint"]
    session = str(request.session.session_key)
    if not form.cleaned_data["p256dh"]:
        here = actions.is_here(me, endpoint, session, at=at)
        return HttpResponse("1" if here else "", content_type="text/plain")
    if not form.lock.fits:
        return HttpResponse(status=422)
    label = label_of(request.headers.get("User-Agent", ""))
    actions.forget(me, form.cleaned_data["instead"])
    actions.subscribe(me, endpoint, Secret(form.lock, session), label=label, at=at)
    return HttpResponse(status=201)


@require_POST
@door(Verb.ENTER)
def browser(request: AgentRequest, uuid: str) -> HttpResponse:
    """Take one of them off, or put it back."""
    mine = PushSubscription.objects.visible_to(request.user)
    at = now() if request.POST.get("removed") else None
    actions.take_off(get_object_or_404(mine, uuid=uuid), at=at)
    return HttpResponse(status=204)


def shown(request: AgentRequest) -> dict[str, Any]:
    """What the page says of them."""
    mine = PushSubscription.objects.visible_to(request.user).filter(removed_at=None)
    lines = [_line(one, request) for one in mine.order_by("-used_at")]
    return {
        "browsers": lines,
        "here": any(line["here"] for line in lines),
        "push_key": actions.house_key(),
    }


def _line(one: PushSubscription, request: AgentRequest) -> dict[str, Any]:
    return {
        "uuid": one.uuid,
        "label": one.label or _("Unknown browser"),
        "since": one.created_at,
        "used": one.used_at,
        "here": actions.secret_of(one).session == request.session.session_key,
        "failing": one.failing_since,
        "trouble": _(TROUBLES[Trouble(one.trouble)]) if one.trouble else "",
    }
