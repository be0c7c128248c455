"""Watching one mailbox: read what is new, listen until there is more, and survive everything.

The mark `seen_up_to` and the flags of nobody decide what is new: a mail that somebody else read,
or that came while we were away, is taken like any other.
"""

from __future__ import annotations

import logging
import random
import threading

from django.conf import settings
from django.db import Error, connection

from threering.channels import actions as channels
from threering.channels.email.imap import SIZED, Opened, Session, connected
from threering.channels.email.imap_trouble import MailboxTrouble, NoSuchFolder
from threering.channels.models import Mailbox
from threering.channels.queries import latest_of, mailbox_numbered, watched_elsewhere
from threering.channels.rules import (
    LOOK_EVERY,
    OF_THE_WATCH,
    RENEW_AFTER,
    Cause,
    is_alarming,
    is_renumbered,
    is_same_folder,
    retry_after,
)
from threering.kernel.time import now
from threering.listeners.cuts import Cuts
from threering.listeners.failures import trouble_of
from threering.listeners.restored import is_restored
from threering.stories.clear_mailbox_alarms import clear_mailbox_alarms
from threering.stories.raise_mailbox_alarm import raise_mailbox_alarm
from threering.stories.take_from_mailbox import take_from_mailbox

log = logging.getLogger(__name__)


class Watch(threading.Thread):
    """One mailbox, until `stopping` is set or the mailbox is removed."""

    def __init__(self, mailbox: int) -> None:
        super().__init__(name=f"mailbox {mailbox}", daemon=True)
        self.mailbox_id = mailbox
        self.stopping = threading.Event()
        self.failures = 0
        self.cuts = Cuts()

    def run(self) -> None:
        """Attend to it; what goes wrong is noted, told, and tried again after a while."""
        while not self.stopping.is_set():
            pause = 0.0
            try:
                mailbox = mailbox_numbered(self.mailbox_id)
                if mailbox is None:
                    break
                self._attend(mailbox)
            except Exception as error:  # noqa: BLE001 - not swallowed: it becomes an alarm
                # A watch that ended would be begun anew every two seconds, without anybody told.
                pause = self._failed(error)
            connection.close()
            self.stopping.wait(pause)
        connection.close()

    def _failed(self, error: Exception) -> float:
        """Log it, note it on the mailbox; seconds to wait before the next attempt."""
        self.failures += 1
        trouble = trouble_of(error)
        if trouble is error:
            log.info("mailbox %s: %s", self.mailbox_id, trouble)
        else:
            log.error("mailbox %s: %s", self.mailbox_id, trouble, exc_info=error)
        connection.close()  # what went wrong may have left it in no state to note anything
        try:
            if mailbox := mailbox_numbered(self.mailbox_id):
                tell_trouble(mailbox, trouble)
        except Error:  # PostgreSQL is what is gone: doctor tells, and the next attempt
            log.exception("mailbox %s: its trouble cannot be noted now", self.mailbox_id)
        pause = retry_after(self.failures, random.random())  # noqa: S311 - not a secret
        return pause.total_seconds() * settings.MAILBOX_PACE

    def _attend(self, mailbox: Mailbox) -> None:
        pace: float = settings.MAILBOX_PACE
        with connected(channels.account_of(mailbox)) as session:
            self._begin(session, mailbox)
            while not self.stopping.is_set():
                self._read(session, mailbox)
                self.failures = 0
                connection.close()  # listening takes none of PostgreSQL's places
                renew, look = RENEW_AFTER.total_seconds(), LOOK_EVERY.total_seconds()
                session.wait(renew * pace, look * pace, self.stopping.is_set)

    def _begin(self, session: Session, mailbox: Mailbox) -> None:
        """What has to be known once of a server that was away: whether it is still the same."""
        opened = _open(session, mailbox)
        if mailbox.uidvalidity == opened.uidvalidity and is_restored(session, mailbox):
            self._begin_anew(mailbox, opened)

    def _read(self, session: Session, mailbox: Mailbox) -> None:
        """Take all that the folder holds above the mark, then say that all is well."""
        opened = _open(session, mailbox)
        known, mark = mailbox.uidvalidity, mailbox.seen_up_to
        if is_renumbered(known, mark, opened.uidvalidity, opened.uidnext):
            self._begin_anew(mailbox, opened)
        for uids in session.uids(mailbox.seen_up_to + 1, opened.uidnext):
            for part in self._parts(mailbox, uids):
                self._take(session, mailbox, part)
        if self.stopping.is_set():
            return
        channels.note_well(mailbox, at=now())
        clear_mailbox_alarms(mailbox, OF_THE_WATCH, at=now())

    def _begin_anew(self, mailbox: Mailbox, opened: Opened) -> None:
        """The server numbered the folder anew: all old numbers mean nothing, all is read again."""
        if mailbox.uidvalidity is not None:
            words = (
                f"The server numbered the folder {mailbox.folder} anew, so all of it is read "
                "again. What is known already does not come twice; there is nothing to do."
            )
            raise_mailbox_alarm(mailbox, Cause.RENUMBERED, words, at=now())
        channels.number_mailbox(mailbox, opened.uidvalidity)
        self.cuts = Cuts()

    def _parts(self, mailbox: Mailbox, uids: list[int]) -> list[list[int]]:
        """All at once; where the server ended the connection before, one by one.

        A mail that ends it again and again is passed over, and that is told: it must not hold up
        all that come after it. The nightly comparison tries it again.
        """
        alone = self.cuts.asks_alone(mailbox.seen_up_to)
        if self.cuts.gives_up(uids[0]):
            channels.move_mark(mailbox, uids[0])
            words = _passed_over(mailbox, uids[0])
            raise_mailbox_alarm(mailbox, Cause.MISSING, words, at=now())
            uids = uids[1:]
        if not alone:
            return [uids]
        return [[uid] for uid in uids[:SIZED]] + [uids[SIZED:]]

    def _take(self, session: Session, mailbox: Mailbox, uids: list[int]) -> None:
        try:
            for portion in session.portions(uids):
                if self.stopping.is_set():
                    return
                take_from_mailbox(mailbox, portion.mails, up_to=portion.up_to)
        except MailboxTrouble:
            self.cuts.note(mailbox.seen_up_to, uids)
            raise
        if uids:
            channels.move_mark(mailbox, uids[-1])


def _passed_over(mailbox: Mailbox, uid: int) -> str:
    return (
        f"The server ends the connection whenever mail number {uid} of the folder {mailbox.folder} "
        "is asked for, so it was passed over. Look at it in the mailbox."
    )


def tell_trouble(mailbox: Mailbox, trouble: MailboxTrouble) -> None:
    """Note it; raise the alarm when it is time."""
    channels.note_trouble(mailbox, str(trouble), at=now())
    lasted = now() - (mailbox.trouble_since or now())
    if is_alarming(trouble.cause, lasted / settings.MAILBOX_PACE):
        raise_mailbox_alarm(mailbox, trouble.cause, str(trouble), at=now())


def _open(session: Session, mailbox: Mailbox) -> Opened:
    """Open its folder, under another name if it was renamed. Raises NoSuchFolder."""
    try:
        return session.open(mailbox.folder)
    except NoSuchFolder as trouble:
        found = _renamed(session, mailbox, trouble.there)
        if found is None:
            raise
    words = (
        f"The folder {mailbox.folder} is called {found} now and is read under that name. "
        "There is nothing to do."
    )
    raise_mailbox_alarm(mailbox, Cause.RENAMED, words, at=now())
    channels.follow_mailbox(mailbox, found)
    return session.open(found)


def _renamed(session: Session, mailbox: Mailbox, there: list[str]) -> str | None:
    """The folder with our numbering in which the mails stand that we know; None if none is."""
    for folder in there:
        numbering = session.numbering(folder)
        if numbering.uidvalidity != mailbox.uidvalidity or watched_elsewhere(mailbox, folder):
            continue
        if numbering.uidnext <= mailbox.seen_up_to:
            continue
        session.open(folder)
        ours = {uid: arrival.size for uid, arrival in latest_of(mailbox).items()}
        if is_same_folder(ours, session.sizes(sorted(ours))):
            return folder
    return None
