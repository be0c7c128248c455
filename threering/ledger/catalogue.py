"""Every kind of fact there is: one frozen class each, with its own sentence and icon.

The fields are what the event's data holds: ids, words of ours, numbers. Never a name, an address
or a text. tests/ledger/catalogue.json is the golden copy: changing a class without a new version
and an upcaster fails there.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from threering.ledger import (
    catalogue_customers,
    catalogue_files,
    catalogue_forwards,
    catalogue_mailboxes,
    catalogue_notes,
    catalogue_people,
    catalogue_properties,
    catalogue_regrouped,
    catalogue_replies,
    catalogue_reports,
    catalogue_settings,
    catalogue_snooze,
)
from threering.ledger.fact import Fact, NameOf, Upcaster

__all__ = [
    "CATALOGUE",
    "Fact",
    "catalogue_customers",
    "catalogue_files",
    "catalogue_forwards",
    "catalogue_mailboxes",
    "catalogue_notes",
    "catalogue_people",
    "catalogue_properties",
    "catalogue_regrouped",
    "catalogue_replies",
    "catalogue_reports",
    "catalogue_settings",
    "catalogue_snooze",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketOpened(Fact):
    kind: ClassVar[str] = "ticket_opened"
    silent: ClassVar[bool] = True
    aside: ClassVar[bool] = True
    channel: str

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s opened this ticket") % {"who": who}


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactOpened(Fact):
    kind: ClassVar[str] = "contact_opened"
    silent: ClassVar[bool] = True
    aside: ClassVar[bool] = True
    channel: str
    direction: str

    @classmethod
    def headline(cls, who: str) -> str:
        return _("A new contact began")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactEnded(Fact):
    kind: ClassVar[str] = "contact_ended"
    silent: ClassVar[bool] = True
    aside: ClassVar[bool] = True
    channel: str

    @classmethod
    def headline(cls, who: str) -> str:
        return _("The contact ended")


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReceived(Fact):
    kind: ClassVar[str] = "message_received"
    icon: ClassVar[str] = "mail"
    silent: ClassVar[bool] = True
    message: int
    channel: str

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s wrote") % {"who": who}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyWritten(Fact):
    kind: ClassVar[str] = "reply_written"
    icon: ClassVar[str] = "reply"
    silent: ClassVar[bool] = True
    message: int
    channel: str

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s replied") % {"who": who}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyTakenBack(Fact):
    kind: ClassVar[str] = "reply_taken_back"
    icon: ClassVar[str] = "undo-2"
    message: int
    delivery: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s took a reply back before it left") % {"who": who}


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged(Fact):
    kind: ClassVar[str] = "acknowledged"
    icon: ClassVar[str] = "reply"
    silent: ClassVar[bool] = True
    message: int
    channel: str

    @classmethod
    def headline(cls, who: str) -> str:
        return _("The customer was told that their message has come")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAdded(Fact):
    kind: ClassVar[str] = "note_added"
    icon: ClassVar[str] = "sticky-note"
    silent: ClassVar[bool] = True
    message: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s left a note") % {"who": who}


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned(Fact):
    kind: ClassVar[str] = "assigned"
    icon: ClassVar[str] = "user-plus"
    before: int | None
    after: int | None

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s assigned this ticket") % {"who": who}

    def describe(self, who: str, name_of: NameOf) -> str:
        if self.after is None:
            return _("%(who)s put this back into the queue") % {"who": who}
        if name_of(self.after) == who:
            return _("%(who)s took this ticket") % {"who": who}
        return _("%(who)s gave this to %(whom)s") % {"who": who, "whom": name_of(self.after)}


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChanged(Fact):
    kind: ClassVar[str] = "status_changed"
    icon: ClassVar[str] = "circle-check"
    before: str
    after: str

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s changed the status") % {"who": who}

    def describe(self, who: str, name_of: NameOf) -> str:
        sentence = {
            "open": _("%(who)s opened this ticket again"),
            "pending": _("%(who)s is waiting for the customer"),
            "on_hold": _("%(who)s put this on hold"),
            "solved": _("%(who)s solved this ticket"),
            "closed": _("%(who)s closed this ticket"),
            "spam": _("%(who)s marked this as spam"),
        }
        return sentence.get(self.after, "") % {"who": who} or self.headline(who)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverySent(Fact):
    kind: ClassVar[str] = "delivery_sent"
    icon: ClassVar[str] = "check"
    silent: ClassVar[bool] = True
    delivery: int
    attempts: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("The reply was sent")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryFailed(Fact):
    kind: ClassVar[str] = "delivery_failed"
    icon: ClassVar[str] = "circle-alert"
    delivery: int
    attempts: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("A reply could not be sent")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryUncertain(Fact):
    kind: ClassVar[str] = "delivery_uncertain"
    icon: ClassVar[str] = "circle-alert"
    delivery: int
    attempts: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("A reply may or may not have been sent")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverySettled(Fact):
    kind: ClassVar[str] = "delivery_settled"
    icon: ClassVar[str] = "check"
    delivery: int
    answer: str

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s settled a reply") % {"who": who}

    def describe(self, who: str, name_of: NameOf) -> str:
        if self.answer == "again":
            return _("%(who)s had the reply sent again") % {"who": who}
        return _("%(who)s says the reply arrived") % {"who": who}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryBounced(Fact):
    kind: ClassVar[str] = "delivery_bounced"
    icon: ClassVar[str] = "circle-alert"
    delivery: int
    arrival: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("A reply came back: it could not be delivered")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalQuarantined(Fact):
    kind: ClassVar[str] = "arrival_quarantined"
    icon: ClassVar[str] = "circle-alert"
    silent: ClassVar[bool] = True
    arrival: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("Something arrived that could not be understood")


CATALOGUE: dict[str, type[Fact]] = {fact.kind: fact for fact in Fact.__subclasses__()}

UPCASTERS: dict[tuple[str, int], Upcaster] = {**catalogue_replies.UPCASTERS}
"""(kind, version) → how data of that version becomes data of the next."""


def fact_of(kind: str, version: int, data: dict[str, Any]) -> Fact:
    """Rebuild a stored fact, whatever version it was written in. Raises KeyError if unknown."""
    fact = CATALOGUE[kind]
    for older in range(version, fact.version):
        data = UPCASTERS[kind, older](data)
    return fact(**{field.name: data[field.name] for field in fields(fact)})
