"""The facts of what is known of a customer, and of forgetting it, without a word of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from threering.ledger.fact import Fact, NameOf

MAILS = {
    "acknowledgement": gettext_noop("Automatic acknowledgements"),
    "survey": gettext_noop("Surveys"),
    "offer": gettext_noop("Offers and news"),
}
"""The purposes of mails that are no answer, as people call them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerNoteAdded(Fact):
    kind: ClassVar[str] = "customer_note_added"
    icon: ClassVar[str] = "sticky-note"
    silent: ClassVar[bool] = True
    note: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s noted something about the customer") % {"who": who}


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerNoteChanged(Fact):
    kind: ClassVar[str] = "customer_note_changed"
    icon: ClassVar[str] = "sticky-note"
    silent: ClassVar[bool] = True
    note: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s changed a note about the customer") % {"who": who}


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerNotePinned(Fact):
    kind: ClassVar[str] = "customer_note_pinned"
    icon: ClassVar[str] = "sticky-note"
    silent: ClassVar[bool] = True
    note: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s pinned a note about the customer") % {"who": who}


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerNoteUnpinned(Fact):
    kind: ClassVar[str] = "customer_note_unpinned"
    icon: ClassVar[str] = "sticky-note"
    silent: ClassVar[bool] = True
    note: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s unpinned a note about the customer") % {"who": who}


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerNoteRemoved(Fact):
    kind: ClassVar[str] = "customer_note_removed"
    icon: ClassVar[str] = "sticky-note"
    silent: ClassVar[bool] = True
    note: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s removed a note about the customer") % {"who": who}


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerNoteRestored(Fact):
    """A note that was removed is shown again."""

    kind: ClassVar[str] = "customer_note_restored"
    icon: ClassVar[str] = "undo-2"
    silent: ClassVar[bool] = True
    note: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s brought a note about the customer back") % {"who": who}


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerRenamed(Fact):
    kind: ClassVar[str] = "customer_renamed"
    icon: ClassVar[str] = "user-round"
    silent: ClassVar[bool] = True
    customer: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s changed what the customer is called") % {"who": who}


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerLanguageSet(Fact):
    """Codes of languages; "" where it is read from what the customer writes."""

    kind: ClassVar[str] = "customer_language_set"
    icon: ClassVar[str] = "user-round"
    silent: ClassVar[bool] = True
    customer: int
    before: str
    after: str

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s changed the customer's language") % {"who": who}


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureAsked(Fact):
    """`due`: until when it can be taken back, in seconds since 1970, UTC."""

    kind: ClassVar[str] = "erasure_asked"
    silent: ClassVar[bool] = True
    erasure: int
    due: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s asked for the customer to be erased") % {"who": who}


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureTakenBack(Fact):
    kind: ClassVar[str] = "erasure_taken_back"
    silent: ClassVar[bool] = True
    erasure: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s took back that the customer is erased") % {"who": who}


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerGivenOut(Fact):
    """Everything that is known of them was taken, to be handed to them."""

    kind: ClassVar[str] = "customer_given_out"
    silent: ClassVar[bool] = True
    customer: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s took everything that is known of the customer") % {"who": who}


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerErased(Fact):
    """`erasure`: who asked for it; None where a brand does not keep it any longer."""

    kind: ClassVar[str] = "customer_erased"
    silent: ClassVar[bool] = True
    erasure: int | None

    @classmethod
    def headline(cls, who: str) -> str:
        return _("The customer was erased")


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketForgotten(Fact):
    """What was said in it is gone; when and by whom stays."""

    kind: ClassVar[str] = "ticket_forgotten"
    icon: ClassVar[str] = "trash-2"
    erasure: int | None

    @classmethod
    def headline(cls, who: str) -> str:
        return _("What was said here was erased")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentGiven(Fact):
    """Mails for a purpose, of one brand; None for all brands of the client."""

    kind: ClassVar[str] = "consent_given"
    icon: ClassVar[str] = "check"
    silent: ClassVar[bool] = True
    purpose: str
    brand: int | None
    how: str

    @classmethod
    def headline(cls, who: str) -> str:
        return _("The customer agreed to a kind of mail")

    def describe(self, who: str, name_of: NameOf) -> str:
        return f"{self.headline(who)}: {_(MAILS.get(self.purpose, self.purpose))}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRefused(Fact):
    kind: ClassVar[str] = "consent_refused"
    silent: ClassVar[bool] = True
    aside: ClassVar[bool] = True
    purpose: str
    brand: int | None
    how: str

    @classmethod
    def headline(cls, who: str) -> str:
        return _("The customer refused a kind of mail")

    def describe(self, who: str, name_of: NameOf) -> str:
        return f"{self.headline(who)}: {_(MAILS.get(self.purpose, self.purpose))}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentTakenBack(Fact):
    """What a colleague had noted was a mistake."""

    kind: ClassVar[str] = "consent_taken_back"
    icon: ClassVar[str] = "undo-2"
    silent: ClassVar[bool] = True
    purpose: str
    brand: int | None

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s took back what was noted of a kind of mail") % {"who": who}
