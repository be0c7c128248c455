"""Something is wrong with a mailbox, and people have to know."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.channels import actions as channels
from threering.channels.models import Mailbox
from threering.channels.rules import Cause
from threering.ledger import notices
from threering.ledger.catalogue_mailboxes import MailboxAlarmRaised
from threering.ledger.events import About, Actor, record
from threering.ledger.notices import Word
from threering.organisation.actions import system
from threering.organisation.queries import people_for
from threering.organisation.rules import Verb


@transaction.atomic
def raise_mailbox_alarm(mailbox: Mailbox, cause: Cause, words: str, *, at: datetime) -> None:
    """Open the alarm and tell the leads, once; while it is open only its words are kept fresh."""
    if not channels.open_alarm(mailbox, cause, words, at=at):
        return
    brand = mailbox.inbox.brand
    word = Word(
        client_id=mailbox.client_id,
        kind="mailbox_alarm",
        fact=f"alarm {mailbox.pk} {cause.value} {at.isoformat()}",
        data={"mailbox": str(mailbox.uuid), "cause": cause.value},
    )
    notices.tell(people_for(brand, Verb.REPLAY_ARRIVAL), word, at=at)
    about = About(client_id=mailbox.client_id, brand_id=brand.pk)
    fact = MailboxAlarmRaised(mailbox=mailbox.pk, cause=cause.value)
    record([fact], about, Actor.agent(system()), at=at)
