"""Keeping saved replies, and noting that they were used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from threering.knowledge.models import SavedReply, SavedReplyText, SavedReplyUse
from threering.ledger.catalogue_replies import SavedReplyKept, SavedReplyUsed
from threering.ledger.events import About, Actor, record
from threering.ledger.fact import Fact
from threering.organisation.models import Agent, Brand, Client, Team
from threering.tickets.models import Message, Ticket


class NameTaken(Exception):
    """Another saved reply of that brand and team is called so, or has that shortcut."""


class ChangedMeanwhile(Exception):
    """Somebody else has changed it since it was opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All that a person says of a saved reply. `texts`: the words by language, "" for every one."""

    client: Client
    brand: Brand | None = None
    team: Team | None = None
    name: str
    shortcut: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    status: str = ""
    priority: int | None = None
    tags: tuple[str, ...] = ()
    assigns: bool = False

    def columns(self) -> dict[str, object]:
        """What stands in the reply's own row."""
        return {
            "client": self.client,
            "brand": self.brand,
            "team": self.team,
            "name": self.name,
            "shortcut": self.shortcut,
            "status": self.status,
            "priority": self.priority,
            "tags": list(self.tags),
            "assigns": self.assigns,
        }


def write(content: Content, *, by: Agent, at: datetime) -> tuple[SavedReply, list[Fact]]:
    """A new one. Raises NameTaken."""
    reply = SavedReply(**content.columns(), changed_by=by, changed_at=at)
    return _stored(reply, content)


def change(
    reply: SavedReply, content: Content, *, by: Agent, at: datetime, version: int
) -> tuple[SavedReply, list[Fact]]:
    """Say it otherwise. `version`: the one that was read. Raises ChangedMeanwhile, NameTaken."""
    reply = SavedReply.objects.select_for_update().get(pk=reply.pk)
    if reply.version != version:
        raise ChangedMeanwhile
    for name, value in content.columns().items():
        setattr(reply, name, value)
    reply.version, reply.changed_by, reply.changed_at = version + 1, by, at
    return _stored(reply, content)


def write_all(contents: Sequence[Content], *, by: Agent, at: datetime) -> int:
    """Write many; those under a known name instead of what they said. Tells how many are new so.

    Raises NameTaken.
    """
    written = 0
    for content in contents:
        here = {"client": content.client, "brand": content.brand, "team": content.team}
        same = SavedReply.objects.filter(**here)
        before = same.filter(archived_at=None, name__iexact=content.name).first()
        if before and _says(before) == content:
            continue
        if before:
            reply, facts = change(before, content, by=by, at=at, version=before.version)
        else:
            reply, facts = write(content, by=by, at=at)
        record(facts, about(reply), Actor.agent(by), at=at, quiet=True)
        written += 1
    return written


def _says(reply: SavedReply) -> Content:
    return Content(
        client=reply.client,
        brand=reply.brand,
        team=reply.team,
        name=reply.name,
        shortcut=reply.shortcut,
        texts=dict(reply.texts.values_list("language", "text")),
        status=reply.status,
        priority=reply.priority,
        tags=tuple(reply.tags),
        assigns=reply.assigns,
    )


def _stored(reply: SavedReply, content: Content) -> tuple[SavedReply, list[Fact]]:
    try:
        with transaction.atomic():
            reply.save()
    except IntegrityError as error:
        raise NameTaken from error
    reply.texts.all().delete()
    SavedReplyText.objects.bulk_create(
        SavedReplyText(client_id=reply.client_id, reply=reply, language=language, text=text)
        for language, text in content.texts.items()
    )
    kept = SavedReplyKept(reply=reply.pk, version_kept=reply.version, team=reply.team_id)
    return reply, [kept]


def archive(reply: SavedReply, at: datetime | None) -> bool:
    """Put it out of use, or into use again (None); tells whether that is new. Raises NameTaken."""
    reply = SavedReply.objects.select_for_update().get(pk=reply.pk)
    if (reply.archived_at is None) == (at is None):
        return False
    reply.archived_at = at
    try:
        with transaction.atomic():
            reply.save(update_fields=["archived_at"])
    except IntegrityError as error:
        raise NameTaken from error
    return True


def about(reply: SavedReply) -> About:
    """What facts about a saved reply are about."""
    return About(client_id=reply.client_id, brand_id=reply.brand_id)


def note_uses(message: Message, used: Sequence[UUID], *, at: datetime) -> list[Fact]:
    """Note which saved replies of its brand went into a message; each counts once for it."""
    if not used:
        return []
    brand = Ticket.objects.filter(pk=message.ticket_id).values("brand")
    here = SavedReply.objects.filter(Q(brand=None) | Q(brand__in=brand), client=message.client_id)
    known = here.filter(uuid__in=used).order_by("pk")
    uses = [
        SavedReplyUse(client_id=message.client_id, reply=reply, message=message, at=at)
        for reply in known
    ]
    SavedReplyUse.objects.bulk_create(uses, ignore_conflicts=True)
    return [SavedReplyUsed(reply=use.reply_id, message=message.pk) for use in uses]


def forget_uses(message: Message) -> None:
    """The message was never sent."""
    SavedReplyUse.objects.filter(message=message).delete()
