"""The doctor's look into the database: reachable, new enough, migrated, nothing lying about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import psycopg

from threering.runtime import bringup, standing
from threering.runtime.env import Env, env
from threering.runtime.finding import Finding, good, wrong

OLDEST_POSTGRES = 15
EXTENSIONS = {"unaccent", "pg_trgm"}
LONGEST_WAIT = timedelta(minutes=2)
LONGEST_SILENCE = timedelta(minutes=30)
CLOCKS_DIFFER = timedelta(minutes=1)  # of machines that share a database, well kept
HOW_TO_START = "Start Threering (threering start), then ask the doctor again."


def findings(settings: Env, runs: str | None) -> Iterator[Finding]:
    """Everything about the database; little of it while the embedded one does not run."""
    if not settings.database_url and not runs:
        yield good("The embedded PostgreSQL is not running, so not looked at")
        return
    try:
        bringup.find_database()
        with psycopg.connect(env().database_url, connect_timeout=5) as connection:
            yield version(connection)
            yield extensions(connection)
    except (psycopg.OperationalError, bringup.CannotDo) as trouble:
        first = str(trouble).strip().splitlines()[0]
        mend = (
            "Is DATABASE_URL right, and the server up?" if settings.database_url else HOW_TO_START
        )
        yield wrong(f"PostgreSQL does not answer: {first}", mend)
        return
    bringup.django()
    migrated = migrations()
    yield migrated
    if migrated.well:
        yield clock()
        yield inboxes()
        yield from mailboxes()
        yield arrivals()
        yield uncertain()


def version(connection: psycopg.Connection[tuple[object, ...]]) -> Finding:
    """Is this PostgreSQL new enough?"""
    number = connection.info.server_version
    return Finding(
        number >= OLDEST_POSTGRES * 10_000,
        f"PostgreSQL {number // 10_000}.{number % 10_000} answers",
        f"Use PostgreSQL {OLDEST_POSTGRES} or newer.",
    )


def extensions(connection: psycopg.Connection[tuple[object, ...]]) -> Finding:
    """Can the search have what it needs?"""
    rows = connection.execute("SELECT name FROM pg_available_extensions").fetchall()
    missing = ", ".join(sorted(EXTENSIONS - {str(row[0]) for row in rows}))
    return Finding(
        not missing,
        f"Extensions missing: {missing}" if missing else "All extensions are there",
        "Install PostgreSQL's contrib package on the server (Debian: postgresql-contrib).",
    )


def migrations() -> Finding:
    """Is the database of this release?"""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    if missing := standing.halfway(standing.of_database()):
        return wrong(
            f"The database is of an old development version without {missing}", standing.GO_ON
        )
    executor = MigrationExecutor(connection)
    left = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    said = f"{left} migrations are not applied" if left else "The database is of this release"
    return Finding(not left, said, "Run threering migrate; threering start does it by itself.")


def clock() -> Finding:
    """Does this machine's clock stand where it was when something was last written, or later?"""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select max(recorded_at) from ledger_event")
        (last,) = cursor.fetchone()
    behind = last - datetime.now(UTC) if last else timedelta()
    if behind < CLOCKS_DIFFER:
        return good("The clock goes on from where it was")
    minutes = behind // timedelta(minutes=1)
    return wrong(
        f"The clock of this machine stands {minutes} minutes behind what was written last",
        "Set it right (timedatectl, NTP). Nothing is lost, but until then what is due comes late "
        "and new messages may stand before older ones.",
    )


def inboxes() -> Finding:
    """Is there an address where a customer could write?"""
    from threering.channels.models import Inbox

    count = Inbox.objects.count()
    return Finding(
        count > 0,
        f"{count} inboxes" if count else "No inbox yet: mail is refused",
        'Run threering createclient "My shop" --inbox help@myshop.example',
    )


def mailboxes() -> Iterator[Finding]:
    """Is every mailbox read, and nothing wrong with it?"""
    from threering.channels.models import Mailbox

    late = datetime.now(UTC) - LONGEST_SILENCE
    for mailbox in Mailbox.objects.prefetch_related("alarms").order_by("pk"):
        words = [alarm.words for alarm in mailbox.alarms.all() if alarm.cleared_at is None]
        if words:
            yield wrong(f"The mailbox {mailbox} needs a look", " ".join(words))
        elif (mailbox.last_ok_at or mailbox.created_at) < late:
            mend = mailbox.trouble or "Does threering listeners run? Its words say what is wrong."
            yield wrong(f"The mailbox {mailbox} was not read lately", mend)
        else:
            yield good(f"The mailbox {mailbox} is read")


def arrivals() -> Finding:
    """Is everything understood that came in?"""
    from threering.ledger.models import Arrival

    late = datetime.now(UTC) - LONGEST_WAIT
    waiting = Arrival.objects.filter(outcome=None, received_at__lt=late).count()
    return Finding(
        not waiting,
        f"{waiting} arrivals wait too long" if waiting else "No arrival waits too long",
        "Is the worker running (threering worker)? Its words say what holds it up. None is lost.",
    )


def uncertain() -> Finding:
    """Is anything out of which we do not know whether it was sent?"""
    from threering.ledger.models import Delivery

    count = Delivery.objects.filter(state=Delivery.State.UNCERTAIN).count()
    return Finding(
        not count,
        f"{count} replies may or may not have been sent" if count else "No delivery is uncertain",
        "Open the tickets they belong to and decide: send again, or leave it.",
    )
