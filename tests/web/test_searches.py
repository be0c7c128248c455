"""The list when something is searched."""

from __future__ import annotations

import re

import pytest

from tests.house import House
from tests.mail import deliver, mail
from tests.web.conftest import As
from threering.organisation.actions import create_agent, grant
from threering.tickets import properties
from threering.tickets.models import Ticket
from threering.tickets.vocabulary import learn

pytestmark = pytest.mark.django_db


@pytest.fixture
def many(house: House) -> House:
    for n in range(45):
        subject = f"Parcel {n}" if n % 9 else f"Kettle {n}"
        deliver(house.shop, mail("The parcel came.", subject=subject, message_id=f"<{n}@x.test>"))
    return house


def subjects(page: str) -> list[str]:
    plain = re.sub(r"</?mark>", "", page)
    return re.findall(r"(?:Parcel|Kettle) \d+", plain)


def test_a_page_goes_on_where_the_last_one_ended(many: House, as_: As) -> None:
    browser = as_(many.ann)
    page = browser.get("/tickets/open", {"q": "parcel"}).content.decode()
    more = re.search(r'hx-get="([^"]+)"', page)
    assert more
    rest = browser.get(more[1].replace("&amp;", "&")).content.decode()
    first, second = set(subjects(page)), set(subjects(rest))
    assert (len(first), len(second), first & second) == (40, 5, set())
    assert all(subject.startswith("Kettle") for subject in second)


@pytest.mark.parametrize("cursor", ["x", "0.x.", "99999.e.", "0.e.x", "..", "40.e.MjAyNnwx"])
def test_a_cursor_that_is_not_ours_is_refused(many: House, as_: As, cursor: str) -> None:
    found = as_(many.ann).get("/tickets/open/list", {"q": "parcel", "cursor": cursor})
    assert found.status_code == 400


def test_words_are_marked_and_nothing_else_of_a_mail_becomes_html(house: House, as_: As) -> None:
    deliver(house.shop, mail("<script>alert(1)</script> kettle & co", subject="<b>Kettle</b>"))
    page = as_(house.ann).get("/tickets/open", {"q": "kettle"}).content.decode()
    assert "&lt;b&gt;<mark>Kettle</mark>&lt;/b&gt;" in page
    assert "&lt;/script&gt; <mark>kettle</mark> &amp; co" in page
    assert "<script>alert" not in page


def test_a_search_looks_everywhere_but_into_spam_until_it_is_kept_to_a_view(
    house: House, as_: As
) -> None:
    deliver(house.shop, mail("A kettle."))
    browser = as_(house.ann)

    def finds(typed: str) -> bool:
        page = browser.get("/tickets/mine", {"q": typed}).content.decode()
        return "Ingrid Rossi" in page

    assert finds("kettle")
    assert not finds("kettle in:mine")
    Ticket.objects.update(status="spam")
    assert not finds("kettle")
    assert finds("kettle is:spam")
    assert finds("kettle in:spam")


def test_what_is_not_understood_is_said_in_the_list(house: House, as_: As) -> None:
    deliver(house.shop, mail("A kettle."))
    page = as_(house.ann).get("/tickets/open", {"q": "kettle before:soon status:lost"})
    assert page.status_code == 200
    text = page.content.decode()
    assert "“soon” is no day" in text
    assert "There is no status “lost”" in text
    assert "Ingrid Rossi" in text


def test_words_that_were_meant_are_told(house: House, as_: As) -> None:
    deliver(house.shop, mail("A kettle."))
    page = as_(house.ann).get("/tickets/open", {"q": "ketle"}).content.decode()
    assert "Showing results for kettle" in page
    assert "<mark>kettle</mark>" in page


def test_an_agent_of_one_brand_finds_nothing_of_another_and_learns_no_word_of_it(
    house: House, as_: As
) -> None:
    deliver(house.shop, mail("A secret zeppelin QM-48213.", subject="Zeppelin"))
    guest = create_agent("guest@x.test", name="Guest", password="x" * 12, grants=[])
    grant(guest, house.north, "agent", brand=house.outlet.brand)
    while learn():
        pass
    asks = (
        "zeppelin",
        "zepelin",
        "zepp",
        "48213",
        "#1",
        "1",
        "from:ingrid",
        "brand:shop",
        "is:new",
    )
    for typed in asks:
        page = as_(guest).get("/tickets/all/list", {"q": typed}).content.decode()
        assert 'class="row' not in page, typed
        assert "eppelin" not in page.replace(f'data-q="in:all {typed}"', ""), typed
    assert (
        'class="row' in as_(house.ann).get("/tickets/all/list", {"q": "zeppelin"}).content.decode()
    )


def test_operators_ask_for_what_a_ticket_is(house: House, as_: As) -> None:
    deliver(house.shop, mail("A kettle.", subject="Kettle"))
    ticket = Ticket.objects.get()
    properties.add_tag(ticket, "Very urgent")
    properties.set_priority(ticket, properties.Priority.URGENT)
    Ticket.objects.update(assignee=house.lea)
    browser = as_(house.lea)
    for typed, found in (
        ('tag:"very urgent"', True),
        ("tag:vip", False),
        ('-tag:"very urgent"', False),
        ("assignee:me", True),
        ("assignee:lea kettle", True),
        ("assignee:none", False),
        ("assignee:none assignee:me", True),
        ("status:new,open", True),
        ("-status:new", False),
        ("brand:shop", True),
        ("brand:outlet", False),
        ("inbox:help@shop", True),
        ("is:urgent", True),
        ("priority:high,urgent", True),
        ("priority:low", False),
        ("channel:email", True),
        ("-channel:email", False),
        ("is:snoozed", False),
        ("is:unread", True),
        ("has:attachment", False),
        ("-has:attachment", True),
        ("from:ingrid", True),
        ("from:ingrid@example.com", True),
        ("from:lea", False),
        ("to:help@shop.test", True),
        ("subject:kettle", True),
        ("subject:parcel", False),
        ("on:today", True),
        ("before:today", False),
        ("after:yesterday kettle", True),
    ):
        page = browser.get("/tickets/open/list", {"q": typed}).content.decode()
        assert ('class="row' in page) is found, typed


def test_a_tag_and_a_new_name_are_words_as_soon_as_they_were_learned(house: House, as_: As) -> None:
    deliver(house.shop, mail("A kettle."))
    ticket = Ticket.objects.get()
    properties.add_tag(ticket, "wholesale")
    type(ticket.customer).objects.update(name="Brunhilde Ackerknecht")
    while learn():
        pass
    browser = as_(house.ann)
    for typed in ("wholesale", "brunhilde kettle", "akerknecht"):
        page = browser.get("/tickets/open/list", {"q": typed}).content.decode()
        assert 'class="row' in page, typed
