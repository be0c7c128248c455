"""What is sent about contact reasons."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from threering.tickets.models import ContactReason
from threering.tickets.reasons import Wanted
from threering.tickets.reasontree import LONGEST_NAME, reason_name


class ChooseForm(forms.Form):
    """The reason of a ticket; empty: none."""

    reason = forms.UUIDField(required=False)


class OrderForm(forms.Form):
    """Whether a reason goes up or down."""

    way = forms.ChoiceField(choices=[("up", "up"), ("down", "down")])


class KeepForm(forms.Form):
    """A reason as a lead writes it. `under`: the uuid of the one above it; "" is the top."""

    name = forms.CharField(
        max_length=LONGEST_NAME, error_messages={"required": gettext_lazy("Name the reason.")}
    )
    under = forms.CharField(required=False, max_length=40)
    first_contact = forms.BooleanField(required=False)

    def __init__(self, *args: Any, places: dict[str, ContactReason], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places

    def clean_name(self) -> str:
        """As it is kept."""
        name = reason_name(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("Name the reason."))
        return name

    def clean_under(self) -> ContactReason | None:
        """One of those that were offered."""
        word = self.cleaned_data["under"]
        if word and word not in self.places:
            raise forms.ValidationError(_("It cannot stand there. Choose another place."))
        return self.places.get(word)

    def wanted(self) -> Wanted:
        """The reason that was written."""
        return Wanted(
            name=self.cleaned_data["name"],
            parent=self.cleaned_data["under"],
            first_contact_eligible=self.cleaned_data["first_contact"],
        )
