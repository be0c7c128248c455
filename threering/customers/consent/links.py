"""The link by which somebody refuses mails: signed, so that nobody can refuse for others.

It names them by an id that says nothing, and opens nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.conf import settings

from threering.customers.consent.rules import REFUSABLE, Purpose
from threering.customers.models import Customer
from threering.kernel.signing import is_signature, signature, signing_key
from threering.organisation.models import Brand


@dataclass(frozen=True, slots=True)
class Link:
    """Whose mails of which brand, for which purpose."""

    customer: Customer
    brand: Brand
    purpose: Purpose


def link_of(customer: Customer, brand: Brand, purpose: Purpose) -> str:
    """What stands in the address."""
    words = f"{customer.uuid.hex}-{brand.uuid.hex}-{purpose.value}"
    return f"{words}-{signature(words, _keys()[0])}"


def opened(link: str) -> Link | None:
    """What a link is about; None for one that we did not sign."""
    words, _, sign = link.rpartition("-")
    if not any(is_signature(sign, words, key) for key in _keys()):
        return None
    person, brand, purpose = words.split("-")
    return Link(
        Customer.objects.get(uuid=UUID(person)),
        Brand.objects.get(uuid=UUID(brand)),
        next(one for one in REFUSABLE if one.value == purpose),
    )


@cache
def _keys() -> list[bytes]:
    """The key that signs, and the one before it: links stand in mails that left long ago."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [signing_key(secret, "refusing mails") for secret in secrets]
