"""One suite, every channel: an adapter is done when its examples parse."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from threering import channels
from threering.channels.registry import adapter, kinds, transport

EXAMPLES = sorted(Path(channels.__path__[0]).glob("*/examples/*.json"))


@pytest.mark.parametrize("expected", EXAMPLES, ids=lambda path: f"{path.parts[-3]}/{path.stem}")
def test_an_example_parses(expected: Path) -> None:
    raw = next(path for path in expected.parent.glob(f"{expected.stem}.*") if path != expected)
    parsed = asdict(adapter(expected.parts[-3]).parse(raw.read_bytes()))
    for field, value in json.loads(expected.read_text()).items():
        found = parsed[field]
        assert (list(found) if isinstance(found, tuple) else found) == value, field


def test_every_channel_has_examples() -> None:
    assert {path.parts[-3] for path in EXAMPLES} == set(kinds())


@pytest.mark.parametrize("kind", kinds())
def test_every_channel_has_both_halves(kind: str) -> None:
    assert callable(adapter(kind).parse)
    assert callable(adapter(kind).build)
    assert callable(transport(kind).send)
