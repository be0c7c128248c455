"""Requests as mail providers send them, and how each provider proves that it was the one."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode
from uuid import uuid4

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

EDGE = "ThatIsWhereItIsCut"
FORM = "application/x-www-form-urlencoded"
KEYS = {
    "mailgun": "key-of-the-test",
    "mandrill": "mandrill-key-of-the-test",
    "resend": "whsec_" + base64.b64encode(b"a secret of the tests").decode(),
}
SENDGRID_KEY = ec.generate_private_key(ec.SECP256R1())


def key_of(provider: str) -> str:
    """What `threering hook add --secret-stdin` is given, "" for nothing."""
    if provider == "sendgrid":
        der = SENDGRID_KEY.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return base64.b64encode(der).decode()
    return KEYS.get(provider, "")


@dataclass
class Post:
    """One request, ready to be sent."""

    body: bytes
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    suffix: str = ""


def as_json(value: Any) -> Post:
    return Post(json.dumps(value).encode())


def as_form(fields: dict[str, str]) -> Post:
    return Post(urlencode(fields).encode(), FORM)


def field_of(post: Post, name: str) -> str:
    return parse_qs(post.body.decode())[name][0]


def multipart(fields: dict[str, bytes]) -> Post:
    """A form whose fields are bytes of any kind."""
    rows = [
        f'--{EDGE}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + value
        for name, value in fields.items()
    ]
    body = b"\r\n".join(rows) + f"\r\n--{EDGE}--\r\n".encode()
    return Post(body, f"multipart/form-data; boundary={EDGE}")


# --- how they prove it --------------------------------------------------------------------------


def mailgun_proof(seconds_ago: float = 0) -> dict[str, str]:
    """Moment, token and signature: it does not cover what it comes with."""
    moment, token = str(int(time.time() - seconds_ago)), uuid4().hex
    key = KEYS["mailgun"].encode()
    proof = hmac.new(key, f"{moment}{token}".encode(), hashlib.sha256).hexdigest()
    return {"timestamp": moment, "token": token, "signature": proof}


def _sign_mailgun(post: Post, _url: str) -> None:
    with_mailgun_proof(post, mailgun_proof())


def with_mailgun_proof(post: Post, signed: dict[str, str]) -> Post:
    """Put it where Mailgun puts it."""
    if post.content_type == "application/json":
        post.body = json.dumps(json.loads(post.body) | {"signature": signed}).encode()
        return post
    more = multipart({name: value.encode() for name, value in signed.items()}).body
    post.body = post.body.removesuffix(f"--{EDGE}--\r\n".encode()) + more
    return post


def _sign_mandrill(post: Post, url: str) -> None:
    signed = url + "mandrill_events" + field_of(post, "mandrill_events")
    proof = hmac.new(KEYS["mandrill"].encode(), signed.encode(), hashlib.sha1).digest()
    post.headers["X-Mandrill-Signature"] = base64.b64encode(proof).decode()


def _sign_sendgrid(post: Post, _url: str) -> None:
    sign_sendgrid(post)


def sign_sendgrid(post: Post, seconds_ago: float = 0) -> None:
    """Moment and body."""
    moment = str(int(time.time() - seconds_ago))
    proof = SENDGRID_KEY.sign(moment.encode() + post.body, ec.ECDSA(hashes.SHA256()))
    name = "X-Twilio-Email-Event-Webhook-"
    post.headers |= {f"{name}Signature": base64.b64encode(proof).decode()}
    post.headers |= {f"{name}Timestamp": moment}


def _sign_resend(post: Post, _url: str) -> None:
    name, moment = f"msg_{hashlib.sha256(post.body).hexdigest()[:20]}", str(int(time.time()))
    secret = base64.b64decode(KEYS["resend"].removeprefix("whsec_"))
    signed = f"{name}.{moment}.".encode() + post.body
    proof = base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
    post.headers |= {"svix-id": name, "svix-timestamp": moment}
    post.headers |= {"svix-signature": f"v1,b3RoZXI= v1,{proof}"}


SIGNED: dict[str, Callable[[Post, str], None]] = {
    "mailgun": _sign_mailgun,
    "mandrill": _sign_mandrill,
    "sendgrid": _sign_sendgrid,
    "resend": _sign_resend,
}
