"""Brevo keeps the attachments of a mail and gives them out for its API key."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urljoin

from anymail.inbound import AnymailInboundMessage
from anymail.webhooks.brevo import BrevoInboundWebhookView
from django.conf import settings

from threering.channels.contract import NotUnderstood
from threering.kernel import http

LARGEST = 50 * 2**20  # bytes of an attachment; mails are seldom half of that
FETCHED = 200


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
            heads, permitted = {"api-key": self.api_key}, settings.PRIVATE_HOSTS
            answer = http.get(url, heads, permitted, largest=LARGEST)
        except http.Unreachable as why:
            raise _not_fetched(name, str(why)) from why
        if answer.status != FETCHED:
            raise _not_fetched(name, f"it answers {answer.status}")
        return AnymailInboundMessage.construct_attachment(
            content_type=answer.media or attachment["ContentType"],
            content=answer.body,
            filename=name,
            content_id=attachment.get("ContentID"),
        )


def _not_fetched(name: object, why: str) -> NotUnderstood:
    return NotUnderstood(
        f"The attachment {name} could not be fetched from Brevo "
        f"({why.rstrip('.')}); read this again later."
    )
