"""The golden copy of every kind of fact. A change here is a change of history: give the class a
new version and an upcaster, then write the golden file anew."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from pathlib import Path

import pytest

from threering.ledger.catalogue import CATALOGUE, UPCASTERS, Fact, fact_of

GOLDEN = Path(__file__).with_name("catalogue.json")
FORBIDDEN = {"name", "address", "email", "text", "subject", "body"}
SAMPLE = {"int": 1, "str": "x", "int | None": None, "tuple[int, ...]": (1, 2)}


def shape(fact: type[Fact]) -> dict[str, object]:
    return {"version": fact.version, "fields": {f.name: str(f.type) for f in fields(fact)}}


def test_the_catalogue_is_as_it_was() -> None:
    assert {kind: shape(fact) for kind, fact in CATALOGUE.items()} == json.loads(GOLDEN.read_text())


@pytest.mark.parametrize("fact", CATALOGUE.values(), ids=CATALOGUE)
def test_a_fact_holds_no_names_addresses_or_texts(fact: type[Fact]) -> None:
    assert not FORBIDDEN & {field.name for field in fields(fact)}


@pytest.mark.parametrize("fact", CATALOGUE.values(), ids=CATALOGUE)
def test_a_fact_comes_back_as_it_was_written_and_has_a_sentence(fact: type[Fact]) -> None:
    made = fact(**{field.name: SAMPLE[str(field.type)] for field in fields(fact)})
    assert fact_of(fact.kind, fact.version, asdict(made)) == made
    assert made.describe("Ann", lambda _pk: "Tom")
    assert fact.headline("Ann")


def test_a_saved_reply_kept_before_there_were_teams_was_everybodys() -> None:
    kept = fact_of("saved_reply_kept", 1, {"reply": 7, "version_kept": 2})
    assert asdict(kept) == {"reply": 7, "version_kept": 2, "team": None}


def test_an_older_version_is_read_through_its_upcaster(monkeypatch: pytest.MonkeyPatch) -> None:
    newer = CATALOGUE["status_changed"]
    monkeypatch.setattr(newer, "version", 2)
    monkeypatch.setitem(
        UPCASTERS, ("status_changed", 1), lambda old: {"before": old["was"], "after": old["is"]}
    )
    assert fact_of("status_changed", 1, {"was": "new", "is": "open"}) == newer(
        before="new", after="open"
    )
