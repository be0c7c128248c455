"""People and safety, card numbers: a mail with one is masked on arrival, and nothing keeps it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.acceptance.house import AGENT, INBOX, PASSWORD, Installation, small_house, wait_until
from tests.acceptance.inside import Place, dumped, files, opened
from tests.acceptance.post import Mailer, key_of, mail
from tests.acceptance.visitor import Visitor, ledger, messages
from tests.leftovers import leftovers

pytestmark = [pytest.mark.acceptance, pytest.mark.full]  # half a minute, most of it starting
CARD, STRUCK = "5105 1051 0510 5100", "XXXX XXXX XXXX 5100"
WAYS = [CARD, CARD.replace(" ", ""), CARD.replace(" ", "-")]
LONG = "Lamps by the dozen, " * 10_000


@dataclass(frozen=True)
class Taken:
    """A house that took a short mail and one whose bytes get a file of their own."""

    house: Installation
    lead: Visitor
    tickets: list[str]


@pytest.fixture(scope="module")
def taken() -> Iterator[Taken]:
    with small_house() as house:
        raws = [letter(name, more) for name, more in (("marigold", ""), ("snowdrop", LONG))]
        for raw in raws:
            Mailer(house.smtp).deliver(raw, INBOX)
        lead = Visitor(house.port).sign_in(AGENT, PASSWORD)
        wait_until(lambda: understood(lead) == len(raws), "both are understood")
        lines = {line.key: line.ticket for line in ledger(lead)}
        yield Taken(house, lead, [lines[key_of(raw)] for raw in raws])


def letter(name: str, more: str) -> bytes:
    """A number in the subject, in the text and in a table beside it, each written otherwise."""
    plain, whole, dashed = WAYS
    text = f"I am {name}. Take it from {whole}, or from {plain}. {more}"
    table = f"name;card\n{name};{dashed}\n{more}"
    return mail(text, to=INBOX, subject=f"Card {plain} of {name}", file=table)


def understood(lead: Visitor) -> int:
    return len([line for line in ledger(lead) if line.ticket])


def everything(house: Installation) -> Iterator[Place]:
    yield "what it said", house.said.read_bytes()
    yield from dumped(house.data)
    yield from opened(house.data)
    yield from files(house.data)


def test_4h_a_card_number_is_masked_wherever_the_mail_is_shown(taken: Taken) -> None:
    for ticket in taken.tickets:
        page = taken.lead.get(ticket)
        assert f"Card {STRUCK}" in page.text
        (said,) = messages(taken.lead, ticket)
        assert STRUCK in said.text
        (file,) = said.files
        table = taken.lead.get(file).text
        assert "5100" in table
        assert leftovers(WAYS, [("page", page.text.encode()), ("file", table.encode())]) == []


def test_4h_nobody_finds_it_by_its_number(taken: Taken) -> None:
    for way in WAYS:
        query = way.replace(" ", "+")
        assert taken.lead.get(f"/tickets/all/list?q={query}").tree.css("li.row") == []
    assert len(taken.lead.get("/tickets/all/list?q=marigold").tree.css("li.row")) == 1


def test_4h_nothing_that_is_kept_has_it_not_even_the_mail_as_it_came(taken: Taken) -> None:
    places = list(everything(taken.house))
    for name in ("marigold", "snowdrop"):  # in tables, and in the sealed mail: the search works
        found = {line.split()[0] for line in leftovers([f"of {name}", f"am {name}"], places)}
        assert {"COPY", "bytes"} <= found, name
    assert leftovers([STRUCK], places)
    assert leftovers(WAYS, places) == []
