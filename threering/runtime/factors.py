"""`threering dropfactors`: for who lost phone, passkey and recovery codes."""

from __future__ import annotations

import argparse

from threering.runtime import banner
from threering.runtime.adding import Adding
from threering.runtime.bringup import django
from threering.runtime.teams import agent_named


def register(add: Adding) -> None:
    """Add it to the command line."""
    text = "Take app, passkeys and recovery codes off somebody who lost them; ends their sessions."
    command = add("dropfactors", run, text)
    command.add_argument("email", help="with which they sign in")


def run(options: argparse.Namespace) -> int:
    """Take them off; twice is once. Raises CannotDo."""
    django()
    from django.db import transaction

    from threering.organisation.access import Kind, note_access
    from threering.organisation.signins import end_other_sign_ins

    agent = agent_named(options.email)
    with transaction.atomic():
        agent.authenticator_set.all().delete()  # type: ignore[attr-defined]
        end_other_sign_ins(agent, but="")
        note_access(Kind.FACTORS_DROPPED, agent.pk)
    banner.say(f"{agent.name} signs in by password alone now, and is signed out everywhere.")
    return 0
