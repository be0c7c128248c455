"""People and safety: what is sealed is never shown again, and outlives a key that is renewed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import pytest

from tests.acceptance.house import INBOX, Installation, small_house
from tests.acceptance.signing import code_of
from tests.acceptance.visitor import Answer, Visitor
from tests.dovecot import PASSWORD as WORD
from tests.dovecot import USER, Dovecot, dovecot

pytestmark = [pytest.mark.acceptance, pytest.mark.full]  # a house and a mail server of its own
BOSS, PASSWORD = "boss@north.example", "a drawer with two locks"
ADDRESS = "sealed@north.example"


@dataclass(frozen=True)
class Sealed:
    """A house with an admin, and a server of mailboxes."""

    house: Installation
    server: Dovecot

    def visitor(self) -> Visitor:
        """Nobody yet."""
        visitor = Visitor(self.house.port)
        visitor.get("/login")
        return visitor


@pytest.fixture(scope="module")
def sealed() -> Iterator[Sealed]:
    with dovecot() as server, small_house(**server.trust) as house:
        words = ("--name", "Boss", "--client", "North", "--role", "admin", "--password-stdin")
        house.must("createagent", BOSS, *words, text=PASSWORD)
        yield Sealed(house, server)


def everywhere(boss: Visitor, edit: str, form: dict[str, str]) -> list[Answer]:
    """Every page that could say what is kept of an inbox, and its trial of what is kept."""
    pages = ["/inboxes", edit, "/audit", "/audit/export/csv", "/audit/export/jsonl"]
    wrong = {"imap_port": "none", "imap_password": "", "smtp_password": ""}
    return [boss.get(page) for page in pages] + [
        boss.post(edit, form | wrong),
        boss.post(f"{edit}/test", form | wrong),
    ]


def test_3p_passwords_of_an_inbox_are_never_shown_again(sealed: Sealed) -> None:
    boss = sealed.visitor().sign_in(BOSS, PASSWORD)
    secrets = {"imap_password": uuid4().hex, "smtp_password": uuid4().hex}
    new = boss.get("/inboxes/new").tree.css_first("#id_brand option[value]:not([value=''])")
    form = {
        "comes": "imap",
        "imap_host": "imap.example.invalid",
        "imap_security": "ssl",
        "leaves": "smtp",
        "smtp_host": "smtp.example.invalid",
        "smtp_security": "ssl",
        "imap_user": "reader",
        "signs_in": "other",
        "smtp_user": "sender",
    }
    brand = {"brand": str(new.attributes["value"])} if new else {}
    assert boss.post("/inboxes/new", form | secrets | brand | {"address": ADDRESS}).status == 302
    links = boss.get("/inboxes").tree.css(".ways__what a")
    edit = next(str(a.attributes["href"]) for a in links if a.text() == ADDRESS)
    boss.post(f"{edit}/switch", {"off": "1"})
    assert "Kept as it is" in boss.get(edit).text
    assert boss.post(edit, form | {"imap_password": "", "smtp_password": ""}).status == 302
    seen = everywhere(boss, edit, form)
    assert all(answer.status == 200 for answer in seen)
    said = [*(answer.text for answer in seen), sealed.house.output()]
    said.append(sealed.house.must("mailbox", "list"))
    assert not [one for one in said if any(secret in one for secret in secrets.values())]
    fields = boss.get(edit).tree.css("input[type=password]")
    assert [field.attributes.get("value") for field in fields] == [None, None]


def test_5a_a_rotated_key_opens_the_mailboxes_and_the_apps_of_before(sealed: Sealed) -> None:
    house, key = sealed.house, sealed.house.data / "secret.key"
    words = ("--host", "127.0.0.1", "--port", str(sealed.server.tls), "--user", USER)
    house.must("mailbox", "add", INBOX, *words, "--password-stdin", text=WORD + "\n")
    house.must("mailbox", "test", INBOX)
    secret = app_of(sealed.visitor().sign_in(BOSS, PASSWORD))
    house.stop()
    key.rename(house.data / "secret.key.before")
    house.start()
    assert "Everything is sealed with the new secret key." in house.output()
    house.stop()
    (house.data / "secret.key.before").unlink()
    house.start()
    house.must("mailbox", "test", INBOX)
    visitor = sealed.visitor()
    half = visitor.post("/login", {"login": BOSS, "password": PASSWORD})
    assert half.location == "/login/second"
    assert visitor.post("/login/second", {"code": code_of(secret)}).status == 302
    assert visitor.get("/tickets/open").status == 200


def app_of(boss: Visitor) -> str:
    """The secret of an app that is set up now. Its code of half a minute ago, so that there is
    one to sign in with.
    """
    boss.again(PASSWORD)
    shown = boss.get("/me/safety/app").tree.css_first("code")
    assert shown
    secret = shown.text().strip()
    done = boss.post("/me/safety/app", {"code": code_of(secret, -1)})
    assert done.location == "/me/safety/codes"
    return secret
