"""The pages of signatures: of a brand, of one inbox, in languages; shown before they are kept."""

from __future__ import annotations

import pytest

from tests.house import House
from tests.web.conftest import As
from threering.channels.outgoing import letter_of
from threering.channels.rules import Author
from threering.ledger.models import Event
from threering.organisation.actions import grant

pytestmark = pytest.mark.django_db
ANN = Author(agent="Ann Lee", brand="Shop")
SAID = {"pattern": "agent from brand", "language": "en", "text": "{first_name}\r\n{brand}"}


def test_a_brands_mails_leave_under_the_name_and_signature_that_were_kept(
    house: House, as_: As
) -> None:
    boss, path = as_(house.boss), f"/signatures/{house.shop.brand.uuid}"
    for _ in range(2):
        assert boss.post(path, SAID).status_code == 302
    letter = letter_of(house.shop, ANN, "en")
    assert (letter.sender_name, letter.signature) == ("Ann Lee from Shop", "Ann\nShop")
    assert Event.objects.filter(kind="letterhead_kept").count() == 1
    assert "The person from the brand" in boss.get("/signatures").content.decode()
    boss.post(path, SAID | {"text": " "})
    assert letter_of(house.shop, ANN, "en").signature == ""


def test_an_inbox_has_its_own_and_gives_it_back(house: House, as_: As) -> None:
    boss, path = as_(house.boss), f"/signatures/{house.shop.brand.uuid}"
    boss.post(path, SAID)
    mine = {"pattern": "inbox", "language": "en", "text": "The helpers"}
    assert boss.post(f"{path}?inbox={house.shop.uuid}", mine).status_code == 302
    letter = letter_of(house.shop, ANN, "en")
    assert (letter.sender_name, letter.signature) == ("Shop help", "The helpers")
    nothing = {"pattern": "", "language": "en", "text": ""}
    boss.post(f"{path}?inbox={house.shop.uuid}", nothing)
    letter = letter_of(house.shop, ANN, "en")
    assert (letter.sender_name, letter.signature) == ("Ann Lee from Shop", "Ann\nShop")


def test_it_is_shown_before_it_is_kept(house: House, as_: As) -> None:
    boss, path = as_(house.boss), f"/signatures/{house.shop.brand.uuid}"
    said = boss.post(f"{path}/preview", SAID | {"text": "<b>{agent}</b>"}).content.decode()
    assert "Boss from Shop" in said
    assert "&lt;b&gt;Boss&lt;/b&gt;" in said
    assert boss.post(f"{path}/preview", SAID | {"pattern": "nobody"}).status_code == 204
    assert not Event.objects.filter(kind="letterhead_kept").exists()
    german = boss.get(f"{path}?language=de").content.decode()
    assert '<option value="de" dir="auto" selected>' in german
    assert boss.get(f"{path}?language=xx").status_code == 404


def test_only_admins_of_its_brand_keep_it(house: House, as_: As) -> None:
    grant(house.sam, house.north, "admin", brand=house.outlet.brand)
    path = f"/signatures/{house.shop.brand.uuid}"
    for agent, status in ((house.lea, 403), (house.ann, 403), (house.sam, 404)):
        visitor = as_(agent)
        assert visitor.get(path).status_code == status
        assert visitor.post(path, SAID).status_code == status
        assert visitor.post(f"{path}/preview", SAID).status_code == status
    mine = f"/signatures/{house.outlet.brand.uuid}"
    assert as_(house.sam).post(mine, SAID).status_code == 302
    assert as_(house.sam).post(f"{mine}?inbox={house.shop.uuid}", SAID).status_code == 404
