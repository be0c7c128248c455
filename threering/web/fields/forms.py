"""What is sent about custom fields."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from threering.tickets.fieldrules import LONGEST_NAME, LONGEST_VALUE, Kind, choices_of, one_line
from threering.tickets.fields import Wanted

KINDS = {
    Kind.TEXT: gettext_lazy("Words"),
    Kind.NUMBER: gettext_lazy("Number"),
    Kind.DATE: gettext_lazy("Day"),
    Kind.CHOICE: gettext_lazy("One of several"),
    Kind.YES_NO: gettext_lazy("Yes or no"),
}


class FillForm(forms.Form):
    """What somebody writes into a field of a ticket; empty: nothing stands there."""

    field = forms.UUIDField()
    value = forms.CharField(required=False, max_length=LONGEST_VALUE)


class KeepForm(forms.Form):
    """A field as a lead writes it. What kind it is, is said once: its values stay."""

    name = forms.CharField(
        max_length=LONGEST_NAME, error_messages={"required": gettext_lazy("Name the field.")}
    )
    kind = forms.ChoiceField(choices=[(kind.value, label) for kind, label in KINDS.items()])
    choices = forms.CharField(required=False, max_length=5_000)

    def clean_name(self) -> str:
        """As it is kept."""
        return one_line(self.cleaned_data["name"])

    def clean_choices(self) -> list[str]:
        """What may be chosen."""
        return choices_of(self.cleaned_data["choices"])

    def clean(self) -> dict[str, Any]:
        """One of several needs several."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("kind") == Kind.CHOICE and len(data.get("choices", ())) < 2:
            self.add_error("choices", _("Write at least two, a line each."))
        return data

    def wanted(self) -> Wanted:
        """The field that was written."""
        data = self.cleaned_data
        return Wanted(name=data["name"], kind=Kind(data["kind"]), choices=data["choices"])
