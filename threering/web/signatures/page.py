"""The pages of signatures: of each brand and inbox, in each language, with how a mail will look."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from threering.channels.models import Inbox, Letterhead
from threering.channels.outgoing import Around, around
from threering.channels.rules import Author, filled, sender_name
from threering.kernel.time import now
from threering.organisation.models import Agent, Brand, Client
from threering.organisation.queries import brands_where
from threering.organisation.rules import Verb
from threering.stories.keep_signature import Signed, keep_signature
from threering.web.brands.page import languages_offered
from threering.web.doors import AgentRequest, door
from threering.web.knowledge.languages import language_name

PATTERNS = {
    Letterhead.Pattern.INBOX.value: gettext_lazy("The inbox"),
    Letterhead.Pattern.AGENT.value: gettext_lazy("The person"),
    Letterhead.Pattern.AGENT_FROM_BRAND.value: gettext_lazy("The person from the brand"),
    Letterhead.Pattern.FIRST_NAME_FROM_BRAND.value: gettext_lazy("First name from the brand"),
}
VARIABLES = ("agent", "first_name", "brand")
LONGEST = 5_000


class SignatureForm(forms.Form):
    """Name and signature in one language; an empty text takes the signature away."""

    pattern = forms.ChoiceField(required=False, choices=[("", ""), *PATTERNS.items()])
    language = forms.ChoiceField(choices=languages_offered)
    text = forms.CharField(required=False, max_length=LONGEST, strip=False)

    def signed(self) -> Signed:
        """What was written."""
        data = self.cleaned_data
        text = str(data["text"]).replace("\r\n", "\n")
        return Signed(pattern=data["pattern"], language=data["language"], text=text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A brand, or one of its inboxes, on the page."""

    url: str
    name: str
    is_inbox: bool
    pattern: str
    languages: str


@require_GET
@door(Verb.KEEP_INBOXES)
def page(request: AgentRequest) -> HttpResponse:
    """What stands around the mails of each brand and inbox."""
    sections: dict[Client, list[Place]] = {}
    for brand in brands_where(request.user, Verb.KEEP_INBOXES):
        places = sections.setdefault(brand.client, [])
        places.append(_place(brand, None))
        places += [_place(brand, inbox) for inbox in _inboxes(request.user, brand)]
    return render(request, "signatures/page.html", {"sections": list(sections.items())})


def _inboxes(actor: Agent, brand: Brand) -> list[Inbox]:
    mine = Inbox.objects.visible_to(actor, Verb.KEEP_INBOXES)
    return list(mine.filter(brand=brand, off_at=None).order_by("address"))


def _place(brand: Brand, inbox: Inbox | None) -> Place:
    found = around(brand, inbox)
    default = "" if inbox else Letterhead.Pattern.INBOX.value
    return Place(
        url=reverse("signature", args=[brand.uuid]) + (f"?inbox={inbox.uuid}" if inbox else ""),
        name=inbox.address if inbox else brand.name,
        is_inbox=inbox is not None,
        pattern=str(PATTERNS.get(found.pattern or default, "")),
        languages=", ".join(language_name(code) for code in found.signatures),
    )


@require_http_methods(["GET", "POST"])
@door(Verb.KEEP_INBOXES)
def edit(request: AgentRequest, uuid: UUID) -> HttpResponse:
    """Let mails leave under another name, or with another signature."""
    brand, inbox = _asked(request, uuid)
    found, language = around(brand, inbox), request.GET.get("language", "") or brand.language
    form = SignatureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        keep_signature(brand, inbox, form.signed(), by=request.user, at=now())
        return redirect("signatures")
    known = dict(languages_offered())
    if language not in known:
        raise Http404
    context = _shown(request, brand, inbox, found, language)
    return render(request, "signatures/edit.html", context | {"form": form})


def _shown(
    request: AgentRequest, brand: Brand, inbox: Inbox | None, found: Around, language: str
) -> dict[str, object]:
    as_the_brand = [("", _("As the brand"))] if inbox else []
    default = "" if inbox else Letterhead.Pattern.INBOX.value
    wanted = Signed(
        pattern=found.pattern or default,
        language=language,
        text=found.signatures.get(language, ""),
    )
    return {
        "brand": brand,
        "inbox": inbox,
        "patterns": [*as_the_brand, *PATTERNS.items()],
        "wanted": wanted,
        "written": [(code, language_name(code)) for code in found.signatures],
        "languages": languages_offered(),
        "variables": [f"{{{name}}}" for name in VARIABLES],
        "longest": LONGEST,
        **looks(request.user, brand, inbox, wanted),
    }


@require_POST
@door(Verb.KEEP_INBOXES)
def preview(request: AgentRequest, uuid: UUID) -> HttpResponse:
    """How a mail of the reader's would look."""
    brand, inbox = _asked(request, uuid)
    form = SignatureForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=204)
    context = looks(request.user, brand, inbox, form.signed())
    return render(request, "signatures/_preview.html", context)


def looks(me: Agent, brand: Brand, inbox: Inbox | None, wanted: Signed) -> dict[str, object]:
    """The name and the signature that a mail of somebody's would carry."""
    author = Author(agent=me.name, brand=brand.name)
    shown = inbox or brand.inboxes.order_by("pk").first()
    pattern = wanted.pattern or (around(brand, None).pattern if inbox else "")
    name = sender_name(pattern, shown.name if shown else brand.name, author, wanted.language)
    text = wanted.text
    if inbox and not text.strip():
        text = around(brand, None).signatures.get(wanted.language, "")
    address = shown.address if shown else ""
    signature = filled(text, author.variables)
    return {"sender": name, "address": address, "signature": signature}


def _asked(request: AgentRequest, uuid: UUID) -> tuple[Brand, Inbox | None]:
    """The brand, and the inbox of it that is named. Raises Http404."""
    kept = brands_where(request.user, Verb.KEEP_INBOXES)
    brand = next((one for one in kept if one.uuid == uuid), None)
    if brand is None:
        raise Http404
    wanted = request.GET.get("inbox", "")
    if not wanted:
        return brand, None
    inbox = next((one for one in _inboxes(request.user, brand) if str(one.uuid) == wanted), None)
    if inbox is None:
        raise Http404
    return brand, inbox
