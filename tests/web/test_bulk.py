from __future__ import annotations

import html
from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import HttpResponse
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.house import House
from tests.mail import deliver, mail
from tests.web.conftest import As
from threering.jobs import bulks as jobs
from threering.kernel.time import now
from threering.organisation.actions import create_team
from threering.organisation.models import Grant
from threering.stories.assign import assign
from threering.tickets.bulk.models import Bulk
from threering.tickets.models import Tag, Ticket
from threering.tickets.properties import tags_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def five(house: House) -> list[Ticket]:
    for n in range(5):
        sender = f"Customer {n} <c{n}@example.com>"
        deliver(house.shop, mail(message_id=f"<{n}@x.test>", sender=sender))
    return list(Ticket.objects.order_by("pk"))


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two tickets are many."""
    monkeypatch.setattr("threering.tickets.bulk.rules.AT_ONCE", 1)
    monkeypatch.setattr("threering.jobs.bulks.PORTION", 2)


def form(tickets: list[Ticket] | None = None, **more: object) -> dict[str, object]:
    given: dict[str, object] = {"key": uuid4(), "what": "priority", "value": "3"}
    if tickets is not None:
        given["tickets"] = ",".join(str(ticket.uuid) for ticket in tickets)
    return given | more


def words(answer: HttpResponse) -> str:
    return " ".join(answer.content.decode().split())


def run_jobs() -> int:
    """Do what the worker would do; how many jobs there were."""
    done = 0
    while job := ProcrastinateJob.objects.filter(task_name__endswith="changes").first() or (
        ProcrastinateJob.objects.filter(task_name="change_tickets").first()
    ):
        args, name = job.args, job.task_name
        ProcrastinateJob.objects.filter(pk=job.pk)._raw_delete("default")  # type: ignore[attr-defined]
        getattr(jobs, name)(**args)
        done += 1
    return done


def test_a_few_are_changed_while_the_page_waits(house: House, five: list[Ticket], as_: As) -> None:
    ann = as_(house.ann)
    answer = ann.post("/bulk", form(five[:3]))
    assert answer.status_code == 201
    assert "3 tickets: Urgent" in words(answer)
    assert 'data-state="done"' in words(answer)
    assert Ticket.objects.filter(priority=3).count() == 3
    back = ann.post(f"/bulk/{Bulk.objects.get().key}/undo")
    assert "3 tickets put back" in words(back)
    assert not Ticket.objects.filter(priority=3).exists()


def test_the_same_key_is_asked_once(house: House, five: list[Ticket], as_: As) -> None:
    ann, asked = as_(house.ann), form(five)
    for _ in range(2):
        assert ann.post("/bulk", asked).status_code == 201
    assert Bulk.objects.get().changed == 5


def test_many_are_a_job_that_can_be_watched_and_is_on_the_page_after_a_reload(
    house: House, five: list[Ticket], as_: As, slow: None
) -> None:
    ann = as_(house.ann)
    answer = ann.post("/bulk", form(five))
    address = f"/bulk/{Bulk.objects.get().key}"
    assert 'data-state="running"' in words(answer)
    assert "0 of 5" in words(ann.get(address))
    assert not Ticket.objects.filter(priority=3).exists()
    assert "Stop and undo" in words(ann.get("/tickets/open"))
    assert run_jobs() == 3
    assert "5 tickets: Urgent" in words(ann.get(address))
    assert "5 tickets: Urgent" in words(ann.get("/tickets/open"))
    assert ann.post(f"{address}/seen").status_code == 204
    assert "5 tickets: Urgent" not in words(ann.get("/tickets/open"))


def test_many_can_be_taken_back_in_the_middle(
    house: House, five: list[Ticket], as_: As, slow: None
) -> None:
    ann = as_(house.ann)
    ann.post("/bulk", form(five))
    bulk = Bulk.objects.get()
    jobs.change_tickets(bulk.pk)
    assert Ticket.objects.filter(priority=3).count() == 2
    assert 'data-state="undoing"' in words(ann.post(f"/bulk/{bulk.key}/undo"))
    run_jobs()
    assert "2 tickets put back" in words(ann.get(f"/bulk/{bulk.key}"))
    assert not Ticket.objects.filter(priority=3).exists()


def test_all_in_a_view_are_those_that_were_there_when_it_was_asked(
    house: House, five: list[Ticket], as_: As
) -> None:
    ann = as_(house.ann)
    assign(five[0], house.lea, by=house.lea, at=now())
    page = words(ann.get("/tickets/unassigned/selection"))
    assert "Select all 4 in this view" in page
    until = page.partition('data-until="')[2].partition('"')[0]
    younger = int(until) + 60_000
    deliver(house.shop, mail(message_id="<late@x.test>"))
    late = Ticket.objects.latest("pk")
    late.uuid = f"{younger:012x}"[:8] + "-" + f"{younger:012x}"[8:] + str(late.uuid)[13:]
    late.save(update_fields=["uuid"])
    chosen = {"view": "unassigned", "until": until, "without": str(five[1].uuid)}
    ann.post("/bulk", form(**chosen))
    assert set(Ticket.objects.filter(priority=3)) == set(five[2:])


def test_all_that_a_search_found(house: House, five: list[Ticket], as_: As) -> None:
    deliver(house.shop, mail("A unicorn!", message_id="<u@x.test>"))
    ann = as_(house.ann)
    offer = words(ann.get("/tickets/open/selection", {"q": "unicorn"}))
    assert 'data-total="1"' in offer
    ann.post("/bulk", form(view="open", q="unicorn"))
    assert Ticket.objects.get(priority=3).preview == "A unicorn!"


def test_what_is_of_another_client_is_not_there(house: House, five: list[Ticket], as_: As) -> None:
    sam = as_(house.sam)
    assert sam.post("/bulk", form(five)).status_code == 404
    assert sam.post("/bulk", form(view="all")).status_code == 404
    deliver(house.other, mail(message_id="<s@x.test>"))
    theirs = Ticket.objects.get(client=house.south)
    assert sam.post("/bulk", form([*five, theirs])).status_code == 201
    assert list(Ticket.objects.filter(priority=3)) == [theirs]
    assert Bulk.objects.get().total == 1


def test_what_is_of_another_brand_is_left_out(house: House, five: list[Ticket], as_: As) -> None:
    deliver(house.outlet, mail(message_id="<o@x.test>"))
    Grant.objects.filter(agent=house.ann).update(brand=house.outlet.brand)
    as_(house.ann).post("/bulk", form(list(Ticket.objects.all())))
    assert Ticket.objects.get(priority=3).brand == house.outlet.brand
    assert Bulk.objects.get().total == 1


def test_who_only_reads_changes_nothing(house: House, five: list[Ticket], as_: As) -> None:
    lou = as_(house.lou)
    assert "data-bulk" not in words(lou.get("/tickets/open/selection")).partition("menu")[0]
    assert lou.post("/bulk", form(five)).status_code == 404
    assert not Bulk.objects.exists()


def test_a_bulk_is_whose_it_is(house: House, five: list[Ticket], as_: As) -> None:
    as_(house.ann).post("/bulk", form(five))
    bulk, lea = Bulk.objects.get(), as_(house.lea)
    for answer in (
        lea.get(f"/bulk/{bulk.key}"),
        lea.post(f"/bulk/{bulk.key}/undo"),
        lea.post(f"/bulk/{bulk.key}/seen"),
    ):
        assert answer.status_code == 404
    bulk.refresh_from_db()
    assert (bulk.undo_at, bulk.seen_at) == (None, None)
    assert Ticket.objects.filter(priority=3).count() == 5


def test_somebody_of_two_clients_asks_once_for_both(
    house: House, five: list[Ticket], as_: As
) -> None:
    deliver(house.other, mail(message_id="<s@x.test>"))
    boss = as_(house.boss)
    answer = boss.post("/bulk", form(view="all", what="tag", value="both"))
    assert "“both” added to 6 tickets" in words(answer)
    assert sorted(Tag.objects.values_list("client", flat=True)) == [house.north.pk, house.south.pk]
    back = boss.post(f"/bulk/{Bulk.objects.first().key}/undo")
    assert "6 tickets put back" in words(back)
    assert [tags_of(ticket) for ticket in Ticket.objects.all()] == [[]] * 6


def test_many_are_given_to_a_team_and_what_is_another_clients_is_left_out_and_said(
    house: House, five: list[Ticket], as_: As
) -> None:
    deliver(house.other, mail(message_id="<s@x.test>"))
    team, theirs = create_team(house.north, "Returns"), create_team(house.south, "Orders")
    boss = as_(house.boss)
    offer = words(boss.get("/tickets/all/selection"))
    assert "North: Returns" in offer
    assert f'data-value="{theirs.uuid}"' not in words(as_(house.ann).get("/tickets/all/selection"))
    boss = as_(house.boss)
    told = words(boss.post("/bulk", form(view="all", what="team", value=str(team.uuid))))
    assert "5 tickets given to the team Returns" in told
    assert "1 is another client's" in html.unescape(told)
    assert Ticket.objects.filter(team=team).count() == 5
    refused = boss.post("/bulk", form(five, what="team", value=str(theirs.uuid)))
    assert refused.status_code == 422
    assert "That team is another client's" in html.unescape(words(refused))
    none = words(boss.post("/bulk", form(five[:2], what="team", value="")))
    assert "2 tickets of no team now" in none
    boss.post(f"/bulk/{Bulk.objects.latest('pk').key}/undo")
    assert Ticket.objects.filter(team=team).count() == 5


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("assign", "me"), "5 tickets assigned to you"),
        (("assign", "lea"), "5 tickets assigned to Lea"),
        (("status", "spam"), "5 tickets: Spam"),
        (("priority", "0"), "5 tickets: Low"),
        (("tag", " late   parcel "), "“late parcel” added to 5 tickets"),
        (("snooze", "tomorrow"), "5 tickets snoozed"),
    ],
)
def test_each_change_is_said_and_can_be_taken_back(
    house: House, five: list[Ticket], as_: As, asked: tuple[str, str], said: str
) -> None:
    what, value = asked
    ann, names = as_(house.ann), ("assignee", "status", "priority", "snoozed_until")
    before = list(Ticket.objects.order_by("pk").values(*names))
    tomorrow = (now() + timedelta(days=1)).isoformat()
    value = {"lea": str(house.lea.uuid), "tomorrow": tomorrow}.get(value, value)
    assert said in words(ann.post("/bulk", form(five, what=what, value=value)))
    assert list(Ticket.objects.order_by("pk").values(*names)) != before or what == "tag"
    ann.post(f"/bulk/{Bulk.objects.get().key}/undo")
    assert list(Ticket.objects.order_by("pk").values(*names)) == before


@pytest.mark.parametrize(
    ("what", "value"),
    [
        ("assign", "nobody"),
        ("status", "closed"),
        ("status", ""),
        ("priority", "4"),
        ("team", "returns"),
        ("team", "01900000-0000-7000-8000-000000000000"),
        ("tag", "  "),
        ("untag", "never heard of"),
        ("snooze", "2020-01-01T10:00"),
        ("snooze", "some day"),
        ("explode", ""),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(
    house: House, five: list[Ticket], as_: As, what: str, value: str
) -> None:
    answer = as_(house.ann).post("/bulk", form(five, what=what, value=value))
    assert answer.status_code == 422
    assert words(answer)
    assert not Bulk.objects.exists()


def test_why_some_were_left_alone_is_said(house: House, five: list[Ticket], as_: As) -> None:
    Ticket.objects.filter(pk=five[0].pk).update(status="closed")
    Ticket.objects.filter(pk__in=[five[1].pk, five[2].pk]).update(status="solved")
    said = words(as_(house.ann).post("/bulk", form(five, what="status", value="solved")))
    assert "2 tickets: Done" in said
    assert "2 were so already" in said
    assert "1 is over and stays as it is" in said
