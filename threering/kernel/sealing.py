"""Sealing bytes: AES-256-GCM with a key of their own, itself wrapped by a stronger key.

Destroying the wrapping key makes everything under it unreadable for ever: that is how a customer
is erased from raw mail, attachments and backups at once.
"""

from __future__ import annotations

import hashlib
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12


def new_key() -> bytes:
    """A fresh random 256-bit key."""
    return AESGCM.generate_key(bit_length=256)


def master_key(secret: str) -> bytes:
    """The installation's wrapping key, derived from its secret."""
    return hashlib.scrypt(secret.encode(), salt=b"threering.seal", n=2**14, r=8, p=1, dklen=32)


def seal(plain: bytes, key: bytes) -> bytes:
    """Nonce + ciphertext + tag."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, None)


def unseal(sealed: bytes, key: bytes) -> bytes:
    """The plain bytes. Raises cryptography.exceptions.InvalidTag for a wrong key or damage."""
    return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], None)
