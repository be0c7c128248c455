"""All mail, point 4: conversations whose headers are lost, and strangers who come close to them.

What is drawn is in conversations.py, what it looks like on the wire in letters.py. One table is
printed (`pytest -s`). Full size takes two seeds: one was looked at while building, one was not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.acceptance.correspondence import Correspondence, Desk, Placing, lived
from tests.acceptance.demo import Demo
from tests.acceptance.letters import Letter
from tests.acceptance.mending import Mistake, mend, messages_of, mistakes
from threering.runtime.demo.cast import FEDERLINDE, QUILLMERE

pytestmark = pytest.mark.acceptance
SIZES = [
    pytest.param((11, 60), id="small"),
    pytest.param((20261122, 1000), id="full", marks=pytest.mark.full),
    pytest.param((7919, 1000), id="held-out", marks=pytest.mark.full),
]
STRANGERS = {"quotes number", "forwards", "answers a forward", "answers newsletter"}


@dataclass
class Outcome:
    """What became of all letters of a seed."""

    lived: Correspondence
    placing: Placing

    def letters(self, *kinds: str) -> list[Letter]:
        """The letters of these kinds."""
        return [letter for letter in self.lived.letters if letter.kind in kinds]

    def again(self) -> Placing:
        """Where everything is now."""
        return Placing(self.placing.truth, self.lived.desk.placed(self.placing.truth))


@pytest.fixture(scope="module", params=SIZES)
def outcome(request: pytest.FixtureRequest, demo: Demo) -> Outcome:
    """One run for all tests of a size."""
    seed, count = request.param
    inboxes = (QUILLMERE.inbox_address, FEDERLINDE.inbox_address)
    desk = Desk(demo.mailer, demo.sink, demo.visitor("tobias"), inboxes)
    done = lived(desk, seed, count)
    truth = {letter.key: letter.plan for letter in done.letters}
    found = Outcome(done, Placing(truth, desk.placed(truth)))
    print("\n" + "\n".join(table(found)))
    return found


def table(outcome: Outcome) -> Iterator[str]:
    """How each sort of conversation fared, and the two figures."""
    sorts = Counter(plan.sort for plan in outcome.lived.plans)
    sort_of = {plan.number: plan.sort for plan in outcome.lived.plans}
    letters = Counter(sort_of[letter.plan] for letter in outcome.lived.letters)
    astray = Counter(sort_of[plan] for plan in outcome.placing.astray())
    yield f"{'conversations':32} {'all':>5} {'mails':>6} {'astray':>6}"
    for sort, n in sorted(sorts.items()):
        yield f"{sort:32} {n:5} {letters[sort]:6} {astray[sort]:6}"
    right, together, belonging = outcome.placing.pairs
    yield f"{'all':32} {len(sort_of):5} {letters.total():6} {astray.total():6}"
    yield f"precision {outcome.placing.precision:.2f} % ({right} of {together} pairs)"
    yield f"recall    {outcome.placing.recall:.2f} % ({right} of {belonging} pairs)"


def test_4a_precision_is_99_5_percent(outcome: Outcome) -> None:
    assert outcome.placing.precision >= 99.5, sample(outcome)


def test_4b_recall_is_98_percent(outcome: Outcome) -> None:
    assert outcome.placing.recall >= 98, sample(outcome)


def test_4c_no_stranger_got_in(outcome: Outcome) -> None:
    tickets = outcome.placing.tickets
    inside = [
        letter
        for letter in outcome.letters(*STRANGERS)
        if any(
            tickets[other.key] == tickets[letter.key] and other.plan != letter.plan
            for other in outcome.lived.letters
        )
    ]
    assert outcome.letters(*STRANGERS)
    assert inside == []


def test_4c_every_wrong_one_is_undone_by_one_split_or_merge(outcome: Outcome) -> None:
    marks = {letter.key: letter.mark for letter in outcome.lived.letters}
    found = mistakes(outcome.placing)
    print(f"\nmistakes: {Counter(mistake.verb for mistake in found)}")
    for mistake in found:
        assert len(mistake.keys) == 1 or mistake.verb == "merge", mistake
        assert mistake.verb in {"split", "merge"}, mistake
        assert mend(outcome.lived.desk, mistake, marks) == 201, mistake
    assert outcome.again().astray() == {}


def test_4d_a_new_topic_joins_is_offered_as_a_split_and_one_click_does_it(
    outcome: Outcome,
) -> None:
    desk, topics = outcome.lived.desk, outcome.letters("turns")
    assert topics
    before = outcome.again().tickets
    offered = [letter for letter in topics if is_offered(desk, before[letter.key], letter)]
    print(f"\nnew topics: {len(topics)}, offered {len(offered)}")
    assert len(offered) >= 0.95 * len(topics)
    for letter in offered:
        first = messages_of(desk, before[letter.key])[letter.mark]
        assert desk.tell(before[letter.key], "split", first=first) == 201
    after = outcome.again().tickets
    for letter in offered:
        alone = [key for key, ticket in after.items() if ticket == after[letter.key]]
        assert alone == [letter.key]
    moved = {letter.key for letter in offered}
    assert {k: t for k, t in after.items() if k not in moved} == {
        k: t for k, t in before.items() if k not in moved
    }


def is_offered(desk: Desk, ticket: str, letter: Letter) -> bool:
    """Whether the ticket's page offers to split this letter off."""
    uuid = messages_of(desk, ticket)[letter.mark]
    page = desk.visitor.insist("GET", ticket).tree
    return page.css_first(f'[data-do="splitoff"][data-message="{uuid}"]') is not None


def sample(outcome: Outcome) -> list[tuple[Mistake, list[tuple[str, str]]]]:
    """Some of what went wrong, for whoever has to find out why."""
    by_key = {letter.key: letter for letter in outcome.lived.letters}
    return [
        (mistake, [(by_key[key].kind, by_key[key].carries) for key in mistake.keys])
        for mistake in mistakes(outcome.placing)[:10]
    ]
