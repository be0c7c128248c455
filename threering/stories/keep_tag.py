"""A tag of a client is called otherwise, on all tickets that carry it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.ledger.catalogue_settings import TagRenamed
from threering.ledger.events import About, Actor, record
from threering.organisation.models import Agent
from threering.tickets import tagkeeping
from threering.tickets.models import Tag


@transaction.atomic
def rename_tag(tag: Tag, name: str, *, by: Agent, at: datetime) -> None:
    """Call it so; as it is called already changes nothing. Raises TagTaken."""
    if tagkeeping.rename_tag(tag, name):
        about = About(client_id=tag.client_id)
        record([TagRenamed(tag=tag.pk)], about, Actor.agent(by), at=at, quiet=True)
