from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from tests.house import House
from tests.mail import deliver, mail
from tests.web.conftest import As
from threering.kernel.time import now
from threering.ledger.models import Delivery
from threering.tickets.models import Message, Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(house: House) -> Ticket:
    deliver(house.shop, mail("It has been a week, Größe M."))
    return Ticket.objects.get()


def test_the_list_shows_what_waits(house: House, ticket: Ticket, as_: As) -> None:
    page = as_(house.ann).get("/tickets/open").content.decode()
    assert "Where is my parcel?" in page
    assert "Ingrid Rossi" in page


def test_an_empty_view_says_what_happens_next(house: House, as_: As) -> None:
    assert b"All clear" in as_(house.ann).get("/tickets/open").content


@pytest.mark.parametrize(
    ("words", "found"),
    [("week", True), ("GROSSE", True), ("grösse", True), ("parcel?", True), ("unicorn", False)],
)
def test_a_list_can_be_searched(
    house: House,
    ticket: Ticket,
    as_: As,
    words: str,
    found: bool,  # noqa: FBT001
) -> None:
    page = as_(house.ann).get("/tickets/open", {"q": words}).content.decode()
    assert ("Ingrid Rossi" in page) is found


def test_a_ticket_opens_with_its_thread(house: House, ticket: Ticket, as_: As) -> None:
    page = as_(house.ann).get("/tickets/open/north/1").content.decode()
    assert "It has been a week" in page
    assert "ingrid@example.com" in page


def test_a_reply_is_queued_once_however_often_it_is_sent(
    house: House, ticket: Ticket, as_: As
) -> None:
    sent = {"kind": "reply", "key": str(uuid4()), "text": "On its way."}
    for _ in range(2):
        assert as_(house.ann).post("/t/north/1/reply", sent).status_code == 201
    assert Delivery.objects.count() == 1


def test_a_held_reply_says_what_was_not_seen(house: House, ticket: Ticket, as_: As) -> None:
    seen = str(ticket.messages.get().uuid)
    deliver(house.shop, mail("Again", message_id="<b@x.test>", references="<a1@example.com>"))
    sent = {"kind": "reply", "key": str(uuid4()), "text": "On its way.", "seen": seen}
    held = as_(house.ann).post("/t/north/1/reply", sent)
    assert held.status_code == 200
    assert "You have not seen message 2." in held.content.decode()
    assert str(Message.objects.latest("pk").uuid) in held.content.decode()
    assert not Delivery.objects.exists()


def test_a_note_never_leaves(house: House, ticket: Ticket, as_: As) -> None:
    sent = {"kind": "note", "key": str(uuid4()), "text": "VIP, be quick."}
    assert as_(house.lou).post("/t/north/1/reply", sent).status_code == 201
    assert not Delivery.objects.exists()


def test_a_light_agent_may_not_reply(house: House, ticket: Ticket, as_: As) -> None:
    sent = {"kind": "reply", "key": str(uuid4()), "text": "Hello"}
    assert as_(house.lou).post("/t/north/1/reply", sent).status_code == 404
    assert Message.objects.count() == 1


@pytest.mark.parametrize("text", ["", "   "])
def test_an_empty_reply_is_refused_with_a_sentence(
    house: House, ticket: Ticket, as_: As, text: str
) -> None:
    sent = {"kind": "reply", "key": str(uuid4()), "text": text}
    answer = as_(house.ann).post("/t/north/1/reply", sent)
    assert (answer.status_code, b"Write something first." in answer.content) == (422, True)


def test_a_ticket_is_taken_given_and_put_back(house: House, ticket: Ticket, as_: As) -> None:
    for wanted, owner in [("me", house.ann), (str(house.lea.uuid), house.lea), ("", None)]:
        assert as_(house.ann).post("/t/north/1/assign", {"assignee": wanted}).status_code == 204
        assert Ticket.objects.get().assignee == owner


def test_a_ticket_cannot_be_given_to_somebody_of_another_client(
    house: House, ticket: Ticket, as_: As
) -> None:
    answer = as_(house.ann).post("/t/north/1/assign", {"assignee": str(house.sam.uuid)})
    assert (answer.status_code, Ticket.objects.get().assignee) == (422, None)


def test_a_ticket_is_snoozed_and_woken(house: House, ticket: Ticket, as_: As) -> None:
    until = (now() + timedelta(days=1)).isoformat()
    assert as_(house.ann).post("/t/north/1/snooze", {"until": until}).status_code == 204
    assert "Snoozed until" in as_(house.ann).get("/tickets/snoozed/north/1").content.decode()
    assert "Where is my parcel?" not in as_(house.ann).get("/tickets/open").content.decode()
    assert as_(house.ann).post("/t/north/1/snooze", {"until": ""}).status_code == 204
    assert "Where is my parcel?" in as_(house.ann).get("/tickets/open").content.decode()


@pytest.mark.parametrize("until", ["2020-01-01T09:00", "2190-01-01T09:00", "tomorrow"])
def test_nothing_sleeps_into_the_past_or_for_ever(
    house: House, ticket: Ticket, as_: As, until: str
) -> None:
    answer = as_(house.ann).post("/t/north/1/snooze", {"until": until})
    assert (answer.status_code, Ticket.objects.get().snoozed_until) == (422, None)


def test_a_ticket_is_described_by_tags_and_priority(house: House, ticket: Ticket, as_: As) -> None:
    for word in ("vip", "Größe & Farbe"):
        assert as_(house.ann).post("/t/north/1/tags", {"add": word}).status_code == 204
    assert as_(house.ann).post("/t/north/1/tags", {"remove": "VIP"}).status_code == 204
    assert as_(house.ann).post("/t/north/1/priority", {"priority": "3"}).status_code == 204
    page = as_(house.ann).get("/tickets/open/north/1").content.decode()
    assert "Remove the tag Größe &amp; Farbe" in page
    assert "Remove the tag vip" not in page
    assert "Urgent" in page
    offered = as_(house.ann).get("/t/north/1/tags/known").content.decode()
    assert '<option value="vip">' in offered
    assert "Farbe" not in offered


@pytest.mark.parametrize("what", [("tags", {"add": "x"}), ("priority", {"priority": "3"})])
def test_who_may_not_work_on_a_ticket_describes_nothing(
    house: House, ticket: Ticket, as_: As, what: tuple[str, dict[str, str]]
) -> None:
    for who in (house.lou, house.sam):
        assert as_(who).post(f"/t/north/1/{what[0]}", what[1]).status_code in {403, 404}
    assert as_(house.ann).post("/t/north/1/priority", {"priority": "7"}).status_code == 404


def test_solving_ends_the_contact_and_the_next_message_begins_another(
    house: House, ticket: Ticket, as_: As
) -> None:
    ended = as_(house.ann).post("/t/north/1/status", {"status": "solved"})
    assert (ended.status_code, ended["Undo"]) == (204, "status=new")
    deliver(house.shop, mail("Again", message_id="<b@x.test>", references="<a1@example.com>"))
    contacts = Ticket.objects.get().contacts.order_by("id")
    assert [contact.ended_at is None for contact in contacts] == [False, True]


@pytest.mark.parametrize("status", ["closed", "nonsense", ""])
def test_a_status_that_is_not_for_people_is_refused(
    house: House, ticket: Ticket, as_: As, status: str
) -> None:
    answer = as_(house.ann).post("/t/north/1/status", {"status": status})
    assert (answer.status_code, Ticket.objects.get().status) == (422, "new")


def test_what_is_newer_is_fetched_with_the_state_of_the_last_replies(
    house: House, ticket: Ticket, as_: As
) -> None:
    sent = {"kind": "reply", "key": str(uuid4()), "text": "On its way."}
    as_(house.ann).post("/t/north/1/reply", sent)
    last = Message.objects.latest("id")
    again = as_(house.ann).get("/t/north/1/messages", {"after": str(last.uuid)}).content.decode()
    assert "On its way." in again
    assert "It has been a week" not in again


def test_a_list_of_many_pages_is_read_to_its_end(house: House, as_: As) -> None:
    for n in range(45):
        deliver(house.shop, mail(message_id=f"<{n}@x.test>", subject=f"Number {n}."))
    first = as_(house.ann).get("/tickets/open/list")
    cursor = first.content.decode().partition("cursor=")[2].partition('"')[0]
    rest = as_(house.ann).get(f"/tickets/open/list?cursor={cursor}")
    pages = first.content.decode() + rest.content.decode()
    assert all(f"Number {n}." in pages for n in range(45))
    assert rest.content.count(b'class="row') == 5 or b"cursor=" not in rest.content


@pytest.mark.parametrize("moment", ["nonsense", "2026-03-02T10:00:00|1", "2026-13-40|1", "|"])
def test_a_cursor_that_is_not_ours_is_refused(house: House, as_: As, moment: str) -> None:
    cursor = base64.urlsafe_b64encode(moment.encode()).decode()
    answer = as_(house.ann).get("/tickets/open/list", {"cursor": cursor})
    assert answer.status_code == 400


@pytest.mark.parametrize("path", ["/tickets/open", "/tickets/open/list"])
@pytest.mark.parametrize("words", ["\0", "par\0cel", "where " * 20_000])
def test_a_search_nobody_types_breaks_nothing(
    house: House, ticket: Ticket, as_: As, path: str, words: str
) -> None:
    assert as_(house.ann).get(path, {"q": words}).status_code == 200


def test_a_view_that_does_not_exist_is_not_found(house: House, as_: As) -> None:
    assert as_(house.ann).get("/tickets/nonsense").status_code == 404


def test_an_attachment_is_a_download_in_a_sandbox(house: House, as_: As) -> None:
    with_file = (
        b"From: a@x.test\nContent-Type: text/html; name=x.html\n"
        b"Content-Disposition: attachment; filename=x.html\n\n<script>alert(1)</script>"
    )
    deliver(house.shop, with_file)
    attachment = Message.objects.get().attachments.get()
    answer = as_(house.ann).get(f"/attachments/{attachment.uuid}")
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-DNS-Prefetch-Control"] == "off"
    assert as_(house.sam).get(f"/attachments/{attachment.uuid}").status_code == 404


def test_pages_carry_a_strict_policy(house: House, as_: As) -> None:
    policy = as_(house.ann).get("/tickets/open")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "object-src 'none'" in policy


def test_the_list_costs_few_queries(
    house: House, as_: As, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    for n in range(20):
        deliver(house.shop, mail(message_id=f"<{n}@x.test>"))
    client = as_(house.ann)
    with django_assert_max_num_queries(14):  # type: ignore[attr-defined]
        client.get("/tickets/open")
