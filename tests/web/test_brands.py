"""The page of brands: named, added, with the addresses of each."""

from __future__ import annotations

import pytest

from tests.house import PASSWORD, House
from tests.web.conftest import As
from threering.ledger.models import Event
from threering.organisation.actions import create_agent, grant
from threering.organisation.models import Brand

pytestmark = pytest.mark.django_db


def test_an_admin_names_a_brand_otherwise_and_its_short_name_stays(house: House, as_: As) -> None:
    boss, shop = as_(house.boss), Brand.objects.get(name="Shop")
    page = boss.get("/brands").content.decode()
    assert "help@shop.test" in page
    for _ in range(2):
        form = {"name": " Corner  shop ", "language": "fr"}
        assert boss.post(f"/brands/{shop.uuid}", form).status_code == 302
    shop.refresh_from_db()
    assert (shop.name, shop.slug, shop.language) == ("Corner shop", "shop", "fr")
    assert Event.objects.filter(kind="brand_kept", brand_id=shop.pk).count() == 1


def test_a_client_gets_another_brand_whatever_its_letters(house: House, as_: As) -> None:
    boss = as_(house.boss)
    for name in ("Späti & Co", "京都", "大阪", "späti co"):
        form = {"name": name, "language": "de"}
        assert boss.post("/brands/new?client=north", form).status_code == 302
    slugs = Brand.objects.filter(client=house.north).order_by("pk").values_list("slug", flat=True)
    assert list(slugs)[2:] == ["spati-co", "brand", "brand-2", "spati-co-2"]
    said = boss.post("/brands/new?client=north", {"name": "SHOP", "language": "de"})
    assert (said.status_code, b"brand of this name already" in said.content) == (200, True)
    assert b"Name the brand" in boss.post("/brands/new", {"name": " ", "language": "de"}).content
    assert b"No mail comes for it yet" in boss.get("/brands").content


def test_only_admins_of_all_brands_keep_them(house: House, as_: As) -> None:
    zoe = create_agent("zoe@x.test", name="Zoe", password=PASSWORD, grants=[])
    shop = Brand.objects.get(name="Shop")
    grant(zoe, house.north, "admin", brand=shop)
    head = create_agent(
        "head@x.test", name="Head", password=PASSWORD, grants=[(house.south, "admin")]
    )
    assert b"Nothing to keep here" in as_(zoe).get("/brands").content
    form = {"name": "Mine", "language": "en"}
    for agent, status in ((zoe, 404), (head, 404), (house.lea, 403)):
        assert as_(agent).post(f"/brands/{shop.uuid}", form).status_code == status
        assert as_(agent).post("/brands/new?client=north", form).status_code == status
    assert "help@shop.test" not in as_(head).get("/brands").content.decode()
    assert not Brand.objects.filter(name="Mine").exists()


def test_an_admin_says_how_long_what_was_said_is_kept(house: House, as_: As) -> None:
    boss, shop = as_(house.boss), Brand.objects.get(name="Shop")
    form = {"name": "Shop", "language": "en", "kept_months": "12"}
    assert boss.post(f"/brands/{shop.uuid}", form).status_code == 302
    shop.refresh_from_db()
    assert (shop.kept_months, shop.kept_from is None) == (12, False)
    assert (
        '<option value="12" selected>12 months' in boss.get(f"/brands/{shop.uuid}").content.decode()
    )
    since = shop.kept_from
    boss.post(f"/brands/{shop.uuid}", form | {"name": "Corner shop"})
    shop.refresh_from_db()
    assert (shop.name, shop.kept_from) == ("Corner shop", since)
    wrong = boss.post(f"/brands/{shop.uuid}", form | {"kept_months": "1"})
    assert wrong.status_code == 200
    boss.post(f"/brands/{shop.uuid}", form | {"kept_months": ""})
    shop.refresh_from_db()
    assert shop.kept_months is None


def test_who_signs_in_for_a_client_lands_at_its_brands_and_reads_no_mail(
    house: House, as_: As
) -> None:
    guest = create_agent("kim@x.test", name="Kim", password=PASSWORD, grants=[])
    grant(guest, house.north, "client", brand=Brand.objects.get(name="Outlet"))
    kim = as_(guest)
    assert kim.get("/").headers["Location"] == "/brands/yours"
    page = kim.get("/brands/yours").content.decode()
    assert "Outlet" in page
    for hidden in ("Shop", "Other", "help@outlet.test", "/tickets/open"):
        assert hidden not in page
    assert kim.get("/tickets/open").status_code == 403
    grant(guest, house.south, "agent")
    assert as_(guest).get("/").headers["Location"] == "/tickets/open"
