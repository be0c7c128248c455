"""The facts of mailboxes that are fetched from. A part of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from threering.ledger.fact import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxAlarmRaised(Fact):
    kind: ClassVar[str] = "mailbox_alarm_raised"
    icon: ClassVar[str] = "triangle-alert"
    silent: ClassVar[bool] = True
    mailbox: int
    cause: str

    @classmethod
    def headline(cls, who: str) -> str:
        return _("A mailbox needs a look")


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxAlarmCleared(Fact):
    kind: ClassVar[str] = "mailbox_alarm_cleared"
    icon: ClassVar[str] = "check"
    silent: ClassVar[bool] = True
    mailbox: int
    cause: str

    @classmethod
    def headline(cls, who: str) -> str:
        return _("A mailbox is well again")
