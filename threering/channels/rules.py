"""Which of our inboxes a message is for. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from threering.channels.contract import Inbound


def forms_of(address: str) -> tuple[str, ...]:
    """An address as inboxes write it: as it stands, and without a +detail before the @."""
    local, at, domain = address.strip().lower().rpartition("@")
    return tuple(dict.fromkeys((f"{local}{at}{domain}", f"{local.partition('+')[0]}{at}{domain}")))


def addressed(inbound: Inbound, envelope: Sequence[str], ours: Collection[str]) -> str:
    """Which of our addresses a message is for; "" if it names none of them.

    Where it was really delivered counts before what its head says: the envelope and Delivered-To
    name a BCC and a forwarded mail too. Among several of these To decides, then Cc, then their
    order. Without any of them, To comes before Cc.
    """
    written = _ours([party.handle for party in (*inbound.to, *inbound.cc)], ours)
    for delivered in (_ours(envelope, ours), _ours(inbound.delivered_to, ours)):
        if delivered:
            return next((address for address in written if address in delivered), delivered[0])
    return written[0] if written else ""


def _ours(addresses: Sequence[str], ours: Collection[str]) -> list[str]:
    forms = (form for address in addresses for form in forms_of(address))
    return [form for form in forms if form in ours]
