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
