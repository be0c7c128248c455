from __future__ import annotations

import os
import threading

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from tests.house import House, build
from threering.kernel.time import now
from threering.ledger.catalogue import StatusChanged
from threering.ledger.events import About, Actor, Position, ensure_partitions, events_after, record
from threering.ledger.models import Event
from threering.organisation.models import Client

FACT = StatusChanged(before="new", after="open")


def write(client: Client) -> None:
    record([FACT], About(client_id=client.pk), Actor("system", None), at=now())


@pytest.mark.django_db
def test_events_can_be_neither_changed_nor_deleted(house: House) -> None:
    write(house.north)
    with pytest.raises(DatabaseError, match="events are facts"), transaction.atomic():
        Event.objects.update(kind="other")
    with pytest.raises(DatabaseError, match="events are facts"), transaction.atomic():
        Event.objects.all().delete()


@pytest.mark.django_db
def test_events_stand_in_the_partition_of_their_month(house: House) -> None:
    write(house.north)
    with connection.cursor() as cursor:
        cursor.execute("select tableoid::regclass::text from ledger_event")
        assert cursor.fetchall() == [(f"ledger_event_y{now():%Y}m{now():%m}",)]


@pytest.mark.django_db
def test_partitions_are_made_once(house: House) -> None:
    ensure_partitions(now(), ahead=4)
    ensure_partitions(now(), ahead=4)


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_commits_late_is_not_missed() -> None:
    client = build().north
    start = events_after(Position(), limit=10_000)[1]
    slow_wrote, slow_may_commit = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            write(client)  # takes the lower id …
            slow_wrote.set()
            slow_may_commit.wait(10)  # … and commits after the one below
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert slow_wrote.wait(10)
    write(client)
    early, position = events_after(start)
    assert early == []  # the later event waits: an older transaction still runs
    slow_may_commit.set()
    thread.join()
    late, _ = events_after(position)
    assert len(late) == 2
    assert sorted(event.id for event in late) == [event.id for event in late]


@pytest.mark.django_db(transaction=True)
def test_reading_on_gives_each_event_once() -> None:
    client = build().north
    position = events_after(Position(), limit=10_000)[1]
    for _ in range(5):
        write(client)
    seen = []
    while True:
        events, position = events_after(position, limit=2)
        if not events:
            break
        seen += [event.id for event in events]
    assert len(seen) == len(set(seen)) == 5


@pytest.mark.django_db(transaction=True)
def test_the_bell_rings_at_commit_and_not_before() -> None:
    client = build().north
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True, dbname=db_name()) as wire:
        wire.execute("listen threering_live")
        with transaction.atomic():
            write(client)
            assert list(wire.notifies(timeout=0.05)) == []
        assert len(list(wire.notifies(timeout=5, stop_after=1))) == 1


def db_name() -> str:
    return str(connection.settings_dict["NAME"])
