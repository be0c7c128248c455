"""People and safety, retention: what a brand keeps for a year only is forgotten in the night."""

from __future__ import annotations

import mailbox
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from tests.acceptance.house import INBOX, PASSWORD, Installation, small_house, wait_until
from tests.acceptance.inside import Place, dumped, files, opened
from tests.acceptance.oldmail import Letter
from tests.acceptance.test_people_restart import faketime
from tests.acceptance.visitor import Visitor, messages
from tests.leftovers import leftovers

pytestmark = [pytest.mark.acceptance, pytest.mark.full]  # a minute, most of it starting
BOSS = "boss@north.example"
GONE = ["Zwetana", "zwetana@oberhueb.example", "quokkalampe"]
NIGHT = timedelta(hours=1, minutes=8)
"""Just after the hour at which the timetable has it."""


@dataclass(frozen=True)
class Year:
    """A house with an old mail and a younger one; its brand keeps what was said for a year."""

    house: Installation
    brand: str

    def boss(self) -> Visitor:
        return Visitor(self.house.port).sign_in(BOSS, PASSWORD)

    def begin_again(self, days: int) -> None:
        """Stop, and start in the night so many days later."""
        self.house.stop()
        today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        ahead = today + timedelta(days=days) + NIGHT - datetime.now(UTC)
        shift = {"FAKETIME": f"+{ahead.total_seconds():.0f}", "DONT_FAKE_MONOTONIC": "1"}
        self.house.environment |= {"LD_PRELOAD": faketime()} | shift
        self.house.start()

    def listed(self, words: str) -> list[str]:
        """The tickets in which that was said."""
        tree = self.boss().get(f"/tickets/all/list?q={words}").tree
        return [str(link.attributes["href"]) for link in tree.css("li.row > a")]


@pytest.fixture(scope="module")
def year() -> Iterator[Year]:
    with small_house() as house:
        words = ("--name", "Boss", "--client", "North", "--role", "admin", "--password-stdin")
        house.must("createagent", BOSS, *words, text=PASSWORD + "\n")
        bring_in(house)
        boss = Visitor(house.port).sign_in(BOSS, PASSWORD)
        link = boss.get("/brands").tree.css_first(".reasons__what a")
        assert link
        form = {"name": link.text(), "language": "en", "kept_months": "12"}
        place = str(link.attributes["href"])
        assert boss.post(place, form).status == 302
        assert '<option value="12" selected>' in boss.get(place).text
        yield Year(house, place)


def bring_in(house: Installation) -> None:
    """Somebody wrote two years ago, and somebody else half a year ago."""
    box = mailbox.mbox(house.data.parent / "old.mbox")
    for number, (who, said, days) in enumerate(
        [
            ("Zwetana Ober <zwetana@oberhueb.example>", "quokkalampe", 730),
            ("Olga Neu <olga@neu.example>", "teekanne", 180),
        ]
    ):
        at = datetime.now(UTC) - timedelta(days=days)
        words = f"My {said} flickers."
        box.add(Letter(number, sender=who, to=INBOX, subject=said, text=words, at=at).raw())
    box.close()
    path = house.data.parent / "old.mbox"
    assert "2 imported" in house.must("import", "mail", str(path), "--inbox", INBOX)
    path.unlink()


def everything(house: Installation) -> Iterator[Place]:
    yield from dumped(house.data)
    yield from opened(house.data)
    yield from files(house.data)


def test_4i_nothing_is_forgotten_while_it_can_still_be_taken_back(year: Year) -> None:
    assert len(year.listed("quokkalampe")) == 1
    year.begin_again(days=6)
    assert len(year.listed("quokkalampe")) == 1
    assert {line.rpartition(": ")[2] for line in leftovers(GONE, everything(year.house))} == {*GONE}


def test_4i_a_week_after_that_was_said_what_is_older_is_gone_and_the_rest_is_there(
    year: Year,
) -> None:
    (younger,) = year.listed("teekanne")
    year.begin_again(days=9)
    wait_until(lambda: not year.listed("quokkalampe"), "it is forgotten")
    wait_until(lambda: not leftovers(GONE, everything(year.house)), "nothing of it is kept")
    (said,) = messages(year.boss(), younger)
    assert said.text.strip() == "My teekanne flickers."
    assert year.listed("teekanne") == [younger]
