"""Saved replies come as a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from threering.knowledge import actions as knowledge
from threering.knowledge.actions import Content
from threering.organisation.models import Agent


@transaction.atomic
def import_saved_replies(contents: Sequence[Content], *, by: Agent, at: datetime) -> int:
    """Write all of them, or none; tells how many were not so already.

    One that is there under its name is changed. Raises NameTaken for a shortcut that is another's.
    """
    return knowledge.write_all(contents, by=by, at=at)
