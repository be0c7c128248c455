from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.dovecot import PASSWORD, USER, Dovecot, dovecot
from tests.mail import mail
from tests.ports import closed_port
from tests.wire import wire
from threering.channels.email import imap
from threering.channels.email.imap import Account, connected
from threering.channels.email.imap_trouble import MailboxTrouble
from threering.channels.rules import Cause

NEVER = lambda: False  # noqa: E731


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    with dovecot() as started:
        yield started


@pytest.fixture
def account(server: Dovecot) -> Account:
    return Account(
        host="127.0.0.1", port=server.port, security="plain", user=USER, password=PASSWORD
    )


def fill(server: Dovecot, folder: str, *mails: bytes) -> None:
    with server.signed_in() as client:
        client.create_folder(folder)
    server.append(mails, folder)


def taken(account: Account, folder: str) -> list[bytes]:
    with connected(account) as session:
        opened = session.open(folder)
        found = [uid for uids in session.uids(1, opened.uidnext) for uid in uids]
        return [m.content for portion in session.portions(found) for m in portion.mails]


def test_mails_are_read_whole_and_none_is_marked(server: Dovecot, account: Account) -> None:
    mails = [mail(f"Nr {n}", message_id=f"<{n}@x.test>") for n in range(5)]
    fill(server, "Whole", *mails)
    assert [m.replace(b"\r\n", b"\n") for m in taken(account, "Whole")] == mails
    with server.signed_in() as client:
        client.select_folder("Whole", readonly=True)
        flags = client.get_flags(client.search())
    assert all(set(found) <= {b"\\Recent"} for found in flags.values())
    assert len(flags) == 5


@pytest.mark.parametrize("security", ["ssl", "starttls"])
def test_encrypted_it_is_read_only_where_the_certificate_is_trusted(
    server: Dovecot, account: Account, monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    port = server.tls if security == "ssl" else server.port
    closed = replace(account, security=security, port=port)
    with pytest.raises(MailboxTrouble) as trouble, connected(closed):
        pass
    assert trouble.value.cause is Cause.UNTRUSTED
    monkeypatch.setenv("SSL_CERT_FILE", server.trust["SSL_CERT_FILE"])
    with connected(closed) as session:
        assert "INBOX" in session.folders()


@pytest.fixture
def nobody() -> Iterator[int]:
    with closed_port() as port:
        yield port


def test_every_trouble_says_what_to_do(server: Dovecot, account: Account, nobody: int) -> None:
    for wrong, cause, words in (
        ({"password": "no"}, Cause.SIGN_IN, "refuses the user name or the password"),
        ({"port": nobody}, Cause.UNREACHABLE, "Is the port right, and the server up?"),
        ({"security": "ssl"}, Cause.UNREACHABLE, "--security starttls"),
    ):
        broken = replace(account, **wrong)  # type: ignore[arg-type]
        with pytest.raises(MailboxTrouble, match=words) as trouble, connected(broken):
            pass
        assert trouble.value.cause is cause
        assert PASSWORD not in str(trouble.value)
        assert str(broken.port) in str(trouble.value)
        assert "b'" not in str(trouble.value)


def test_a_folder_that_is_not_there_names_those_that_are(server: Dovecot, account: Account) -> None:
    fill(server, "Büro")
    with connected(account) as session, pytest.raises(MailboxTrouble) as trouble:
        session.open("Gone")
    assert trouble.value.cause is Cause.NO_FOLDER
    assert "There is no folder Gone" in str(trouble.value)
    assert "Büro" in str(trouble.value)


def test_of_a_mail_that_is_too_large_only_the_head_is_fetched(
    server: Dovecot, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap, "MAX_SIZE", 10_000)
    small, large = mail("small"), mail("x" * 70 + "\n" + "y" * 20_000, message_id="<l@x.test>")
    fill(server, "Large", large, small)
    with connected(account) as session:
        session.open("Large")
        (portion,) = session.portions([1, 2])
    assert [m.size > 10_000 for m in portion.mails] == [True, False]
    assert b"Message-ID: <l@x.test>" in portion.mails[0].content
    assert b"yyy" not in portion.mails[0].content
    assert b"small" in portion.mails[1].content


def test_numbers_with_wide_gaps_are_found_in_few_steps(server: Dovecot, account: Account) -> None:
    fill(server, "Gaps", mail())
    with connected(account) as session:
        session.open("Gaps")
        assert list(session.uids(1, 4_000_000_000)) == [[1]]
        assert list(session.uids(2, 2)) == []


def test_listening_ends_when_a_mail_comes(server: Dovecot, account: Account) -> None:
    fill(server, "Listen")
    with connected(account) as session:
        session.open("Listen")
        session.wait(0.1, 0.1, NEVER)
        server.append([mail()], "Listen")
        session.wait(60, 60, NEVER)
        opened = session.open("Listen")
        assert list(session.uids(1, opened.uidnext)) == [[1]]


def test_a_connection_that_ends_while_we_listen_is_noticed(
    server: Dovecot, account: Account
) -> None:
    with wire(server.port) as cable, connected(replace(account, port=cable.port)) as session:
        session.open("INBOX")
        ending = threading.Timer(0.3, cable.cut)
        ending.start()
        with pytest.raises(MailboxTrouble, match="ended the connection"):
            session.wait(60, 60, NEVER)
        ending.join()
