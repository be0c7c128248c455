"""What a provider posted, in our words: the mail through our own reader, the rest as a report."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Callable
from dataclasses import replace
from email.policy import default
from typing import Any

from threering.channels.contract import Inbound, NotTaken, NotUnderstood, Report
from threering.channels.email import adapter
from threering.channels.email.hooks.pieces import told
from threering.channels.email.hooks.posted import Posted
from threering.channels.email.hooks.providers import PROVIDERS, Provider, Secret, view

AS_IT_CAME = default.clone(refold_source="none", max_line_length=998)
FAILED = {"bounced", "rejected", "failed"}
OTHERS = {"delivered": "delivered", "deferred": "delayed", "complained": "delivered"}
"""What else we keep: in the words of RFC 3464. Who complains has got it."""
HARD: dict[str, Callable[[dict[str, Any]], bool]] = {
    "mailgun": lambda said: said.get("event-data", {}).get("severity") == "permanent",
    "sendgrid": lambda said: said.get("event") == "bounce" and said.get("type") != "blocked",
    "postmark": lambda said: said.get("Type") in ("HardBounce", "BadEmailAddress"),
    "brevo": lambda said: said.get("event") in ("hard_bounce", "invalid_email"),
    "mailjet": lambda said: bool(said.get("hard_bounce")),
    "mandrill": lambda said: said.get("event") == "hard_bounce",
    "sparkpost": lambda said: str(_inner(said).get("bounce_class")) in ("10", "30"),
    "resend": lambda said: said.get("data", {}).get("bounce", {}).get("type") == "Permanent",
}
"""Whether the address itself is no good, in the words of each."""


def read(raw: bytes, secret: Secret) -> Inbound | Report:
    """Understand one piece. Raises NotUnderstood, and NotTaken for news that we do not keep.

    Touches the wire only where a provider keeps attachments to itself (Brevo).
    """
    posted = Posted.from_bytes(raw)
    known, said = PROVIDERS[posted.provider], told(posted)
    if is_mail(posted, said):
        return _mail(posted, known, secret)
    event = _event(posted, known.tracking, secret)
    return _report(posted.provider, event, said)


def is_mail(posted: Posted, said: Any) -> bool:
    """Whether a mail came in; else it is about one that went out."""
    if not posted.is_json and not said:  # a form
        return bool(posted.request().POST.get("event", "inbound") == "inbound")
    if not isinstance(said, dict):
        return False
    found: dict[str, bool] = {
        "postmark": said.get("RecordType", "Inbound") == "Inbound",
        "brevo": "event" not in said,
        "mailjet": "event" not in said,
        "mandrill": said.get("event") == "inbound",
        "sparkpost": "relay_message" in said.get("msys", {}),
        "resend": said.get("type") == "email.received",
    }
    return found.get(posted.provider, False)


def _event(posted: Posted, path: str, secret: Secret) -> Any:
    """The one event of a piece as anymail understands it."""
    keys = {"webhook_signing_key": "checked at the door"} if posted.provider == "mailgun" else {}
    if path.startswith("threering."):
        keys = {"api_key": secret.key}
    events = view(path)(**keys, webhook_secret=["checked at the door"]).parse_events(
        posted.request()
    )
    if not events:
        raise NotTaken("Rule empty: the provider only tried whether we answer.")
    return events[0]


def _mail(posted: Posted, known: Provider, secret: Secret) -> Inbound | Report:
    if not known.inbound:
        raise NotUnderstood(
            f"{known.label} only says that a mail came and keeps it. Use its forwarding instead."
        )
    exact = _exactly(posted)
    event = _event(_readable(posted, exact), known.inbound, secret)
    found = adapter.parse(exact or event.message.as_bytes(policy=AS_IT_CAME))
    to = (event.message.envelope_recipient or "").strip().lower()
    if isinstance(found, Report) or not to:
        return found
    return replace(found, delivered_to=tuple(dict.fromkeys([to, *found.delivered_to])))


def _exactly(posted: Posted) -> bytes:
    """The mail's own bytes, where the provider hands them on; else nothing."""
    if posted.provider in ("mailgun", "sendgrid"):
        form = posted.request(encoding="latin-1").POST
        whole = form.get("body-mime") or form.get("email") or ""
        return str(whole).encode("latin-1")
    said = told(posted)
    if posted.provider == "sparkpost":
        content = said["msys"]["relay_message"]["content"]
        coded, whole = content.get("email_rfc822_is_base64"), content["email_rfc822"]
        return b64decode(whole) if coded else whole.encode()
    if posted.provider == "mandrill":
        return str(said["msg"]["raw_msg"]).encode()
    if posted.provider == "postmark":
        return str(said.get("RawEmail", "")).encode()
    return b""


def _readable(posted: Posted, exact: bytes) -> Posted:
    """Anymail takes every mail inside SparkPost's base64 for UTF-8 and stumbles over the others.

    We read those bytes ourselves: it is given them as characters, for the envelope only.
    """
    if posted.provider != "sparkpost":
        return posted
    said = told(posted)
    content = said["msys"]["relay_message"]["content"]
    content |= {"email_rfc822": exact.decode("latin-1"), "email_rfc822_is_base64": False}
    return posted.with_body(json.dumps([said]).encode())


def _report(provider: str, event: Any, said: dict[str, Any]) -> Report:
    """What became of something that we sent through the provider."""
    # Mandrill came to say "delivered" later than anymail learned its words.
    what = "delivered" if said.get("event") == "delivered" else event.event_type
    failed = what in FAILED
    if not failed and what not in OTHERS:
        raise NotTaken(f"Rule tracking: {what} is news that we do not keep.")
    about = _about(event, said)
    if not about:
        raise NotUnderstood("A delivery report that does not name the mail it is about.")
    return Report(
        about=about,
        failed=failed,
        reason=_reason(event),
        kind="feedback_report" if what == "complained" else "bounce",
        action=OTHERS.get(what, "failed"),
        recipients=(event.recipient.lower(),) if event.recipient else (),
        hard=failed and HARD[provider](said),
    )


def _reason(event: Any) -> str:
    words = event.mta_response or event.description or ""
    return str(words or event.reject_reason or event.event_type).strip()


def _about(event: Any, said: dict[str, Any]) -> tuple[str, ...]:
    """Our Message-ID in its brackets where the provider repeats it, then the provider's ids."""
    inner = _inner(said)
    ids = [event.message_id, said.get("smtp-id"), said.get("message-id")]
    ids += [said.get("sg_message_id"), inner.get("message_id"), said.get("Message_GUID")]
    named = [str(one).strip() for one in ids if one]
    mail_ids = [f"<{one.strip('<>')}>" for one in named if "@" in one]
    return tuple(dict.fromkeys([*mail_ids, *named]))


def _inner(said: dict[str, Any]) -> dict[str, Any]:
    """SparkPost wraps its events twice."""
    wrapped = said.get("msys")
    inner: Any = next(iter(wrapped.values()), {}) if isinstance(wrapped, dict) else {}
    return inner if isinstance(inner, dict) else {}
