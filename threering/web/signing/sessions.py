"""My sign-ins: the browsers in which one is signed in, and the way to end that."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from threering.organisation.models import SignIn
from threering.organisation.rules import Verb
from threering.organisation.signins import end_other_sign_ins, end_sign_ins, sign_ins_of
from threering.web.doors import AgentRequest, door


@require_http_methods(["GET", "POST"])
@door(Verb.ENTER)
def page(request: AgentRequest) -> HttpResponse:
    """One's sessions; POST: end all but this one."""
    here = str(request.session.session_key)
    if request.method == "POST":
        end_other_sign_ins(request.user, but=here)
        return HttpResponse(status=204)
    lines = [
        {
            "uuid": one.uuid,
            "label": one.label or _("Unknown browser"),
            "address": one.address or "",
            "since": one.signed_in_at,
            "seen": one.seen_at,
            "here": one.session == here,
        }
        for one in sign_ins_of(request.user)
    ]
    return render(request, "signing/sign_ins.html", {"sign_ins": lines})


@require_POST
@door(Verb.ENTER)
def end(request: AgentRequest, uuid: str) -> HttpResponse:
    """End one of them."""
    one = get_object_or_404(SignIn.objects.visible_to(request.user), uuid=uuid)
    end_sign_ins(request.user, [one.session])
    return HttpResponse(status=204)
