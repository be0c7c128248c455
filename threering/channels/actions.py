"""Opening inboxes."""

from __future__ import annotations

from threering.channels.models import Inbox
from threering.organisation.models import Brand


def create_inbox(brand: Brand, address: str, name: str, *, kind: str = "email") -> Inbox:
    """An address of a brand. Raises ValidationError when somebody has it already."""
    inbox = Inbox(
        client_id=brand.client_id,
        brand=brand,
        kind=kind,
        address=address.strip().lower(),
        name=name.strip() or brand.name,
    )
    inbox.full_clean()
    inbox.save()
    return inbox
