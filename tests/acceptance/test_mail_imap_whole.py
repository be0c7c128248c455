"""All mail: a mailbox that is full at first, a reader that is killed, a mail too large."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.acceptance.house import INBOX, Installation, small_house, wait_until
from tests.acceptance.mailbox import PACE, Read, letter, some_words
from tests.acceptance.visitor import Visitor, ledger
from tests.dovecot import dovecot
from tests.wire import wire
from threering.channels.rules import MAX_SIZE

pytestmark = [pytest.mark.acceptance, pytest.mark.full]  # minutes
MAILS, KILLS = 600, 6


@pytest.fixture(scope="module")
def read() -> Iterator[Read]:
    settings = {"THREERING_MAILBOX_PACE": str(PACE)}
    with (
        dovecot() as server,
        wire(server.tls) as cable,
        small_house(**settings, **server.trust) as house,
    ):
        yield Read(house, server, cable, "INBOX")


def subjects(lead: Visitor) -> Counter[str]:
    """How often each of the words stands in the list of all tickets, through all its pages."""
    found: Counter[str] = Counter()
    path = "/tickets/all/list"
    while path:
        tree = lead.insist("GET", path).tree
        for row in tree.css("li.row"):
            found.update(set(re.findall(r"words[0-9a-f]{32}", row.text())))
        more = tree.css_first("li.more")
        path = str(more.attributes["hx-get"]) if more else ""
    return found


def test_2i_a_full_mailbox_is_read_whole_although_its_reader_is_killed_again_and_again(
    read: Read,
) -> None:
    words = read.write(MAILS)
    read.add()
    lead, chance = read.visitor(), random.Random(7)
    for _ in range(KILLS):
        wait_until(lambda: _kill(read.house), "a living reader")
        known = len(ledger(lead))
        enough = known + chance.randrange(5, MAILS // KILLS // 2)
        wait_until(lambda much=enough: len(ledger(lead)) >= min(much, MAILS), "it reads on")
    wait_until(lambda: len(ledger(lead)) >= MAILS, "all is stored")
    wait_until(lambda: not ledger(lead, "?outcome=waiting"), "all is understood")
    read.wait_until_well()
    lines = ledger(lead)
    assert len({line.key for line in lines}) == len(lines) == MAILS
    assert {line.outcome for line in lines} == {"Message"}
    assert subjects(lead) == Counter(words)


def _kill(house: Installation) -> bool:
    reader = house.children().get("listeners")
    if reader is None:
        return False
    reader.kill()
    return True


def test_2j_a_mail_that_is_too_large_is_said_and_holds_nothing_up(read: Read) -> None:
    after = some_words()
    large = letter(some_words()) + b"x" * 70 + b"\r\n" + (b"y" * 70 + b"\r\n") * (MAX_SIZE // 72)
    read.put([large, letter(after)], [after])
    read.wait_for(after)
    (line,) = ledger(read.visitor(), "?outcome=rejected")
    assert "Rule size: it has 50 MB" in line.reason
    assert "still in the folder INBOX" in line.reason
    assert "none missing" in read.house.must("mailbox", "compare", INBOX)
