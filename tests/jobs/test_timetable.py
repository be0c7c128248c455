from __future__ import annotations

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import TaskNotFound

from tests.house import House
from tests.mail import deliver, mail
from threering.jobs.decisions import set_status
from threering.jobs.timetable import close_solved_tickets
from threering.kernel.later import later
from threering.kernel.time import now
from threering.ledger.models import Decision, Event
from threering.tickets.models import Ticket

pytestmark = pytest.mark.django_db


def test_a_ticket_solved_long_ago_is_closed_by_a_decision(house: House) -> None:
    deliver(house.shop, mail())
    Ticket.objects.update(status="solved", solved_at=now() - timedelta(days=29))
    close_solved_tickets(0)
    decision = Decision.objects.get()
    job = ProcrastinateJob.objects.get(task_name="set_status")
    assert job.args == {"decision": decision.pk}
    set_status(**job.args)
    set_status(**job.args)
    assert Ticket.objects.get().status == "closed"
    assert Event.objects.filter(kind="status_changed", cause=decision.uuid).count() == 1


def test_a_ticket_that_was_opened_again_meanwhile_is_not_closed(house: House) -> None:
    deliver(house.shop, mail())
    Ticket.objects.update(status="solved", solved_at=now() - timedelta(days=29))
    close_solved_tickets(0)
    deliver(house.shop, mail("Wait!", message_id="<b@x.test>"))
    Ticket.objects.filter(number=1).update(status="open")
    set_status(Decision.objects.get().pk)
    assert Ticket.objects.get(number=1).status == "open"


def test_a_ticket_solved_yesterday_stays_open_to_answers(house: House) -> None:
    deliver(house.shop, mail())
    Ticket.objects.update(status="solved", solved_at=now() - timedelta(days=1))
    close_solved_tickets(0)
    assert not Decision.objects.exists()


def test_a_job_that_does_not_exist_cannot_be_deferred(db: None) -> None:
    with pytest.raises(TaskNotFound):
        later("nonsense")
