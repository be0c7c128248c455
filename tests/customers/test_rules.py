"""Who leads of two customers, and what names and addresses say, as tables."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from threering.customers.rules import forms_of_name, leads, own_part

MONDAY = datetime(2026, 11, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Ingrid Rossi", "rossi, ingrid"),
        ("Ingrid Rossi", "rossi ingrid"),
        ("Rossi, Ingrid", "ingrid rossi"),
        ("ROSSI Ingrid", "rossi ingrid"),
        ("Anna Lena Berg", "berg, anna lena"),
    ],
)
def test_a_full_name_is_known_in_the_forms_people_write_it(name: str, form: str) -> None:
    assert form in forms_of_name(name)


@pytest.mark.parametrize("name", ["", "Ingrid", "I. R.", "ingrid@example.com"[:6]])
def test_a_single_word_is_no_full_name(name: str) -> None:
    assert forms_of_name(name) == []


@pytest.mark.parametrize(
    ("value", "part"),
    [
        ("ingrid.rossi@example.com", "ingrid.rossi"),
        ("Ingrid.Rossi+shop@example.com", "ingrid.rossi"),
        ("info@example.com", ""),
        ("bestellung@example.com", ""),
        ("ina@example.com", ""),
        ("+491701234567", ""),
    ],
)
def test_what_somebody_chose_of_an_address(value: str, part: str) -> None:
    assert own_part("email" if "@" in value else "phone", value) == part


def test_who_is_known_longer_leads_and_the_first_of_two_of_one_moment() -> None:
    later = MONDAY + timedelta(days=1)
    assert leads((MONDAY, 9), (later, 1))
    assert not leads((later, 1), (MONDAY, 9))
    assert leads((MONDAY, 1), (MONDAY, 2))
    assert not leads((MONDAY, 2), (MONDAY, 1))
