"""Mail was read from a mailbox."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from threering.channels import actions as channels
from threering.channels.email.imap import Mail
from threering.channels.models import Mailbox
from threering.channels.rules import MAX_SIZE
from threering.kernel.time import now
from threering.ledger import actions as ledger
from threering.ledger.actions import Raw


@transaction.atomic
def take_from_mailbox(mailbox: Mailbox, mails: Sequence[Mail], *, up_to: int) -> int:
    """Store them raw and note how far the folder was read, in one commit; how many were new."""
    raws = [_raw(mailbox, mail) for mail in mails]
    stored = ledger.arrive_many(mailbox.inbox.brand, raws)
    channels.move_mark(mailbox, up_to)
    return len(stored)


def _raw(mailbox: Mailbox, mail: Mail) -> Raw:
    return Raw(
        source=mailbox.source,
        external_key=mailbox.key_of(mail.uid),
        kind=mailbox.inbox.kind,
        content=mail.content,
        received_at=min(mail.arrived_at or now(), now()),
        envelope={
            "inbox": mailbox.inbox_id,
            "mailbox": mailbox.pk,
            "thread_ids": list(mail.thread_ids),
        },
        rejected=_too_large(mailbox, mail) if mail.is_too_large else "",
        size=mail.size,
    )


def _too_large(mailbox: Mailbox, mail: Mail) -> str:
    return (
        f"Rule size: it has {mail.size // 2**20} MB, and at most {MAX_SIZE // 2**20} MB are taken. "
        "Only its head was kept; the mail itself is still in the folder "
        f"{mailbox.folder}."
    )
