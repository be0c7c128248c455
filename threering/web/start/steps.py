"""The first steps of a client: brand, inbox, people, first mail. Each may be done again."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from threering.channels.models import Inbox
from threering.kernel.time import now
from threering.organisation.actions import Branding, BrandTaken
from threering.organisation.inviting import waiting_at
from threering.organisation.models import Client
from threering.organisation.people import people_at
from threering.organisation.queries import clients_led_by
from threering.organisation.rules import Role, Verb
from threering.stories.keep_brand import keep_brand
from threering.web.brands.page import BrandForm, languages_offered
from threering.web.doors import AgentRequest, door
from threering.web.inboxes.forms import InboxForm, NewInboxForm
from threering.web.inboxes.page import changed, context_of, founded
from threering.web.inboxes.trial import tried
from threering.web.people.forms import MAY, ROLES, InviteForm
from threering.web.people.inviting import invited
from threering.web.people.person import roles_offered
from threering.web.start.first import First, first_of

STEPS = ("brand", "inbox", "people", "mail")


@dataclass(frozen=True, slots=True)
class Step:
    """One of the steps as the page lists it."""

    key: str
    label: str
    url: str
    is_done: bool


@require_GET
@door(Verb.KEEP_INBOXES)
def start(request: AgentRequest) -> HttpResponse:
    """Go on where something is missing; who keeps single brands has no first steps."""
    if not clients_led_by(request.user, Verb.KEEP_INBOXES):
        return redirect("inboxes")
    client = client_led(request, request.GET.get("client", ""))
    missing = next((step for step in _steps(client, first_of(request.user, client))
                    if not step.is_done), None)  # fmt: skip
    return redirect(missing.url if missing else reverse("start-step", args=[client.slug, "mail"]))


def client_led(request: AgentRequest, slug: str) -> Client:
    """The client of that name, or the first, that the reader arranges. Raises Http404."""
    led = clients_led_by(request.user, Verb.KEEP_INBOXES)
    client = next((one for one in led if slug in ("", one.slug)), None)
    if client is None:
        raise Http404
    return client


def _steps(client: Client, first: First) -> list[Step]:
    others = people_at(client).count() > 1 or waiting_at(client).exists()
    done = {
        "brand": client.brands.exists(),
        "inbox": bool(first.inboxes),
        "people": others or bool(first.ticket_url),
        "mail": first.is_answered,
    }
    labels = {
        "brand": _("Brand"),
        "inbox": _("Inbox"),
        "people": _("Colleagues"),
        "mail": _("First mail"),
    }
    return [
        Step(key, labels[key], reverse("start-step", args=[client.slug, key]), done[key])
        for key in STEPS
    ]


@require_http_methods(["GET", "POST"])
@door(Verb.KEEP_INBOXES)
def step(request: AgentRequest, client: str, key: str) -> HttpResponse:
    """One step, perhaps again."""
    doing = {"brand": _brand, "inbox": _inbox, "people": _people, "mail": _mail}
    if key not in doing:
        raise Http404
    return doing[key](request, client_led(request, client))


def _page(request: AgentRequest, client: Client, key: str, more: dict[str, object]) -> HttpResponse:
    first = first_of(request.user, client)
    context = {"client": client, "key": key, "steps": _steps(client, first), "first": first}
    return render(request, f"start/{key}.html", context | more)


def _next(client: Client, key: str) -> HttpResponse:
    after = STEPS[STEPS.index(key) + 1]
    return redirect("start-step", client.slug, after)


def _brand(request: AgentRequest, client: Client) -> HttpResponse:
    """The first brand, or what it is called now."""
    brand = client.brands.order_by("pk").first()
    language = brand.language if brand else request.user.language
    shown = {"name": brand.name if brand else client.name, "language": language}
    form = BrandForm(request.POST if request.method == "POST" else None, initial=shown)
    if form.is_valid():
        wanted = Branding(**form.cleaned_data)
        try:
            keep_brand(client, wanted, by=request.user, at=now(), instead=brand)
        except BrandTaken:
            form.add_error("name", _("There is a brand of this name already."))
        else:
            return _next(client, "brand")
    return _page(request, client, "brand", {"form": form, "languages": languages_offered()})


def _inbox(request: AgentRequest, client: Client) -> HttpResponse:
    """The first inbox, tried before it is kept; what is wrong with it is said."""
    brands = list(client.brands.order_by("name"))
    if not brands:
        return redirect("start-step", client.slug, "brand")
    data = request.POST if request.method == "POST" else None
    mine = Inbox.objects.visible_to(request.user, Verb.KEEP_INBOXES).filter(client=client)
    inbox = mine.order_by("pk").first()
    form = InboxForm(data, inbox=inbox) if inbox else NewInboxForm(data, brands=brands)
    trying = form.is_valid() and "anyway" not in request.POST
    found = tried(form, request.user) if trying else []
    well = form.is_valid() and all(one.well for one in found)
    if well and _kept(request, form, inbox):
        if "HX-Request" in request.headers:
            after = reverse("start-step", args=[client.slug, "people"])
            return HttpResponse(status=204, headers={"HX-Redirect": after})
        return _next(client, "inbox")
    troubles = [str(one) for errors in form.errors.values() for one in errors]
    more = context_of(form) | {"found": found, "troubles": troubles, "anyway": bool(found)}
    if "HX-Request" in request.headers:
        return render(request, "inboxes/_tried.html", more)
    more |= {"inbox": inbox} | ({} if inbox else {"brands": brands})
    return _page(request, client, "inbox", more)


def _kept(request: AgentRequest, form: InboxForm, inbox: Inbox | None) -> bool:
    if isinstance(form, NewInboxForm):
        return founded(request, form) is not None
    return inbox is not None and changed(request, form, inbox)


def _people(request: AgentRequest, client: Client) -> HttpResponse:
    """Invite somebody, as often as one likes, or nobody."""
    brands = list(client.brands.order_by("name"))
    first = {"all": Role.AGENT.value, "key": uuid4()}
    form = InviteForm(
        request.POST if request.method == "POST" else None, initial=first, brands=brands
    )
    if form.is_valid() and invited(request, client, form):
        return redirect("start-step", client.slug, "people")
    guests = [one.email for one in waiting_at(client).order_by("pk")]
    more: dict[str, object] = {"form": form, "guests": guests, "choices": form.choices()}
    more["explained"] = [(label, MAY[role]) for role, label in ROLES.items()]
    return _page(request, client, "people", more | {"roles": roles_offered()})


def _mail(request: AgentRequest, client: Client) -> HttpResponse:
    """Wait for the first mail, and for its answer."""
    if "HX-Request" in request.headers:
        context = {"first": first_of(request.user, client), "client": client}
        return render(request, "start/_waiting.html", context)
    return _page(request, client, "mail", {})
