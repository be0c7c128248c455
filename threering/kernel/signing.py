"""Signing short words, so that nobody but this installation can have said them."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b32encode

OCTETS = 10  # 80 bits: sixteen letters that survive a mailer which changes their case


def signing_key(secret: str, purpose: str) -> bytes:
    """A key of its own for each purpose, derived from the installation's secret."""
    salt = f"threering.sign.{purpose}".encode()
    return hashlib.scrypt(secret.encode(), salt=salt, n=2**14, r=8, p=1, dklen=32)


def signature(said: str, key: bytes) -> str:
    """Sixteen lower-case letters and digits that only the holder of the key can make."""
    digest = hmac.new(key, said.encode(), hashlib.sha256).digest()
    return b32encode(digest[:OCTETS]).decode().lower()


def is_signature(found: str, said: str, key: bytes) -> bool:
    """Whether it signs these words; takes the same time whatever is wrong with it."""
    return hmac.compare_digest(found.lower().encode(), signature(said, key).encode())
