"""A customer beside a ticket and on a page of their own, as the console asks for them."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.house import House
from tests.mail import deliver, mail
from tests.web.conftest import As
from threering.customers.models import Customer, CustomerNote
from threering.organisation.actions import create_agent
from threering.organisation.models import Agent
from threering.tickets.models import Ticket
from threering.web.customers import lists

pytestmark = pytest.mark.django_db
INGRID, TWIN = "Ingrid Rossi <ingrid@example.com>", "Ingrid Rossi <ir@work.test>"


@pytest.fixture(autouse=True)
def three(house: House) -> None:
    """1 of Ingrid; 2 of her other address; 3 of hers, in the other brand."""
    for n, (inbox, sender) in enumerate(
        [(house.shop, INGRID), (house.shop, TWIN), (house.outlet, INGRID)], start=1
    ):
        raw = mail(f"Text {n}", sender=sender, subject=f"Subject {n}", message_id=f"<{n}@x.test>")
        deliver(inbox, raw)


def of(number: int) -> Customer:
    customer: Customer = Ticket.objects.get(number=number).customer
    return customer


def place(number: int = 1) -> str:
    return f"/customers/{of(number).uuid}"


def bound(house: House) -> Agent:
    """An agent for the first brand only."""
    oli = create_agent(
        "oli@threering.test", name="Oli", password="three rings", grants=[(house.north, "agent")]
    )
    oli.grants.update(brand=house.shop.brand)
    return oli


def page(as_: As, agent: Agent, path: str) -> str:
    return as_(agent).get(path).content.decode()


def test_a_note_is_shown_beside_every_ticket_of_the_customer(house: House, as_: As) -> None:
    form = {"key": str(uuid4()), "text": "Likes\nblue <b>"}
    assert as_(house.lou).post(f"{place()}/notes", form).status_code == 204
    for path in ("/tickets/all/north/1", "/tickets/all/north/3", place()):
        shown = page(as_, house.ann, path)
        assert "Likes\nblue &lt;b&gt;</p>" in shown
        assert '<details class="known__edit"><summary>Edit' not in shown
    assert '<details class="known__edit"><summary>Edit' in page(as_, house.lou, place())
    note = f"{place()}/notes/{CustomerNote.objects.get().uuid}"
    assert as_(house.ann).post(note, {"text": "Mine now"}).status_code == 403
    assert as_(house.lou).post(note, {"text": "Likes red"}).status_code == 204
    assert as_(house.ann).post(note, {"pinned": "1"}).status_code == 204
    shown = page(as_, house.ann, place())
    assert "Likes red" in shown
    assert "Changed on" in shown
    assert "Unpin the note" in shown
    assert as_(house.ann).post(note, {"removed": "1"}).status_code == 204
    assert "Likes red" not in page(as_, house.ann, "/tickets/all/north/1")


@pytest.mark.parametrize(
    ("route", "data"),
    [
        ("notes", {"key": str(uuid4()), "text": " "}),
        ("notes", {"key": "x", "text": "x"}),
        ("notes", {"key": str(uuid4()), "text": "x" * 2001}),
        ("details", {"name": "", "language": ""}),
        ("details", {"name": "Ingrid", "language": "xx"}),
        ("same", {"into": "nobody"}),
    ],
)
def test_what_makes_no_sense_changes_nothing(
    house: House, as_: As, route: str, data: dict[str, str]
) -> None:
    assert as_(house.ann).post(f"{place()}/{route}", data).status_code == 422
    assert CustomerNote.objects.count() == 0
    assert of(1).name == "Ingrid Rossi"


def test_the_page_tells_who_somebody_is_and_lists_their_tickets(
    house: House, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "PAGE", 1)
    of(1).handles.update(unreachable_at=of(1).since, unreachable_why="550 no such user")
    form = {"name": "Ingrid Bianchi", "language": "it"}
    assert as_(house.ann).post(f"{place()}/details", form).status_code == 204
    first = page(as_, house.ann, place())
    for words in ("Ingrid Bianchi", "Italian", "Takes no mail", "2 tickets", "Subject 3"):
        assert words in first
    assert "Subject 1" not in first
    older = first.partition('href="?cursor=')[2].partition('"')[0]
    second = page(as_, house.ann, f"{place()}?cursor={older}")
    assert ("Subject 1" in second, "Subject 3" in second) == (True, False)
    assert as_(house.ann).get(f"{place()}?cursor=broken").status_code == 400


def test_an_agent_of_one_brand_sees_its_tickets_and_its_customers_only(
    house: House, as_: As
) -> None:
    deliver(house.outlet, mail("Hi", sender="Bo <bo@x.test>", message_id="<bo@x.test>"))
    oli = bound(house)
    shown = page(as_, oli, place(1))
    assert ("Subject 1" in shown, "Subject 3" in shown, "1 ticket" in shown) == (True, False, True)
    assert as_(oli).get(place(4)).status_code == 404
    for route in ("notes", "details", "same"):
        data = {"key": str(uuid4()), "text": "x", "name": "x", "into": str(of(1).uuid)}
        assert as_(oli).post(f"{place(4)}/{route}", data).status_code == 404
    assert as_(oli).post(f"{place(1)}/same", {"into": str(of(4).uuid)}).status_code == 404
    assert Customer.objects.filter(merged_into=None).count() == 3


def test_who_may_not_gets_nowhere(house: House, as_: As) -> None:
    for route in ("", "/same"):
        assert as_(house.sam).get(f"{place()}{route}").status_code == 404
    for route in ("notes", "details", "same"):
        data = {"key": str(uuid4()), "text": "x", "name": "x", "into": str(of(2).uuid)}
        assert as_(house.sam).post(f"{place()}/{route}", data).status_code == 404
        expected = 204 if route == "notes" else 403
        assert as_(house.lou).post(f"{place()}/{route}", data).status_code == expected
    assert Customer.objects.filter(merged_into=None).count() == 2


def test_a_likely_twin_is_offered_compared_merged_and_parted(house: House, as_: As) -> None:
    beside = page(as_, house.ann, "/tickets/all/north/2")
    assert "May be the same person as Ingrid Rossi" in beside
    assert "Both are called Ingrid Rossi." in beside
    asked = page(as_, house.ann, f"{place(2)}/same?told=north/2")
    assert "ingrid@example.com" in asked
    assert f"with={of(1).uuid}" in asked
    compared = page(as_, house.ann, f"{place(2)}/same?with={of(1).uuid}&told=north/2")
    for words in ("Both wrote to Shop.", "2 tickets", "1 ticket", f"{place(2)}/same"):
        assert words in compared
    form = {"into": str(of(1).uuid), "told": "north/2"}
    for _ in range(2):
        assert as_(house.ann).post(f"{place(2)}/same", form).status_code == 204
    beside = page(as_, house.ann, "/tickets/all/north/2")
    assert "ingrid@example.com" in beside
    assert "All 3 tickets" in beside
    assert "says that two customers are one person" in beside
    assert "May be the same" not in beside
    undo = f'data-post="{place(2)}/same" data-send="into=&amp;told=north/2"'
    assert undo in beside
    shown = page(as_, house.ann, place(2))
    assert "merged by <" not in shown
    assert "merged by Ann" in shown
    assert (
        as_(house.ann).post(f"{place(2)}/same", {"into": "", "told": "north/2"}).status_code == 204
    )
    beside = page(as_, house.ann, "/tickets/all/north/2")
    assert "ingrid@example.com" not in beside.partition('id="side"')[2].partition("likeness")[0]
    assert undo not in beside


def test_what_was_merged_elsewhere_meanwhile_is_looked_at_again(house: House, as_: As) -> None:
    deliver(house.shop, mail("Hi", sender="Bo <bo@x.test>", message_id="<bo@x.test>"))
    assert as_(house.ann).post(f"{place(2)}/same", {"into": str(of(1).uuid)}).status_code == 204
    answer = as_(house.lea).post(f"{place(2)}/same", {"into": str(of(4).uuid)})
    assert (answer.status_code, of(2).merged_into) == (422, of(1))
    assert as_(house.ann).get(f"{place(1)}/same?with={of(2).uuid}").status_code == 404


def test_the_other_one_is_found_by_words_and_address(house: House, as_: As) -> None:
    deliver(house.shop, mail("Kettle", sender="Bo <bo@x.test>", message_id="<bo@x.test>"))
    for words in ("bo@x.test", "kettle", "Bo"):
        found = page(as_, house.ann, f"{place(1)}/same?q={words}")
        assert (f"with={of(4).uuid}" in found, f"with={of(1).uuid}" in found) == (True, False)
    assert "Nobody fits" in page(as_, house.ann, f"{place(1)}/same?q=zzzz")


def test_a_ticket_on_paper_has_everything_but_what_only_colleagues_read(
    house: House, as_: As
) -> None:
    place = "/t/north/1"
    note = {"kind": "note", "text": "Between us", "key": str(uuid4())}
    assert as_(house.ann).post(f"{place}/reply", note).status_code == 201
    reply = {"kind": "reply", "text": "It is on its way", "key": str(uuid4())}
    assert as_(house.ann).post(f"{place}/reply", reply).status_code == 201
    as_(house.ann).post(f"{place}/status", {"status": "solved"})
    paper = page(as_, house.ann, f"{place}/print")
    for words in ("Subject 1", "#1", "ingrid@example.com", "Text 1", "It is on its way"):
        assert words in paper
    for words in ("Between us", "solved this ticket"):
        assert words not in paper
        assert words in page(as_, house.ann, f"{place}/print?notes=1")
    assert as_(house.sam).get(f"{place}/print").status_code == 404


def test_linked_tickets_show_it_on_both_sides_until_that_is_taken_back(
    house: House, as_: As
) -> None:
    place = "/t/north/1/related"
    asked = page(as_, house.ann, f"{place}?q=2")
    assert 'data-send="add=2"' in asked
    for _ in range(2):
        assert as_(house.ann).post(place, {"add": "2"}).status_code == 204
    for mine, other in ((1, 2), (2, 1)):
        shown = page(as_, house.ann, f"/tickets/all/north/{mine}")
        assert f"Unlink #{other}" in shown
        assert shown.count(f"linked this ticket with #{other}") == 1
    Ticket.objects.filter(number=3).update(follows=Ticket.objects.get(number=1))
    assert "Followed by" in page(as_, house.ann, "/tickets/all/north/1")
    assert "Followed by" not in page(as_, bound(house), "/tickets/all/north/1")
    assert as_(house.ann).post("/t/north/2/related", {"remove": "1"}).status_code == 204
    assert "Unlink" not in page(as_, house.ann, "/tickets/all/north/1")
    for number, status in (("1", 204), ("99", 404), ("x", 422)):
        assert as_(house.ann).post(place, {"add": number}).status_code == status
    assert as_(house.lou).post(place, {"add": "2"}).status_code == 403
    assert as_(house.sam).post(place, {"add": "2"}).status_code == 404
    assert "Unlink" not in page(as_, house.ann, "/tickets/all/north/1")
