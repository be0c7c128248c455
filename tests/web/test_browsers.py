"""Being notified in a browser: subscribing, being there, taking it off, and the script for it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from selectolax.lexbor import LexborHTMLParser, LexborNode

from tests.house import PASSWORD, House
from tests.pushes import Receiver
from tests.web.conftest import As
from threering.kernel.time import now
from threering.kernel.webpush import unpacked
from threering.ledger.push.actions import MOST_BROWSERS, secret_of
from threering.ledger.push.models import PushSubscription

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"


def endpoint() -> str:
    return f"https://push.test/{uuid4()}"


def subscribe(client: Client, at: str, **form: str) -> int:
    said = Receiver().form | {"endpoint": at} | form
    return client.post("/me/browsers", said, HTTP_USER_AGENT=FIREFOX).status_code


def is_here(client: Client, at: str) -> bool:
    return bool(client.post("/me/browsers", {"endpoint": at}).content)


def box(client: Client, path: str = "/me") -> LexborNode:
    found = LexborHTMLParser(client.get(path).content.decode()).css_first("#browsers")
    assert found
    return found


def test_the_page_offers_it_and_gives_the_houses_public_key(house: House, as_: As) -> None:
    ann = as_(house.ann)
    offered = box(ann)
    key = str(offered.attributes["data-key-of-house"])
    assert len(unpacked(key)) == 65
    assert box(ann).attributes["data-key-of-house"] == key
    assert offered.css_first("[data-do=notify-here]")
    assert not offered.css_first("li")


def test_a_browser_is_listed_as_this_one_until_it_is_removed_and_undone(
    house: House, as_: As
) -> None:
    ann, here = as_(house.ann), endpoint()
    assert subscribe(ann, here) == 201
    (line,) = box(ann, "/me/browsers").css("li")
    assert "Firefox, Linux" in line.text()
    assert "this one" in line.text()
    assert not box(ann).css_first("[data-do=notify-here]")
    button = line.css_first("[data-post]")
    assert button
    place = str(button.attributes["data-post"])
    assert ann.post(place, {"removed": "1"}).status_code == 204
    assert (box(ann).css("li"), is_here(ann, here)) == ([], False)
    assert box(ann).css_first("[data-do=notify-here]")
    assert ann.post(place, {"removed": ""}).status_code == 204
    assert (len(box(ann).css("li")), is_here(ann, here)) == (1, True)


def test_who_signs_in_again_is_notified_there_again_and_nobody_else_is(
    house: House, as_: As
) -> None:
    ann, here = as_(house.ann), endpoint()
    subscribe(ann, here)
    first = secret_of(PushSubscription.objects.get()).session
    ann.post("/logout")
    lea = as_(house.lea)
    assert not is_here(lea, here)
    assert not box(lea).css("li")
    again = as_(house.ann)
    assert box(again).css_first("[data-do=notify-here]")
    assert is_here(again, here)
    assert secret_of(PushSubscription.objects.get()).session != first
    assert not box(again).css_first("[data-do=notify-here]")


def test_the_same_browser_is_kept_once_and_by_whoever_asked_last(house: House, as_: As) -> None:
    here = endpoint()
    subscribe(as_(house.ann), here)
    subscribe(as_(house.ann), here)
    assert PushSubscription.objects.get().agent == house.ann
    subscribe(as_(house.lea), here)
    assert PushSubscription.objects.get().agent == house.lea


def test_what_a_browser_was_called_before_is_forgotten_only_where_it_is_ones_own(
    house: House, as_: As
) -> None:
    old, other = endpoint(), endpoint()
    subscribe(as_(house.lea), other)
    ann = as_(house.ann)
    subscribe(ann, old)
    subscribe(ann, endpoint(), instead=old)
    subscribe(ann, endpoint(), instead=other)
    left = set(PushSubscription.objects.values_list("endpoint", flat=True))
    assert (old in left, other in left, len(left)) == (False, True, 3)


def test_of_too_many_browsers_the_one_used_longest_ago_is_forgotten(house: House, as_: As) -> None:
    ann = as_(house.ann)
    places = [endpoint() for _ in range(MOST_BROWSERS + 2)]
    for place in places:
        subscribe(ann, place)
    left = PushSubscription.objects.order_by("pk").values_list("endpoint", flat=True)
    assert list(left) == places[2:]


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "http://push.test/x"},
        {"endpoint": "https://169.254.169.254:x/"},
        {"endpoint": ""},
        {"p256dh": "AAAA"},
        {"p256dh": "ü"},
        {"auth": "AAAA"},
        {"auth": ""},
    ],
)
def test_what_is_no_browsers_is_refused(house: House, as_: As, wrong: dict[str, str]) -> None:
    ann = as_(house.ann)
    assert subscribe(ann, endpoint(), **wrong) == 422
    assert not PushSubscription.objects.exists()


def test_nobody_sees_or_removes_the_browsers_of_others(house: House, as_: As) -> None:
    subscribe(as_(house.ann), endpoint())
    hers = PushSubscription.objects.get()
    lea = as_(house.lea)
    assert not box(lea, "/me/browsers").css("li")
    assert lea.post(f"/me/browsers/{hers.uuid}", {"removed": "1"}).status_code == 404
    hers.refresh_from_db()
    assert hers.removed_at is None


def test_trouble_is_said_where_it_can_be_mended(house: House, as_: As) -> None:
    ann = as_(house.ann)
    subscribe(ann, endpoint())
    PushSubscription.objects.update(trouble="not us", failing_since=now())
    assert "switch it on again there" in box(ann).text()


def test_the_script_is_there_for_everybody_and_nothing_keeps_it(client: Client) -> None:
    answer = client.get("/push-worker.js")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'"
    assert "Set-Cookie" not in answer.headers
    assert b"showNotification" in answer.content
    assert client.post("/push-worker.js").status_code == 405


def test_a_stranger_is_sent_to_sign_in(client: Client) -> None:
    assert client.get("/me/browsers").headers["Location"] == "/login?next=/me/browsers"
    assert subscribe(client, endpoint()) == 302
    assert not PushSubscription.objects.exists()


def test_a_session_of_another_password_is_nobodys(house: House, as_: As) -> None:
    ann, here = as_(house.ann), endpoint()
    subscribe(ann, here)
    house.ann.set_password(f"{PASSWORD}!")
    house.ann.save()
    assert ann.post("/me/browsers", {"endpoint": here}).status_code == 302
