"""The facts of what was passed on to somebody else. A part of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from threering.ledger.fact import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageForwarded(Fact):
    """`source`: the message that was passed on in the new one. No answer to the customer."""

    kind: ClassVar[str] = "message_forwarded"
    icon: ClassVar[str] = "forward"
    silent: ClassVar[bool] = True
    message: int
    source: int
    channel: str

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s forwarded a message") % {"who": who}


@dataclass(frozen=True, slots=True, kw_only=True)
class ForwardTakenBack(Fact):
    kind: ClassVar[str] = "forward_taken_back"
    icon: ClassVar[str] = "undo-2"
    message: int
    delivery: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s did not forward a message after all") % {"who": who}
