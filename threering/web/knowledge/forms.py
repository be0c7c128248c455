"""What the page of saved replies sends."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from threering.knowledge.actions import Content
from threering.knowledge.rules import (
    LONGEST_NAME,
    LONGEST_SHORTCUT,
    LONGEST_TEXT,
    SHORTCUT,
    VARIABLES,
    wrong_in,
)
from threering.organisation.models import Agent, Brand, Client, Team
from threering.organisation.queries import brands_of, teams_in_use
from threering.organisation.rules import Verb, allows
from threering.tickets.rules import OFFERED, Priority
from threering.tickets.tagging import MOST_TAGS, tag_name
from threering.web.knowledge.languages import OFFERED as LANGUAGES

Place = tuple[Client, Brand | None]
"""For which client, and for which brand of it or all."""


def places(actor: Agent, client_id: int | None = None) -> dict[str, Place]:
    """Where the actor may keep saved replies, by the word that a form sends; `client_id`: there."""
    found: dict[str, Place] = {}
    for brand in brands_of(actor):
        if client_id not in (None, brand.client_id):
            continue
        if allows(actor.held, Verb.KEEP_REPLIES, brand.client_id, None):
            found[brand.client.slug] = (brand.client, None)
        if allows(actor.held, Verb.KEEP_REPLIES, brand.client_id, brand.pk):
            found[place_word(brand.client, brand)] = (brand.client, brand)
    return found


def place_word(client: Client, brand: Brand | None) -> str:
    """The word for a place in forms and addresses."""
    return f"{client.slug}/{brand.slug}" if brand else client.slug


def place_names(found: dict[str, Place]) -> list[tuple[str, str]]:
    """What each place is called; the client is named where there are several."""
    many = len({client.pk for client, _brand in found.values()}) > 1
    named = []
    for word, (client, brand) in sorted(found.items()):
        name = brand.name if brand else _("All brands")
        named.append((word, f"{client.name}: {name}" if many else name))
    return named


def teams_at(actor: Agent, found: dict[str, Place]) -> list[Team]:
    """The teams of the clients of these places, by name."""
    clients = {client.pk for client, _brand in found.values()}
    return list(teams_in_use(actor).filter(client__in=clients).select_related("client"))


class ReplyForm(forms.Form):
    """A saved reply. `place` and `team`: for whom; the words come as lists, a language a text."""

    name = forms.CharField(
        max_length=LONGEST_NAME, error_messages={"required": gettext_lazy("Give it a name.")}
    )
    shortcut = forms.CharField(required=False, max_length=LONGEST_SHORTCUT + 1)
    place = forms.CharField(required=False)
    team = forms.CharField(required=False)
    status = forms.ChoiceField(
        required=False, choices=[("", ""), *((one.value, one.value) for one in OFFERED)]
    )
    priority = forms.TypedChoiceField(
        required=False,
        choices=[("", ""), *((str(one.value), one.name) for one in Priority)],
        coerce=int,
        empty_value=None,
    )
    tags = forms.CharField(required=False, max_length=2_000)
    assigns = forms.BooleanField(required=False)
    version = forms.IntegerField(required=False)

    def __init__(
        self, *args: Any, places: dict[str, Place], teams: Collection[Team], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.places, self.teams = places, teams

    def clean_name(self) -> str:
        """On one line."""
        return " ".join(self.cleaned_data["name"].split())

    def clean_shortcut(self) -> str:
        """Without the slash that people may type before it."""
        word = str(self.cleaned_data["shortcut"]).strip().removeprefix("/")
        if not SHORTCUT.fullmatch(word) or len(word) > LONGEST_SHORTCUT:
            raise forms.ValidationError(_("Only letters, digits, dots and dashes, without blanks."))
        return word

    def clean_place(self) -> Place:
        """One of those that were offered."""
        try:
            return self.places[self.cleaned_data["place"]]
        except KeyError as error:
            raise forms.ValidationError(_("Choose for whom it is.")) from error

    def clean_team(self) -> Team | None:
        """A team of that client, by its option or, as a table says it, by its name; or nobody's."""
        word, place = self.cleaned_data["team"], self.cleaned_data.get("place")
        if not word or place is None:
            return None
        meant = [t for t in self.teams if word.casefold() in (str(t.uuid), t.name.casefold())]
        for team in meant:
            if team.client_id == place[0].pk:
                return team
        said = {"client": place[0].name, "team": meant[0].name if meant else word}
        raise forms.ValidationError(_("%(client)s has no team “%(team)s”.") % said)

    def clean_tags(self) -> tuple[str, ...]:
        """As they are kept, each once."""
        names = map(tag_name, str(self.cleaned_data["tags"]).split(","))
        tags = tuple(dict.fromkeys(filter(None, names)))
        if len(tags) > MOST_TAGS:
            raise forms.ValidationError(_("At most %(most)s tags.") % {"most": MOST_TAGS})
        return tags

    def clean(self) -> dict[str, Any]:
        """The words of every language that has some."""
        self.cleaned_data["texts"] = texts = {}
        for language, text in self.typed():
            if not text.strip():
                continue
            if language not in {"", *LANGUAGES}:
                self.add_error(None, _("Choose one of the languages."))
            if language in texts:
                self.add_error(None, _("Each language may have its words only once."))
            for trouble in troubles_in(text):
                self.add_error(None, trouble)
            texts[language] = text.replace("\r\n", "\n").strip()
        if not texts:
            self.add_error(None, _("Write what it says."))
        return self.cleaned_data

    def typed(self) -> list[tuple[str, str]]:
        """Languages and texts as they were sent."""
        data: Any = self.data
        return list(zip(data.getlist("language"), data.getlist("text"), strict=False))

    def content(self) -> Content:
        """All of it, once it is valid."""
        data = self.cleaned_data
        client, brand = data["place"]
        names = ("team", "name", "shortcut", "texts", "status", "priority", "tags", "assigns")
        return Content(client=client, brand=brand, **{name: data[name] for name in names})

    def told(self) -> Sequence[str]:
        """Every error of the whole form, in words."""
        return [str(error) for error in self.non_field_errors()]


def troubles_in(text: str) -> list[str]:
    """What is wrong with the words of a saved reply, and what to do."""
    if len(text) > LONGEST_TEXT:
        return [_("That is too long: %(most)s letters at most.") % {"most": LONGEST_TEXT}]
    known = ", ".join(f"{{{{{name}}}}}" for name in VARIABLES)
    told = []
    for wrong in wrong_in(text):
        if wrong in {"{{", "}}"}:
            told.append(_("A pair of braces %(braces)s has no partner.") % {"braces": wrong})
        else:
            names = {"name": f"{{{{{wrong}}}}}", "known": known}
            told.append(_("%(name)s is no variable. There are: %(known)s.") % names)
    return told
