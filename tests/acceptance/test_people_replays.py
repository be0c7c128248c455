"""People and safety, point 2: what opened once opens no more; open pages take no forged form."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from uuid import uuid4

import pytest

from tests.acceptance.addresses import PUBLIC
from tests.acceptance.attacks import every_route, snapshot
from tests.acceptance.crawl_people import link_to
from tests.acceptance.demo import Demo
from tests.acceptance.signing import code_of
from tests.acceptance.visitor import Visitor
from tests.passkeys import SoftKey
from threering.runtime.demo.cast import CLIENTS, HOME, PASSWORD

pytestmark = pytest.mark.acceptance
PROVED = {"hook", "hook-mime", "stop"}
"""These take what machines post without any page: a signature, or the word of a link, proves it."""
WORD = re.compile(r"<\w+:\w+>")


def _somebody(demo: Demo) -> str:
    """A new agent's address, so that the demo's people sign in as ever."""
    address = f"replayed-{uuid4().hex[:8]}@desk.example"
    words = ("--name", "Rita Replayed", "--client", CLIENTS[0].name, "--password-stdin")
    demo.house.must("createagent", address, *words, text=PASSWORD)
    return address


def _signed_in(demo: Demo, address: str) -> Visitor:
    """By its name: passkeys are not for addresses of digits."""
    visitor = Visitor(demo.house.port)
    visitor.host = "localhost"
    visitor.sign_in(address, PASSWORD)
    visitor.again(PASSWORD)
    return visitor


def _half_way(demo: Demo, address: str) -> Visitor:
    """Whoever knows the password, before the second step."""
    visitor = Visitor(demo.house.port)
    visitor.host = "localhost"
    visitor.get("/login")
    answer = visitor.post("/login", {"login": address, "password": PASSWORD})
    assert answer.location == "/login/second"
    return visitor


def _is_inside(visitor: Visitor) -> bool:
    return visitor.get("/tickets/open").status == 200


def test_2j_a_code_of_an_app_and_a_recovery_code_open_once(demo: Demo) -> None:
    address = _somebody(demo)
    here = _signed_in(demo, address)
    secret = re.search(r"<code[^>]*>([A-Z2-7]{32})</code>", here.get("/me/safety/app").text)
    assert secret
    done = here.post("/me/safety/app", {"code": code_of(secret[1], -1)})
    assert done.location == "/me/safety/codes"
    recovery = re.findall(r"<code[^>]*>(\d{8})</code>", here.get("/me/safety/codes").text)
    for code in (code_of(secret[1]), recovery[0]):
        opened = _half_way(demo, address)
        assert opened.post("/login/second", {"code": code}).status == 302
        assert _is_inside(opened)
        thief = _half_way(demo, address)
        for typed in (code, f"{code[:3]} {code[3:]}"):
            assert "That did not fit" in thief.post("/login/second", {"code": typed}).text
            assert not _is_inside(thief)
        opened.post("/logout")


def test_2j_the_answer_of_a_passkey_opens_once_and_only_where_it_was_asked(demo: Demo) -> None:
    address, form = _somebody(demo), "/me/safety/passkeys/new"
    here, key = _signed_in(demo, address), SoftKey(port=demo.house.port)
    asked = here.get(form).tree.css_first("[data-passkey]")
    assert asked
    made = key.created(json.loads(str(asked.attributes["data-options"])))
    assert here.post(form, {"name": "Mine", "credential": made}).location == "/me/safety/codes"
    here.post("/logout")
    answer = {"credential": key.used(_asked(here))}
    assert here.post("/login/passkey", answer).status == 302
    assert _is_inside(here)
    here.post("/logout")
    elsewhere = Visitor(demo.house.port)
    elsewhere.host = "localhost"
    for visitor in (here, elsewhere):
        visitor.get("/login")
        _asked(visitor)
        visitor.post("/login/passkey", answer)
        assert not _is_inside(visitor)
    assert here.post("/login/passkey", {"credential": key.used(_asked(here))}).status == 302
    assert _is_inside(here)  # so it was the answer that was worn out, not the key


def _asked(visitor: Visitor) -> dict[str, object]:
    """What the sign-in page asks a passkey."""
    headers = visitor.headers() | {"Accept": "application/json"}
    answer = visitor.exchange("GET", "/login/passkey", None, headers)
    asked: dict[str, object] = json.loads(answer.text)["request_options"]
    return asked


def test_2h_no_form_before_signing_in_is_taken_without_the_token_of_its_page(demo: Demo) -> None:
    before = snapshot(demo, [])
    for address in _open_addresses():
        visitor = Visitor(demo.house.port)
        visitor.get("/login")
        for token in ("", uuid4().hex * 2):
            headers = visitor.headers(form=True) | {"X-CSRFToken": token}
            answer = visitor.exchange("POST", address, b"", headers)
            assert answer.status == 403, f"{address}: {answer.status}"
        headers = visitor.headers(form=True) | {"Origin": "https://evil.example"}
        assert visitor.exchange("POST", address, b"", headers).status == 403, address
        assert visitor.post(address).status != 403, address  # so it was the token
    assert snapshot(demo, []) == before


def _open_addresses() -> Iterator[str]:
    for route in every_route():
        if route.name in PUBLIC - PROVED:
            yield WORD.sub("nothing", route.shape)


def test_2h_a_password_that_is_right_opens_nothing_without_the_token(demo: Demo) -> None:
    visitor = Visitor(demo.house.port)
    visitor.get("/login")
    form = f"login=orla%40desk.example&password={PASSWORD}".encode()
    headers = visitor.headers(form=True) | {"X-CSRFToken": ""}
    assert visitor.exchange("POST", "/login", form, headers).status == 403
    assert "sessionid" not in visitor.cookies
    assert visitor.post("/login", {"login": "orla@desk.example", "password": PASSWORD}).status < 400
    assert _is_inside(visitor)


def test_2h_an_invitation_is_accepted_by_nobody_without_the_token(demo: Demo) -> None:
    admin, address = demo.visitor("nadia"), f"{uuid4().hex}@guest.example"
    form = {"email": address, "name": "Guest", "all": "light", "key": str(uuid4())}
    assert admin.post(f"/people/invite?client={HOME}", form).status == 302
    link, guest = link_to(demo, address), Visitor(demo.house.port)
    guest.get(link)
    body = b"name=Guest&password=a+lantern%2C+two+kettles"
    headers = guest.headers(form=True) | {"X-CSRFToken": ""}
    assert guest.exchange("POST", link, body, headers).status == 403
    assert guest.get(link).status == 200  # it is as open as it was
    coming = {"name": "Guest", "password": "a lantern, two kettles"}
    assert guest.post(link, coming).status == 302
    assert _is_inside(guest)
