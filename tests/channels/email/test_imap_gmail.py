"""What Gmail's server tells of a mail besides the mail: its own name for the thread."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.imap_server import Scripted, scripted
from tests.mail import mail
from threering.channels.email.imap import Mail, connected
from threering.channels.email.reading import understand

GMAIL = 1278455344230334865


@pytest.fixture
def server() -> Iterator[Scripted]:
    with scripted() as started:
        yield started


def taken(server: Scripted) -> list[Mail]:
    with connected(server.account) as session:
        opened = session.open("INBOX")
        found = [uid for uids in session.uids(1, opened.uidnext) for uid in uids]
        return [one for portion in session.portions(found) for one in portion.mails]


def test_the_thread_is_asked_of_a_server_that_knows_it(server: Scripted) -> None:
    server.put(mail("one"))
    server.put(mail("two"))
    server.threads = {1: GMAIL, 2: GMAIL + 1}
    assert [one.thread_ids for one in taken(server)] == [
        (f"gmail:{GMAIL}",),
        (f"gmail:{GMAIL + 1}",),
    ]


def test_no_other_server_is_asked_for_it(server: Scripted) -> None:
    server.put(mail("one"))
    assert [one.thread_ids for one in taken(server)] == [()]
    assert not [line for line in server.asked if "X-GM" in line]


def test_a_header_that_any_sender_can_write_names_no_thread() -> None:
    assert understand(mail(X_GM_THRID=str(GMAIL))).thread_ids == []
