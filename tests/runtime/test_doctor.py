"""The doctor on machines with different troubles."""

from __future__ import annotations

import asyncio
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from threering.runtime import doctor, lock
from threering.runtime.env import Address


def test_it_says_what_is_missing_where_nothing_runs(
    open_folder: Path, free_address: Address
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "threering", "doctor", "--data", str(open_folder / "new")],
        env={"PATH": "/usr/bin:/bin", "THREERING_ADDRESS": str(free_address)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "WRONG  No server for outgoing mail" in done.stdout
    assert "Set THREERING_SMTP_URL" in done.stdout
    assert f"ok     {free_address} is free" in done.stdout
    assert "not running" in done.stdout
    assert not (open_folder / "new").exists(), "it only looks"


def test_a_database_that_does_not_answer_is_said(open_folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "threering", "doctor", "--data", str(open_folder)],
        env={"PATH": "/usr/bin:/bin", "DATABASE_URL": "postgresql://x@127.0.0.1:1/x"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "WRONG  PostgreSQL does not answer" in done.stdout
    assert "Is DATABASE_URL right" in done.stdout


def test_a_port_is_wrong_when_a_stranger_has_it_and_right_when_we_run() -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        address = Address("127.0.0.1", held.getsockname()[1])
        assert not doctor.port(address, None).well
        assert doctor.port(address, "process 1, here").well


def test_outgoing_mail_that_nobody_takes_is_wrong(free_address: Address) -> None:
    finding = doctor.outgoing(f"smtp://{free_address}")
    assert not finding.well
    assert str(free_address) in finding.what


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
def test_outgoing_mail_to_a_server_nobody_vouches_for_is_wrong(scheme: str, tmp_path: Path) -> None:
    with encrypted(scheme, self_signed(tmp_path)) as port:
        finding = doctor.outgoing(f"{scheme}://user:secret@127.0.0.1:{port}")
    assert not finding.well
    assert f"127.0.0.1:{port} for outgoing mail cannot be trusted: self" in finding.what
    assert "secret" not in finding.what


def self_signed(folder: Path) -> ssl.SSLContext:
    """A server's side of TLS with a certificate of its own making."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    made = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name)
    builder = builder.public_key(key.public_key()).serial_number(1)
    builder = builder.not_valid_before(made).not_valid_after(made + timedelta(days=1))
    both = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    both += builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)
    (folder / "both.pem").write_bytes(both)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "both.pem")
    return context


@contextmanager
def encrypted(scheme: str, context: ssl.SSLContext) -> Iterator[int]:
    """A mail server that speaks TLS, from the beginning or after STARTTLS."""
    own = {"tls_context": context} if scheme == "smtp+starttls" else {"ssl_context": context}
    at_first = own.pop("ssl_context", None)
    ready, stop, port = threading.Event(), [], [0]

    async def serve() -> None:
        loop, stopped = asyncio.get_running_loop(), asyncio.Event()
        loop.set_exception_handler(lambda _loop, _context: None)
        answering = partial(SMTP, object(), **own)
        server = await loop.create_server(answering, "127.0.0.1", 0, ssl=at_first)
        port[0] = server.sockets[0].getsockname()[1]
        stop.append(lambda: loop.call_soon_threadsafe(stopped.set))
        ready.set()
        await stopped.wait()
        server.close()

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    assert ready.wait(10)
    yield port[0]
    stop[0]()
    thread.join()


def test_the_settings_of_the_running_one_are_taken_over_only_where_there_is_one(
    tmp_path: Path,
) -> None:
    assert lock.holder(tmp_path) is None
    doctor.adopt_settings("process 999999999, gone")
