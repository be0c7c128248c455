"""Comparing a mailbox with the ledger: whatever the watch may have missed is found and taken.

The wire is never touched inside a transaction; every portion is a commit of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from procrastinate.contrib.django import app

from threering.channels import actions as channels
from threering.channels.email.imap import connected
from threering.channels.email.imap_trouble import MailboxTrouble
from threering.channels.models import Mailbox
from threering.channels.queries import mailbox_numbered, not_arrived
from threering.channels.rules import Cause, is_renumbered
from threering.jobs.decisions import PATIENT
from threering.kernel.time import now
from threering.stories.clear_mailbox_alarms import clear_mailbox_alarms
from threering.stories.raise_mailbox_alarm import raise_mailbox_alarm
from threering.stories.take_from_mailbox import take_from_mailbox


@dataclass(slots=True)
class Compared:
    """How many mails the server has, how many the ledger did not know, how many it still lacks."""

    count: int = 0
    missing: int = 0
    lacking: int = 0


@app.task(name="compare_mailbox", retry=PATIENT)
def compare_mailbox(mailbox: int) -> None:
    """Compare one; a mailbox that cannot be reached is told of and has its turn next night."""
    found = mailbox_numbered(mailbox)
    if found is None:
        return
    try:
        compare(found)
    except MailboxTrouble as trouble:
        raise_mailbox_alarm(found, trouble.cause, str(trouble), at=now())


def compare(mailbox: Mailbox) -> Compared:
    """Ask for every mail of the folder, take those that the ledger lacks, say what was found.

    Above the watch's mark nothing is missing: there the watch is on its way. Raises MailboxTrouble.
    """
    result = Compared()
    lost: list[int] = []
    with connected(channels.account_of(mailbox)) as session:
        opened = session.open(mailbox.folder)
        known, mark = mailbox.uidvalidity, mailbox.seen_up_to
        if known is None:
            return result  # the watch has to read all of it first
        if is_renumbered(known, mark, opened.uidvalidity, opened.uidnext):
            raise MailboxTrouble(Cause.RENUMBERED, _anew(mailbox))
        for uids in session.uids(1, min(opened.uidnext, mailbox.seen_up_to + 1)):
            result.count += len(uids)
            lost += not_arrived(mailbox, uids)
    _fetch(mailbox, lost)
    result.missing = len(lost)
    result.lacking = len(not_arrived(mailbox, lost))
    channels.note_compared(mailbox, result.count, result.missing, at=now())
    _tell(mailbox, result)
    return result


def _anew(mailbox: Mailbox) -> str:
    return (
        f"The server numbered the folder {mailbox.folder} anew. It is read again first; it can be "
        "compared when it is read to its end."
    )


def _fetch(mailbox: Mailbox, uids: list[int]) -> None:
    """Take these. One at which the server ends the connection is found by halves, and left."""
    if not uids or _fetch_all(mailbox, uids) or len(uids) == 1:
        return
    middle = len(uids) // 2
    _fetch(mailbox, uids[:middle])
    _fetch(mailbox, uids[middle:])


def _fetch_all(mailbox: Mailbox, uids: list[int]) -> bool:
    """Whether the server handed out all of them. Raises MailboxTrouble when it is not there."""
    with connected(channels.account_of(mailbox)) as session:
        session.open(mailbox.folder)
        try:
            for portion in session.portions(uids):
                take_from_mailbox(mailbox, portion.mails, up_to=0)
        except MailboxTrouble:
            return False
    return True


def _tell(mailbox: Mailbox, result: Compared) -> None:
    if not result.missing:
        clear_mailbox_alarms(mailbox, [Cause.MISSING], at=now())
        return
    mails = "mail" if result.missing == 1 else "mails"
    words = f"{result.missing} {mails} of the mailbox had not been taken in. {_rest(result)}"
    raise_mailbox_alarm(mailbox, Cause.MISSING, words, at=now())


def _rest(result: Compared) -> str:
    """Kept in English, as all of these words are; web/kept tells them in the reader's language."""
    if not result.lacking:
        they = "It is" if result.missing == 1 else "They are"
        return f"{they} here now; there is nothing to do."
    them = "it" if result.lacking == 1 else "them"
    return (
        f"The server does not hand out {result.lacking} of them: open {them} in the mailbox and "
        "look."
    )
