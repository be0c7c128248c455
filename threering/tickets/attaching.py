"""Files that come with messages: kept, and held where they may do harm."""

from __future__ import annotations

from collections.abc import Iterable

from threering.channels.contract import Attached
from threering.kernel.rows import insert
from threering.ledger import blobs
from threering.ledger.catalogue_files import FileHeld, FileReleased
from threering.ledger.fact import Fact
from threering.ledger.models import Key
from threering.tickets.dangers import danger_of
from threering.tickets.models import Attachment, Message


def attach(message: Message, files: Iterable[Attached], key: Key) -> None:
    """Keep the files that came with a message under the key of its customer."""
    for file in files:
        attachment = Attachment(client_id=message.client_id, message=message)
        attachment.blob = blobs.keep(message.client_id, file.content, key=key)
        attachment.filename, attachment.inline = file.filename, file.inline
        attachment.content_type, attachment.content_id = file.content_type, file.content_id[:250]
        attachment.danger = danger_of(file) or ""
        insert(attachment)


def hand_out(attachment: Attachment, *, held: bool) -> list[Fact]:
    """Release a file that is held, or hold it again; nothing happens when it is so already."""
    fresh = Attachment.objects.select_for_update().get(pk=attachment.pk)
    if not fresh.danger or fresh.is_held == held:
        return []
    fresh.released = not held
    fresh.save(update_fields=["released"])
    return [(FileHeld if held else FileReleased)(attachment=fresh.pk)]
