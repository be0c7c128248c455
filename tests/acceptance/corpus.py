"""Real mails of other people's programs: read from beside the repository, never part of it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.acceptance.house import ROOT
from tests.acceptance.post import key_of, normal

DATA = ROOT.parent / "shared" / "data"


def folders() -> list[Path]:
    """The collections there are. Skips the test where the material is absent."""
    found = [*sorted(DATA.glob("email-*")), DATA / "bounces"]
    found = [folder for folder in found if (folder / "raw").is_dir()]
    if len(found) < 2:
        pytest.skip(f"the real mails are not here ({DATA}/email-*, bounces)")
    return found


def every_mail() -> dict[str, bytes]:
    """Every file of every collection by a name of it, as it comes by SMTP; the same mail once.

    The texts of reply-strip that are only the body of a mail are given the head that they lack.
    """
    paths = [path for folder in [*folders(), DATA / "reply-strip"] for path in _files(folder)]
    found: dict[str, tuple[str, bytes]] = {}
    for path in paths:
        raw = normal(_head(path) + path.read_bytes())
        found.setdefault(key_of(raw), (f"{path.parent.parent.name}/{path.name}", raw))
    return dict(found.values())


def _files(folder: Path) -> list[Path]:
    files = sorted((folder / "raw").iterdir())
    assert files, f"{folder} is empty"
    return files


def _head(path: Path) -> bytes:
    kind = {".txt": b"plain", ".html": b"html"}.get(path.suffix)
    if kind is None:
        return b""
    return (
        b"From: Ann <ann@shopper.example>\r\nTo: help@north.example\r\nSubject: Re: hello\r\n"
        b"Message-ID: <" + path.stem.encode().replace(b" ", b"_") + b"@shopper.example>\r\n"
        b"Content-Type: text/" + kind + b'; charset="utf-8"\r\n\r\n'
    )


def real_mails(count: int, *, seed: int = 3) -> list[bytes]:
    """`count` different mails, evenly from all collections, the same ones every time."""
    chance = random.Random(seed)
    piles = [sorted((folder / "raw").iterdir()) for folder in folders()]
    for pile in piles:
        chance.shuffle(pile)
    found: dict[str, bytes] = {}
    while len(found) < count and any(piles):
        for pile in filter(None, piles):
            raw = normal(pile.pop().read_bytes())
            found.setdefault(key_of(raw), raw)
    assert len(found) >= count, f"only {len(found)} different mails are there"
    return list(found.values())[:count]
