"""Words to one person: told once, read, and made unread again. Whom to tell others decide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from threering.kernel.announce import LIVE, announce
from threering.kernel.rows import insert_new
from threering.ledger.models import Notice
from threering.organisation.models import Agent


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What people are told: of which kind, of which fact, about which ticket. Ids and numbers."""

    client_id: int
    kind: str
    fact: str
    ticket_id: int | None = None
    data: dict[str, object] = field(default_factory=dict)


def tell(agents: Iterable[Agent], word: Word, *, at: datetime) -> None:
    """Tell those who are here and want to know, in the running transaction; each fact once."""
    people = [one for one in agents if one.kind == Agent.Kind.PERSON and one.is_active]
    people = [one for one in people if word.kind not in one.untold]
    new = insert_new([_to(person, word, at) for person in people])
    ring((notice.agent_id for notice in new), news=True)


def _to(agent: Agent, word: Word, at: datetime) -> Notice:
    notice = Notice(agent=agent, client_id=word.client_id, at=at, data=word.data)
    notice.kind, notice.fact, notice.ticket_id = word.kind, word.fact, word.ticket_id
    return notice


def ring(agents: Iterable[int], *, news: bool) -> None:
    """Let the screens of these people count anew at commit. `news`: they were told something."""
    for agent in sorted(set(agents)):
        announce(LIVE, {"told": agent, "news": news})


def read(agent: Agent, which: Q, *, at: datetime) -> None:
    """They have seen those of their unread notices."""
    _put(agent, Q(read_at=None) & which, at)


def unread_again(agent: Agent, *, since: datetime) -> None:
    """What they read in that very moment is unread again."""
    _put(agent, Q(read_at=since), None)


def _put(agent: Agent, which: Q, moment: datetime | None) -> None:
    if Notice.objects.filter(which, agent=agent).update(read_at=moment):
        ring([agent.pk], news=False)


def withdraw(which: Q, agent: int) -> None:
    """It does not concern somebody any more: what of it they have not read goes away."""
    if Notice.objects.filter(which, agent=agent, read_at=None).delete()[0]:
        ring([agent], news=False)


def with_folded(notice: Notice) -> Q:
    """A notice, and all that are shown as one with it."""
    if notice.ticket_id is None:
        return Q(pk=notice.pk)
    return Q(kind=notice.kind, ticket_id=notice.ticket_id)


def forget_notices(*, before: datetime) -> None:
    """Forget what people were told before that moment, read or not."""
    Notice.objects.filter(at__lt=before).delete()
