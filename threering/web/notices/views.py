"""The routes of notices."""

from __future__ import annotations

from django import forms
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from threering.kernel.time import now
from threering.ledger import notices
from threering.ledger.models import Notice
from threering.organisation.rules import Verb
from threering.tickets.notices.queries import latest, unread
from threering.web.doors import AgentRequest, door
from threering.web.notices.words import lines_of


class ReadForm(forms.Form):
    """Which are read: `one`, or all until a `moment`; `undo`: those that were read by it are not.

    Whatever was read together carries that moment, and is so found again.
    """

    one = forms.UUIDField(required=False)
    moment = forms.DateTimeField(required=False)
    undo = forms.DateTimeField(required=False)


@require_GET
@door(Verb.ENTER)
def page(request: AgentRequest) -> HttpResponse:
    """What the reader was told, the latest first."""
    moment = now().strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    context = {"lines": lines_of(latest(request.user)), "moment": moment}
    return render(request, "notices/page.html", context)


@require_GET
@door(Verb.ENTER)
def count(request: AgentRequest) -> HttpResponse:
    """How many the reader has not read."""
    return HttpResponse(unread(request.user), content_type="text/plain")


@require_POST
@door(Verb.ENTER)
@transaction.atomic
def read(request: AgentRequest) -> HttpResponse:
    """Some of the reader's notices are read, or are unread again."""
    form = ReadForm(request.POST)
    if not form.is_valid():
        raise Http404
    me, at = request.user, now()
    one, moment, undo = (form.cleaned_data[name] for name in ("one", "moment", "undo"))
    if one:
        mine = Notice.objects.visible_to(me, Verb.ENTER)
        notices.read(me, notices.with_folded(get_object_or_404(mine, uuid=one)), at=at)
    elif undo:
        notices.unread_again(me, since=undo)
    elif moment and moment <= at:
        notices.read(me, Q(at__lte=moment), at=moment)
    return HttpResponse(status=204)
