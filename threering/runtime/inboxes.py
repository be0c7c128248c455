"""`threering setinbox`: how the mail of an inbox asks for its answers."""

from __future__ import annotations

import argparse

from threering.runtime import banner
from threering.runtime.adding import Adding
from threering.runtime.bringup import CannotDo, django

ON_OFF = ("on", "off")


def register(add: Adding) -> None:
    """Add the word."""
    text = "Say how answers to an inbox find their ticket (docs/howto/answers-find-their-ticket)."
    command = add("setinbox", run, text)
    command.add_argument("inbox", help="the address of the inbox")
    command.add_argument(
        "--signed-replies", choices=ON_OFF, help="ask for answers at an address of each ticket"
    )
    command.add_argument(
        "--number-in-subject", choices=ON_OFF, help="end our subjects with the ticket's number"
    )


def run(options: argparse.Namespace) -> int:
    """Change what was named, and say how it is now. Raises CannotDo for an unknown address."""
    django()
    from threering.channels.actions import set_answering
    from threering.channels.queries import inbox_for

    inbox = inbox_for(options.inbox)
    if inbox is None:
        raise CannotDo(f"No inbox has the address {options.inbox}.")
    set_answering(
        inbox,
        signs_replies=_wanted(options.signed_replies),
        names_ticket=_wanted(options.number_in_subject),
    )
    signed, number = ("on" if on else "off" for on in (inbox.signs_replies, inbox.names_ticket))
    banner.say(f"{inbox.address}: signed replies {signed}, number in subject {number}.")
    return 0


def _wanted(said: str | None) -> bool | None:
    return None if said is None else said == "on"
