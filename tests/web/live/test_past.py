from __future__ import annotations

import pytest

from threering.web.live import past as past_module
from threering.web.live.past import Past
from threering.web.live.readers import Tongue
from threering.web.live.rendering import Change

EN = Tongue("en", "UTC")


def change(name: str) -> Change:
    return Change(1, 1, {EN: name})


def names(found: list[tuple[str, Change]] | None) -> list[str] | None:
    return None if found is None else [one.data[EN] for _, one in found]


def test_what_came_after_an_id_is_found_under_its_own_ids() -> None:
    past = Past()
    start = past.latest
    ids = [past.add(change(name)) for name in "abc"]
    assert past.since(start) == list(zip(ids, map(change, "abc"), strict=True))
    assert names(past.since(ids[0])) == ["b", "c"]
    assert names(past.since(ids[2])) == []


def test_only_the_latest_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(past_module, "REMEMBERED", 2)
    past = Past()
    ids = [past.add(change(name)) for name in "abcd"]
    assert past.since(ids[0]) is None
    assert names(past.since(ids[1])) == ["c", "d"]


def test_after_forgetting_every_earlier_id_is_unknown() -> None:
    past = Past()
    before = past.add(change("a"))
    past.forget()
    assert past.since(before) is None
    assert past.since(past.latest) == []


@pytest.mark.parametrize(
    "id_of", ["", "-", "nonsense", "{e}", "{e}-", "{e}--1", "{e}-²", "{e}-2", "{e}-" + "9" * 5000]
)
def test_an_id_that_was_never_given_is_unknown(id_of: str) -> None:
    past = Past()
    epoch = past.add(change("a")).partition("-")[0]
    assert past.since(id_of.format(e=epoch)) is None
