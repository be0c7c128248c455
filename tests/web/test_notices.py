"""The bell, the page behind it, and naming a colleague in a note."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from selectolax.lexbor import LexborHTMLParser, LexborNode

from tests.house import House
from tests.mail import deliver, mail
from tests.web.conftest import As
from threering.ledger.models import Notice
from threering.organisation.models import Agent
from threering.tickets.models import Message, Ticket

pytestmark = pytest.mark.django_db
PLACE = "/t/north/1"


@pytest.fixture
def ticket(house: House) -> Ticket:
    deliver(house.shop, mail())
    return Ticket.objects.get()


def found(client: Client, path: str, selector: str) -> list[LexborNode]:
    return LexborHTMLParser(client.get(path).content.decode()).css(selector)


def waiting(client: Client) -> int:
    return int(client.get("/notices/count").content)


def note(client: Client, text: str, *chosen: str) -> int:
    form = {"kind": "note", "text": text, "mentions": "\n".join(chosen), "key": str(uuid4())}
    return client.post(f"{PLACE}/reply", form).status_code


def named(agent: Agent) -> str:
    return f"{agent.uuid} {agent.name}"


def test_colleagues_who_may_read_the_ticket_are_offered_as_they_are_typed(
    house: House, ticket: Ticket, as_: As
) -> None:
    def offered(typed: str) -> list[str]:
        options = found(as_(house.ann), f"{PLACE}/colleagues?q={typed}", "[data-chosen]")
        return [str(one.attributes["data-chosen"]) for one in options]

    assert offered("") == [named(one) for one in (house.boss, house.lea, house.lou)]
    assert offered("L") == [named(house.lea), named(house.lou)]
    assert offered("sam") == []
    assert as_(house.sam).get(f"{PLACE}/colleagues").status_code == 404


def test_a_named_colleague_sees_it_at_the_bell_and_in_the_list(
    house: House, ticket: Ticket, as_: As
) -> None:
    assert note(as_(house.ann), "@Lea please look", named(house.lea)) == 201
    assert found(as_(house.lea), "/tickets/open", ".bell__count")[0].text() == "1"
    (line,) = found(as_(house.lea), "/notices", ".row[data-unread]")
    assert "Ann mentioned you" in line.text()
    assert "#1 Where is my parcel?" in line.text()
    assert found(as_(house.lea), "/notices", ".row a")[0].attributes["href"] == (
        "/tickets/all/north/1"
    )
    assert waiting(as_(house.ann)) == 0


def test_looking_at_the_ticket_reads_what_was_told_of_it(
    house: House, ticket: Ticket, as_: As
) -> None:
    note(as_(house.ann), "@Lea", named(house.lea))
    as_(house.lea).get("/tickets/all/north/1")  # fetching alone may be a guess of the browser
    assert waiting(as_(house.lea)) == 1
    as_(house.lea).post(f"{PLACE}/attend", {"doing": "looking"})
    assert waiting(as_(house.lea)) == 0
    assert len(found(as_(house.lea), "/notices", ".row")) == 1


def test_all_are_marked_as_read_and_that_is_taken_back(
    house: House, ticket: Ticket, as_: As
) -> None:
    lea = as_(house.lea)
    note(as_(house.ann), "@Lea", named(house.lea))
    note(as_(house.ann), "@Lea again", named(house.lea))
    before = Notice.objects.order_by("pk").first()
    (button,) = found(as_(house.lea), "/notices", "#notices-all button")
    send, undo = (str(button.attributes[name]) for name in ("data-send", "data-undo"))
    note(as_(house.ann), "@Lea @Boss meanwhile", named(house.lea), named(house.boss))
    lea = as_(house.lea)
    assert lea.post("/notices/read", dict([send.split("=")])).status_code == 204
    assert [n.read_at is None for n in Notice.objects.filter(agent=house.lea).order_by("pk")] == [
        False, False, True,
    ]  # fmt: skip
    assert waiting(as_(house.boss)) == 1
    as_(house.lea).post("/notices/read", dict([undo.split("=")]))
    assert not Notice.objects.exclude(read_at=None).exists()
    assert before


def test_nobody_reads_the_notices_of_somebody_else(house: House, ticket: Ticket, as_: As) -> None:
    note(as_(house.ann), "@Lea", named(house.lea))
    uuid = Notice.objects.get().uuid
    assert as_(house.boss).post("/notices/read", {"one": uuid}).status_code == 404
    assert waiting(as_(house.lea)) == 1
    as_(house.lea).post("/notices/read", {"one": uuid})
    assert waiting(as_(house.lea)) == 0


@pytest.mark.parametrize(
    "said", ["not-an-id Sam", "x", f"{uuid4()} "], ids=["no id", "x", "no name"]
)
def test_what_the_composer_never_says_is_refused(
    house: House, ticket: Ticket, as_: As, said: str
) -> None:
    assert note(as_(house.ann), "@Sam", said) == 422
    assert not Message.objects.filter(kind="note").exists()


def test_a_stranger_is_refused_by_the_server(house: House, ticket: Ticket, as_: As) -> None:
    assert note(as_(house.ann), "@Sam and @Lea", named(house.sam), named(house.lea)) == 422
    assert not Notice.objects.exists()
    assert not Message.objects.filter(kind="note").exists()


def test_a_name_in_a_note_follows_whom_it_means(house: House, ticket: Ticket, as_: As) -> None:
    note(as_(house.ann), "@Lea <b>look</b>, not @Lou", named(house.lea))
    Agent.objects.filter(pk=house.lea.pk).update(name="Lea & Co")
    (mention,) = found(as_(house.ann), "/tickets/all/north/1", ".mention")
    assert mention.text() == "@Lea & Co"
    (body,) = found(as_(house.ann), "/tickets/all/north/1", ".msg--note .msg__body")
    assert body.text().strip() == "@Lea & Co <b>look</b>, not @Lou"


def test_a_draft_keeps_who_is_named_in_it(house: House, ticket: Ticket, as_: As) -> None:
    said = f"{named(house.lea)}\n{named(house.lou)}"
    draft = {"kind": "note", "text": "@Lea and @Lou", "mentions": said}
    assert as_(house.ann).post(f"{PLACE}/draft", draft).status_code == 204
    (kept,) = found(as_(house.ann), f"{PLACE}/draft", "output")
    assert kept.attributes["data-mentions"] == said
    assert as_(house.ann).post(f"{PLACE}/draft", draft | {"mentions": "x"}).status_code == 422


def test_without_a_notice_the_page_says_so(house: House, as_: As) -> None:
    assert "Nothing to look at" in as_(house.ann).get("/notices").content.decode()
