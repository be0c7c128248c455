"""All mail, point 1 at the mail door: every real mail is sent, taken in, and shown without harm."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from tests.acceptance.corpus import every_mail
from tests.acceptance.house import AGENT, INBOX, PASSWORD, small_house, wait_until
from tests.acceptance.post import Mailer, key_of, mail
from tests.acceptance.test_mail_shown import SCRIPT
from tests.acceptance.visitor import Arrived, Visitor, ledger

pytestmark = [pytest.mark.acceptance, pytest.mark.corpus]
Record = Callable[[str, object], None]
SOME = 20
SLOWEST = 2.0  # seconds from the 250 to the outcome
STEP = 0.02
OUTCOMES = {"Message", "Delivery report", "Duplicate", "Quarantined", "Rejected"}
OURS = ("Reading it", "It could not be stored")
"""How a reason begins that is a fault of ours and none of the mail's."""


@dataclass
class Taken:
    """All mails by name, how many seconds each took, and what the ledger says of it."""

    mails: dict[str, bytes]
    lead: Visitor
    seconds: dict[str, float] = field(default_factory=dict)
    lines: dict[str, Arrived] = field(default_factory=dict)

    def send(self, mailer: Mailer) -> None:
        """One after the other, each when the one before has its outcome."""
        for name, raw in self.mails.items():
            mailer.deliver(raw, INBOX)
            began = time.monotonic()
            wait_until(self.idle, f"{name} has its outcome", step=STEP)
            self.seconds[name] = time.monotonic() - began

    def idle(self) -> bool:
        """Whether nothing waits. What was taken waits before it is said to be taken."""
        return not ledger(self.lead, "?outcome=waiting")

    def read(self) -> None:
        """The whole ledger, by the mails' names."""
        named = {key_of(raw): name for name, raw in self.mails.items()}
        self.lines = {named[line.key]: line for line in ledger(self.lead) if line.key in named}


@pytest.fixture(scope="module", params=[SOME, pytest.param(0, marks=pytest.mark.full)])
def taken(request: pytest.FixtureRequest) -> Iterator[Taken]:
    """A house that was sent some of them, or all."""
    every = every_mail()
    chosen = random.Random(3).sample(sorted(every), request.param or len(every))
    with small_house() as house:
        done = Taken(
            {name: every[name] for name in chosen}, Visitor(house.port).sign_in(AGENT, PASSWORD)
        )
        Mailer(house.smtp).deliver(mail("Good morning", to=INBOX, subject="First"), INBOX)
        wait_until(done.idle, "the house is awake")
        done.send(Mailer(house.smtp))
        done.read()
        yield done


def test_1x1_every_mail_stands_in_the_ledger_with_an_outcome(
    taken: Taken, record_property: Record
) -> None:
    outcomes = Counter(line.outcome for line in taken.lines.values())
    record_property("mails", len(taken.mails))
    record_property("outcomes", dict(outcomes))
    print(f"\n{len(taken.mails)} mails: {dict(outcomes)}")
    assert taken.mails.keys() - taken.lines.keys() == set()
    assert outcomes.keys() <= OUTCOMES


def test_1x2_none_is_set_aside_because_we_failed(taken: Taken) -> None:
    aside = {name: line for name, line in taken.lines.items() if line.outcome == "Quarantined"}
    for reason, n in Counter(line.reason for line in aside.values()).most_common():
        print(f"\n{n} quarantined: {reason}", end="")
    assert [name for name, line in aside.items() if not line.reason] == []
    assert {n: line.reason for n, line in taken.lines.items() if line.reason.startswith(OURS)} == {}


def test_1x3_none_takes_longer_than_two_seconds(taken: Taken, record_property: Record) -> None:
    slowest = max(taken.seconds, key=lambda name: taken.seconds[name])
    record_property("slowest", f"{taken.seconds[slowest]:.2f} s")
    print(f"\nslowest: {slowest}, {taken.seconds[slowest]:.2f} s")
    late = {name: took for name, took in taken.seconds.items() if took > SLOWEST}
    assert late == {}


def test_1y_no_script_of_any_real_mail_reaches_a_page(taken: Taken) -> None:
    frames = 0
    for ticket in {line.ticket for line in taken.lines.values() if line.ticket}:
        page = taken.lead.get(ticket)
        assert page.status == 200
        log = page.tree.css_first("#log")
        assert log
        assert not log.css("script, object, embed, [onclick], [onload], [onerror]")
        for iframe in log.css("iframe"):
            frames += 1
            shown = taken.lead.get(str(iframe.attributes["src"]) + "?remote=1")
            assert shown.status == 200
            assert not SCRIPT.search(shown.text.partition("<body>")[2])
    assert frames > len(taken.mails) / 20  # the others are plain text, or no messages
