"""The connection test against real servers: what is wrong has its name, and nothing hangs."""

from __future__ import annotations

import socket
import threading
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

import pytest

from tests.dovecot import PASSWORD, USER, Dovecot, dovecot
from tests.mail import mail
from tests.ports import closed_port
from tests.servers import Sink, listening
from threering.channels.email import trying
from threering.channels.email.imap import Account
from threering.channels.email.trying import Wrong, try_mailbox, try_way

HERE = ("127.0.0.1", "localhost")


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    with dovecot() as started:
        yield started


@pytest.fixture
def account(server: Dovecot) -> Account:
    return Account(
        host="127.0.0.1", port=server.port, security="plain", user=USER, password=PASSWORD
    )


@contextmanager
def saying(speak: Callable[[socket.socket], None]) -> Iterator[int]:
    """A server that does this with whoever comes; its port."""
    with socket.create_server(("127.0.0.1", 0)) as door:

        def attended(wire: socket.socket) -> None:
            with wire, suppress(OSError):  # one that speaks may leave in the middle
                speak(wire)

        def attend() -> None:
            try:
                while True:
                    wire, _ = door.accept()
                    threading.Thread(target=attended, args=(wire,), daemon=True).start()
            except OSError:
                return

        threading.Thread(target=attend, daemon=True).start()
        yield door.getsockname()[1]


def drip(wire: socket.socket) -> None:
    """A letter now and then, and never the end of a line."""
    pause = threading.Event()
    while not pause.wait(0.05):
        wire.sendall(b"2")


def hold(wire: socket.socket) -> None:
    """Nothing at all, until the other side leaves."""
    wire.recv(1)


def test_a_mailbox_that_can_be_read_says_how_many_mails_stand_in_it(
    server: Dovecot, account: Account
) -> None:
    with server.signed_in() as client:
        client.create_folder("Three")
    server.append([mail(str(n), message_id=f"<{n}@x.test>") for n in range(3)], "Three")
    tried = try_mailbox(account, "Three", HERE)
    assert (tried.wrong, tried.mails) == (None, 3)


def test_what_is_wrong_with_a_mailbox_has_its_name(server: Dovecot, account: Account) -> None:
    with closed_port() as shut:
        cases = {
            Wrong.NO_NAME: replace(account, host="nowhere.invalid"),
            Wrong.REFUSED: replace(account, port=shut),
            Wrong.SIGN_IN: replace(account, password="guessed"),
            Wrong.CERTIFICATE: replace(account, port=server.tls, security="ssl"),
            Wrong.NOT_TLS: replace(account, security="ssl"),
        }
        found = {name: try_mailbox(one, "INBOX", (*HERE, "nowhere.invalid"))
                 for name, one in cases.items()}  # fmt: skip
    assert {name: one.wrong for name, one in found.items()} == {name: name for name in cases}
    assert found[Wrong.SIGN_IN].said == "[AUTHENTICATIONFAILED] Authentication failed."


def test_a_password_may_have_letters_beyond_ascii(server: Dovecot, account: Account) -> None:
    with (server.root / "users").open("a") as users:
        users.write("lena:{PLAIN}Schlüssel\n")
    lena = replace(account, user="lena", password="Schlüssel")
    assert try_mailbox(lena, "INBOX", HERE).wrong is None
    wrong = try_mailbox(replace(lena, password="Schloß"), "INBOX", HERE)
    assert (wrong.wrong, "Authentication failed" in wrong.said) == (Wrong.SIGN_IN, True)


def test_a_way_out_is_opened_by_letters_beyond_ascii() -> None:
    heard: list[bytes] = []

    def speak(wire: socket.socket) -> None:
        answers = {b"EHLO": b"250-here\r\n250 AUTH PLAIN\r\n", b"AUTH": b"235 in\r\n"}
        with wire.makefile("rwb", buffering=0) as said:
            said.write(b"220 here\r\n")
            for line in said:
                heard.append(line)
                said.write(answers.get(line[:4].upper(), b"250 Ok\r\n"))

    with saying(speak) as port:
        way = f"smtp://k%C3%A4the:Schl%C3%BCssel@127.0.0.1:{port}"
        assert try_way(way, "a@x.test", "b@x.test", HERE).wrong is None
    word = next(line.split()[2] for line in heard if line.startswith(b"AUTH"))
    assert b64decode(word).decode() == "\0käthe\0Schlüssel"


def test_a_folder_that_is_missing_is_answered_with_those_that_are_there(
    server: Dovecot, account: Account
) -> None:
    tried = try_mailbox(account, "Posteingang", HERE)
    assert tried.wrong is Wrong.NO_FOLDER
    assert "INBOX" in tried.folders


def test_a_machine_of_the_network_behind_us_is_not_asked(account: Account) -> None:
    assert try_mailbox(account, "INBOX", ()).wrong is Wrong.PRIVATE
    assert try_way("smtp://127.0.0.1:25", "a@x.test", "b@x.test", ()).wrong is Wrong.PRIVATE


def test_it_ends_whatever_the_other_side_does(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trying, "WITHIN", 0.5)
    for speak in (drip, hold):
        with saying(speak) as port:
            assert try_mailbox(replace(account, port=port), "INBOX", HERE).wrong is Wrong.SLOW
            way = f"smtp://127.0.0.1:{port}"
            assert try_way(way, "a@x.test", "b@x.test", HERE).wrong is Wrong.SLOW
    with saying(lambda wire: wire.close()) as port:
        assert try_mailbox(replace(account, port=port), "INBOX", HERE).wrong is Wrong.BROKE


def test_a_way_out_is_tried_to_the_recipient_and_nothing_is_sent() -> None:
    sink = Sink()
    with listening(sink):
        way = f"smtp://127.0.0.1:{sink.port}"
        assert try_way(way, "help@shop.test", "me@x.test", HERE).wrong is None
        sink.rcpt = "554 5.7.1 Relay access denied"
        denied = try_way(way, "help@shop.test", "me@x.test", HERE)
        sink.rcpt = "451 4.7.1 Greylisted"
        later = try_way(way, "help@shop.test", "me@x.test", HERE)
        starttls = try_way(way.replace("smtp:", "smtp+starttls:"), "a@x.test", "b@x.test", HERE)
        signed = try_way(way.replace("//", "//u:p@"), "a@x.test", "b@x.test", HERE)
        secure = try_way(way.replace("smtp:", "smtps:"), "a@x.test", "b@x.test", HERE)
    assert sink.mails == []
    assert (denied.wrong, denied.said) == (Wrong.RELAY, "554 5.7.1 Relay access denied")
    assert later.wrong is Wrong.LATER
    assert starttls.wrong is Wrong.NO_STARTTLS
    assert signed.wrong is Wrong.NO_SIGN_IN
    assert secure.wrong is Wrong.NOT_TLS


def test_what_is_wrong_with_a_way_out_has_its_name() -> None:
    with closed_port() as shut:
        refused = try_way(f"smtp://127.0.0.1:{shut}", "a@x.test", "b@x.test", HERE)
    assert refused.wrong is Wrong.REFUSED
    assert try_way("smtp://nowhere.invalid", "a@x.test", "b@x.test", ()).wrong is Wrong.NO_NAME


def test_a_sender_that_may_not_send_is_told_from_a_recipient(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def speak(wire: socket.socket) -> None:
        with wire.makefile("rwb", buffering=0) as said:
            said.write(b"220 here\r\n")
            for line in said:
                no = line.upper().startswith(b"MAIL")
                said.write(b"553 5.7.1 Not yours\r\n" if no else b"250 Ok\r\n")

    with saying(speak) as port:
        tried = try_way(f"smtp://127.0.0.1:{port}", "a@x.test", "b@x.test", HERE)
    assert (tried.wrong, tried.said) == (Wrong.SENDER, "553 5.7.1 Not yours")
