"""Something that is said often is written down, or said otherwise."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.knowledge import actions as knowledge
from threering.knowledge.actions import Content
from threering.knowledge.models import SavedReply
from threering.ledger.events import Actor, record
from threering.organisation.models import Agent


@transaction.atomic
def keep_saved_reply(
    content: Content,
    *,
    by: Agent,
    at: datetime,
    instead: SavedReply | None = None,
    version: int = 0,
) -> SavedReply:
    """Keep a new saved reply, or this `instead` of the `version` of one that its author read.

    Raises NameTaken, ChangedMeanwhile.
    """
    if instead:
        reply, facts = knowledge.change(instead, content, by=by, at=at, version=version)
    else:
        reply, facts = knowledge.write(content, by=by, at=at)
    record(facts, knowledge.about(reply), Actor.agent(by), at=at, quiet=True)
    return reply
