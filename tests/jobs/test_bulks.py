from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.house import House
from tests.mail import deliver, mail
from threering.jobs.bulks import change_tickets, go_on, undo_changes
from threering.jobs.timetable import forget_bulks
from threering.kernel.time import now
from threering.ledger.models import Event
from threering.stories.ask_for_changes import ask_for_changes
from threering.stories.take_back_changes import take_back_changes
from threering.tickets.bulk.actions import Asked
from threering.tickets.bulk.models import Bulk, BulkEntry
from threering.tickets.bulk.rules import Change, What
from threering.tickets.models import Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def bulk(house: House, monkeypatch: pytest.MonkeyPatch) -> Bulk:
    """Five tickets to change, two in a portion."""
    monkeypatch.setattr("threering.tickets.bulk.rules.AT_ONCE", 1)
    monkeypatch.setattr("threering.jobs.bulks.PORTION", 2)
    for n in range(5):
        deliver(house.shop, mail(message_id=f"<{n}@x.test>"))
    asked = Asked(key=uuid4(), by=house.ann, change=Change(What.PRIORITY, 3))
    ids = list(Ticket.objects.values_list("pk", flat=True))
    return ask_for_changes(house.north.pk, asked, ids, at=now())


def waiting(task: str) -> int:
    return int(ProcrastinateJob.objects.filter(task_name=task).count())


def test_each_portion_defers_the_next_and_the_last_none(bulk: Bulk) -> None:
    jobs = []
    for _ in range(4):
        change_tickets(bulk.pk)
        jobs.append(waiting("change_tickets"))
    assert jobs == [2, 3, 3, 3]  # the first was deferred when it was asked
    assert Ticket.objects.filter(priority=3).count() == 5
    assert Event.objects.filter(kind="priority_changed").count() == 5


def test_a_bulk_whose_worker_was_killed_goes_on_where_it_was(bulk: Bulk) -> None:
    change_tickets(bulk.pk)
    before = waiting("change_tickets")
    go_on(now() - timedelta(minutes=1))
    assert waiting("change_tickets") == before
    go_on(now())
    assert waiting("change_tickets") == before + 1
    take_back_changes(bulk, at=now())
    go_on(now())
    assert waiting("undo_changes") == 2
    undo_changes(bulk.pk)
    undo_changes(bulk.pk)
    before = waiting("undo_changes")
    go_on(now())
    assert waiting("undo_changes") == before
    assert not Ticket.objects.filter(priority=3).exists()


def test_two_jobs_for_one_bulk_change_each_ticket_once(bulk: Bulk) -> None:
    for _ in range(5):
        change_tickets(bulk.pk)
    assert BulkEntry.objects.count() == 5
    assert Event.objects.filter(kind="priority_changed").count() == 5


def test_what_was_asked_long_ago_is_forgotten(bulk: Bulk) -> None:
    change_tickets(bulk.pk)
    forget_bulks(0)
    assert Bulk.objects.exists()
    Bulk.objects.update(at=now() - timedelta(days=31))
    forget_bulks(0)
    assert not Bulk.objects.exists()
