"""What the environment may say, read once, refused with a sentence when it is wrong."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


class BadSetting(Exception):
    """A setting cannot be used; the message says which one and what to write instead."""


@dataclass(frozen=True, slots=True)
class Address:
    """A host and a port to listen on."""

    host: str
    port: int

    @property
    def pair(self) -> tuple[str, int]:
        """As sockets want it."""
        return self.host, self.port

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOn:
    """A server where people may sign in besides (OpenID Connect), as it knows us."""

    url: str
    client: str
    secret: str = field(repr=False)
    name: str
    """On the button."""

    @property
    def app(self) -> dict[str, Any]:
        """As django-allauth wants it."""
        more = {"server_url": self.url, "oauth_pkce_enabled": True}
        known = {"client_id": self.client, "secret": self.secret, "settings": more}
        return {"provider_id": "elsewhere", "name": self.name, **known}


@dataclass(frozen=True, slots=True, kw_only=True)
class Env:
    """The settings of one installation."""

    data: Path
    database_url: str
    address: Address
    smtp_listen: Address | None
    lmtp_listen: Address | None
    demo_outbox: Address | None
    smtp_url: str
    url: str
    """Where browsers reach it, for links in mails."""
    sign_on: SignOn | None
    push_contact: str
    """Where a browser maker's push service finds its people: mailto: or https:."""
    undo: timedelta
    hosts: tuple[str, ...]
    authserv_ids: tuple[str, ...]
    private_hosts: tuple[str, ...]
    mailbox_pace: float
    locale: Path | None
    """Catalogues of the owner's own, beside or before ours."""

    @property
    def languages(self) -> tuple[str, ...]:
        """What there is a catalogue of the owner's for, and none of ours."""
        found = self.locale.glob("*/LC_MESSAGES/django.mo") if self.locale else ()
        return tuple(sorted({path.parent.parent.name for path in found} - {"en", "de"}))


def read(name: str, default: str = "") -> str:
    """The value of a setting: NAME, else the content of the file NAME_FILE, else `default`."""
    if (value := os.environ.get(name)) is not None:
        return value.strip()
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text().strip()
        except OSError as error:
            raise BadSetting(f"{name}_FILE={path} cannot be read: {error.strerror}.") from error
    return default


def read_address(name: str, default: str = "") -> Address | None:
    """A host:port setting, or None where it is empty."""
    value = read(name, default)
    if not value:
        return None
    host, _, port = value.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65535:
        raise BadSetting(f"{name}={value} is not host:port, for example 127.0.0.1:8000.")
    return Address(host.strip("[]"), int(port))


def read_pace(name: str) -> float:
    """A factor above 0, 1 where it is empty."""
    value = read(name, "1")
    try:
        pace = float(value)
    except ValueError:
        pace = 0.0
    if not pace > 0:
        raise BadSetting(f"{name}={value} is not a factor above 0, for example 1.")
    return pace


def read_seconds(name: str, default: int, *, most: int) -> timedelta:
    """A length of time in whole seconds, from 0 to `most`."""
    value = read(name) or str(default)
    if not value.isdigit() or int(value) > most:
        raise BadSetting(f"{name}={value} is not a number of seconds from 0 to {most}.")
    return timedelta(seconds=int(value))


def read_folder(name: str) -> Path | None:
    """A folder that is there, or None where it is empty."""
    value = read(name)
    if value and not Path(value).is_dir():
        raise BadSetting(f"{name}={value} is not a folder.")
    return Path(value) if value else None


def read_url(name: str) -> str:
    """An http or https address without a / at its end, or "" where it is empty."""
    value = read(name).rstrip("/")
    if value and not value.startswith(("http://", "https://")):
        raise BadSetting(f"{name}={value} is not an address, for example https://desk.example.com.")
    return value


def read_sign_on() -> SignOn | None:
    """Where people may sign in besides, or None where no address is set."""
    url = read_url("THREERING_OIDC_URL")
    if not url:
        return None
    host = urlsplit(url).hostname or ""
    if not url.startswith("https://") and host not in ("localhost", "127.0.0.1", "::1"):
        raise BadSetting(f"THREERING_OIDC_URL={url} would be asked unencrypted; write https://…")
    told = {part: read(f"THREERING_OIDC_{part}") for part in ("CLIENT", "SECRET")}
    for part, value in told.items():
        if not value:
            raise BadSetting(f"THREERING_OIDC_{part} is empty; write what {host} gave you as it.")
    name = read("THREERING_OIDC_NAME") or host
    return SignOn(url=url, client=told["CLIENT"], secret=told["SECRET"], name=name)


def read_contact(name: str, default: str) -> str:
    """A mailto: or https: address."""
    value = read(name) or default
    if not value.startswith(("mailto:", "https://")) and value != default:
        raise BadSetting(f"{name}={value} is no contact, for example mailto:it@shop.example.")
    return value


def _reached_at(address: Address) -> str:
    """By what else is known: the first host that is a name, else where it listens."""
    names = [host for host in _names("THREERING_HOSTS") if not host.startswith((".", "*"))]
    scheme = "https" if read("THREERING_HTTPS") == "1" else "http"
    return f"{scheme}://{names[0] if names else address}"


def default_data() -> Path:
    """Where data lives unless told: root has /var/lib, everybody else a folder of their own."""
    return Path("/var/lib/threering") if os.geteuid() == 0 else Path("~/.local/share/threering")


@cache
def env() -> Env:
    """Read every setting. Raises BadSetting with what to write instead."""
    address = read_address("THREERING_ADDRESS", "127.0.0.1:8000")
    if address is None:
        raise BadSetting("THREERING_ADDRESS is empty; write host:port, for example 127.0.0.1:8000.")
    url = read_url("THREERING_URL") or _reached_at(address)
    return Env(
        data=Path(read("THREERING_DATA") or default_data()).expanduser().absolute(),
        database_url=read("DATABASE_URL"),
        address=address,
        smtp_listen=read_address("THREERING_SMTP_LISTEN", "127.0.0.1:2525"),
        lmtp_listen=read_address("THREERING_LMTP_LISTEN"),
        demo_outbox=read_address("THREERING_DEMO_OUTBOX"),
        smtp_url=read("THREERING_SMTP_URL"),
        url=url,
        sign_on=read_sign_on(),
        push_contact=read_contact("THREERING_PUSH_CONTACT", url),
        hosts=_names("THREERING_HOSTS"),
        authserv_ids=tuple(n.lower() for n in _names("THREERING_AUTHSERV_ID")),
        private_hosts=_names("THREERING_PRIVATE_HOSTS"),
        mailbox_pace=read_pace("THREERING_MAILBOX_PACE"),
        locale=read_folder("THREERING_LOCALE"),
        undo=read_seconds("THREERING_UNDO_SECONDS", 10, most=120),
    )


def _names(name: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in read(name).split(",") if one.strip())


def secret_key() -> str:
    """The installation's secret: from the environment, else made once in the data folder."""
    if value := read("THREERING_SECRET_KEY"):
        return value
    path = env().data / "secret.key"
    if not path.exists():
        _refuse_lost(path)
        _make_secret(path)
    return path.read_text().strip()


def secret_key_before() -> str:
    """The secret before the one of today, while it is being renewed; "" where there is none."""
    file = env().data / "secret.key.before"
    return read("THREERING_SECRET_KEY_BEFORE") or (
        file.read_text().strip() if file.exists() else ""
    )


def _refuse_lost(path: Path) -> None:
    """A new key for old data would close them for ever. Raises BadSetting."""
    if (path.parent / "postgres" / "data").exists() and not secret_key_before():
        raise BadSetting(
            f"The secret key is gone: there is no {path}, but a database that needs it. Put the "
            "file back or set THREERING_SECRET_KEY; a backup made with a passphrase holds it, too. "
            "Without it sealed mail, files and passwords cannot be opened. Nothing was changed."
        )


def _make_secret(path: Path) -> None:
    """Whole, on the disk, and only once, whichever process comes first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT, 0o600), "w") as new:
            new.write(secrets.token_urlsafe(48))
            new.flush()
            os.fsync(new.fileno())
        with suppress(FileExistsError):  # another process was first: its secret counts
            os.link(part, path)
    finally:
        part.unlink(missing_ok=True)
    _sync(path.parent)


def _sync(folder: Path) -> None:
    """Put a folder's names on the disk: a new file is lost without its name."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
