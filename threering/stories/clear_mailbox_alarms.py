"""What was wrong with a mailbox is over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from threering.channels import actions as channels
from threering.channels.models import Mailbox
from threering.channels.rules import Cause
from threering.ledger.catalogue_mailboxes import MailboxAlarmCleared
from threering.ledger.events import About, Actor, record
from threering.organisation.actions import system


@transaction.atomic
def clear_mailbox_alarms(mailbox: Mailbox, causes: Iterable[Cause], *, at: datetime) -> None:
    """Close the alarms of these causes; nothing happens where none is open."""
    closed = channels.close_alarms(mailbox, causes, at=at)
    if not closed:
        return
    about = About(client_id=mailbox.client_id, brand_id=mailbox.inbox.brand_id)
    facts = [MailboxAlarmCleared(mailbox=mailbox.pk, cause=cause) for cause in closed]
    record(facts, about, Actor.agent(system()), at=at)
