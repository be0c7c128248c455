"""Contact reasons on the screen: chosen for tickets, found, and kept as a tree by who leads."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from selectolax.lexbor import LexborHTMLParser

from tests.house import House
from tests.mail import deliver, mail
from tests.stories.test_reasons import kept
from tests.web.conftest import As
from threering.kernel.ids import uuid7
from threering.organisation.actions import create_agent, grant
from threering.tickets.models import ContactReason, Ticket

pytestmark = pytest.mark.django_db
ARROW = chr(0x203A)


@pytest.fixture
def ticket(house: House) -> Ticket:
    deliver(house.shop, mail("A kettle."))
    return Ticket.objects.get()


@pytest.fixture
def late(house: House) -> ContactReason:
    return kept(house, "Late", kept(house, "Delivery"))


def place(ticket: Ticket, verb: str) -> str:
    return f"/t/{ticket.client.slug}/{ticket.number}/{verb}"


def choose(client: Client, ticket: Ticket, reason: ContactReason | None) -> int:
    sent = {"reason": str(reason.uuid) if reason else ""}
    return int(client.post(place(ticket, "reason"), sent).status_code)


def words(html: str, selector: str) -> list[str]:
    found = LexborHTMLParser(html).css(selector)
    return [" ".join(node.text().split()) for node in found]


def tree(client: Client, path: str = "/reasons") -> list[str]:
    return words(client.get(path).content.decode(), ".reasons__what")


def test_an_agent_says_why_a_customer_writes(
    house: House, ticket: Ticket, late: ContactReason, as_: As
) -> None:
    ann, address = as_(house.ann), f"/tickets/open/north/{ticket.number}"
    assert choose(ann, ticket, late) == 204
    page = ann.get(address).content.decode()
    path = f"Delivery {ARROW} Late"
    assert words(page, ".facts__long [dir=auto]") == [path]
    assert any(f"Ann set the contact reason: {path}" in said for said in words(page, ".event"))
    offered = ann.get(place(ticket, "reasons")).content.decode()
    assert words(offered, "[role=option] [dir=auto]") == [path, "Delivery"]  # most used first
    assert f'data-undo="reason={late.uuid}"' in offered
    assert choose(ann, ticket, None) == 204
    assert Ticket.objects.get().reason is None


def test_only_who_may_describe_a_ticket_chooses_among_its_clients_reasons(
    house: House, ticket: Ticket, late: ContactReason, as_: As
) -> None:
    theirs = kept(house, "Theirs", client=house.south)
    assert choose(as_(house.ann), ticket, theirs) == 404
    assert as_(house.ann).post(place(ticket, "reason"), {"reason": "x"}).status_code == 404
    assert as_(house.ann).post(place(ticket, "reason"), {"reason": uuid7()}).status_code == 404
    assert choose(as_(house.lou), ticket, late) == 403
    assert choose(as_(house.sam), ticket, late) == 404
    assert as_(house.sam).get(place(ticket, "reasons")).status_code == 404
    assert "Theirs" not in as_(house.ann).get("/bulk/reasons").content.decode()
    assert Ticket.objects.get().reason is None
    both = as_(house.boss).get("/bulk/reasons").content.decode()
    assert f"South {ARROW} Theirs" in words(both, "[role=option] [dir=auto]")


def test_a_reason_is_searched_for_with_all_beneath_it(
    house: House, ticket: Ticket, late: ContactReason, as_: As
) -> None:
    ann = as_(house.ann)
    choose(ann, ticket, late)
    for typed, found in (
        ("reason:delivery", True),
        (f'reason:"Delivery {ARROW} Late" kettle', True),
        ("reason:late", True),
        ("reason:lat,returns", True),
        ("-reason:delivery", False),
        ("-reason:returns", True),
        ("reason:returns", False),
        ("reason:none", False),
        ("-reason:none", True),
    ):
        page = ann.get("/tickets/open/list", {"q": typed}).content.decode()
        assert ('class="row' in page) is found, typed


def test_the_number_beside_a_reason_is_what_its_link_finds(
    house: House, ticket: Ticket, late: ContactReason, as_: As
) -> None:
    lea = as_(house.lea)
    choose(lea, ticket, late)
    page = LexborHTMLParser(lea.get("/reasons").content.decode())
    links = page.css(".reasons .shelf__used a")
    assert [link.text(deep=False) for link in links] == ["1", "1"]
    for link in links:
        found = lea.get(str(link.attributes["href"])).content.decode()
        assert len(re.findall(r'class="row[" ]', found)) == 1


def test_a_lead_adds_changes_moves_orders_and_archives(
    house: House, late: ContactReason, as_: As
) -> None:
    lea, under = as_(house.lea), str(late.uuid)
    for name in ("Lost", "Held up"):
        form = {"name": name, "under": under, "first_contact": "on"}
        assert lea.post("/reasons/new?client=north", form).status_code == 302
    assert tree(lea) == ["Delivery", "Late", "Lost", "Held up"]
    held = ContactReason.objects.get(name="Held up")
    assert lea.post(f"/reasons/{held.uuid}/order", {"way": "up"}).status_code == 204
    moved = {"name": "Not sent", "under": str(late.parent.uuid) if late.parent else ""}
    assert lea.post(f"/reasons/{held.uuid}", moved).status_code == 302
    held.refresh_from_db()
    assert (held.name, held.parent, held.first_contact_eligible) == ("Not sent", late.parent, False)
    assert lea.post(f"/reasons/{late.uuid}/archive", {"archived": "1"}).status_code == 204
    assert tree(lea) == ["Delivery", "Not sent"]
    assert tree(lea, "/reasons?show=archived") == [f"Delivery {ARROW} Late"]
    assert lea.post(f"/reasons/{late.uuid}/archive", {"archived": "0"}).status_code == 204
    assert tree(lea) == ["Delivery", "Late", "Lost", "Not sent"]


def test_what_cannot_be_is_refused_in_words(house: House, late: ContactReason, as_: As) -> None:
    lea, lost = as_(house.lea), kept(house, "Lost", late)
    for path, form, told in (
        ("/reasons/new", {"name": " › "}, "Name the reason"),  # noqa: RUF001
        ("/reasons/new", {"name": "delivery"}, "of this name in that place"),
        ("/reasons/new", {"name": "Deeper", "under": str(lost.uuid)}, "cannot stand there"),
        (f"/reasons/{late.uuid}", {"name": "Late", "under": str(lost.uuid)}, "cannot stand there"),
    ):
        answer = lea.post(path, form)
        assert answer.status_code == 200
        assert told in " ".join(words(answer.content.decode(), ".field__error"))
    assert tree(lea) == ["Delivery", "Late", "Lost"]
    assert lea.post(f"/reasons/{late.uuid}/order", {"way": "sideways"}).status_code == 404


def test_only_leads_of_the_whole_client_keep_its_tree(
    house: House, late: ContactReason, as_: As
) -> None:
    brand_lead = create_agent("b@one.test", name="One", password="three rings", grants=[])
    grant(brand_lead, house.north, "lead", brand=house.shop.brand)
    paths = (f"/reasons/{late.uuid}", f"/reasons/{late.uuid}/archive", "/reasons/new?client=north")
    for agent, status in ((house.ann, 403), (brand_lead, 404)):
        for path in paths:
            form = {"name": "Mine", "archived": "1"}
            assert as_(agent).post(path, form).status_code == status
    assert as_(house.ann).get("/reasons").status_code == 403
    assert tree(as_(brand_lead)) == []
    assert tree(as_(house.lea)) == ["Delivery", "Late"]


def test_many_tickets_get_a_reason_at_once(
    house: House, ticket: Ticket, late: ContactReason, as_: As
) -> None:
    boss, theirs = as_(house.boss), kept(house, "Theirs", client=house.south)
    asked = {"what": "reason", "tickets": str(ticket.uuid)}
    done = boss.post("/bulk", asked | {"value": str(late.uuid), "key": uuid7()})
    assert (done.status_code, Ticket.objects.get().reason) == (201, late)
    assert f"1 ticket: Delivery {ARROW} Late" in " ".join(done.content.decode().split())
    for value in (str(theirs.uuid), str(uuid7()), "x"):
        refused = boss.post("/bulk", asked | {"value": value, "key": uuid7()})
        assert (refused.status_code, Ticket.objects.get().reason) == (422, late)
    none = boss.post("/bulk", asked | {"value": "", "key": uuid7()})
    assert "1 ticket: no contact reason" in " ".join(none.content.decode().split())
    assert Ticket.objects.get().reason is None
