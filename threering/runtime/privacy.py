"""`threering erase-customer` and `give-out-customer`: the page of privacy as commands."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from threering.runtime import banner, commands
from threering.runtime.adding import Adding
from threering.runtime.bringup import CannotDo, django

if TYPE_CHECKING:
    from threering.customers.models import Customer


def register(add: Adding) -> None:
    """Add them to the command line."""
    text = "Forget a customer for good; takes effect in 24 hours (docs/howto/erase-a-customer.md)."
    command = add("erase-customer", erase, text)
    _add_whom(command)
    command.add_argument("--now", action="store_true", help="at once: it cannot be taken back")
    command.add_argument("--take-back", action="store_true", help="leave them as they are")
    text = "Write everything that is known of a customer into a ZIP, to be handed to them."
    command = add("give-out-customer", give_out, text)
    _add_whom(command)
    command.add_argument("--file", metavar="FILE", required=True, help="a new file")


def _add_whom(command: argparse.ArgumentParser) -> None:
    command.add_argument("whom", metavar="ADDRESS", help="an address of theirs, or their id")
    command.add_argument("--client", metavar="NAME", required=True, help="whose customer")


def erase(options: argparse.Namespace) -> int:
    """Ask for it, hasten it, or take it back; twice is once. Raises CannotDo."""
    django()
    from threering.customers.erasing import waiting
    from threering.customers.queries import family_of
    from threering.kernel.time import now
    from threering.organisation.actions import system
    from threering.stories.take_back_erasure import take_back_erasure

    customer, by, at = customer_named(options.client, options.whom), system(), now()
    if options.take_back:
        asked = waiting(family_of(customer.pk))
        if asked and not take_back_erasure(asked, by=by, at=at):
            raise CannotDo("It has begun, and what is erased cannot be brought back.")
        banner.say("Nothing will be erased.")
        return 0
    _ask(customer, at_once=options.now)
    return 0


def _ask(customer: Customer, *, at_once: bool) -> None:
    from threering.customers.erasing import hasten
    from threering.kernel.later import later
    from threering.kernel.time import now
    from threering.organisation.actions import system
    from threering.stories.ask_for_erasure import ask_for_erasure

    at = now()
    asked = ask_for_erasure(customer, by=system(), at=at, due_at=at if at_once else None)
    if at_once:
        hasten(asked, at=at)
        later("erase_customer", erasure=asked.pk)
        banner.say(f"{customer.uuid} is being erased: the worker does it, and goes on if killed.")
        return
    banner.say(
        f"{customer.uuid} will be erased at {asked.due_at:%Y-%m-%d %H:%M} UTC. Until then:"
        f" threering erase-customer {customer.uuid} --client … --take-back"
    )


def give_out(options: argparse.Namespace) -> int:
    """Write the file. Raises CannotDo."""
    django()
    from threering.kernel.time import now
    from threering.organisation.actions import system
    from threering.stories.give_out_customer import give_out_customer
    from threering.tickets.dossier import write

    customer, path = customer_named(options.client, options.whom), Path(options.file)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            found = give_out_customer(customer, by=system(), at=now())
            write(found, file)
    except OSError as trouble:
        raise CannotDo(f"{path} cannot be written: {trouble.strerror or trouble}.") from trouble
    banner.say(f"{path}: {len(found.data['tickets'])} tickets, {len(found.files)} files.")
    return 0


def customer_named(client: str, whom: str) -> Customer:
    """The customer of a client behind an address or an id. Raises CannotDo."""
    from uuid import UUID

    from threering.customers.models import Customer

    theirs = Customer.objects.filter(client=commands.client_named(client), erased_at=None)
    try:
        found = theirs.filter(uuid=UUID(whom)).first()
    except ValueError:
        found = theirs.filter(handles__value=whom.strip().lower()).first()
    if found is None:
        raise CannotDo(f"{client} knows nobody as {whom}, or has forgotten them already.")
    customer: Customer = found
    return customer
