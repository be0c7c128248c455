"""The name and the signature under which mails of a brand leave, or of one inbox, are changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from threering.channels.models import Inbox, Wording
from threering.channels.outgoing import around, set_sender_name, set_wording
from threering.ledger.catalogue_settings import LetterheadKept
from threering.ledger.events import About, Actor, record
from threering.organisation.models import Agent, Brand


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """What stands around mails in one language. `pattern`: "" for an inbox is as its brand."""

    pattern: str
    language: str
    text: str


@transaction.atomic
def keep_signature(
    brand: Brand, inbox: Inbox | None, wanted: Signed, *, by: Agent, at: datetime
) -> None:
    """Let mails leave so; an empty text takes the signature away. As it is changes nothing."""
    before = around(brand, inbox)
    set_sender_name(brand, inbox, wanted.pattern)
    set_wording(brand, inbox, Wording.Kind.SIGNATURE, wanted.language, wanted.text)
    if around(brand, inbox) != before:
        about = About(client_id=brand.client_id, brand_id=brand.pk)
        fact = LetterheadKept(brand=brand.pk, inbox=inbox.pk if inbox else 0)
        record([fact], about, Actor.agent(by), at=at, quiet=True)
