"""The pages of tags: which a client has, on how many tickets, and what one is called."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from threering.kernel.time import now
from threering.organisation.queries import clients_led_by
from threering.organisation.rules import Verb
from threering.stories.keep_tag import rename_tag
from threering.tickets.models import Tag
from threering.tickets.tagging import MOST_LETTERS, tag_name
from threering.tickets.tagkeeping import TagTaken, with_use
from threering.web.doors import AgentRequest, door
from threering.web.labels import number


class TagForm(forms.Form):
    """What a tag is called."""

    name = forms.CharField(
        max_length=MOST_LETTERS, error_messages={"required": gettext_lazy("Name the tag.")}
    )

    def clean_name(self) -> str:
        """As it is kept."""
        return tag_name(self.cleaned_data["name"])


@require_GET
@door(Verb.KEEP_TAGS)
def page(request: AgentRequest) -> HttpResponse:
    """Which there are."""
    led = clients_led_by(request.user, Verb.KEEP_TAGS)
    mine = with_use(Tag.objects.visible_to(request.user, Verb.KEEP_TAGS))
    sections = [(client, list(mine.filter(client=client))) for client in led]
    return render(request, "tags/page.html", {"sections": sections, "number": number})


@require_http_methods(["GET", "POST"])
@door(Verb.KEEP_TAGS)
def edit(request: AgentRequest, tag: int) -> HttpResponse:
    """Call it otherwise."""
    led = clients_led_by(request.user, Verb.KEEP_TAGS)
    mine = Tag.objects.visible_to(request.user, Verb.KEEP_TAGS).filter(client__in=led)
    kept: Tag = get_object_or_404(mine.select_related("client"), pk=tag)
    old = kept.name
    form = TagForm(request.POST if request.method == "POST" else None, initial={"name": old})
    if form.is_valid():
        try:
            rename_tag(kept, form.cleaned_data["name"], by=request.user, at=now())
        except TagTaken:
            form.add_error("name", _("There is a tag of this name already."))
        else:
            return redirect("tags")
    return render(request, "tags/edit.html", {"form": form, "tag": kept, "old": old})
