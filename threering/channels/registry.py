"""Every folder in this room is a channel. Adding one means adding a folder."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from typing import cast

from threering import channels
from threering.channels.contract import Adapter, Transport


def kinds() -> list[str]:
    """The channels there are."""
    found = pkgutil.iter_modules(channels.__path__)
    return sorted(f.name for f in found if f.ispkg and f.name != "migrations")


@cache
def adapter(kind: str) -> Adapter:
    """The pure half of a channel. Raises ModuleNotFoundError for a kind that is not here."""
    return cast(Adapter, import_module(f"threering.channels.{kind}.adapter"))


@cache
def transport(kind: str) -> Transport:
    """The wire of a channel. Raises ModuleNotFoundError for a kind that is not here."""
    return cast(Transport, import_module(f"threering.channels.{kind}.transport"))
