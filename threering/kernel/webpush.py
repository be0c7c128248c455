"""Words for a browser, as its push service takes them: sealed for that browser alone (RFC 8291,
by http-ece), and signed so that the service knows us again (VAPID, RFC 8292).
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import http_ece
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    derive_private_key,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = SECP256R1()
SIGNED_FOR = timedelta(hours=12)  # RFC 8292 §2: at most 24 hours


@dataclass(frozen=True, slots=True)
class Pair:
    """A key pair as base64url: what signs, and what a browser is given to know it by."""

    private: str
    public: str


@dataclass(frozen=True, slots=True)
class Lock:
    """What a browser gave for words to be sealed with, as base64url."""

    p256dh: str
    auth: str

    @property
    def fits(self) -> bool:
        """Whether words can be sealed with it."""
        try:
            EllipticCurvePublicKey.from_encoded_point(CURVE, unpacked(self.p256dh))
            return len(unpacked(self.auth)) == 16
        except ValueError:
            return False


def packed(plain: bytes) -> str:
    """Bytes as base64url without padding."""
    return urlsafe_b64encode(plain).rstrip(b"=").decode()


def unpacked(text: str) -> bytes:
    """The bytes of base64url, padded or not. Raises ValueError."""
    return urlsafe_b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4))


def new_pair() -> Pair:
    """A fresh pair."""
    made = generate_private_key(CURVE)
    number = made.private_numbers().private_value
    return Pair(packed(number.to_bytes(32, "big")), packed(_point(made)))


def _point(key: EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def sealed(plain: bytes, lock: Lock) -> bytes:
    """The words, for that browser alone to read, in the coding aes128gcm."""
    made: bytes = http_ece.encrypt(
        plain,
        private_key=generate_private_key(CURVE),
        dh=unpacked(lock.p256dh),
        auth_secret=unpacked(lock.auth),
        version="aes128gcm",
    )
    return made


def proof(endpoint: str, pair: Pair, contact: str, *, at: datetime) -> str:
    """What the Authorization header says: that it is us, to that push service, for half a day.

    `contact`: a mailto: or https: address under which its people reach ours.
    """
    parts = urlsplit(endpoint)
    until = int((at + SIGNED_FOR).timestamp())
    said = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": until, "sub": contact}
    signing = f"{_json({'typ': 'JWT', 'alg': 'ES256'})}.{_json(said)}"
    key = derive_private_key(int.from_bytes(unpacked(pair.private), "big"), CURVE)
    r, s = decode_dss_signature(key.sign(signing.encode(), ECDSA(SHA256())))
    signature = packed(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    return f"vapid t={signing}.{signature}, k={pair.public}"


def _json(said: Mapping[str, object]) -> str:
    return packed(json.dumps(said, separators=(",", ":")).encode())
