"""The house, point 2: mail comes in and replies leave while everything is killed at random."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from tests.acceptance.chaos import Ordeal, Size, endure
from tests.acceptance.house import small_house
from tests.acceptance.post import key_of, sink

pytestmark = [pytest.mark.acceptance, pytest.mark.corpus]
Record = Callable[[str, object], None]
SMALL = Size(mails=60, replies=12, kills=6)
FULL = Size(mails=300, replies=60, kills=30)
THINKS = 0.15  # seconds, twice: as real mail servers do, so that kills hit replies on the wire
SIZES = [pytest.param(SMALL, id="small"), pytest.param(FULL, id="full", marks=pytest.mark.full)]
OUTCOMES = {"Message", "Delivery report", "Record update", "Duplicate", "Quarantined", "Rejected"}


@pytest.fixture(scope="module", params=SIZES)
def ordeal(request: pytest.FixtureRequest) -> Iterator[Ordeal]:
    """One run for all tests of a size."""
    with sink(thinks=THINKS) as outgoing, small_house(THREERING_SMTP_URL=outgoing.url) as house:
        done = endure(house, outgoing, request.param)
        killed, outcomes, states = Counter(done.killed), done.outcomes(), done.states()
        print(f"\n{killed}, {done.attempts} attempts for {len(done.sent)} mails")
        print(f"{outcomes}, replies: {states}")
        yield done


def test_2a_every_kill_happened_and_hit_every_kind_of_process(
    ordeal: Ordeal, record_property: Record
) -> None:
    record_property("killed", dict(Counter(ordeal.killed)))
    assert len(ordeal.killed) == ordeal.size.kills
    if ordeal.size is FULL:
        assert set(ordeal.killed) == {"web", "worker", "listeners", "postgres"}


def test_2b_no_mail_is_lost(ordeal: Ordeal, record_property: Record) -> None:
    record_property("mails", len(ordeal.sent))
    record_property("attempts", ordeal.attempts)
    assert ordeal.refused == []
    known = {line.key for line in ordeal.ledger}
    assert [key_of(raw) for raw in ordeal.sent if key_of(raw) not in known] == []


def test_2c_every_mail_is_in_exactly_one_outcome(ordeal: Ordeal, record_property: Record) -> None:
    record_property("outcomes", dict(ordeal.outcomes()))
    twice = [key for key, n in Counter(line.key for line in ordeal.ledger).items() if n > 1]
    assert twice == []
    assert [line for line in ordeal.ledger if line.outcome not in OUTCOMES] == []


def test_2d_what_is_not_understood_is_quarantined_with_its_reason(ordeal: Ordeal) -> None:
    aside = [line for line in ordeal.ledger if line.outcome == "Quarantined"]
    assert aside, "no real mail was quarantined: were bounces among them?"
    assert [line for line in aside if not line.reason] == []


def test_2e_no_mail_is_doubled(ordeal: Ordeal) -> None:
    said = ordeal.customers_said()
    found = {words: sum(words in text for text in said) for words in ordeal.made.values()}
    assert [words for words, n in found.items() if n != 1] == []
    assert len(said) == ordeal.outcomes()["Message"], "messages and arrivals differ in number"


def test_2f_every_reply_is_sent_once_queued_or_visibly_uncertain(
    ordeal: Ordeal, record_property: Record
) -> None:
    record_property("replies", dict(ordeal.states()))
    assert ordeal.wrongly_sent() == []


def test_2g_every_reply_stands_in_its_ticket_once(ordeal: Ordeal) -> None:
    said = Counter(one.text for thread in ordeal.threads.values() for one in thread)
    assert [reply for reply in ordeal.replies if said[reply.words] != 1] == []


def test_2h_uncertain_replies_are_no_more_than_kills_while_sending(
    ordeal: Ordeal, record_property: Record
) -> None:
    while_sending = sum(role in {"worker", "postgres"} for role in ordeal.killed)
    record_property("uncertain", f"{ordeal.states()['uncertain']} of {while_sending} kills")
    assert ordeal.states()["uncertain"] <= while_sending
