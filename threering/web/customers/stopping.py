"""The page that stops mails. Its door is the link in the mail: nobody has to be signed in.

Looking at it changes nothing, because programs that check mails look at every link. The POST does
it: by the button, or by a mail program's own (RFC 8058), which knows no page and no token of ours.
It does not say whose link it is.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from threering.customers.consent.links import opened
from threering.kernel.time import now
from threering.stories.stop_mails import stop_mails
from threering.web.customers.consents import KINDS


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, link: str) -> HttpResponse:
    """Ask whether they want no more of these mails, or hear that they do not."""
    found = opened(link)
    if found is None:
        return render(request, "customers/stop.html", status=404)
    stopped = request.method == "POST"
    if stopped:
        stop_mails(found, at=now())
    context = {"brand": found.brand.name, "kind": KINDS[found.purpose], "stopped": stopped}
    return render(request, "customers/stop.html", context)
