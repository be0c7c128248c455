"""What each `threering` command does. Heavy imports happen only inside the one that needs them."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from typing import TYPE_CHECKING

from threering.runtime import banner
from threering.runtime.bringup import CannotDo, django, explained
from threering.runtime.env import env

if TYPE_CHECKING:
    from threering.organisation.models import Agent, Brand, Client

DEMO_OUTBOX = "127.0.0.1:2526"
MIGRATION_LOCK = 7_333_464  # any number, the same in every release


def start(options: argparse.Namespace) -> int:
    """Start everything and keep it alive."""
    from threering.runtime import supervisor

    if options.demo:
        os.environ["THREERING_DEMO"] = "1"
        outbox = os.environ.setdefault("THREERING_DEMO_OUTBOX", DEMO_OUTBOX)
        os.environ.setdefault("THREERING_SMTP_URL", f"smtp://{outbox}")
    return supervisor.start(env(), demo=options.demo)


def web(_options: argparse.Namespace) -> int:
    """Serve pages and live at one address."""
    return _serve("front")


def live(_options: argparse.Namespace) -> int:
    """Serve the live stream alone."""
    return _serve("live")


def _serve(application: str) -> int:
    django()
    from threering.runtime import asgi, server

    try:
        server.serve(getattr(asgi, application), env().address)
    except server.PortTaken as trouble:
        raise CannotDo(str(trouble)) from trouble
    return 0


def worker(_options: argparse.Namespace) -> int:
    """Do the work until told to stop."""
    django()
    from threering.jobs.worker import run

    run()
    return 0


def listeners(_options: argparse.Namespace) -> int:
    """Listen until told to stop."""
    django()
    from threering.listeners.process import run

    run()
    return 0


def migrate(_options: argparse.Namespace) -> int:
    """Migrate, one process at a time however many machines start at once."""
    django()
    from django.core.management import call_command
    from django.db import OperationalError, connection

    from threering.kernel.time import now
    from threering.ledger.events import ensure_partitions
    from threering.organisation.presence import actions as presence
    from threering.runtime import resealing

    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
            try:
                _refuse_halfway()
                call_command("migrate", interactive=False, verbosity=0)
                ensure_partitions(now())
                presence.ensure_partitions(now())
                renewed = resealing.fit()
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])
    except OperationalError as trouble:
        raise CannotDo(f"PostgreSQL does not answer: {trouble}".strip()) from trouble
    _say_what_was_found(renewed=bool(renewed))
    return 0


def _refuse_halfway() -> None:
    from threering.runtime import standing

    if missing := standing.halfway(standing.of_database()):
        raise CannotDo(
            f"This database is of a development version from before the migrations were folded, "
            f"and not of the last one: {missing} is missing. {standing.GO_ON}"
        )


def _say_what_was_found(*, renewed: bool) -> None:
    from threering.runtime import doctor_database

    if renewed:
        banner.say(
            "Everything is sealed with the new secret key. The one before may go now; keep it"
        )
        banner.say("with the backups of its time.")
    if not (clock := doctor_database.clock()).well:
        banner.say(f"{clock.what}. {clock.mend}")


def seed_demo(_options: argparse.Namespace) -> int:
    """Fill in the demo; does nothing when it is there."""
    django()
    from threering.runtime.demo.seed import seed

    seed()
    return 0


def doctor(_options: argparse.Namespace) -> int:
    """Look everything over."""
    from threering.runtime import doctor as practice

    return practice.examine()


def createclient(options: argparse.Namespace) -> int:
    """Add a client with one brand and its inboxes, all or nothing."""
    django()
    from django.db import transaction

    from threering.channels.actions import create_inbox
    from threering.organisation.actions import create_brand, create_client

    with explained(), transaction.atomic():
        client = create_client(options.name)
        brand = create_brand(client, options.brand or options.name)
        for address in options.inbox:
            create_inbox(brand, address, brand.name)
    where = f"; it takes mail at {', '.join(options.inbox)}" if options.inbox else ""
    banner.say(f"{client.name} is ready{where}.")
    return 0


def createagent(options: argparse.Namespace) -> int:
    """Add a person with one role for each named client, or for named brands of one."""
    django()
    from django.db import transaction

    from threering.organisation.actions import create_agent, grant
    from threering.organisation.models import Agent

    with explained():
        clients = [client_named(name) for name in options.client]
        brands = [_brand(clients, name) for name in options.brand]
        grants = [] if brands else [(client, options.role) for client in clients]
        of = Agent(email=options.email, name=options.name)
        word = _password(of, from_stdin=options.password_stdin)
        with transaction.atomic():
            agent = create_agent(options.email, name=options.name, password=word, grants=grants)
            for brand in brands:
                grant(agent, brand.client, options.role, brand=brand)
    banner.say(f"{agent.name} may sign in with {agent.email} at http://{env().address}.")
    return 0


def client_named(name: str) -> Client:
    """The client of that name. Raises CannotDo."""
    from threering.organisation.models import Client

    if client := Client.objects.filter(name__iexact=name).first():
        return client
    known = ", ".join(Client.objects.values_list("name", flat=True)) or "none yet"
    raise CannotDo(f"There is no client {name} (there are: {known}). See threering createclient.")


def _brand(clients: list[Client], name: str) -> Brand:
    if len(clients) != 1:
        raise CannotDo("--brand is for one --client; name one, and run the command again.")
    if brand := clients[0].brands.filter(name__iexact=name).first():
        return brand
    known = ", ".join(clients[0].brands.values_list("name", flat=True))
    raise CannotDo(f"{clients[0].name} has no brand {name} (it has: {known}).")


def _password(of: Agent, *, from_stdin: bool) -> str:
    """Ask, or read; refuse what the password rules refuse."""
    from django.contrib.auth.password_validation import validate_password

    if from_stdin:
        word = sys.stdin.readline().rstrip("\n")
    elif sys.stdin.isatty():
        word = getpass.getpass("Password: ")
    else:
        raise CannotDo("There is no terminal to ask for a password; use --password-stdin.")
    validate_password(word, of)
    return word
