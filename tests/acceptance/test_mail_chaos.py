"""All mail, point 3: mail over all sources and replies, while everything is killed at random."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from tests.acceptance.chaos import Ordeal, Size
from tests.acceptance.house import small_house
from tests.acceptance.post import key_of, sink
from tests.acceptance.sources import everything
from tests.acceptance.storm import endure, numbers
from tests.postfix import why_not

pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.corpus,
    pytest.mark.full,  # minutes even when it is small; the house's own chaos runs every day
    pytest.mark.skipif(bool(why_not()), reason=why_not() or "Postfix is here"),
]
Record = Callable[[str, object], None]
SMALL = Size(mails=40, replies=6, kills=5)
FULL = Size(mails=2000, replies=200, kills=80)
THINKS = 0.15  # seconds, twice: as real mail servers do, so that kills hit replies on the wire
SIZES = [pytest.param(SMALL, id="small"), pytest.param(FULL, id="full")]
OUTCOMES = {"Message", "Delivery report", "Record update", "Duplicate", "Quarantined", "Rejected"}
OURS = {"supervisor", "web", "worker", "listeners", "postgres"}
THEIRS = {"Postfix", "Dovecot", "import"}


@pytest.fixture(scope="module", params=SIZES)
def ordeal(request: pytest.FixtureRequest) -> Iterator[Ordeal]:
    """One run for all tests of a size."""
    with (
        sink(thinks=THINKS) as outgoing,
        everything(small_house, THREERING_SMTP_URL=outgoing.url) as all_of_it,
    ):
        done = endure(all_of_it, outgoing, request.param)
        print(f"\n{Counter(done.killed)}, {done.attempts} attempts")
        print(f"{done.outcomes()}, replies: {done.states()}")
        yield done


def test_3a_every_kill_happened_and_hit_every_kind_of_process(
    ordeal: Ordeal, record_property: Record
) -> None:
    record_property("killed", dict(Counter(ordeal.killed)))
    assert len(ordeal.killed) == ordeal.size.kills
    assert "supervisor" in ordeal.killed
    if ordeal.size is FULL:
        assert set(ordeal.killed) == OURS | THEIRS


def test_3b_no_mail_of_any_source_is_lost(ordeal: Ordeal, record_property: Record) -> None:
    record_property("mails", len(ordeal.sent) + len(ordeal.boxed) + len(ordeal.made))
    record_property("attempts", ordeal.attempts)
    assert ordeal.refused == []
    known = {line.key for line in ordeal.ledger}
    assert [key_of(raw) for raw in ordeal.sent if key_of(raw) not in known] == []
    said = "\n".join(ordeal.customers_said())
    assert [words for words in ordeal.made.values() if words not in said] == []


def test_3b_every_number_of_the_mailbox_stands_in_the_ledger_once(ordeal: Ordeal) -> None:
    keys = numbers(ordeal)
    assert ordeal.boxed
    assert len(keys) == len(set(keys)) == ordeal.numbered


def test_3c_every_mail_is_in_exactly_one_outcome(ordeal: Ordeal, record_property: Record) -> None:
    record_property("outcomes", dict(ordeal.outcomes()))
    assert [line for line in ordeal.ledger if line.outcome not in OUTCOMES] == []
    aside = [line for line in ordeal.ledger if line.outcome == "Quarantined"]
    assert [line for line in aside if not line.reason] == []


def test_3d_no_mail_is_doubled(ordeal: Ordeal, record_property: Record) -> None:
    said = ordeal.customers_said()
    found = {words: sum(words in text for text in said) for words in ordeal.made.values()}
    record_property("mails found once", sum(n == 1 for n in found.values()))
    assert [words for words, n in found.items() if n != 1] == []
    assert len(said) == ordeal.outcomes()["Message"], "messages and arrivals differ in number"


def test_3e_every_reply_is_sent_once_queued_or_visibly_uncertain(
    ordeal: Ordeal, record_property: Record
) -> None:
    record_property("replies", dict(ordeal.states()))
    assert ordeal.wrongly_sent() == []


def test_3f_every_reply_stands_in_its_ticket_once(ordeal: Ordeal) -> None:
    said = [one.text for thread in ordeal.threads.values() for one in thread if one.kind == "agent"]
    assert [one for one in ordeal.replies if sum(one.words in text for text in said) != 1] == []


def test_3g_uncertain_replies_are_no_more_than_kills_while_sending(
    ordeal: Ordeal, record_property: Record
) -> None:
    while_sending = sum(role in {"worker", "postgres", "supervisor"} for role in ordeal.killed)
    record_property("uncertain", f"{ordeal.states()['uncertain']} of {while_sending} kills")
    assert ordeal.states()["uncertain"] <= while_sending
