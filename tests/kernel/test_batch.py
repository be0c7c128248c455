"""What waits within `together` and is written at its end."""

from __future__ import annotations

import pytest
from django.db import DataError, transaction

from tests.house import House
from tests.mail import deliver, mail
from threering.kernel import rows
from threering.kernel.batch import together
from threering.kernel.time import now
from threering.tickets.models import Message, Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def tickets(house: House) -> list[Ticket]:
    for n in range(3):
        deliver(house.shop, mail(message_id=f"<b{n}@example.com>"))
    return list(Ticket.objects.order_by("pk"))


def test_changes_of_many_rows_arrive_each_in_its_own(tickets: list[Ticket]) -> None:
    with transaction.atomic(), together(3):
        for n, ticket in enumerate(tickets):
            ticket.subject, ticket.priority = f"No. {n}", n
            ticket.waiting_since = None if n else now()
            rows.update(ticket, "subject", "priority", "waiting_since")
    found = Ticket.objects.order_by("pk").values_list("subject", "priority", "waiting_since")
    assert [(subject, priority) for subject, priority, _ in found] == [
        ("No. 0", 0),
        ("No. 1", 1),
        ("No. 2", 2),
    ]
    assert [since is None for *_, since in found] == [False, True, True]


def test_lists_and_json_are_changed_as_well(tickets: list[Ticket]) -> None:
    messages = list(Message.objects.order_by("pk"))
    with transaction.atomic(), together(3):
        for n, message in enumerate(messages):
            message.thread_ids, message.reading = [f"a{n}", "b"][: n + 1], {"n": n, "of": [None]}
            rows.update(message, "thread_ids", "reading")
    found = Message.objects.order_by("pk").values_list("thread_ids", "reading")
    assert list(found) == [
        (["a0"], {"n": 0, "of": [None]}),
        (["a1", "b"], {"n": 1, "of": [None]}),
        (["a2", "b"], {"n": 2, "of": [None]}),
    ]


def test_a_value_that_is_too_long_is_refused_and_never_cut(tickets: list[Ticket]) -> None:
    ticket = tickets[0]
    ticket.channel = "x" * 5000
    with pytest.raises(DataError), transaction.atomic(), together(1):
        rows.update(ticket, "channel")
    assert Ticket.objects.get(pk=ticket.pk).channel == "email"
