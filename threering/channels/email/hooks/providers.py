"""The providers that may post to us. Light: anymail itself is loaded with the first request."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import Any

from django.utils.module_loading import import_string

USER = "threering"
"""The user name that stands before the password in the address that we give to a provider."""


@dataclass(frozen=True, slots=True)
class Secret:
    """What only the provider and we know about one hook."""

    password: str
    """Ours, part of the address; what does not sign has to bring it."""
    key: str = ""
    """Theirs, from their page: a signing key, or for Brevo the key that opens attachments."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """What sets one provider apart."""

    label: str
    tracking: str
    inbound: str = ""
    """Views of anymail's; "" where we cannot read its mail."""
    key: str = ""
    """Anymail's name for the provider's key."""
    key_is: str = ""
    """What the provider's own pages call it, "" if there is none."""
    needs_key: bool = False
    signs: str = "nothing"
    """nothing, json (what it reports, not the mails), or everything."""
    takes: str = ""
    """What to end the address with for mail that comes in."""
    told_never: int = HTTPStatus.FORBIDDEN
    """The answer to what can never be taken: one after which it does not come again, if any is."""


VIEWS = "anymail.webhooks."
PROVIDERS = {
    "mailgun": Provider(
        label="Mailgun",
        tracking=f"{VIEWS}mailgun.MailgunTrackingWebhookView",
        inbound=f"{VIEWS}mailgun.MailgunInboundWebhookView",
        key="webhook_signing_key",
        key_is="HTTP webhook signing key",
        needs_key=True,
        signs="everything",
        takes="/mime",  # Mailgun sends the whole mail only to an address that ends so
        told_never=HTTPStatus.NOT_ACCEPTABLE,  # it repeats for 8 hours whatever is not 200 or 406
    ),
    "sendgrid": Provider(
        label="SendGrid",
        tracking=f"{VIEWS}sendgrid.SendGridTrackingWebhookView",
        inbound=f"{VIEWS}sendgrid.SendGridInboundWebhookView",
        key="tracking_webhook_verification_key",
        key_is="verification key of the event webhook",
        signs="json",
    ),
    "postmark": Provider(
        label="Postmark",
        tracking=f"{VIEWS}postmark.PostmarkTrackingWebhookView",
        inbound=f"{VIEWS}postmark.PostmarkInboundWebhookView",
    ),
    "brevo": Provider(
        label="Brevo",
        tracking=f"{VIEWS}brevo.BrevoTrackingWebhookView",
        inbound="threering.channels.email.hooks.brevo.Inbound",
        key_is="API key (it is needed for attachments)",
    ),
    "mailjet": Provider(
        label="Mailjet",
        tracking=f"{VIEWS}mailjet.MailjetTrackingWebhookView",
        inbound=f"{VIEWS}mailjet.MailjetInboundWebhookView",
    ),
    "mandrill": Provider(
        label="Mandrill",
        tracking=f"{VIEWS}mandrill.MandrillCombinedWebhookView",
        inbound=f"{VIEWS}mandrill.MandrillCombinedWebhookView",
        key="webhook_key",
        key_is="key of the webhook",
        needs_key=True,
        signs="everything",
    ),
    "sparkpost": Provider(
        label="SparkPost",
        tracking=f"{VIEWS}sparkpost.SparkPostTrackingWebhookView",
        inbound=f"{VIEWS}sparkpost.SparkPostInboundWebhookView",
    ),
    "resend": Provider(
        label="Resend",
        tracking=f"{VIEWS}resend.ResendTrackingWebhookView",
        key_is="signing secret (whsec_…)",
        needs_key=True,
        signs="everything",
    ),
}


@cache
def view(path: str) -> Any:
    """A view class of anymail's (or one of ours made after it)."""
    # Anymail has nobody who tries SendGrid any more; what we use of it is tried by our own tests.
    from anymail.exceptions import AnymailNotSupportedWarning

    warnings.filterwarnings("ignore", category=AnymailNotSupportedWarning)
    return import_string(path)
