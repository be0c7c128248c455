"""The page of the audit: every change in plain words, for those who may see it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.house import PASSWORD, House
from tests.web.conftest import As
from tests.web.signing.test_second_factor import switched_on
from threering.kernel.history import histories, whence
from threering.organisation.access import Kind, note_access
from threering.organisation.actions import create_team
from threering.organisation.audit import ACCESS
from threering.organisation.models import Brand
from threering.tickets.models import SavedView, Tag
from threering.tickets.properties import made
from threering.web.audit.labels import GROUPS, THINGS

pytestmark = pytest.mark.django_db
BROWSER = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0"}


def text(client: Client, address: str = "/audit") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_a_change_is_told_with_who_from_what_to_what_and_from_where(house: House, as_: As) -> None:
    boss = as_(house.boss)
    brand = Brand.objects.get(name="Shop")
    sent = {"name": "Shop & Co", "language": "de"}
    assert (
        boss.post(f"/brands/{brand.uuid}", sent, REMOTE_ADDR="192.0.2.7", **BROWSER).status_code
        == 302
    )
    page = text(boss)
    assert "<bdi>Shop &amp; Co</bdi>" in page
    assert '<del dir="auto">Shop</del>' in page
    assert '<ins dir="auto">Shop &amp; Co</ins>' in page
    assert "Boss" in page
    assert "192.0.2.7" in page
    assert "Firefox" in page


def test_only_administrators_of_all_brands_of_a_client_see_its_audit(house: House, as_: As) -> None:
    create_team(house.north, "Returns", [house.ann])
    create_team(house.south, "Southerners")
    for person in (house.lea, house.ann, house.lou):
        assert as_(person).get("/audit").status_code == 403
    seen = text(as_(house.boss))
    assert "Returns" in seen
    assert "Southerners" in seen
    house.boss.grants.filter(client=house.south).delete()
    seen = text(as_(house.boss), "/audit?about=people")
    assert "Returns" in seen
    assert "Southerners" not in seen
    assert "Sam" not in seen


def test_changes_are_found_by_group_person_day_and_words(house: House, as_: As) -> None:
    with whence(actor=house.ann.pk, by="browser", address="192.0.2.9"):
        create_team(house.north, "Returns")
    with whence(by="command line", command="teams", user="ada"):
        create_team(house.north, "100 % _exact")
    boss = as_(house.boss)
    assert "Returns" in text(boss, "/audit?about=people&q=returns")
    assert "Returns" not in text(boss, "/audit?about=mail")
    mine = text(boss, f"/audit?who={house.ann.pk}")
    assert "Returns" in mine
    assert "_exact" not in mine
    assert "100 % _exact" in text(boss, "/audit?q=%25+_exact")
    assert "Nothing found" in text(boss, "/audit?q=1_0")
    assert "ada, by command" in text(boss, "/audit?q=ada")
    assert "Returns" in text(boss, "/audit?q=ann")
    assert "192.0.2.9" in text(boss, "/audit?q=192.0.2.9")
    assert "Nothing found" in text(boss, "/audit?until=2020-01-01")
    assert "Returns" in text(boss, "/audit?since=2020-01-01")
    for wrong in ("since=yesterday", "since=0001-01-01", "until=9999-12-31"):
        assert "A day is written like" in text(boss, f"/audit?{wrong}")


def test_all_pages_together_show_every_change_once(house: House, as_: As) -> None:
    for number in range(120):
        create_team(house.north, f"Team {number:03}")
    boss, address, seen = as_(house.boss), "/audit?about=people", []
    while address:
        page = boss.get(address, HTTP_HX_REQUEST="true").content.decode()
        seen += [piece[:8] for piece in page.split("<bdi>")[1:] if piece.startswith("Team")]
        address = (
            page.split('hx-get="')[1].split('"')[0].replace("&amp;", "&")
            if "hx-get" in page.split("more")[-1]
            else ""
        )
    assert seen == [f"Team {number:03}" for number in reversed(range(120))]


def test_who_comes_in_and_who_cannot_is_told(house: House, client: Client, as_: As) -> None:
    def sign_in(email: str, password: str) -> int:
        return client.post("/login", {"login": email, "password": password}).status_code

    assert sign_in(house.ann.email, "not hers") == 200
    assert sign_in("nobody@threering.test", "my secret by mistake") == 200
    assert sign_in(house.ann.email, PASSWORD) == 302
    client.post("/logout")
    for _ in range(6):
        sign_in(house.lou.email, "guess")
    page = text(as_(house.boss), "/audit?about=access")
    assert page.count("<b>Locked out for a while</b>") == 1
    for said in ("Signed in", "Signed out", "Could not sign in"):
        assert f"<b>{said}</b>" in page
    assert "nobody@threering.test" not in page
    assert "by mistake" not in page


def test_a_second_factor_is_told_when_it_is_switched_on_and_taken_off_by_command(
    house: House, as_: As, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        switched_on(house.ann)
    with whence(by="command line", command="dropfactors", user="ada"):
        note_access(Kind.FACTORS_DROPPED, house.ann.pk)
    page = text(as_(house.boss), "/audit?about=access")
    assert "<b>Codes from an app switched on</b>" in page
    assert "<b>Second factors taken off</b> <bdi>Ann</bdi>" in page
    assert "ada, by command" in page


def test_a_new_password_is_told_without_any_of_it(house: House, as_: As) -> None:
    house.ann.set_password("another long password")
    house.ann.save()
    assert "Secret renewed" in text(as_(house.boss), "/audit?about=people")


def test_a_saved_view_is_told_without_its_words_which_may_name_a_customer(
    house: House, as_: As
) -> None:
    view = SavedView.objects.create(
        client=house.north, name="Mrs Quokka", query="from:quokka@x.test", order="latest"
    )
    SavedView.objects.filter(pk=view.pk).update(query="from:quokka@y.test")
    view.delete()
    page = text(as_(house.boss), "/audit?about=tickets")
    assert "Words changed" in page
    assert page.count("Saved view") == 3
    assert "uokka" not in page


def test_a_tag_is_told_with_what_it_is_called_by_now_and_never_with_what_it_was(
    house: House, as_: As
) -> None:
    tag = made(house.north.pk, "quokka@x.test")
    as_(house.boss).post(f"/tags/{tag.pk}", {"name": "late"})
    Tag.objects.filter(client=house.north).update(name="too late")
    page = text(as_(house.boss), "/audit?about=tickets")
    assert page.count("<b>Tag</b> <bdi>too late</bdi>") == 3
    assert page.count("Words changed") == 2
    assert "127.0.0.1" in page
    assert "uokka" not in page


def test_the_export_runs_no_formula_and_is_itself_told(house: House, as_: As) -> None:
    create_team(house.north, "=cmd|' /C calc'!A0")
    boss = as_(house.boss)
    table = b"".join(boss.get(reverse("audit-export", args=["csv"])).streaming_content).decode()
    assert "'=cmd" in table
    assert not re.search(r'(^|,)"?=', table, re.MULTILINE)
    lines = b"".join(boss.get(reverse("audit-export", args=["jsonl"])).streaming_content).decode()
    told = [json.loads(line) for line in lines.splitlines()]
    assert any(one["name"] == "=cmd|' /C calc'!A0" for one in told)
    assert sum(one["did"] == "Exported the audit" for one in told) == 4  # two clients, twice
    assert boss.get("/audit/export/exe").status_code == 404
    assert as_(house.lea).get(reverse("audit-export", args=["csv"])).status_code == 403


def test_everything_that_is_kept_has_a_name_and_a_group() -> None:
    assert set(THINGS) == set(histories())
    kinds = [kind for _label, kinds in GROUPS.values() for kind in kinds]
    assert sorted(kinds) == sorted({*histories(), ACCESS})
