"""The demo's mail server: it takes what the product sends and keeps it in a folder to look at."""

from __future__ import annotations

from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from threering.kernel.ids import uuid7


class Outbox:
    """aiosmtpd's handler: every mail becomes one file, whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    async def handle_DATA(  # noqa: N802 - the name is aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep the mail."""
        content = envelope.content or b""
        name = uuid7().hex
        part = self.folder / f"{name}.part"
        part.write_bytes(content if isinstance(content, bytes) else content.encode())
        part.rename(self.folder / f"{name}.eml")
        return "250 2.0.0 Kept in the demo outbox"
