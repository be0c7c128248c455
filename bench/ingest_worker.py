"""What stands around the ingest figure, in a process of its own on the DATABASE_URL it is given.

What is measured is `threering worker` itself (workers.py).

python -m bench.ingest_worker found            a client, a brand and the inbox of the mails
python -m bench.ingest_worker take DIR…        store mails as the listener does, as arrivals
python -m bench.ingest_worker profile FILE     works until none waits, and writes where time went
python -m bench.ingest_worker check WORDS      what is there now, and whether search finds it
"""

from __future__ import annotations

import cProfile
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import django

from bench import mails


def found() -> dict[str, object]:
    """A shop that the mails are for."""
    from threering.channels.actions import create_inbox
    from threering.organisation.actions import create_brand, create_client

    brand = create_brand(create_client("Bench"), "Shop")
    create_inbox(brand, mails.TO, "Shop support")
    return {}


def take(*folders: str) -> dict[str, object]:
    """What the listener does at the end of DATA, for every mail."""
    from aiosmtpd.smtp import Envelope

    from threering.listeners.smtp import store

    paths = [p for folder in folders for p in mails.in_order(Path(folder))]
    for path in paths:
        envelope = Envelope()
        envelope.mail_from, envelope.rcpt_tos = "customer@mail.example", [mails.TO]
        envelope.content = mails.read(path)
        store(envelope)
    return {"taken": len(paths)}


def profile(path: str) -> dict[str, object]:
    """Understand what waits, to see where the time goes; without imports and the connection."""
    from django.db import connection

    from threering.channels.registry import adapter
    from threering.jobs.arrivals import drain_arrivals

    adapter("email")
    connection.ensure_connection()
    with cProfile.Profile() as watch:
        while drain_arrivals():
            pass
    watch.dump_stats(path)
    return {}


def check(words: str) -> dict[str, object]:
    """How many arrivals became messages, and how many tickets say these words."""
    from django.contrib.postgres.search import SearchQuery

    from threering.ledger.models import Arrival
    from threering.tickets.models import Message, Searchable

    plain = words.replace("-", " ")  # as the search reads it: no negative number
    understood = Arrival.objects.filter(outcome=Arrival.Outcome.MESSAGE)
    return {
        "arrivals": Arrival.objects.count(),
        "understood": understood.count(),
        "messages": Message.objects.count(),
        "found": Searchable.objects.filter(words=SearchQuery(plain, config="simple")).count(),
    }


def main() -> None:
    """Do one thing, print what came of it as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "threering.runtime.settings")
    django.setup()
    work: dict[str, Callable[..., dict[str, object]]] = {
        "found": found,
        "take": take,
        "profile": profile,
        "check": check,
    }
    print(json.dumps(work[sys.argv[1]](*sys.argv[2:])))


if __name__ == "__main__":
    main()
