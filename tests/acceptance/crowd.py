"""A house with many open tickets, brought in by the command that there is for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from tests.acceptance.house import AGENT, INBOX, PASSWORD, Installation, small_house
from tests.acceptance.oldmail import Letter, mboxrd
from tests.acceptance.visitor import Visitor

MIA = "mia@north.example"
AT_A_TIME = 2500  # mails in one file, so that each command ends well within its time


@contextmanager
def crowded(count: int) -> Iterator[Installation]:
    """A house of two agents, Lena and Mia, in which so many customers wait."""
    with small_house() as house:
        words = ("--name", "Mia", "--client", "North", "--password-stdin")
        house.must("createagent", MIA, *words, text=PASSWORD + "\n")
        for first in range(0, count, AT_A_TIME):
            path = house.data.parent / f"{first}.mbox"
            last = min(first + AT_A_TIME, count)
            path.write_bytes(mboxrd([question(number).raw() for number in range(first, last)]))
            house.must("import", "mail", str(path), "--inbox", INBOX)
        yield house


def question(number: int) -> Letter:
    """What one customer asked lately."""
    return Letter(
        number,
        sender=f"Customer {number} <c{number}@shopper.example>",
        to=INBOX,
        subject=f"Question {number}",
        text=f"Where is parcel number {number}?",
        at=datetime.now(UTC) - timedelta(hours=1, seconds=number),
    )


def visitor(house: Installation, agent: str = AGENT) -> Visitor:
    """One of the two, signed in without a browser."""
    return Visitor(house.port).sign_in(agent, PASSWORD)
