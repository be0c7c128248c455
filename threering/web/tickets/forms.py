"""What the console sends."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from threering.tickets.rules import SETTABLE


class ComposerForm(forms.Form):
    """A reply or a note. `key` is made by the screen: the same key is the same message."""

    kind = forms.ChoiceField(choices=[("reply", "reply"), ("note", "note")])
    key = forms.UUIDField()
    text = forms.CharField(
        max_length=100_000, error_messages={"required": _("Write something first.")}
    )
    uploads = forms.CharField(required=False, max_length=2_000)

    def clean_uploads(self) -> tuple[UUID, ...]:
        """The uploads that go with it."""
        return uuids(self.cleaned_data["uploads"])


def uuids(words: str) -> tuple[UUID, ...]:
    """Ids with commas between them. Raises ValidationError for anything else."""
    try:
        return tuple(UUID(word) for word in words.split(",") if word)
    except ValueError as error:
        raise forms.ValidationError(_("A file is not here any more. Add it again.")) from error


class StatusForm(forms.Form):
    """A status that an agent may set."""

    status = forms.ChoiceField(choices=[(status.value, status.value) for status in SETTABLE])


class SettleForm(forms.Form):
    """What became of a reply that may have been sent."""

    answer = forms.ChoiceField(choices=[("again", "again"), ("arrived", "arrived")])
