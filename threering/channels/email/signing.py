"""DKIM: signing the bytes of a mail, and what the world needs to check it."""

from __future__ import annotations

import base64
import re

import dkim
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from threering.channels.contract import Signing

BITS = 2048
# What says who wrote what to whom, and what answers what. What a relay may add is left out.
SIGNED = (
    b"from", b"to", b"cc", b"subject", b"date", b"message-id", b"in-reply-to", b"references",
    b"reply-to", b"mime-version", b"content-type", b"content-transfer-encoding", b"auto-submitted",
    b"list-unsubscribe", b"list-unsubscribe-post",  # RFC 8058 §4: else nobody believes them
)  # fmt: skip
SELECTOR = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)


def new_key() -> bytes:
    """A fresh RSA key of 2048 bits, as PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    return key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())


def record(private: bytes) -> str:
    """What has to stand in the DNS, as the text of a TXT record."""
    public = load_pem_private_key(private, None).public_key()
    der = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return f"v=DKIM1; k=rsa; p={base64.b64encode(der).decode()}"


def signed(content: bytes, signing: Signing) -> bytes:
    """The mail with its signature on top."""
    present = {line.partition(b":")[0].lower() for line in content.partition(b"\r\n\r\n")[0]
               .split(b"\r\n")}  # fmt: skip
    line: bytes = dkim.sign(
        content,
        signing.selector.encode(),
        signing.domain.encode(),
        signing.private,
        canonicalize=(b"relaxed", b"relaxed"),
        include_headers=[name for name in SIGNED if name in present],
    )
    return line + content
