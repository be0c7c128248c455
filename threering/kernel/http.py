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
from ipaddress import ip_address
from urllib.parse import urlencode, urlsplit

TIMEOUT = 20.0  # seconds, for each step
LARGEST = 2**20  # bytes of an answer that are read


class Unreachable(Exception):
    """The server could not be asked; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: bytes


def post_form(url: str, fields: dict[str, str], permitted: Collection[str] = ()) -> Answer:
    """Send a form, read the answer whatever its status. Raises Unreachable.

    `permitted`: hosts that may be asked although they are not public.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"https", "http"} or not parts.hostname:
        raise Unreachable(f"{url} is not an address of a server: write https://…")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    heads = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    try:
        address = permitted_address(parts.hostname, port, permitted)
        wire = _connect(parts.scheme, parts.hostname, (address, port))
        try:
            wire.request("POST", path or "/", urlencode(fields), heads)
            answer = wire.getresponse()
            return Answer(answer.status, answer.read(LARGEST))
        finally:
            wire.close()
    except (OSError, http.client.HTTPException) as error:
        raise Unreachable(f"{parts.hostname} cannot be asked: {error}.") from error


def _connect(scheme: str, host: str, to: tuple[str, int]) -> http.client.HTTPConnection:
    if scheme == "http" and not ip_address(to[0]).is_loopback:
        raise Unreachable(f"{host} would be asked without encryption: write https://…")
    wire = http.client.HTTPConnection(host, to[1], timeout=TIMEOUT)
    wire.sock = socket.create_connection(to, timeout=TIMEOUT)
    if scheme == "https":
        trusted = ssl.create_default_context()
        wire.sock = trusted.wrap_socket(wire.sock, server_hostname=host)
    return wire


def permitted_address(host: str, port: int, permitted: Collection[str]) -> str:
    """The first address of a host, if all of them may be asked. Raises Unreachable."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    if host not in permitted:
        closed = [one for one in addresses if not ip_address(one.partition("%")[0]).is_global]
        if closed:
            raise Unreachable(
                f"{host} is {closed[0]}, a machine inside a private network. If that is meant, "
                f"add {host} to THREERING_PRIVATE_HOSTS."
            )
    return addresses[0]
