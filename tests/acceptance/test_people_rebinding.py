"""People and safety, point 2: a name that means another machine the next moment leads nowhere.

The house runs with a resolver that calls the name public when it is asked first, and a machine
inside from then on, by turns; so it hits whoever looks at an address and looks it up once more.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest

from tests.acceptance.attacks import ticket_of
from tests.acceptance.belongings import HELP
from tests.acceptance.demo import Demo
from tests.acceptance.house import PACKAGES, Installation, installed, open_folder, wait_until
from tests.acceptance.post import Sink, mail, sink
from tests.acceptance.test_people_forgery import Ear, ear
from tests.acceptance.visitor import Visitor
from tests.pushes import Receiver
from threering.runtime.demo.cast import HOME

pytestmark = [pytest.mark.acceptance, pytest.mark.full]  # a house of its own
NAME = "rebinding.example"
RESOLVER = f"""
import itertools, os, socket

really, turns = socket.getaddrinfo, itertools.cycle(["93.184.216.34", "127.0.0.1"])
connect = socket.socket.connect

def getaddrinfo(host, port, *more, **most):
    if host in ("{NAME}", b"{NAME}"):
        host = next(turns)
    return really(host, port, *more, **most)

def connected(wire, to):
    if to[0] == "93.184.216.34":  # the public machine: nobody is asked, it is only noted
        with open(os.environ["NOTES"], "a") as notes:
            notes.write(f"{{to[1]}}\\n")
        raise ConnectionRefusedError
    return connect(wire, to)

socket.getaddrinfo, socket.socket.connect = getaddrinfo, connected
"""


@dataclass
class Rebound:
    """A house with such a resolver; `notes`: the ports of the public machine that it asked."""

    demo: Demo
    notes: Path
    inside: Ear

    def asked(self) -> list[str]:
        """The ports, in turn."""
        return self.notes.read_text().split()


def servers(inside: Ear) -> bytes:
    """What a sign-in server says of itself: people there, the rest at a name."""
    there = f"https://{NAME}:{inside.port}"
    named = {"issuer": there, "authorization_endpoint": "https://id.example/authorize"}
    named |= {"token_endpoint": f"{there}/token", "jwks_uri": f"{there}/keys"}
    body = json.dumps(named | {"userinfo_endpoint": f"{there}/me"}).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    return f"{head}\r\nConnection: close\r\n\r\n".encode() + body


@pytest.fixture(scope="module")
def rebound() -> Iterator[Rebound]:
    with open_folder() as folder, sink() as outgoing, ear() as inside:
        (folder / "sitecustomize.py").write_text(RESOLVER)
        notes = folder / "notes"
        notes.touch()
        with ear(servers(inside)) as identity:
            told = {
                "PYTHONPATH": f"{folder}:{PACKAGES}",
                "NOTES": str(notes),
                "THREERING_SMTP_URL": outgoing.url,
                "THREERING_OIDC_URL": f"http://127.0.0.1:{identity.port}",
                "THREERING_OIDC_CLIENT": "threering",
                "THREERING_OIDC_SECRET": "known to both",
                "THREERING_OIDC_NAME": "Harbour ID",
            }
            with installed(demo=True, **told) as house:
                yield _started(house, outgoing, notes, inside)


def _started(house: Installation, outgoing: Sink, notes: Path, inside: Ear) -> Rebound:
    house.start()
    return Rebound(Demo(house, outgoing), notes, inside)


def test_2k_a_mail_server_whose_name_turns_inside_is_not_reached(rebound: Rebound) -> None:
    nadia, port = rebound.demo.visitor("nadia"), str(rebound.inside.port)
    brand = nadia.get(f"/inboxes/new?client={HOME}").tree.css_first("[name=brand] [value]")
    form = {
        "brand": str(brand and brand.attributes["value"]),
        "address": f"{uuid4().hex}@quillmere.example",
        "comes": "imap",
        "imap_host": NAME,
        "imap_security": "ssl",
        "imap_port": port,
        "leaves": "smtp",
        "smtp_host": NAME,
        "smtp_security": "ssl",
        "smtp_port": port,
        "imap_password": "a word",
        "signs_in": "same",
    }
    before = len(rebound.asked())
    for _ in range(4):
        assert nadia.post(f"/inboxes/test?client={HOME}", form).status == 200
    assert port in rebound.asked()[before:]
    assert rebound.inside.heard == []


def test_2k_a_sign_in_server_whose_name_turns_inside_is_not_reached(rebound: Rebound) -> None:
    before = len(rebound.asked())
    for _ in range(4):
        stranger = Visitor(rebound.demo.house.port)
        sent = stranger.get("/login/elsewhere").location
        assert sent.startswith("https://id.example/authorize")
        (state,) = parse_qs(urlsplit(sent).query)["state"]
        back = stranger.get(f"/login/elsewhere/back?state={state}&code=made-up")
        assert back.location == "/login"
    assert str(rebound.inside.port) in rebound.asked()[before:]
    assert rebound.inside.heard == []


def test_2k_a_push_service_whose_name_turns_inside_is_not_reached(rebound: Rebound) -> None:
    tobias, mark, before = rebound.demo.visitor("tobias"), uuid4().hex, len(rebound.asked())
    for number in range(4):
        endpoint = f"https://{NAME}:{rebound.inside.port}/{number}"
        tobias.post("/me/browsers", {"endpoint": endpoint} | Receiver().form)
    rebound.demo.mailer.deliver(mail("Look", to=HELP, subject=f"Tell {mark}"), HELP)
    place = ticket_of(tobias, mark).replace("/tickets/all/", "/t/")
    orla = rebound.demo.visitor("orla")
    option = orla.get(f"{place}/colleagues?q=tobias").tree.css_first("[data-chosen]")
    chosen = str(option and option.attributes["data-chosen"])
    text = f"@{chosen.partition(' ')[2]} please look"
    form = {"kind": "note", "text": text, "mentions": chosen, "key": str(uuid4())}
    assert orla.post(f"{place}/reply", form).status == 201
    wait_until(lambda: len(rebound.asked()) > before, "the push service is asked")
    assert rebound.inside.heard == []
