"""A saved reply is not offered any more, or again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.knowledge import actions as knowledge
from threering.knowledge.models import SavedReply
from threering.ledger.catalogue_replies import SavedReplyArchived, SavedReplyRestored
from threering.ledger.events import Actor, record
from threering.organisation.models import Agent


@transaction.atomic
def archive_saved_reply(reply: SavedReply, *, archived: bool, by: Agent, at: datetime) -> None:
    """Take it out of use, or back into it; how it is already changes nothing. Raises NameTaken."""
    if knowledge.archive(reply, at if archived else None):
        kind = SavedReplyArchived if archived else SavedReplyRestored
        fact = kind(reply=reply.pk)
        record([fact], knowledge.about(reply), Actor.agent(by), at=at, quiet=True)
