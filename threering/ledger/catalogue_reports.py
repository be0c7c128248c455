"""What others report about what we sent: a part of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from threering.ledger.fact import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryConfirmed(Fact):
    kind: ClassVar[str] = "delivery_confirmed"
    icon: ClassVar[str] = "check"
    delivery: int
    arrival: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("The customer's mail server took the reply")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryDelayed(Fact):
    kind: ClassVar[str] = "delivery_delayed"
    icon: ClassVar[str] = "hourglass"
    delivery: int
    arrival: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("A reply is held up on its way: the servers go on trying")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryUnwanted(Fact):
    kind: ClassVar[str] = "delivery_unwanted"
    icon: ClassVar[str] = "shield-alert"
    delivery: int
    arrival: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("The customer reported our mail as spam")


@dataclass(frozen=True, slots=True, kw_only=True)
class HandleUnreachable(Fact):
    kind: ClassVar[str] = "handle_unreachable"
    silent: ClassVar[bool] = True
    aside: ClassVar[bool] = True
    handle: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("The address takes no mail any more")


@dataclass(frozen=True, slots=True, kw_only=True)
class HandleReachable(Fact):
    kind: ClassVar[str] = "handle_reachable"
    icon: ClassVar[str] = "check"
    aside: ClassVar[bool] = True
    handle: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("The address can be reached again: mail came from it")


@dataclass(frozen=True, slots=True, kw_only=True)
class HandleComplained(Fact):
    kind: ClassVar[str] = "handle_complained"
    silent: ClassVar[bool] = True
    aside: ClassVar[bool] = True
    handle: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("The owner of an address called our mail unwanted")
