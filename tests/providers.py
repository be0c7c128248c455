"""Mail providers as they post to us: their documented forms in words of ours, signed for real."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import default
from typing import Any
from uuid import uuid4

from tests.posts import SIGNED, Post, as_form, as_json, field_of, multipart

EVENTS = ("delivered", "bounced", "deferred", "complained", "opened")


@dataclass(frozen=True)
class Account:
    """A merchant's account with one provider: where it posts, and what proves that it does."""

    provider: str
    url: str
    """The address as Threering printed it, password and all."""

    @property
    def plain(self) -> str:
        """The address without user and password."""
        scheme, _, rest = self.url.partition("://")
        return f"{scheme}://{rest.rpartition('@')[2]}"

    def mail(self, raw: bytes, to: str) -> Post:
        """Somebody wrote to us."""
        return self._proved(MAILS[self.provider](raw, to))

    def event(self, what: str, about: str, recipient: str) -> Post:
        """Something happened to what we sent. `about`: its Message-ID, or the provider's id."""
        return self._proved(TOLD[self.provider](what, about, recipient))

    def batch(self, posts: list[Post]) -> Post:
        """Several in one request, as the provider bundles them."""
        if self.provider == "mandrill":
            both = [json.loads(field_of(post, "mandrill_events"))[0] for post in posts]
            return self._proved(as_form({"mandrill_events": json.dumps(both)}))
        values = [json.loads(post.body) for post in posts]
        if self.provider == "brevo":
            items = [item for value in values for item in value["items"]]
            return self._proved(as_json({"items": items}))
        flat = [one for value in values for one in (value if isinstance(value, list) else [value])]
        return self._proved(as_json(flat))

    def _proved(self, post: Post) -> Post:
        sign = SIGNED.get(self.provider)
        if sign and (self.provider != "sendgrid" or post.content_type == "application/json"):
            sign(post, self.plain + post.suffix)
        elif "@" in self.url:
            user = self.url.partition("://")[2].rpartition("@")[0]
            coded = base64.b64encode(user.encode()).decode()
            post.headers["Authorization"] = f"Basic {coded}"
        return post


# --- mail that came in --------------------------------------------------------------------------


def _headers(mail: Message) -> list[tuple[str, str]]:
    return [(name, str(value)) for name, value in mail.items()]


def _text(mail: Message) -> str:
    body = mail.get_body(("plain",))  # type: ignore[attr-defined]
    return str(body.get_content()) if body else ""


def _parsed(raw: bytes) -> Message:
    return message_from_bytes(raw, policy=default)


def _mailgun_mail(raw: bytes, to: str) -> Post:
    fields = {"recipient": to.encode(), "sender": b"bounces@shopper.example", "body-mime": raw}
    post = multipart(fields)
    post.suffix = "/mime"
    return post


def _sendgrid_mail(raw: bytes, to: str) -> Post:
    envelope = json.dumps({"to": [to], "from": "bounces@shopper.example"}).encode()
    return multipart({"to": to.encode(), "envelope": envelope, "email": raw})


def _postmark_mail(raw: bytes, to: str) -> Post:
    mail = _parsed(raw)
    return as_json(
        {
            "FromFull": {"Email": str(mail["From"]), "Name": "", "MailboxHash": ""},
            "OriginalRecipient": to,
            "Subject": str(mail["Subject"]),
            "MessageID": hashlib.sha256(raw).hexdigest()[:36],
            "Date": str(mail["Date"]),
            "Headers": [{"Name": "Return-Path", "Value": "<bounces@shopper.example>"}],
            "RawEmail": raw.decode("utf-8", "replace"),
            "Attachments": [],
        }
    )


def _brevo_mail(raw: bytes, to: str) -> Post:
    mail = _parsed(raw)
    headers: dict[str, list[str]] = {}
    for name, value in [*_headers(mail), ("Delivered-To", f"<{to}>")]:
        if name.lower() not in ("content-type", "content-transfer-encoding", "mime-version"):
            headers.setdefault(name, []).append(value)
    item = {
        "Uuid": [hashlib.sha256(raw).hexdigest()[:36]],
        "MessageId": str(mail["Message-ID"]),
        "Subject": str(mail["Subject"]),
        "Headers": {name: one if len(one) > 1 else one[0] for name, one in headers.items()},
        "RawTextBody": _text(mail),
        "RawHtmlBody": "",
        "Attachments": [],
        "SpamScore": 0.1,
    }
    return as_json({"items": [item]})


def _mailjet_mail(raw: bytes, to: str) -> Post:
    mail = _parsed(raw)
    headers: dict[str, Any] = {}
    for name, value in _headers(mail):
        headers.setdefault(name, []).append(value)
    coded = {
        f"Attachment{n}": base64.b64encode(part.get_payload(decode=True) or b"").decode()
        for n, part in enumerate(mail.iter_attachments(), 1)  # type: ignore[attr-defined]
    }
    parts = [
        {"Headers": dict(_headers(part)), "ContentRef": f"Attachment{n}"}
        for n, part in enumerate(mail.iter_attachments(), 1)  # type: ignore[attr-defined]
    ]
    return as_json(
        {
            "Sender": "bounces@shopper.example",
            "Recipient": to,
            "Headers": {name: one if len(one) > 1 else one[0] for name, one in headers.items()},
            "Parts": [{"Headers": {}, "ContentRef": "Text-part"}, *parts],
            "Text-part": _text(mail),
            "SpamAssassinScore": "0.4",
            **coded,
        }
    )


def _mandrill_mail(raw: bytes, to: str) -> Post:
    message = {"raw_msg": raw.decode("utf-8", "replace"), "email": to, "spam_report": {}}
    event = {"event": "inbound", "ts": 1772445600, "msg": message}
    return as_form({"mandrill_events": json.dumps([event])})


def _sparkpost_mail(raw: bytes, to: str) -> Post:
    content = {"email_rfc822": base64.b64encode(raw).decode(), "email_rfc822_is_base64": True}
    relay = {"content": content, "rcpt_to": to, "msg_from": "b@shopper.example"}
    return as_json([{"msys": {"relay_message": relay | {"protocol": "smtp"}}}])


MAILS: dict[str, Callable[[bytes, str], Post]] = {
    "mailgun": _mailgun_mail,
    "sendgrid": _sendgrid_mail,
    "postmark": _postmark_mail,
    "brevo": _brevo_mail,
    "mailjet": _mailjet_mail,
    "mandrill": _mandrill_mail,
    "sparkpost": _sparkpost_mail,
}


# --- what became of what we sent ----------------------------------------------------------------


def _mailgun_told(what: str, about: str, recipient: str) -> Post:
    word = {"bounced": "failed", "deferred": "failed"}.get(what, what)
    data: dict[str, Any] = {
        "event": word,
        "id": uuid4().hex,
        "timestamp": 1772445700.5,
        "recipient": recipient,
        "message": {"headers": {"message-id": about.strip("<>")}},
        "delivery-status": {"code": 550, "message": f"words of a server: {what}"},
    }
    if word == "failed":
        data |= {"severity": "permanent" if what == "bounced" else "temporary", "reason": "bounce"}
    return as_json({"event-data": data})


def _sendgrid_told(what: str, about: str, recipient: str) -> Post:
    word = {"bounced": "bounce", "complained": "spamreport", "opened": "open"}.get(what, what)
    event = {"event": word, "email": recipient, "timestamp": 1772445700, "smtp-id": about}
    event |= {"sg_event_id": uuid4().hex, "reason": f"words of a server: {what}", "type": word}
    return as_json([event])


def _postmark_told(what: str, about: str, recipient: str) -> Post:
    said: dict[str, Any] = {"MessageID": about, "Metadata": {}, "Email": recipient}
    said |= {"Details": f"words of a server: {what}", "Recipient": recipient}
    word = {"delivered": "Delivery", "complained": "SpamComplaint", "opened": "Open"}
    said["RecordType"] = word.get(what, "Bounce")
    kind = {"bounced": "HardBounce", "deferred": "Transient", "complained": "SpamComplaint"}
    said |= {"ID": 692560173, "BouncedAt": "2026-03-02T10:01:40Z"} if what in kind else {}
    return as_json(said | ({"Type": kind[what]} if what in kind else {}))


def _brevo_told(what: str, about: str, recipient: str) -> Post:
    word = {"bounced": "hard_bounce", "complained": "spam"}.get(what, what)
    said = {"event": word, "email": recipient, "message-id": about, "ts_epoch": 1772445700000}
    return as_json(said | {"reason": f"words of a server: {what}", "id": 26224})


def _mailjet_told(what: str, about: str, recipient: str) -> Post:
    words = {"delivered": "sent", "bounced": "bounce", "deferred": "blocked", "opened": "open"}
    said: dict[str, Any] = {"event": words.get(what, "spam"), "time": 1772445700}
    said |= {"email": recipient, "MessageID": about, "smtp_reply": f"words of a server: {what}"}
    if what in ("bounced", "deferred"):
        error = "user unknown" if what == "bounced" else "greylisted"
        said |= {"hard_bounce": what == "bounced", "error": error}
    return as_json([said])


def _mandrill_told(what: str, about: str, recipient: str) -> Post:
    words = {"bounced": "hard_bounce", "deferred": "deferral", "complained": "spam"}
    message = {"email": recipient, "diag": f"words of a server: {what}", "_id": about}
    word = words.get(what, {"delivered": "delivered", "opened": "open"}.get(what, what))
    event = {"event": word, "ts": 1772445700, "_id": about, "msg": message}
    return as_form({"mandrill_events": json.dumps([event])})


def _sparkpost_told(what: str, about: str, recipient: str) -> Post:
    words = {"delivered": "delivery", "bounced": "bounce", "deferred": "delay", "opened": "open"}
    said = {"type": words.get(what, "spam_complaint"), "timestamp": "1772445700"}
    said |= {"transmission_id": about, "raw_rcpt_to": recipient, "event_id": uuid4().hex}
    said |= {"raw_reason": f"words of a server: {what}"}
    said |= {"bounce_class": "10"} if what == "bounced" else {}
    return as_json([{"msys": {"message_event": said}}])


def _resend_told(what: str, about: str, recipient: str) -> Post:
    data: dict[str, Any] = {"email_id": about, "to": [recipient]}
    if what == "bounced":
        data["bounce"] = {"message": f"words of a server: {what}", "type": "Permanent"}
    word = {"deferred": "delivery_delayed"}.get(what, what)
    return as_json({"type": f"email.{word}", "created_at": "2026-03-02T10:01:40Z", "data": data})


TOLD: dict[str, Callable[[str, str, str], Post]] = {
    "mailgun": _mailgun_told,
    "sendgrid": _sendgrid_told,
    "postmark": _postmark_told,
    "brevo": _brevo_told,
    "mailjet": _mailjet_told,
    "mandrill": _mandrill_told,
    "sparkpost": _sparkpost_told,
    "resend": _resend_told,
}
