"""A brand gets another inbox, its mail comes or goes otherwise, or it takes none any more."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.channels import keeping
from threering.channels.keeping import Wanted
from threering.channels.models import Inbox
from threering.ledger.catalogue_settings import InboxKept, InboxSwitched
from threering.ledger.events import About, Actor, record
from threering.organisation.models import Agent, Brand


@transaction.atomic
def found_inbox(brand: Brand, address: str, wanted: Wanted, *, by: Agent, at: datetime) -> Inbox:
    """Take mail at another address. Raises AddressTaken and ValidationError."""
    inbox = keeping.found_inbox(brand, address, wanted)
    _record(inbox, InboxKept(inbox=inbox.pk), by, at)
    return inbox


@transaction.atomic
def keep_inbox(inbox: Inbox, wanted: Wanted, *, by: Agent, at: datetime) -> None:
    """Let it be as it is wanted. Raises ValidationError."""
    keeping.arrange(inbox, wanted)
    _record(inbox, InboxKept(inbox=inbox.pk), by, at)


@transaction.atomic
def switch_inbox(inbox: Inbox, *, off: bool, by: Agent, at: datetime) -> None:
    """Take no mail for it any more, or again; how it is already changes nothing."""
    if keeping.switch(inbox, at if off else None):
        _record(inbox, InboxSwitched(inbox=inbox.pk, off=int(off)), by, at)


def _record(inbox: Inbox, fact: InboxKept | InboxSwitched, by: Agent, at: datetime) -> None:
    about = About(client_id=inbox.client_id, brand_id=inbox.brand_id)
    record([fact], about, Actor.agent(by), at=at, quiet=True)
