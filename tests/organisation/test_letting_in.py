"""Letting people in."""

from __future__ import annotations

import io
import sys

import pytest
from django.core.exceptions import ValidationError

from tests.house import House
from threering.organisation.actions import create_agent
from threering.organisation.models import Agent
from threering.runtime.bringup import CannotDo
from threering.runtime.cli import parser
from threering.runtime.commands import createagent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def django_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command would look for a database of its own."""
    monkeypatch.setattr("threering.runtime.commands.django", lambda: None)


def let_in(
    monkeypatch: pytest.MonkeyPatch, *words: str, email: str = "guest@x.test", password: str
) -> Agent:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{password}\n"))
    asked = ["createagent", email, "--name", "Gwendolyn", "--password-stdin", *words]
    createagent(parser().parse_args(asked))
    return Agent.objects.get(email=email)


@pytest.mark.parametrize("address", ["nonsense", "a@b", "", "two words@x.test"])
def test_what_is_no_address_is_refused(house: House, address: str) -> None:
    with pytest.raises(ValidationError):
        create_agent(address, name="Guest", password="a long password", grants=[])


def test_a_password_like_the_name_is_refused(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CannotDo, match="too similar"):
        let_in(monkeypatch, "--client", "North", password="gwendolyn1")
    assert not Agent.objects.filter(email="guest@x.test").exists()


def test_somebody_is_let_in_for_one_brand_only(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    guest = let_in(monkeypatch, "--client", "North", "--brand", "outlet", password="far from home")
    assert [(held.role, held.client_id, held.brand_id) for held in guest.held] == [
        ("agent", house.north.pk, house.outlet.brand_id)
    ]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--client", "North", "--brand", "Other"), "North has no brand Other .*Shop, Outlet"),
        (("--client", "North", "--client", "South", "--brand", "Other"), "one --client"),
    ],
)
def test_a_brand_must_be_of_the_client(
    house: House, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], why: str
) -> None:
    with pytest.raises(CannotDo, match=why):
        let_in(monkeypatch, *words, password="far from home")
