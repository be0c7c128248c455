"""All mail: a mailbox that is read with a token instead of a password (XOAUTH2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.acceptance.house import INBOX, Installation, small_house
from tests.acceptance.mailbox import PACE, Read
from tests.dovecot import USER, dovecot
from tests.tokens import Provider, provider
from tests.wire import wire

pytestmark = [pytest.mark.acceptance, pytest.mark.full]  # minutes: `make verify`


@dataclass(frozen=True)
class Signed:
    """A mailbox, and who gives the tokens for it."""

    read: Read
    provider: Provider

    def sign_in(self) -> None:
        """`threering mailbox add` with the permission that is good now."""
        where = ("--host", "127.0.0.1", "--port", str(self.read.wire.port), "--user", USER)
        who = ("--xoauth2", f"{self.provider.url}/token", "--client-id", self.provider.client_id)
        secrets = f"{self.provider.client_secret}\n{self.provider.permission}\n"
        house: Installation = self.read.house
        house.must("mailbox", "add", INBOX, *where, *who, text=secrets)


@pytest.fixture(scope="module")
def signed() -> Iterator[Signed]:
    with provider(USER) as gives, dovecot(tokens_from=f"{gives.url}/?access_token=") as server:
        settings = {"THREERING_MAILBOX_PACE": str(PACE), "THREERING_PRIVATE_HOSTS": "127.0.0.1"}
        with wire(server.tls) as cable, small_house(**settings, **server.trust) as house:
            found = Signed(Read(house, server, cable, "INBOX"), gives)
            found.sign_in()
            yield found


def test_2h_a_mailbox_is_read_with_a_token(signed: Signed) -> None:
    signed.read.write(3)
    signed.read.wait_for_all()
    assert signed.provider.given
    said = signed.read.house.must("mailbox", "test", INBOX)
    assert "all is well, 3 mails" in said


def test_2h_a_newer_permission_is_kept_and_used(signed: Signed) -> None:
    known = len(signed.provider.given)
    signed.read.wire.cut()
    signed.read.wire.mend()
    signed.read.write(2)
    signed.read.wait_for_all()
    signed.read.wait_until_well()
    assert len(signed.provider.given) > known


def test_2h_a_permission_that_was_taken_back_asks_for_signing_in_again(signed: Signed) -> None:
    signed.provider.revoke()
    signed.read.wire.cut()
    signed.read.wire.mend()
    said = signed.read.wait_for_alarm("sign in")
    assert "Token has been expired or revoked." in said
    assert "Sign in again" in said
    done = signed.read.house.run("mailbox", "test", INBOX)
    assert (done.returncode, "Sign in again" in done.stdout) == (1, True)
    signed.sign_in()
    signed.read.write(2)
    signed.read.wait_for_all()
    assert signed.read.wait_until_well().past == "sign in"


def test_2h_secrets_are_neither_printed_nor_stored_in_the_open(signed: Signed) -> None:
    house = signed.read.house
    signed.read.wait_until_well()
    shown = house.must("mailbox", "list") + house.output() + house.postgres_log()
    files = [path for path in house.data.rglob("*") if path.is_file()]
    everything = b"".join(path.read_bytes() for path in files if path.stat().st_size < 2**25)
    for secret in (signed.provider.client_secret, signed.provider.permission):
        assert secret not in shown
        assert secret.encode() not in everything
