"""A passkey in software: what a browser would answer, so that no browser is needed to try ours."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from os import urandom
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode

PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40


@dataclass
class SoftKey:
    """One passkey for one site; its owner has always just shown a finger."""

    host: str = "localhost"
    port: int | None = None
    number: bytes = field(default_factory=lambda: urandom(16))
    secret: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    owner: str = ""

    def created(self, options: dict[str, Any]) -> str:
        """The answer to a server that wants to know a new key; it is its owner's from then on."""
        asked = options["publicKey"]
        self.owner = asked["user"]["id"]
        public = cbor.encode(dict(ES256.from_cryptography_key(self.secret.public_key())))
        attested = bytes(16) + len(self.number).to_bytes(2, "big") + self.number + public
        about = self._about(WITH_KEY) + attested
        made = cbor.encode({"fmt": "none", "attStmt": {}, "authData": about})
        said = self._said("webauthn.create", asked["challenge"])
        answer = {"clientDataJSON": websafe_encode(said), "attestationObject": websafe_encode(made)}
        return self._sent(answer, {"credProps": {"rk": True}})

    def used(self, options: dict[str, Any]) -> str:
        """The answer to a server that wants to see the key."""
        said = self._said("webauthn.get", options["publicKey"]["challenge"])
        about = self._about()
        signed = self.secret.sign(about + hashlib.sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        answer = {
            "clientDataJSON": websafe_encode(said),
            "authenticatorData": websafe_encode(about),
            "signature": websafe_encode(signed),
            "userHandle": self.owner,
        }
        return self._sent(answer, {})

    def _about(self, more: int = 0) -> bytes:
        flags = bytes([PRESENT | VERIFIED | more])
        return hashlib.sha256(self.host.encode()).digest() + flags + bytes(4)

    def _said(self, kind: str, challenge: str) -> bytes:
        origin = f"http://{self.host}:{self.port}" if self.port else f"http://{self.host}"
        return json.dumps({"type": kind, "challenge": challenge, "origin": origin}).encode()

    def _sent(self, answer: dict[str, str], more: dict[str, Any]) -> str:
        number = websafe_encode(self.number)
        return json.dumps(
            {
                "id": number,
                "rawId": number,
                "type": "public-key",
                "response": answer,
                "clientExtensionResults": more,
            }
        )
