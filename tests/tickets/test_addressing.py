from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threering.channels.contract import NotSendable
from threering.tickets.addressing import (
    MOST_RECIPIENTS,
    Known,
    Recipients,
    agreed,
    is_machine,
    typed,
)

INGRID, OLAF, HELP = "ingrid@example.com", "olaf@example.com", "help@shop.test"
KNOWN = Known(customer={INGRID, "ir@work.test"}, ours={HELP})


@pytest.mark.parametrize(
    ("words", "addresses"),
    [
        ("", ()),
        (" , ;", ()),
        ("Olaf@Example.com", (OLAF,)),
        (f"{OLAF}, {INGRID};{OLAF}\n", (OLAF, INGRID)),
        (f"{OLAF} {INGRID}", (OLAF, INGRID)),
        (f'"Rossi, Ingrid" <{INGRID}>, Olaf Rossi <{OLAF}>', (INGRID, OLAF)),
        ("o.rossi+shop@mail.example.co.uk", ("o.rossi+shop@mail.example.co.uk",)),
        ("jürgen@müller.example", ("jürgen@müller.example",)),
    ],
)
def test_what_was_typed_or_pasted_is_read(words: str, addresses: tuple[str, ...]) -> None:
    assert typed(words) == addresses


@pytest.mark.parametrize(
    "wrong",
    [
        *("olaf", "@example.com", "olaf@", "olaf@localhost", "a@b@c.d", "olaf@.com"),
        *("olaf..r@x.test", "olaf@example.", "a@" + "b" * 260 + ".test"),
        "Rossi, Ingrid <ingrid@example.com>",
    ],
)
def test_what_is_no_address_is_said_in_words(wrong: str) -> None:
    with pytest.raises(NotSendable, match=r"is not an address. Write it like name@shop.example"):
        typed(f"{OLAF}, {wrong}")


@given(st.text())
def test_nothing_that_is_typed_is_half_an_address(words: str) -> None:
    try:
        found = typed(words)
    except NotSendable:
        return
    assert all(re.fullmatch(r"[^\s@,;]+@[^\s@,;]+", address) for address in found)
    assert typed(",".join(found)) == found


def test_each_gets_it_once() -> None:
    wanted = Recipients((INGRID,), (OLAF, INGRID, OLAF))
    assert agreed(wanted, KNOWN) == Recipients((INGRID,), (OLAF,))


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        (Recipients((OLAF,)), "olaf@example.com is not known as the customer's. Put it into Cc."),
        (Recipients((INGRID,), (HELP,)), "help@shop.test is an inbox of yours: it would come back"),
        (Recipients((INGRID,), ("help+t.1.x@shop.test",)), "is an inbox of yours"),
        (
            Recipients((INGRID,), tuple(f"{n}@x.test" for n in range(MOST_RECIPIENTS))),
            "At most 20 people get one mail",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused(wanted: Recipients, why: str) -> None:
    with pytest.raises(NotSendable, match=re.escape(why)):
        agreed(wanted, KNOWN)


@pytest.mark.parametrize(
    ("address", "reads"),
    [("no-reply@shop.test", "nobody"), ("orders-noreply@shop.test", "nobody"), (OLAF, "somebody")],
)
def test_machines_are_known_by_their_name(address: str, reads: str) -> None:
    assert is_machine(address) is (reads == "nobody")
