"""Doors of django-anymail that we open differently: for our very bytes, or with a key."""

from __future__ import annotations

from typing import Any

from anymail.backends import mailgun, mandrill, resend, sparkpost


class _MailgunMime(mailgun.MailgunPayload):
    def get_api_endpoint(self) -> str:
        return f"{super().get_api_endpoint()}.mime"

    def get_request_params(self, api_url: str) -> dict[str, Any]:
        params: dict[str, Any] = super().get_request_params(api_url)
        params["data"] = {"to": [one.addr_spec for one in self.all_recipients]}
        params["files"] = [("message", ("mail.eml", self.message.raw, "message/rfc822"))]
        return params


class Mailgun(mailgun.EmailBackend):
    """/messages.mime instead of /messages."""

    def build_message_payload(self, message: Any, defaults: Any) -> _MailgunMime:
        return _MailgunMime(message, defaults, self)


class _MandrillRaw(mandrill.MandrillPayload):
    def get_api_endpoint(self) -> str:
        return "messages/send-raw.json"

    def serialize_data(self) -> str:
        message = self.data["message"]
        data = {
            "key": self.data["key"],
            "raw_message": self.message.raw.decode("ascii"),
            "from_email": message["from_email"],
            "to": [recipient["email"] for recipient in message["to"]],
        }
        return str(self.serialize_json(data))


class Mandrill(mandrill.EmailBackend):
    """messages/send-raw instead of messages/send."""

    def build_message_payload(self, message: Any, defaults: Any) -> _MandrillRaw:
        return _MandrillRaw(message, defaults, self)


class _SparkPostRaw(sparkpost.SparkPostPayload):
    def serialize_data(self) -> str:
        data = {
            "recipients": [{"address": {"email": one.addr_spec}} for one in self.recipients],
            "content": {"email_rfc822": self.message.raw.decode("ascii")},
        }
        return str(self.serialize_json(data))


class SparkPost(sparkpost.EmailBackend):
    """email_rfc822 instead of the parts."""

    def build_message_payload(self, message: Any, defaults: Any) -> _SparkPostRaw:
        return _SparkPostRaw(message, defaults, self)


class Resend(resend.EmailBackend):
    """With the key by which it knows a mail again that it was given before."""

    def build_message_payload(self, message: Any, defaults: Any) -> resend.ResendPayload:
        payload = resend.ResendPayload(message, defaults, self)
        payload.headers["Idempotency-Key"] = message.repeat_key
        return payload
