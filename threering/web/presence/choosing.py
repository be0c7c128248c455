"""What somebody says of themselves: the choices in the console's menu, and choosing one."""

from __future__ import annotations

from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from threering.kernel.time import now
from threering.organisation.presence.models import BreakReason
from threering.organisation.presence.rules import CHOSEN, State
from threering.organisation.rules import Verb
from threering.stories.change_state import choose_state
from threering.web.doors import AgentRequest, door
from threering.web.errors import cannot
from threering.web.presence.words import mine_of


class StateForm(forms.Form):
    """A state, and what a break is for."""

    state = forms.ChoiceField(choices=[(one.value, one.value) for one in CHOSEN])
    reason = forms.UUIDField(required=False)


@require_http_methods(["GET", "POST"])
@door(Verb.ENTER)
def mine(request: AgentRequest) -> HttpResponse:
    """One's own choices; POST: choose one."""
    if request.method == "GET":
        return render(request, "presence/_choices.html", {"mine": mine_of(request.user)})
    form = StateForm(request.POST)
    if not form.is_valid():
        why = _("That cannot be chosen. Choose another one.")
        return cannot(request, why)
    state, reason = State(form.cleaned_data["state"]), None
    if wanted := form.cleaned_data["reason"]:
        reasons = BreakReason.objects.visible_to(request.user, Verb.READ_TICKET)
        reason = get_object_or_404(reasons, uuid=wanted)
    before, had = choose_state(request.user, state, reason, at=now())
    undo = {"state": (State.ONLINE if before is State.OFFLINE else before).value}
    undo |= {"reason": str(had.uuid)} if had else {}
    return HttpResponse(status=204, headers={"Undo": urlencode(undo)})
