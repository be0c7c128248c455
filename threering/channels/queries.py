"""Which inbox something is for."""

from __future__ import annotations

from threering.channels.models import Inbox


def inbox_for(address: str, kind: str = "email") -> Inbox | None:
    """The inbox of an address; a +detail before the @ is passed over. None if it is not ours."""
    local, at, domain = address.strip().lower().rpartition("@")
    forms = {f"{local}{at}{domain}", f"{local.partition('+')[0]}{at}{domain}"}
    found = Inbox.objects.filter(kind=kind, address__in=forms).select_related("brand__client")
    return max(found, key=lambda inbox: len(inbox.address), default=None)
