"""Asking other servers over HTTP: with time limits, and never by mistake a machine of our own.

An address that somebody typed may point into the network behind us. So only public addresses are
asked, unless the operator permits a host (THREERING_PRIVATE_HOSTS); the address that was looked
at is the one that is connected to, and no redirect is followed.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlencode, urlsplit

TIMEOUT = 20.0  # seconds, for each step
LARGEST = 2**20  # bytes of an answer that are read
NAT64 = IPv6Network("64:ff9b::/96")  # the last four bytes are the machine that is reached


class Unreachable(Exception):
    """The server could not be asked; the message says which and why."""


class NotPermitted(Unreachable):
    """The name leads into a private network, and the operator has not permitted that."""

    def __init__(self, host: str, address: str) -> None:
        super().__init__(
            f"{host} is {address}, a machine inside a private network. If that is meant, "
            f"add {host} to THREERING_PRIVATE_HOSTS."
        )


class NoAnswer(Unreachable):
    """It was reached, and what became of the question is not known."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `retry_after`: what it asks of whoever would ask again, as it was said.

    `media`: what it says that the body is, "" where it does not.
    """

    status: int
    body: bytes
    retry_after: str = ""
    media: str = ""


def post_form(url: str, fields: dict[str, str], permitted: Collection[str] = ()) -> Answer:
    """Send a form, read the answer whatever its status. Raises Unreachable.

    `permitted`: hosts that may be asked although they are not public.
    """
    heads = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    return post(url, urlencode(fields).encode(), heads, permitted)


def post(
    url: str,
    body: bytes,
    heads: dict[str, str],
    permitted: Collection[str] = (),
    timeout: float = TIMEOUT,
) -> Answer:
    """Send bytes, read the answer whatever its status. Raises Unreachable, or of it NoAnswer.

    `timeout`: seconds for each step.
    """
    return _ask(_Question("POST", url, body, heads), permitted, timeout)


def get(
    url: str, heads: dict[str, str], permitted: Collection[str] = (), *, largest: int = LARGEST
) -> Answer:
    """Fetch what is there, whatever the status. Raises Unreachable, or of it NoAnswer.

    `largest`: bytes; what is larger is NoAnswer, not a piece of it.
    """
    answer = _ask(_Question("GET", url, None, heads, largest + 1), permitted, TIMEOUT)
    if len(answer.body) > largest:
        raise NoAnswer(f"{urlsplit(url).hostname} answers with more than {largest} bytes.")
    return answer


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked; of the answer `largest` bytes are read."""

    method: str
    url: str
    body: bytes | None
    heads: dict[str, str]
    largest: int = LARGEST


def _ask(asked: _Question, permitted: Collection[str], timeout: float) -> Answer:
    scheme, host, port, path = _parts(asked.url)
    try:
        address = permitted_address(host, port, permitted)
        wire = _connect(scheme, host, (address, port), timeout)
    except (OSError, UnicodeError) as error:
        raise Unreachable(f"{host} cannot be asked: {error}.") from error
    try:
        wire.request(asked.method, path, asked.body, asked.heads)
        answer = wire.getresponse()
        said = [answer.getheader(name, "") for name in ("Retry-After", "Content-Type")]
        return Answer(answer.status, answer.read(asked.largest), *said)
    except (OSError, http.client.HTTPException, UnicodeError) as error:
        raise NoAnswer(f"{host} cannot be asked: {error}.") from error
    finally:
        wire.close()


def _parts(url: str) -> tuple[str, str, int, str]:
    """The scheme, host, port and path of an address. Raises Unreachable."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise Unreachable(f"{url} is not an address of a server: {error}.") from error
    if parts.scheme not in {"https", "http"} or not host:
        raise Unreachable(f"{url} is not an address of a server: write https://…")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.scheme, host, port or (443 if parts.scheme == "https" else 80), path


def _connect(
    scheme: str, host: str, to: tuple[str, int], timeout: float
) -> http.client.HTTPConnection:
    if scheme == "http" and not ip_address(to[0]).is_loopback:
        raise Unreachable(f"{host} would be asked without encryption: write https://…")
    wire = http.client.HTTPConnection(host, to[1], timeout=timeout)
    wire.sock = socket.create_connection(to, timeout=timeout)
    if scheme == "https":
        trusted = ssl.create_default_context()
        wire.sock = trusted.wrap_socket(wire.sock, server_hostname=host)
    return wire


def permitted_address(host: str, port: int, permitted: Collection[str]) -> str:
    """The first address of a host, if all of them may be asked. Raises Unreachable."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    if host not in permitted:
        refuse_private(host, addresses)
    return addresses[0]


def refuse_private(host: str, addresses: Collection[str]) -> None:
    """Raise NotPermitted when any of a host's addresses is not public."""
    for address in addresses:
        if not _is_public(address.partition("%")[0]):
            raise NotPermitted(host, address)


def _is_public(address: str) -> bool:
    """One machine on the Internet: `is_global` alone lets groups and wrapped addresses pass."""
    one = _reached(ip_address(address))
    if isinstance(one, IPv6Address) and (one.sixtofour or one.is_site_local):
        return False
    return one.is_global and not one.is_multicast and not one.is_reserved


def _reached(one: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 machine behind an IPv6 address that only wraps it."""
    if isinstance(one, IPv4Address):
        return one
    if one in NAT64:
        return IPv4Address(one.packed[-4:])
    return one.ipv4_mapped or one
