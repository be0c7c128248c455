"""`threering createteam`: agents of a client who share the work on certain tickets."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from threering.runtime import banner, commands
from threering.runtime.adding import Adding
from threering.runtime.bringup import CannotDo, django, explained

if TYPE_CHECKING:
    from threering.organisation.models import Agent


def register(add: Adding) -> None:
    """Add it to the command line."""
    text = "Add a team to a client, or more members to one of its teams."
    command = add("createteam", run, text)
    command.add_argument("name", help="what colleagues read")
    command.add_argument("--client", metavar="NAME", required=True, help="whose tickets it is for")
    command.add_argument(
        *("--member", "-m"),
        metavar="EMAIL",
        action="append",
        default=[],
        help="an agent of the client; may be given more than once",
    )


def run(options: argparse.Namespace) -> int:
    """Add it; twice is once. Raises CannotDo."""
    django()
    from threering.organisation.actions import create_team

    with explained():
        client = commands.client_named(options.client)
        members = [agent_named(email) for email in options.member]
        team = create_team(client, options.name, members)
    names = ", ".join(team.members.order_by("name").values_list("name", flat=True))
    banner.say(f"The team {team.name} of {client.name}: {names or 'nobody yet'}.")
    return 0


def agent_named(email: str) -> Agent:
    """Who signs in so. Raises CannotDo."""
    from threering.organisation.models import Agent

    if agent := Agent.objects.filter(email__iexact=email.strip()).first():
        return agent
    raise CannotDo(f"Nobody signs in with {email}. See threering createagent.")
