"""The demo, started once for all tests that only look at it or write mails of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests import pseudo
from tests.acceptance.house import Installation, installed, open_folder
from tests.acceptance.post import Mailer, Sink, sink
from tests.acceptance.visitor import Visitor
from threering.runtime.demo.cast import PASSWORD


@dataclass(frozen=True)
class Demo:
    """A running demo whose replies go to a server of ours."""

    house: Installation
    sink: Sink

    @property
    def mailer(self) -> Mailer:
        """Whoever sends it mail."""
        return Mailer(self.house.smtp)

    def visitor(self, name: str) -> Visitor:
        """One of the demo's people, signed in."""
        return Visitor(self.house.port).sign_in(f"{name}@desk.example", PASSWORD)


@pytest.fixture(scope="session")
def demo() -> Iterator[Demo]:
    with sink() as outgoing, open_folder() as locale:
        pseudo.build(locale)
        told = {"THREERING_SMTP_URL": outgoing.url, "THREERING_AUTHSERV_ID": "mx.shop.example"}
        told["THREERING_PRIVATE_HOSTS"] = "127.0.0.1"  # a push service of the test's own
        with installed(demo=True, THREERING_LOCALE=str(locale), **told) as house:
            house.start()
            yield Demo(house, outgoing)
