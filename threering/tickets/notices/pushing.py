"""What a browser is told of a notice while no page is open: no more than the bell's line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from django.utils import translation

from threering.ledger.models import Notice
from threering.ledger.push.actions import Secret, secret_of
from threering.ledger.push.models import Push
from threering.ledger.push.rules import MOST_AT_ONCE
from threering.organisation.models import Agent
from threering.organisation.queries import is_signed_in
from threering.tickets.models import Ticket
from threering.tickets.notices.queries import mine
from threering.tickets.notices.rules import Kind
from threering.tickets.notices.words import Names, about, names_in, sentence, waiting

LONGEST = 200
"""Letters of a line: what is pushed has to be little."""


@dataclass(frozen=True, slots=True)
class Word:
    """One push, ready to be sealed. `said`: as the page's own `show` has it (notices.js)."""

    push: Push
    secret: Secret
    said: dict[str, str]

    @property
    def topic(self) -> str:
        """By what a push service knows again what it has not handed on yet: 32 letters at most."""
        return self.said["tag"].replace("-", "")


def worded(pushes: Sequence[Push]) -> list[Word]:
    """Those that still concern their reader: signed in there, unread, about what they may see.

    Of what is alike about one ticket only the latest; of very much at once only how much.
    """
    by_reader = defaultdict(list)
    for push in pushes:
        by_reader[push.browser.agent].append(push)
    return [word for agent, theirs in by_reader.items() for word in _for(agent, theirs)]


def _for(agent: Agent, pushes: Sequence[Push]) -> list[Word]:
    unread = mine(agent).filter(read_at=None, pk__in={push.notice_id for push in pushes})
    notices = unread.in_bulk()
    tickets = _tickets(agent, notices.values())
    names = names_in(notices.values())
    opened = _signed_in(agent, pushes)
    found: dict[tuple[int, str, int], Word] = {}
    for push in sorted(pushes, key=lambda one: one.notice_id):
        notice, secret = notices.get(push.notice_id), opened.get(push.browser_id)
        if notice is None or secret is None:
            continue
        ticket = tickets.get(notice.ticket_id)
        with translation.override(agent.language):
            said = _said(notice, names, ticket)
        alike = (push.browser_id, notice.kind, notice.ticket_id or -notice.pk)
        found[alike] = Word(push, secret, said)
    return _few(agent, list(found.values()))


def _few(agent: Agent, words: Sequence[Word]) -> list[Word]:
    """What is too much for a browser as one word to it, under the name of the latest."""
    by_browser = defaultdict(list)
    for word in words:
        by_browser[word.push.browser_id].append(word)
    few = [theirs for theirs in by_browser.values() if len(theirs) <= MOST_AT_ONCE]
    many = [theirs for theirs in by_browser.values() if len(theirs) > MOST_AT_ONCE]
    return [*chain(*few), *(_counted(agent, theirs) for theirs in many)]


def _counted(agent: Agent, words: Sequence[Word]) -> Word:
    count, latest = len(words), words[-1]
    with translation.override(agent.language):
        said = waiting(count)
    return replace(latest, said=latest.said | {"said": said, "about": "", "url": "/notices"})


def _signed_in(agent: Agent, pushes: Sequence[Push]) -> dict[int, Secret]:
    """The browsers in which they still are, opened."""
    browsers = {push.browser_id: push.browser for push in pushes}
    if not agent.is_active:
        return {}
    opened = {pk: secret_of(one) for pk, one in browsers.items() if one.removed_at is None}
    return {pk: secret for pk, secret in opened.items() if is_signed_in(agent, secret.session)}


def _tickets(agent: Agent, notices: Iterable[Notice]) -> dict[int | None, Ticket]:
    numbers = [one.ticket_id for one in notices if one.ticket_id]
    visible = Ticket.objects.visible_to(agent).select_related("client")
    return dict(visible.in_bulk(numbers))


def _said(notice: Notice, names: Names, ticket: Ticket | None) -> dict[str, str]:
    """The addresses of pages stay as they are: mails and bookmarks hold them (see its test)."""
    url = "/ledger/inboxes"
    if ticket:
        url = f"/tickets/all/{ticket.client.slug}/{ticket.number}"
    elif notice.kind == Kind.ASSIGNED_MANY:
        url = "/tickets/mine"
    return {
        "said": sentence(notice, names)[:LONGEST],
        "about": about(ticket)[:LONGEST],
        "url": url,
        "tag": str(notice.uuid),
    }
