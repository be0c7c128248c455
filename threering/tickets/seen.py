"""What the author of an answer had on the screen, and what they have not seen."""

from __future__ import annotations

from uuid import UUID

from threering.organisation.models import Agent
from threering.tickets.models import Message, Ticket


class NotSeen(Exception):
    """Somebody wrote into the ticket, and the author of an answer has not seen it."""

    def __init__(self, number: int, by: str, latest: UUID) -> None:
        super().__init__(number)
        self.number, self.by, self.latest = number, by, latest
        """Of the first one not seen its place in the thread, from 1, and who wrote it; the last."""


def check_seen(ticket: Ticket, seen: UUID, author: Agent) -> None:
    """Raises NotSeen where others wrote into the ticket after the message that was seen.

    Machines of ours are nobody. A message seen that is none of this client's counts as none. What
    counts is the order in which we took them in: a mail dated earlier may come later.
    """
    known = Message.objects.filter(client_id=ticket.client_id, uuid=seen)
    shown = known.values_list("pk", flat=True).first() or 0
    told = ticket.messages.filter(taken_back_at=None).order_by("at", "pk")
    said = list(told.select_related("author", "customer"))
    news = [(n, m) for n, m in enumerate(said, 1) if m.pk > shown and m.author != author]
    news = [(n, m) for n, m in news if not m.author or m.author.kind == Agent.Kind.PERSON]
    if news:
        number, first = news[0]
        raise NotSeen(
            number, str(getattr(first.author or first.customer, "name", "")), news[-1][1].uuid
        )
