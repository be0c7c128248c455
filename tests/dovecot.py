"""A real IMAP server: Debian's Dovecot in a folder of its own, on free ports of 127.0.0.1."""

from __future__ import annotations

import getpass
import grp
import imaplib
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from imapclient import IMAPClient

from tests.ports import free_port

USER, PASSWORD = "support", "a word for the mailbox"
DOVECOT = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")

CONFIG = """
base_dir = {root}/run
state_dir = {root}/state
instance_name = {name}
log_path = {root}/dovecot.log
protocols = imap
listen = 127.0.0.1
{users}
ssl = yes
ssl_cert = <{root}/server.pem
ssl_key = <{root}/server.pem
disable_plaintext_auth = no
auth_mechanisms = plain login{mechanisms}
auth_failure_delay = 0
mail_max_userip_connections = 200
mail_location = maildir:{root}/home/%u/Maildir
mail_uid = {uid}
mail_gid = {gid}
first_valid_uid = 1
first_valid_gid = 1
passdb {{
  driver = passwd-file
  mechanisms = plain login
  args = scheme=PLAIN username_format=%u {root}/users
}}
{oauth}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={root}/home/%u
}}
service imap-login {{
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {tls}
    ssl = yes
  }}
}}
"""
AS_ORDINARY = """
default_internal_user = {me}
default_internal_group = {group}
default_login_user = {me}
service imap-login {{
  chroot =
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""
OAUTH = """
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {root}/oauth.conf
}}
"""


@dataclass(frozen=True, slots=True)
class Dovecot:
    """A running server with one user."""

    root: Path
    port: int
    tls: int

    @property
    def trust(self) -> dict[str, str]:
        """The environment of a program that trusts this server's certificate."""
        return {"SSL_CERT_FILE": str(self.root / "server.pem")}

    @property
    def maildir(self) -> Path:
        """Where the mails of the INBOX lie."""
        return self.root / "home" / USER / "Maildir"

    @contextmanager
    def signed_in(self) -> Iterator[IMAPClient]:
        """Another program that works in the same mailbox."""
        client = IMAPClient("127.0.0.1", port=self.port, ssl=False, timeout=30)
        try:
            client.login(USER, PASSWORD)
            yield client
        finally:
            client.shutdown()

    def append(
        self, mails: Sequence[bytes], folder: str = "INBOX", at: datetime | None = None
    ) -> None:
        """Let mails arrive on the server."""
        with self.signed_in() as client:
            for mail in mails:
                client.append(folder, mail, msg_time=at)

    def log(self) -> str:
        """What the server says of itself."""
        path = self.root / "dovecot.log"
        return path.read_text(errors="replace") if path.exists() else ""


@contextmanager
def dovecot(*, tokens_from: str = "") -> Iterator[Dovecot]:
    """Start one. `tokens_from`: an address that tells whose token it is, for XOAUTH2."""
    if DOVECOT is None:
        pytest.skip("Dovecot is not installed (Debian: apt-get install dovecot-imapd)")
    root = Path(tempfile.mkdtemp(prefix="threering-dovecot-"))
    root.chmod(0o755)
    plain, tls = free_port(), free_port()
    _configure(root, plain, tls, tokens_from)
    process = subprocess.Popen([DOVECOT, "-F", "-c", str(root / "dovecot.conf")])
    server = Dovecot(root, plain, tls)
    try:
        _wait_for(server, process)
        yield server
    finally:
        process.terminate()
        process.wait(20)
        shutil.rmtree(root, ignore_errors=True)


def _configure(root: Path, plain: int, tls: int, tokens_from: str) -> None:
    is_root = os.geteuid() == 0
    owner = pwd.getpwnam("nobody" if is_root else getpass.getuser())
    group = grp.getgrgid(owner.pw_gid).gr_name
    ordinary = "" if is_root else AS_ORDINARY.format(me=owner.pw_name, group=group)
    (root / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n")
    (root / "server.pem").write_bytes(certificate())
    home = root / "home" / USER
    home.mkdir(parents=True)
    for folder in (root / "home", home):
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    (root / "oauth.conf").write_text(
        f"introspection_mode = get\nintrospection_url = {tokens_from}\nusername_attribute = email\n"
    )
    for path in ("users", "server.pem", "oauth.conf"):
        (root / path).chmod(0o644)
    words = CONFIG.format(
        root=root, name=root.name, users=ordinary, uid=owner.pw_uid, gid=owner.pw_gid,
        plain=plain, tls=tls, mechanisms=" xoauth2 oauthbearer" if tokens_from else "",
        oauth=OAUTH.format(root=root) if tokens_from else "",
    )  # fmt: skip
    (root / "dovecot.conf").write_text(words)


def _wait_for(server: Dovecot, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 30
    while True:
        assert process.poll() is None, f"Dovecot ended: {server.log()}"
        try:
            imaplib.IMAP4("127.0.0.1", server.port, timeout=5).logout()
        except (OSError, imaplib.IMAP4.error):
            assert time.monotonic() < until, f"Dovecot does not answer: {server.log()}"
            time.sleep(0.05)
        else:
            return


def certificate() -> bytes:
    """Key and certificate for 127.0.0.1 that vouches for itself, as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "threering tests")])
    made = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name)
    builder = builder.public_key(key.public_key()).serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(made - timedelta(hours=1))
    builder = builder.not_valid_after(made + timedelta(days=2))
    address = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    builder = builder.add_extension(address, critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    both = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return both + builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)
