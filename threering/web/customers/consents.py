"""What somebody agreed to and refused, in words, and how it is noted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from threering.customers.consent.models import Consent
from threering.customers.consent.queries import said_by
from threering.customers.consent.rules import REFUSABLE, How, Line, Purpose, Stand, stand_of
from threering.customers.models import Customer
from threering.ledger.catalogue_customers import MAILS
from threering.organisation.models import Brand
from threering.web.tickets.forms import AskForm

KINDS = {purpose: MAILS[purpose.value] for purpose in REFUSABLE}
STANDS = {
    Stand.UNSAID: gettext_noop("nothing said"),
    Stand.AGREED: gettext_noop("agreed"),
    Stand.REFUSED: gettext_noop("refused"),
}


class ConsentForm(AskForm):
    """What was said, or which noting of it is taken back. Without a brand it is for all of them."""

    purpose = forms.ChoiceField(required=False, choices=[(one, one) for one in REFUSABLE])
    agreed = forms.ChoiceField(required=False, choices=[("1", "1"), ("0", "0")])
    brand = forms.UUIDField(required=False)
    ticket = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=2**62,
        error_messages={"invalid": gettext_lazy("Write the number of a ticket, or nothing.")},
    )
    taken_back = forms.UUIDField(required=False)

    def clean(self) -> dict[str, object]:
        """One of both is needed."""
        said = self.cleaned_data
        if not said.get("taken_back") and not (said.get("purpose") and said.get("agreed")):
            raise forms.ValidationError(_("Say what the customer agreed to or refused."))
        return said


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One thing that was said. `brand`: "" for all of the client."""

    said: UUID
    at: datetime
    kind: str
    brand: str
    agreed: bool
    how: str
    gone: bool
    """It was noted by mistake."""
    by_hand: bool
    """A colleague noted it, and may take it back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consents:
    """How somebody stands to the mails of each brand, and all they said, the latest first."""

    brands: list[tuple[Brand, list[tuple[str, str]]]]
    told: list[Told]
    kinds: list[tuple[str, str]]


def consents_of(leading: Customer, family: Iterable[int]) -> Consents:
    """Everything of it about a person."""
    said = said_by(family)
    lines = [one.line() for one in said]
    brands = leading.client.brands.order_by("name", "pk")
    gone = {one.takes_back_id for one in said}
    # customers who are one person each have the line
    once = {one.said: one for one in said if one.takes_back_id is None}
    return Consents(
        brands=[(brand, _stands(lines, brand)) for brand in brands],
        told=[_told(one, gone=one.pk in gone) for one in reversed(once.values())],
        kinds=[(purpose.value, _(label)) for purpose, label in KINDS.items()],
    )


def _stands(lines: list[Line], brand: Brand) -> list[tuple[str, str]]:
    stands = {purpose: stand_of(lines, purpose, brand.pk) for purpose in KINDS}
    return [(_(KINDS[purpose]), _(STANDS[stand])) for purpose, stand in stands.items()]


def _told(one: Consent, *, gone: bool) -> Told:
    return Told(
        said=one.said,
        at=one.at,
        kind=_(KINDS[Purpose(one.purpose)]),
        brand=one.brand.name if one.brand else "",
        agreed=one.agreed,
        how=_how(one),
        gone=gone,
        by_hand=one.by is not None,
    )


def _how(one: Consent) -> str:
    if one.how == How.LINK:
        return _("by the link in a mail")
    if one.how == How.COMPLAINT or one.by is None:
        return _("called our mail unwanted")
    told = {"who": one.by.name, "number": one.ticket}
    if one.ticket:
        return _("said in ticket %(number)s, noted by %(who)s") % told
    return _("noted by %(who)s") % told
