"""Whether a mail server was restored from its backup and then gave the lost numbers out again."""

from __future__ import annotations

from threering.channels.email.imap import Session
from threering.channels.email.reading import message_id_of
from threering.channels.models import Mailbox
from threering.channels.queries import latest_of
from threering.ledger import blobs
from threering.ledger.models import Arrival


def is_restored(session: Session, mailbox: Mailbox) -> bool:
    """Whether another mail stands in the open folder under the latest number that we know.

    Asked at each signing in: when more mail came since the restore than was lost by it, the next
    number is above our mark again, and nothing else shows it. A server may tell sizes and times
    carelessly, so only the mails themselves are believed. Raises MailboxTrouble.
    """
    ours = latest_of(mailbox)
    theirs = session.stamps(sorted(ours)) if ours else {}
    if not theirs:
        return False
    uid = max(theirs)
    if theirs[uid] == (ours[uid].size, ours[uid].received_at):
        return False
    found = [mail for portion in session.portions([uid]) for mail in portion.mails]
    return any(_is_another(ours[uid], mail.content) for mail in found)


def _is_another(arrival: Arrival, content: bytes) -> bool:
    try:
        ours = blobs.read(arrival.raw) if arrival.raw else content
    except blobs.Erased:
        return False  # whose mail it was must not be known any more
    if ours == content:
        return False
    known = message_id_of(ours)
    return not known or known != message_id_of(content)
