"""What is sent about people: what they are for a client, and whom it invites."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from threering.organisation.inviting import Guest
from threering.organisation.models import Agent, Brand
from threering.organisation.rules import Role, Roles

ROLES = {
    Role.ADMIN: gettext_lazy("Administrator"),
    Role.LEAD: gettext_lazy("Team lead"),
    Role.AGENT: gettext_lazy("Agent"),
    Role.LIGHT: gettext_lazy("Light agent"),
    Role.CLIENT: gettext_lazy("Client"),
}
MAY = {
    Role.ADMIN: gettext_lazy("Everything, also who works here and as what."),
    Role.LEAD: gettext_lazy("Answers, and keeps teams, saved replies, fields and reasons."),
    Role.AGENT: gettext_lazy("Answers tickets."),
    Role.LIGHT: gettext_lazy("Reads tickets and writes notes, but no answers."),
    Role.CLIENT: gettext_lazy("Signs in for the client and sees its brands, but no tickets."),
}
NO_ROLE = gettext_lazy("Choose a role: for all brands, or for one of them.")


@dataclass(frozen=True, slots=True)
class Choice:
    """Where somebody may have a role: for all brands (""), or for one."""

    name: str
    label: str
    role: str
    of_theirs: bool = True
    """Whether the label is a name of theirs."""


class RolesForm(forms.Form):
    """A role for all brands of a client, and one for each brand; "" is none."""

    def __init__(self, *args: Any, brands: Sequence[Brand], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.brands = brands
        roles = [("", ""), *((role.value, role.value) for role in Role)]
        for name in ["all", *(f"brand-{brand.slug}" for brand in brands)]:
            self.fields[name] = forms.ChoiceField(required=False, choices=roles)

    def clean(self) -> dict[str, Any]:
        """Somebody without any role has no business here."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not self.roles():
            raise ValidationError(NO_ROLE)
        return data

    def roles(self) -> Roles:
        """As what somebody is wanted."""
        data = self.cleaned_data
        named: dict[int | None, str] = {None: data.get("all", "")}
        named |= {brand.pk: data.get(f"brand-{brand.slug}", "") for brand in self.brands}
        return {brand: Role(role) for brand, role in named.items() if role}

    def choices(self) -> list[Choice]:
        """What there is to choose, with what was chosen."""
        one = len(self.brands) == 1 and not self["brand-" + self.brands[0].slug].value()
        brands: Iterable[Brand] = () if one else self.brands
        return [
            Choice("all", _("For all brands"), self["all"].value() or "", of_theirs=False),
            *(
                Choice(name, brand.name, self[name].value() or "")
                for brand in brands
                for name in [f"brand-{brand.slug}"]
            ),
        ]


def as_sent(roles: Roles, brands: Iterable[Brand]) -> dict[str, str]:
    """Roles as the form has them."""
    slugs = {brand.pk: f"brand-{brand.slug}" for brand in brands}
    return {slugs[brand] if brand else "all": role.value for brand, role in roles.items()}


def worded(roles: Roles, brands: Mapping[int, str]) -> list[tuple[str, list[str]]]:
    """Each role by its name, and for which brands; none named are all."""
    found: dict[Role, list[str]] = {}
    for brand, role in roles.items():
        found.setdefault(role, []).extend([brands[brand]] if brand else [])
    everywhere = roles.get(None)
    ordered = sorted(found.items(), key=lambda one: list(Role).index(one[0]))
    return [
        (str(ROLES[role]), [] if role is everywhere else sorted(names)) for role, names in ordered
    ]


class InviteForm(RolesForm):
    """Whom to ask. `key`: what is sent twice is one invitation."""

    email = forms.EmailField(
        error_messages={
            "required": gettext_lazy("Write their e-mail address."),
            "invalid": gettext_lazy("Write an e-mail address, like name@shop.example."),
        }
    )
    name = forms.CharField(
        max_length=200, error_messages={"required": gettext_lazy("Write their name.")}
    )
    key = forms.UUIDField()

    def clean_email(self) -> str:
        """As it is kept."""
        return str(self.cleaned_data["email"]).strip().lower()

    def guest(self) -> Guest:
        """Whom to ask."""
        data = self.cleaned_data
        return Guest(email=data["email"], name=data["name"], roles=self.roles(), key=data["key"])


class ComeForm(forms.Form):
    """How somebody who was invited wants to be called, and their password."""

    name = forms.CharField(
        max_length=200, error_messages={"required": gettext_lazy("Write your name.")}
    )
    password = forms.CharField(
        strip=False,
        max_length=4096,
        error_messages={"required": gettext_lazy("Choose a password.")},
    )

    def said(self) -> dict[str, str]:
        """What was written."""
        return {name: self.cleaned_data[name] for name in ("name", "password")}

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        """The password has to be a good one for this very person."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if word := data.get("password"):
            try:
                validate_password(word, Agent(email=self.email, name=data.get("name", "")))
            except ValidationError as error:
                self.add_error("password", error)
        return data
