"""A client gets another brand, or one of its brands is called otherwise."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.ledger.catalogue_people import BrandKept
from threering.ledger.events import About, Actor, record
from threering.organisation import actions
from threering.organisation.actions import Branding
from threering.organisation.models import Agent, Brand, Client


@transaction.atomic
def keep_brand(
    client: Client, wanted: Branding, *, by: Agent, at: datetime, instead: Brand | None = None
) -> None:
    """Keep a new brand, or this `instead` of what one was. Raises BrandTaken."""
    kept = actions.keep_brand(client, wanted, instead, at=at)
    if kept:
        about = About(client_id=client.pk, brand_id=kept.pk)
        record([BrandKept(brand=kept.pk)], about, Actor.agent(by), at=at, quiet=True)
