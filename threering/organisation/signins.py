"""Where people are signed in: noted while they work, listed, ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef

from threering.kernel.announce import LIVE, announce
from threering.kernel.time import now
from threering.organisation.models import Agent, SignIn
from threering.organisation.presence import actions as presence
from threering.organisation.queries import signed_in_under


@dataclass(frozen=True, slots=True)
class Browser:
    """Where somebody is signed in: the session's key, what the browser is called, from where."""

    session: str
    label: str = ""
    address: str | None = None


def note_seen(agent: Agent, browser: Browser, *, since: datetime, at: datetime) -> None:
    """Somebody was here in this browser, signed in `since`. Twice is once."""
    row = SignIn(agent=agent, signed_in_at=since, seen_at=at, **asdict(browser))
    SignIn.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["session"],
        update_fields=["agent", "label", "address", "seen_at"],
    )


def sign_ins_of(agent: Agent) -> list[SignIn]:
    """Where they are signed in now, last seen first. Sessions that ran out or ended are none."""
    rows = list(SignIn.objects.visible_to(agent).order_by("-seen_at", "-pk"))
    there = signed_in_under(agent, [row.session for row in rows])
    return [row for row in rows if row.session in there]


def end_sign_ins(agent: Agent, sessions: Iterable[str]) -> None:
    """End these sessions of theirs at once, with their live streams. Others' are left alone."""
    theirs = SignIn.objects.visible_to(agent).filter(session__in=list(sessions))
    _end(agent, theirs.values_list("session", flat=True))


def end_other_sign_ins(agent: Agent, *, but: str) -> None:
    """The same for all but one."""
    theirs = SignIn.objects.visible_to(agent).exclude(session=but)
    _end(agent, theirs.values_list("session", flat=True))


@transaction.atomic
def _end(agent: Agent, sessions: Iterable[str]) -> None:
    """What was noted of them stays until the night: who ends one twice finds it ended."""
    Session.objects.filter(pk__in=list(sessions)).delete()
    announce(LIVE, {"left": agent.pk})
    presence.sign_out(agent, at=now())


def forget_sessions(*, at: datetime) -> None:
    """Sessions that ran out, and what was noted of sessions that are no more."""
    Session.objects.filter(expire_date__lt=at).delete()
    there = Session.objects.filter(pk=OuterRef("session"))
    SignIn.objects.filter(~Exists(there)).delete()
