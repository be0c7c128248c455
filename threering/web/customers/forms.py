"""What the console sends about customers."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from threering.web.knowledge.languages import OFFERED
from threering.web.tickets.forms import AskForm

LONGEST_NOTE = 2_000


class NewNoteForm(AskForm):
    """A note about a customer. `key` is made by the screen: the same key is the same note."""

    key = forms.UUIDField()
    text = forms.CharField(
        max_length=LONGEST_NOTE, error_messages={"required": _("Write something first.")}
    )


class NoteForm(AskForm):
    """What becomes of a note: other words, pinned or not, removed or not."""

    text = forms.CharField(required=False, max_length=LONGEST_NOTE)
    pinned = forms.ChoiceField(required=False, choices=[("", ""), ("0", "0"), ("1", "1")])
    removed = forms.ChoiceField(required=False, choices=[("", ""), ("0", "0"), ("1", "1")])

    def flag(self, name: str) -> bool | None:
        """Yes, no, or nothing said."""
        said: str = self.cleaned_data[name]
        return said == "1" if said else None


class DetailsForm(AskForm):
    """What a customer is called, and the language they want; "": what they write in."""

    name = forms.CharField(max_length=200, error_messages={"required": _("Give it a name.")})
    language = forms.ChoiceField(required=False, choices=[("", ""), *((c, c) for c in OFFERED)])


class SameForm(AskForm):
    """Whom a customer is the same person as; empty: nobody after all. `told`: client/number."""

    into = forms.UUIDField(required=False)
    told = forms.RegexField(r"^[\w-]+/\d{1,15}$", required=False)
