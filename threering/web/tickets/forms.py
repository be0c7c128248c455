"""What the console sends."""

from __future__ import annotations

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


class StatusForm(forms.Form):
    """A status that an agent may set."""

    status = forms.ChoiceField(choices=[(status.value, status.value) for status in SETTABLE])


class SettleForm(forms.Form):
    """What became of a reply that may have been sent."""

    answer = forms.ChoiceField(choices=[("again", "again"), ("arrived", "arrived")])
