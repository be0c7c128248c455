"""Brevo keeps the attachments of a mail and gives them out for its API key."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urljoin

import requests
from anymail.inbound import AnymailInboundMessage
from anymail.webhooks.brevo import BrevoInboundWebhookView

from threering.channels.contract import NotUnderstood

PATIENCE = 20.0  # seconds for each attachment; anymail itself would wait for ever


class Inbound(BrevoInboundWebhookView):  # type: ignore[misc]
    """Anymail's view; what cannot be fetched sets the mail aside, to be read again later."""

    def _fetch_attachment(self, attachment: dict[str, Any]) -> Any:
        name = attachment.get("Name")
        if not self.api_key:
            raise NotUnderstood(
                f"Brevo keeps the attachment {name}, and this hook has no API key to fetch it. "
                "Add the hook again with --secret-stdin, then read this again."
            )
        token = quote(attachment["DownloadToken"], safe="")
        url = urljoin(self.api_url, f"inbound/attachments/{token}")
        try:
            answer = requests.get(url, headers={"api-key": self.api_key}, timeout=PATIENCE)
            answer.raise_for_status()
        except requests.RequestException as why:
            raise NotUnderstood(
                f"The attachment {name} could not be fetched from Brevo "
                f"({type(why).__name__}); read this again later."
            ) from why
        return AnymailInboundMessage.construct_attachment(
            content_type=answer.headers.get("Content-Type") or attachment["ContentType"],
            content=answer.content,
            filename=name,
            content_id=attachment.get("ContentID"),
        )
