"""Old mails, many in one commit: stored raw, placed, concluded; each by its own story."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.db import transaction

from threering.channels.contract import Inbound, Party, Report
from threering.channels.email.verdicts import vouched
from threering.channels.models import Inbox
from threering.customers import actions as customers
from threering.customers.rules import normal
from threering.kernel.away import fault, is_away
from threering.kernel.batch import together
from threering.kernel.time import now
from threering.ledger import actions as ledger
from threering.ledger import blobs
from threering.ledger.actions import Raw
from threering.ledger.models import Arrival
from threering.organisation.actions import system
from threering.organisation.models import Agent
from threering.organisation.queries import people_for
from threering.stories.import_message import import_message
from threering.stories.import_reply import import_reply
from threering.stories.set_aside_arrival import set_aside_arrival
from threering.stories.settle_imported_ticket import settle_imported_ticket
from threering.tickets import history, threading
from threering.tickets.numbers import begin_counting

log = logging.getLogger(__name__)
SETTLED = 500  # tickets in one commit
OLD_REPORT = "Rule history: a delivery report about a mail of the time before Threering."
TO_NOBODY = "Rule history: we sent it to nobody but ourselves."


@dataclass(frozen=True, slots=True)
class Failed:
    """A mail that could not be read, and why."""

    why: str


Said = Inbound | Report | Failed
Ends = Counter[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Old:
    """An old mail, and what it says."""

    raw: Raw
    said: Said


class Importing:
    """An import into one inbox."""

    def __init__(self, inbox: Inbox) -> None:
        self.inbox = inbox
        self._ours = self._addresses()
        begin_counting(inbox.client_id)
        self.system = system()

    def _addresses(self) -> dict[str, Agent | None]:
        """Whoever writes from these addresses is one of us; None: nobody in particular."""
        inboxes = Inbox.objects.filter(client_id=self.inbox.client_id, kind=self.inbox.kind)
        ours: dict[str, Agent | None] = {inbox.address: None for inbox in inboxes}
        people = people_for(self.inbox.brand)
        return {normal("email", person.email): person for person in people} | ours

    def take(self, olds: Sequence[Old]) -> Ends:
        """Store and place them in one commit; how many ended how. Those known are left out.

        Where one of them cannot be stored, each has a commit of its own, and that one says why.
        """
        try:
            return self._together(olds)
        except Exception as error:
            if is_away(error):  # the command ends, and goes on when it is called again
                raise
            # Nothing may be lost or block the rest.
            log.warning("%d old mails are stored one by one: %s", len(olds), fault(error))
        return sum((self._alone(old) for old in olds), Ends())

    def _together(self, olds: Sequence[Old]) -> Ends:
        said = {old.raw.external_key: old.said for old in olds}
        with transaction.atomic():
            ledger.take_turns({self.inbox.client_id})
            with together(len(olds)):
                self._foresee([told for told in said.values() if isinstance(told, Inbound)])
                new = ledger.arrive_all(self.inbox.brand, [old.raw for old in olds])
                for arrival in new:
                    self._tell(arrival, said[arrival.external_key])
        return _ends(new)

    def _foresee(self, mails: Sequence[Inbound]) -> None:
        """Ask in a few questions what the stories of these mails will ask one by one."""
        client, kind = self.inbox.client_id, self.inbox.kind
        known = customers.recall(client, kind, [self._with_whom(mail) for mail in mails])
        with_whom = list(zip(mails, known, strict=True))
        threading.recall(client, kind, with_whom)
        history.recall(client, [key for mail in mails for key in mail.thread_keys])
        files = [(who.key_id, file) for mail, who in with_whom if who for file in mail.attached]
        blobs.recall([(key_id, file.content) for key_id, file in files])

    def _with_whom(self, mail: Inbound) -> str:
        if mail.sender_handle not in self._ours:
            return mail.sender_handle
        to = self._customer_of(mail)
        return to.handle if to else ""

    def _alone(self, old: Old) -> Ends:
        try:
            return self._together([old])
        except Exception as error:
            if is_away(error):
                raise
            why = f"It could not be stored: {fault(error)}"
            return self._together([Old(old.raw, Failed(why))])

    def _tell(self, arrival: Arrival, said: Said) -> None:
        """The story of one old mail."""
        if arrival.outcome:
            return
        if isinstance(said, Inbound) and said.claims:
            said = replace(said, auth=vouched(said.claims, settings.AUTHSERV_IDS))
        match said:
            case Failed(why):
                set_aside_arrival(arrival, Arrival.Outcome.QUARANTINED, why, at=now())
            case Report():
                set_aside_arrival(arrival, Arrival.Outcome.REJECTED, OLD_REPORT, at=now())
            case Inbound() if said.sender_handle in self._ours:
                self._tell_reply(arrival, said)
            case Inbound():
                import_message(arrival, said, self.inbox, at=now())

    def _tell_reply(self, arrival: Arrival, said: Inbound) -> None:
        author = self._ours[said.sender_handle] or self.system
        to = self._customer_of(said)
        if to is None:
            set_aside_arrival(arrival, Arrival.Outcome.REJECTED, TO_NOBODY, at=now())
        else:
            import_reply(arrival, said, self.inbox, author=author, to=to, at=now())

    def _customer_of(self, said: Inbound) -> Party | None:
        """The first to whom we wrote and who is none of us."""
        theirs = (p for p in (*said.to, *said.cc) if "@" in p.handle and p.handle not in self._ours)
        return next(theirs, None)

    def settle(self) -> Counter[str]:
        """Give the next tickets of the import their state; how many got which, none at its end."""
        with transaction.atomic():
            ledger.take_turns({self.inbox.client_id})
            with together(SETTLED):
                waiting = history.unsettled(self.inbox, limit=SETTLED)
                for ticket, last in waiting:
                    settle_imported_ticket(ticket, last, by=self.system, at=now())
        return Counter(ticket.status for ticket, _ in waiting)


def _ends(arrivals: Sequence[Arrival]) -> Ends:
    """How they ended; why, where somebody has to know."""
    told = {Arrival.Outcome.QUARANTINED, Arrival.Outcome.REJECTED}
    return Ends((str(a.outcome), a.reason if a.outcome in told else "") for a in arrivals)
