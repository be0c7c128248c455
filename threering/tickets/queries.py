"""Reading tickets: what was said before, and what a mail repeats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db.models import BigIntegerField, Case, Count, F, Q, Value, When

from threering.channels.contract import Attached, Inbound
from threering.customers.models import Customer, Handle
from threering.customers.queries import family_of
from threering.ledger.models import Arrival, Delivery
from threering.organisation.models import Agent
from threering.tickets.models import Message, Regrouping, Ticket, Upload
from threering.tickets.reading import kept, reading_of
from threering.tickets.rules import BOUNCES_WITHIN, UNSOLVED, only_candidate

VIEWS = ("mine", "unassigned", "open", "pending", "on_hold", "snoozed", "solved", "spam", "all")
FEW = 20
SAME_DAY = timedelta(days=1)
COUNTED = ("mine", "unassigned", "open", "pending", "on_hold", "snoozed")


def solved_before(moment: datetime, *, limit: int = 500) -> list[Ticket]:
    """Tickets that were solved before that moment and are not closed yet."""
    solved = Ticket.objects.filter(status="solved", solved_at__lt=moment)
    return list(solved.order_by("solved_at")[:limit])


def asleep_until(moment: datetime, *, limit: int = 500) -> list[Ticket]:
    """Snoozed tickets whose time has come by that moment."""
    due = Ticket.objects.filter(snoozed_until__lte=moment).order_by("snoozed_until")
    return list(due[:limit])


def typed_before(ticket: Ticket, key: UUID) -> Message | None:
    """The message that a screen sent under this key already."""
    return ticket.messages.filter(key=key).select_related("delivery", "author").first()


def says_the_same(message: Message, inbound: Inbound, arrival: Arrival) -> bool:
    """Whether a mail under a known id is that message again, and not another one.

    Scanners and contact forms give all their mails one id, and often the same words. A copy has
    the sender, the Date and the files of the first. Two tickets for one mail are a click, a mail
    taken for another is lost.
    """
    before, now = reading_of(message.reading), reading_of(kept(inbound))
    if (message.text, before.sender, before.sent_at) != (inbound.text, now.sender, now.sent_at):
        return False
    if before.reply_to != now.reply_to or not (now.sent_at or _came_along(message, arrival)):
        return False
    files = message.attachments.order_by("pk").values_list("filename", "blob__sha256")
    return _are_the_same(list(files), inbound.attached)


def _came_along(message: Message, arrival: Arrival) -> bool:
    """Whether what has no Date came with that message: in the same moment, or by another door.

    One door tells a mail that is offered again from another one; two doors cannot.
    """
    if message.at == arrival.received_at:
        return True
    came_by = message.arrival.source if message.arrival else ""
    return came_by != arrival.source and abs(message.at - arrival.received_at) <= SAME_DAY


def _are_the_same(files: Sequence[tuple[str, bytes]], attached: Sequence[Attached]) -> bool:
    """Whether these are the files that a message came with, by name and content.

    The same mail has other line ends in an mbox file than on the wire.
    """
    if len(files) != len(attached):
        return False
    return all(
        name == file.filename and bytes(digest) in _digests(file.content)
        for (name, digest), file in zip(files, attached, strict=True)
    )


def _digests(content: bytes) -> set[bytes]:
    unix = content.replace(b"\r\n", b"\n")
    forms = (content, unix, unix.replace(b"\n", b"\r\n"))
    return {sha256(form).digest() for form in forms}


def same_without_id(customer: Customer, inbound: Inbound, arrival: Arrival) -> Message | None:
    """The message that a mail without an id of its own repeats: it came over another way before.

    Only the same words and files sent in the same second count. Without a Date a copy cannot be
    told from somebody who writes the same again, unless both reached us at the very same moment:
    a mailbox that is read anew names the moment of each of its mails again.
    """
    if inbound.external_id:
        return None
    nameless = Message.objects.filter(customer=customer, external_id=None, text=inbound.text)
    when = inbound.sent_at.isoformat() if inbound.sent_at else None
    copies = (
        nameless.filter(reading__sent_at=when) if when else nameless.filter(at=arrival.received_at)
    )
    undecided = copies.select_related("arrival")
    return next((said for said in undecided if says_the_same(said, inbound, arrival)), None)


def bounced(arrival: Arrival, recipients: Sequence[str]) -> Delivery | None:
    """The delivery that a report means which names only recipients; None if that is not clear."""
    received_at, values = arrival.received_at, [recipient.lower() for recipient in recipients]
    same_client = Handle.objects.filter(client_id=arrival.client_id, kind=arrival.kind)
    behind = same_client.filter(value__in=values).values_list("customer", flat=True)
    # One who was merged with another is answered in the other's tickets, too.
    theirs = Message.objects.filter(ticket__customer__in=family_of(*behind))
    left = theirs.filter(delivery__handed_over_at__isnull=False).select_related("delivery")
    since = left.filter(delivery__handed_over_at__gte=received_at - BOUNCES_WITHIN)
    sent = [said.delivery for said in since.order_by("-at")[:FEW] if said.delivery]
    at = only_candidate([(d.handed_over_at, d.recipients) for d in sent], recipients, received_at)
    return None if at is None else sent[at]


def message_of(delivery: Delivery) -> Message:
    """The message that a delivery carries. Raises Message.DoesNotExist."""
    with_all = Message.objects.select_related("ticket", "contact", "author", "delivery")
    found: Message = with_all.get(delivery=delivery)
    return found


def in_order(messages: Collection[Message]) -> list[Message]:
    """The messages as they are now, in the order of their thread."""
    found = Message.objects.filter(pk__in=[message.pk for message in messages])
    return list(found.select_related("ticket").order_by("at", "pk"))


def undoable(ticket: Ticket) -> dict[int, UUID]:
    """The merges, splits and moves of a ticket that nobody took back, by their id."""
    mine = Regrouping.objects.filter(Q(source=ticket) | Q(target=ticket), undone_at=None)
    return dict(mine.values_list("pk", "uuid"))


def regrouping_of(ticket: Ticket, uuid: UUID) -> Regrouping:
    """A merge, split or move that a ticket took part in. Raises Regrouping.DoesNotExist."""
    mine = Regrouping.objects.filter(Q(source=ticket) | Q(target=ticket))
    return mine.select_related("source", "target").get(uuid=uuid)


def uploads_of(ticket: Ticket, author: Agent, uuids: Sequence[UUID]) -> list[Upload]:
    """The files that somebody put into a ticket's composer, in the order of their ids."""
    mine = ticket.uploads.filter(author=author, uuid__in=uuids).select_related("blob__key")
    return list(mine.order_by("pk"))


def acknowledged_since(customer: Customer, moment: datetime) -> int:
    """How often a customer was answered by a machine of ours since then."""
    told = Message.objects.filter(ticket__customer=customer, at__gte=moment)
    return told.filter(author__kind=Agent.Kind.SYSTEM, delivery__isnull=False).count()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a ticket stands as far as its status and its place tell."""

    status: str
    asleep: bool
    brand: int
    inbox: int
    team: int | None

    @property
    def views(self) -> list[str]:
        """The views that it is counted in, whoever looks."""
        if self.asleep:
            return ["snoozed"]
        view = {"new": "open", "closed": "solved"}.get(self.status, self.status)
        if view != "open":
            return [view]
        of_team = [f"team-{self.team}"] if self.team else []
        return [view, f"brand-{self.brand}", f"inbox-{self.inbox}", *of_team]

    def for_others(self, assignee: int) -> list[str]:
        """The view of whoever stands in for its assignee: what is open, as an answer is due."""
        return [f"for-{assignee}"] if "open" in self.views else []


OTHERS = 0
NOBODY = -1


def counts(actor: Agent, away: Sequence[int] = ()) -> dict[str, int]:
    """How many tickets stand in each counted view of the actor: one query.

    `away`: for whom they stand in.
    """
    unsolved = Ticket.objects.visible_to(actor).filter(status__in=UNSOLVED)
    asleep = Q(snoozed_until__isnull=False)
    alike = unsolved.annotate(asleep=asleep, whose=_whose([actor.pk, *away]))
    keys = ("brand", "inbox", "team", "status", "asleep", "whose")
    found: Counter[str] = Counter(dict.fromkeys(COUNTED, 0))
    for brand, inbox, team, status, sleeps, whose, n in (
        alike.values_list(*keys).annotate(n=Count("*")).order_by()
    ):
        where = Standing(status=status, asleep=sleeps, brand=brand, inbox=inbox, team=team)
        found.update(dict.fromkeys([*where.views, *_of_people(where, whose, actor)], n))
    return dict(found)


def _whose(agents: Sequence[int]) -> Case:
    """Whose a ticket is: one of these, NOBODY or OTHERS."""
    theirs = When(assignee__in=agents, then=F("assignee"))
    nobodys = When(assignee=None, then=Value(NOBODY))
    return Case(theirs, nobodys, default=Value(OTHERS), output_field=BigIntegerField())


def _of_people(where: Standing, whose: int, actor: Agent) -> list[str]:
    if where.asleep or whose == OTHERS:
        return []
    if whose == NOBODY:
        return ["unassigned"]
    if whose == actor.pk:
        return ["mine"]
    return where.for_others(whose)


def views_of(ticket: Ticket) -> list[str]:
    """The views a ticket is in, but for saved ones and "mine", which only the reader knows."""
    if ticket.merged_into_id:
        return []
    asleep, unsolved = ticket.snoozed_until is not None, ticket.status in UNSOLVED
    where = Standing(
        status=ticket.status,
        asleep=asleep and unsolved,
        brand=ticket.brand_id,
        inbox=ticket.inbox_id,
        team=ticket.team_id,
    )
    found = where.views
    if ticket.assignee_id:
        found += where.for_others(ticket.assignee_id)
    if ticket.status != "spam":
        found.append("all")
    if unsolved and not asleep and ticket.assignee_id is None:
        found.append("unassigned")
    return found


def carries_message(delivery: Delivery) -> bool:
    """Whether a delivery carries somebody's words; else it is a mail of the house to its people."""
    return Message.objects.filter(delivery=delivery).exists()
