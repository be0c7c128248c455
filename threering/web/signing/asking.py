"""How the server where people have accounts is asked: django-allauth asks it with `requests`.

What that server names (where its keys are, where a token is had) may point into the network behind
us. So every connection is opened by the kernel's guard, which connects to the very address that it
looked at: a name may mean another machine the next moment.
"""

from __future__ import annotations

import socket
from collections.abc import Mapping, MutableMapping
from contextlib import closing
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import NewConnectionError

from threering.kernel.guard import Guard
from threering.kernel.http import Unreachable


class Asking(requests.Session):
    """Asks the server that the operator named; what it names itself has to be public."""

    def __init__(self) -> None:
        super().__init__()
        for scheme in ("https://", "http://"):
            self.mount(scheme, _Guarded())

    def request(self, method: str, url: str | bytes, **more: Any) -> requests.Response:  # type: ignore[override]
        """Raises RequestException, also for a machine that must not be asked."""
        limits = {"timeout": settings.SOCIALACCOUNT_REQUESTS_TIMEOUT, "allow_redirects": False}
        return super().request(method, url, **more | limits)

    def merge_environment_settings(self, *asked: Any, **more: Any) -> MutableMapping[str, Any]:  # type: ignore[override]
        """What the environment says, but for its proxies: one would look names up for itself."""
        found: Mapping[str, Any] = super().merge_environment_settings(*asked, **more)
        return {**found, "proxies": {}}


class _Guarded(HTTPAdapter):
    def init_poolmanager(self, *sizes: Any, **more: Any) -> None:
        super().init_poolmanager(*sizes, **more)
        self.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _TLSPool}


class _Plain(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        wire = _opened(self)
        if ip_address(wire.getpeername()[0]).is_loopback:
            return wire
        with closing(wire):
            raise NewConnectionError(self, f"{self.host} would be asked without encryption.")


class _TLS(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _opened(self)


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _TLSPool(HTTPSConnectionPool):
    ConnectionCls = _TLS


def _opened(asked: HTTPConnection) -> socket.socket:
    """Raises NewConnectionError, of which `requests` makes its ConnectionError."""
    servers = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    named = {urlsplit(one["settings"]["server_url"]).hostname or "" for one in servers}
    guard = Guard(named | set(settings.PRIVATE_HOSTS))
    try:
        return guard.open(asked.host, asked.port, settings.SOCIALACCOUNT_REQUESTS_TIMEOUT)
    except (Unreachable, OSError, UnicodeError) as error:
        raise NewConnectionError(asked, f"{asked.host} cannot be asked: {error}") from error
