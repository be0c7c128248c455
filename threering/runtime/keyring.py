"""The installation's secret beside a backup: how it is recognised, and sealed into it if wished."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag

from threering.kernel.sealing import master_key, seal, unseal

CHECK = b"threering"


class WrongKey(Exception):
    """The key does not open what it should; the message says what to do."""


def put(secret: str, passphrase: str) -> dict[str, str]:
    """What a backup says about its key: a check, and under a passphrase the key itself."""
    told = {"check": seal(CHECK, master_key(secret)).hex()}
    if passphrase:
        salt = os.urandom(16)
        told |= {"salt": salt.hex(), "sealed": seal(secret.encode(), _wrap(passphrase, salt)).hex()}
    return told


def fits(told: dict[str, str], secret: str) -> bool:
    """Whether this is the secret under which the backup's mail is sealed."""
    try:
        return unseal(bytes.fromhex(told["check"]), master_key(secret)) == CHECK
    except InvalidTag:
        return False


def take(told: dict[str, str], passphrase: str) -> str:
    """The secret out of the backup. Raises WrongKey."""
    if "sealed" not in told:
        raise WrongKey("This backup was made without a passphrase, so its key is not in it.")
    try:
        wrap = _wrap(passphrase, bytes.fromhex(told["salt"]))
        return unseal(bytes.fromhex(told["sealed"]), wrap).decode()
    except InvalidTag as wrong:
        raise WrongKey("That is not the passphrase this backup was made with.") from wrong


def store(path: Path, secret: str) -> None:
    """Make it the installation's key, whole and on the disk."""
    part = path.with_name(f".{path.name}.{os.urandom(4).hex()}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT, 0o600), "w") as new:
        new.write(secret)
        new.flush()
        os.fsync(new.fileno())
    part.rename(path)


def _wrap(passphrase: str, salt: bytes) -> bytes:
    """Slow on purpose: a passphrase is guessed more easily than a key."""
    return hashlib.scrypt(passphrase.encode(), salt=salt, n=2**16, r=8, p=1, maxmem=2**27, dklen=32)
