"""Somebody who may be the same person as a customer, and what speaks for it, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from threering.customers.models import Customer
from threering.customers.queries import family_of, handles_of
from threering.tickets.akin import Akin
from threering.tickets.sameness import Evidence, Sign


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Somebody who may be the same person, with what speaks for it."""

    name: str
    hue: int
    handles: str
    reasons: list[str]
    compare_url: str


def likeness_of(akin: Akin, customer: Customer) -> Likeness:
    """Somebody, to be compared with a customer."""
    other = akin.customer
    compare = reverse("customer-same", args=[customer.uuid])
    return Likeness(
        name=other.name,
        hue=other.hue,
        handles=", ".join(handle.value for handle in handles_of(family_of(other.pk))),
        reasons=[in_words(evidence) for evidence in akin.evidence],
        compare_url=f"{compare}?with={other.uuid}",
    )


def in_words(evidence: Evidence) -> str:
    """What speaks for two customers being one person, as a sentence."""
    sentences = {
        Sign.ANSWERS: _("They want answers at %(what)s (#%(number)s)."),
        Sign.NAMES: _("They name %(what)s in #%(number)s."),
        Sign.NAMED: _("The other one names %(what)s in #%(number)s."),
        Sign.CODE: _("Both write of %(what)s."),
        Sign.NAME: _("Both are called %(what)s."),
        Sign.LOCAL: _("Both addresses begin with %(what)s@."),
        Sign.BRAND: _("Both wrote to %(what)s."),
    }
    return sentences[evidence.sign] % {"what": evidence.what, "number": evidence.ticket}
