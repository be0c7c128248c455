from __future__ import annotations

import pytest

from tests.house import House
from threering.channels.models import Inbox
from threering.runtime.cli import main

pytestmark = pytest.mark.django_db


def test_what_is_named_changes_and_the_rest_stays(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["setinbox", "help@shop.test", "--signed-replies", "off"])
    shop = Inbox.objects.get(address="help@shop.test")
    assert (shop.signs_replies, shop.names_ticket) == (False, True)
    assert "signed replies off, number in subject on" in capsys.readouterr().out
    assert Inbox.objects.get(address="help@outlet.test").signs_replies


def test_an_unknown_address_is_said(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["setinbox", "nobody@shop.test", "--signed-replies", "off"]) == 1
    assert "nobody@shop.test" in capsys.readouterr().err
