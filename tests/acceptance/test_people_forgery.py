"""People and safety, point 2: forged, replayed and borrowed requests; nobody is asked by us."""

from __future__ import annotations

import base64
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs
from uuid import uuid4

import pytest

from tests.acceptance.attacks import guarded, let_in, snapshot, things, ticket_of
from tests.acceptance.belongings import HELP
from tests.acceptance.demo import Demo
from tests.acceptance.house import wait_until
from tests.acceptance.post import mail, normal
from tests.acceptance.visitor import Visitor
from tests.pushes import Receiver
from threering.organisation.rules import Role
from threering.runtime.demo.cast import CLIENTS, HOME, PASSWORD

pytestmark = pytest.mark.acceptance
FRAME = re.compile(r'src="(/m/[^"]+)"')


def test_2h_no_form_is_taken_without_the_token_of_its_page(demo: Demo) -> None:
    admin, found = demo.visitor("nadia"), things(demo)
    before = snapshot(demo, [])
    for route in guarded().values():
        for address in found.addresses(route)[:1]:
            for token in ("", uuid4().hex * 2):
                headers = admin.headers(form=True) | {"X-CSRFToken": token}
                answer = admin.exchange("POST", address, b"", headers)
                assert answer.status == 403, f"{address}: {answer.status}"
    assert snapshot(demo, []) == before


def test_2h_no_form_is_taken_from_a_page_of_somebody_else(demo: Demo) -> None:
    admin = demo.visitor("nadia")
    for route in guarded().values():
        if route.slots:
            continue
        headers = admin.headers(form=True) | {"Origin": "https://evil.example"}
        answer = admin.exchange("POST", route.shape, b"", headers)
        assert answer.status == 403, f"{route.shape}: {answer.status}"


def test_2h_cookies_stay_in_the_browser_and_on_our_pages(demo: Demo) -> None:
    visitor = Visitor(demo.house.port)
    visitor.get("/login")
    answer = visitor.post("/login", {"login": "orla@desk.example", "password": PASSWORD})
    line = answer.headers["set-cookie"].lower()  # the last of them is the session's
    assert line.startswith("sessionid=")
    assert "httponly" in line
    assert "samesite=lax" in line


def test_2i_a_session_that_was_planted_is_not_the_one_that_is_signed_in(demo: Demo) -> None:
    planted = Visitor(demo.house.port)
    planted.cookies["sessionid"] = "a" * 32
    planted.sign_in("orla@desk.example", PASSWORD)
    assert planted.cookies["sessionid"] != "a" * 32
    thief = Visitor(demo.house.port)
    thief.cookies["sessionid"] = "a" * 32
    assert thief.get("/tickets/open").location.startswith("/login")


def test_2i_a_session_of_before_signing_in_is_not_signed_in_after_it(demo: Demo) -> None:
    visitor, thief = Visitor(demo.house.port), Visitor(demo.house.port)
    visitor.get("/login")
    visitor.get("/me/safety")
    thief.cookies = dict(visitor.cookies)
    visitor.sign_in("orla@desk.example", PASSWORD)
    assert thief.get("/tickets/open").location.startswith("/login")


def test_2j_a_token_that_was_changed_or_belongs_to_somebody_else_opens_nothing(demo: Demo) -> None:
    orla, thief = demo.visitor("orla"), Visitor(demo.house.port)
    own = orla.cookies["sessionid"]
    for forged in (own[:-1] + ("a" if own[-1] != "a" else "b"), own.upper(), own[::-1], "", "'--"):
        thief.cookies["sessionid"] = forged
        assert thief.get("/tickets/open").location.startswith("/login"), forged


def test_2j_a_session_is_worth_nothing_after_signing_out(demo: Demo) -> None:
    orla, thief = demo.visitor("orla"), Visitor(demo.house.port)
    thief.cookies = dict(orla.cookies)
    orla.post("/logout")
    assert thief.get("/tickets/open").location.startswith("/login")


def test_2j_the_token_of_an_undo_counts_for_the_person_it_was_made_for_alone(demo: Demo) -> None:
    admin, stranger = demo.visitor("nadia"), let_in(demo, "stranger")
    first, second = _somebody(demo, admin), _somebody(demo, admin)
    saved = admin.post(f"{first}/roles", {"all": Role.LEAD.value})
    assert saved.status == 204
    (token,) = parse_qs(saved.headers["undo"])["back"]
    before = snapshot(demo, [])
    for place in (second, first.replace(f"/{HOME}/", f"/{CLIENTS[1].slug}/")):
        assert admin.post(f"{place}/roles", {"back": token}).status == 404, place
        assert stranger.post(f"{place}/roles", {"back": token}).status in {403, 404}, place
    assert stranger.post(f"{first}/roles", {"back": token}).status in {403, 404}
    for forged in _altered(token):
        assert admin.post(f"{first}/roles", {"back": forged}).status == 404, forged
    assert snapshot(demo, []) == before
    assert _role(admin, first) == Role.LEAD.value
    assert admin.post(f"{first}/roles", {"back": token}).status == 204  # so it was worth something
    assert _role(admin, first) == Role.AGENT.value


def _somebody(demo: Demo, admin: Visitor) -> str:
    """A new agent's page, so that the demo's people are what they were."""
    address = f"undone-{uuid4().hex[:8]}@desk.example"
    words = ("--name", "Una Undone", "--client", CLIENTS[0].name, "--password-stdin")
    demo.house.must("createagent", address, *words, text=PASSWORD)
    (link,) = admin.get(f"/people?q={address}").tree.css(".people__who a")
    return str(link.attributes["href"])


def _role(admin: Visitor, person: str) -> str:
    """What somebody is for all brands, as their page says."""
    option = admin.get(person).tree.css_first("[name=all] option[selected]")
    assert option
    return str(option.attributes["value"])


def _altered(token: str) -> list[str]:
    """The token for more than was signed, for another time, by another hand, of no kind at all."""
    said, time, hand = token.split(":")
    more = base64.urlsafe_b64decode(said + "=" * (-len(said) % 4))
    assert b'"agent"' in more
    more = more.replace(b'"agent"', b'"admin"')
    forged = base64.urlsafe_b64encode(more).decode().rstrip("=")
    other = ("b" if hand[0] == "a" else "a") + hand[1:]
    ways = [f"{forged}:{time}:{hand}", f"{said}:{time}x:{hand}", f"{said}:{time}:{other}"]
    return [*ways, f"{said}::{hand}", f"{said}:{time}:", said, "x:y", "--"]


@dataclass
class Ear:
    """A server inside the network that notes whoever comes."""

    port: int
    heard: list[bytes] = field(default_factory=list)


@contextmanager
def ear(answer: bytes = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") -> Iterator[Ear]:
    """Listen until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        made = Ear(server.getsockname()[1])

        def listen() -> None:
            while True:
                try:
                    wire, _from = server.accept()
                except OSError:
                    return
                with wire:
                    wire.settimeout(5)
                    made.heard.append(wire.recv(65536))
                    wire.sendall(answer)

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield made
        server.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def test_2k_pictures_of_a_mail_make_the_house_ask_nobody(demo: Demo) -> None:
    mark, nadia = uuid4().hex, demo.visitor("nadia")
    with ear() as inside:
        base = f"http://127.0.0.1:{inside.port}"
        body = (
            f"<p>Look {mark}</p><img src='{base}/a.png'><link rel=stylesheet href='{base}/b.css'>"
        )
        body += f"<style>@import url({base}/c.css); p {{background: url({base}/d.png)}}</style>"
        raw = mail("Look", to=HELP, subject=f"Picture {mark}").decode()
        head = raw.replace("text/plain", "text/html").partition("\r\n\r\n")[0]
        demo.mailer.deliver(normal(f"{head}\r\n\r\n{body}".encode()), HELP)
        page = nadia.get(ticket_of(nadia, mark))
        for frame in FRAME.findall(page.text):
            assert nadia.get(frame).status == 200
            assert nadia.get(f"{frame}?remote=1").status == 200
        assert inside.heard == []


INSIDE = ("localhost", "[::1]", "0x7f000001", "2130706433", "127.1", "169.254.169.254", "0.0.0.0")


def test_2k_what_the_house_posts_to_is_never_inside_the_network_nor_where_it_is_sent_on(
    demo: Demo,
) -> None:
    tobias, mark = demo.visitor("tobias"), uuid4().hex
    with ear() as inside:
        away = f"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{inside.port}/\r\n"
        with ear(f"{away}Content-Length: 0\r\n\r\n".encode()) as permitted:
            addresses = [f"{way}://{host}:{inside.port}/x" for host in INSIDE for way in HOW]
            for endpoint in (*addresses, f"http://127.0.0.1:{permitted.port}/{mark}"):
                tobias.post("/me/browsers", {"endpoint": endpoint} | Receiver().form)
            demo.mailer.deliver(mail("Look", to=HELP, subject=f"Tell {mark}"), HELP)
            _tell(demo.visitor("orla"), ticket_of(tobias, mark))
            wait_until(lambda: permitted.heard, "a browser is told")
            _tell(demo.visitor("orla"), ticket_of(tobias, mark))
            wait_until(lambda: len(permitted.heard) == 2, "it is told again")  # so all were tried
            assert inside.heard == []
            for button in tobias.get("/me").tree.css("#browsers [data-post]"):
                tobias.post(str(button.attributes["data-post"]), {"removed": "1"})


def test_2k_a_mail_server_named_on_a_page_is_never_inside_the_network(demo: Demo) -> None:
    nadia, told = demo.visitor("nadia"), {}
    brand = nadia.get(f"/inboxes/new?client={HOME}").tree.css_first("[name=brand] [value]")
    with ear() as inside:
        form = {
            "brand": str(brand and brand.attributes["value"]),
            "address": f"{uuid4().hex}@quillmere.example",
            "comes": "imap",
            "imap_security": "ssl",
            "imap_port": str(inside.port),
            "imap_password": "a word",
            "leaves": "smtp",
            "smtp_security": "ssl",
            "smtp_port": str(inside.port),
            "signs_in": "same",
        }
        for host in INSIDE:
            there = {"imap_host": host, "smtp_host": host}
            told[host] = nadia.post(f"/inboxes/test?client={HOME}", form | there).text
        assert inside.heard == []
    said = "is a machine inside a private network"
    assert {host: page.count(said) for host, page in told.items()} == dict.fromkeys(INSIDE, 2)


HOW = ("http", "https")


def _tell(colleague: Visitor, ticket: str) -> None:
    """Name Tobias in a note."""
    address = ticket.replace("/tickets/all/", "/t/")
    option = colleague.get(f"{address}/colleagues?q=tobias").tree.css_first("[data-chosen]")
    chosen = str(option.attributes["data-chosen"]) if option else ""
    text = f"@{chosen.partition(' ')[2]} please look"
    form = {"kind": "note", "text": text, "mentions": chosen, "key": str(uuid4())}
    assert colleague.post(f"{address}/reply", form).status == 201
