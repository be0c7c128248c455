"""A contact centre with a million tickets: what its rows are, and how they get in, by COPY.

Words follow Zipf's law: a few stand in half of all messages, most in a handful. Every ticket has an
order number and a rare word of its own.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from random import Random
from typing import LiteralString
from uuid import UUID

import psycopg
from psycopg import sql

SPAN = timedelta(days=730)
MESSAGES = 5  # of each ticket
SAID = (
    "order delivery parcel refund where please thank when received return money size colour "
    "address invoice broken missing late exchange voucher payment warranty damaged sofa lamp"
)
COMMON = SAID.split()
SOUNDS = "ba ce di fo gu ha ki lo mu na pe ri so ta ve wi zo bre cla dro fli gra sto tri"
SYLLABLES = SOUNDS.split()
STATUSES = ["closed"] * 82 + ["solved"] * 9 + ["open"] * 3 + ["new", "pending", "pending"]
STATUSES += ["on_hold", "pending", "open"]  # no spam: a search does not show it
Wire = psycopg.Connection[tuple[object, ...]]
READ = ["tickets_message", "tickets_ticket", "tickets_contact"]  # what lines are made of
READ += ["customers_customer", "customers_handle"]
FOUND = ["tickets_searchable", "tickets_word"]  # where one searches
MESSAGE: LiteralString = (
    "copy tickets_message (id, uuid, client_id, ticket_id, contact_id, kind, author_id,"
    " customer_id, text, html, visible, quoted, reading, subject, parties, thread_ids, awaits,"
    " new_topic, why, at, recorded_at) from stdin"
)
Copied = tuple[LiteralString, Callable[[int], Iterator[tuple[object, ...]]]]


def pseudo_word(number: int) -> str:
    """A word that nobody else has: number written in syllables."""
    parts, number = [], number + len(SYLLABLES)
    while number:
        number, digit = divmod(number, len(SYLLABLES))
        parts.append(SYLLABLES[digit])
    return "".join(parts)


@dataclass(frozen=True)
class Place:
    """Where the tickets go: ids of the demo, and the first free one of each table."""

    client: int
    brands: list[tuple[int, int]]
    """Each with its inbox."""
    slugs: list[str]
    """What these brands are called in a search."""
    agents: list[int]
    key: int
    first: int


class Million:
    """So many tickets, the same for the same number."""

    def __init__(self, url: str, tickets: int) -> None:
        self.url, self.tickets = url, tickets
        self.customers = max(tickets // 5, 1)
        self.now = datetime.now(UTC).replace(microsecond=0)
        with psycopg.connect(url) as wire:
            self.place = _place(wire)
        self.words = COMMON + [pseudo_word(n * 7) for n in range(30_000)]
        weights = list(accumulate(1 / (rank + 2) for rank in range(len(self.words))))
        dice = Random(1)
        self.sentences = [
            " ".join(dice.choices(self.words, cum_weights=weights, k=11)).capitalize() + "."
            for _ in range(20_000)
        ]

    def load(self) -> float:
        """Copy everything in, make the searchable lines and the indexes; seconds it took."""
        began = time.monotonic()
        with self._wire() as wire:
            _set_aside(wire)
            for words, rows in self._tables():
                _copy(wire, words, rows(self.tickets))
            self._numbered(wire)
        halves = [range(self.tickets // 2), range(self.tickets // 2, self.tickets)]
        with ThreadPoolExecutor(len(halves)) as pool:  # as many as this machine has processors
            list(pool.map(self._said, halves))
            list(pool.map(self._indexed, READ))  # the longest first
            list(pool.map(self._lines, halves))
            with self._wire() as wire:
                self._learnt(wire)
            list(pool.map(self._indexed, FOUND))
        with psycopg.connect(self.url, autocommit=True) as wire:
            wire.execute("checkpoint")  # whoever measures now does not wait for what was loaded
        return time.monotonic() - began

    def _wire(self) -> Wire:
        """A connection that takes rows which refer to one another in any order."""
        return psycopg.connect(self.url, options="-c session_replication_role=replica")

    def _numbered(self, wire: Wire) -> None:
        """What is made afterwards counts on from here."""
        last = self.place.first + self.tickets * MESSAGES
        for table in ("customers_customer", "customers_handle", "tickets_ticket"):
            wire.execute("select setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, last])
        for table in ("tickets_contact", "tickets_message"):
            wire.execute("select setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, last])
        wire.execute("update tickets_counter set last = %s", [last])

    def _said(self, some: range) -> None:
        """The messages of some tickets."""
        with self._wire() as wire:
            _copy(wire, MESSAGE, self._messages(some))

    def _lines(self, some: range) -> None:
        """What the triggers would have made of some tickets' messages one by one."""
        first = self.place.first + some.start
        with self._wire() as wire:
            wire.execute(
                "insert into tickets_searchable (ticket_id, client_id, words)"
                " select l.ticket_id, l.client_id, l.words from ("
                "  select array_agg(id) as ids from tickets_ticket where id >= %s and id < %s"
                "  group by id / 1000"
                " ) p, lateral threering_lines(p.ids) l",
                [first, first + len(some)],
            )

    def _learnt(self, wire: Wire) -> None:
        """The words that the worker would have learnt."""
        wire.execute("create temporary table said (word text)")
        _copy(wire, "copy said from stdin", ((word,) for word in self._known()))
        wire.execute(
            "insert into tickets_word (client_id, word)"
            " select %(client)s::bigint, word from said where word ~ '^[a-z]{3,30}$'"
            " except select client_id, word from tickets_word",
            {"client": self.place.client},
        )

    def _indexed(self, table: str) -> None:
        """Make a table's indexes, and let the planner know it."""
        name = sql.Identifier(table)
        with psycopg.connect(self.url, autocommit=True) as wire:
            wire.execute("set maintenance_work_mem = '512MB'")
            wire.execute(sql.SQL("reindex table {}").format(name))
            wire.execute(sql.SQL("alter table {} reset (autovacuum_enabled)").format(name))
            wire.execute(sql.SQL("vacuum analyze {}").format(name))

    def _known(self) -> Iterator[str]:
        """Every word that stands anywhere, some more than once."""
        yield from self.words
        yield from map(self.rare, range(self.tickets))
        for n in range(self.customers):
            yield from (pseudo_word(n * 3), pseudo_word(n))

    def _tables(self) -> Iterable[Copied]:
        return (
            (
                "copy customers_customer (id, uuid, client_id, key_id, name, language, hue,"
                " troubled, since) from stdin",
                self._customers,
            ),
            ("copy customers_handle (id, client_id, customer_id, kind, value, unreachable_why)"
             " from stdin", self._handles),
            (
                "copy tickets_ticket (id, uuid, client_id, brand_id, number, customer_id,"
                " inbox_id, channel, subject, status, priority, assignee_id, preview, opened_at,"
                " last_at, waiting_since, version) from stdin",
                self._tickets,
            ),
            (
                "copy tickets_contact (id, uuid, client_id, ticket_id, origin_id, channel,"
                " direction, opened_at) from stdin",
                self._contacts,
            ),
        )  # fmt: skip

    def address(self, customer: int) -> str:
        """Of a customer, by their number."""
        return f"{pseudo_word(customer * 3)}.{pseudo_word(customer)}@posthorn{customer % 90}.test"

    def brand(self, ticket: int) -> str:
        """The brand of a ticket, as a search names it."""
        return self.place.slugs[ticket % len(self.place.slugs)]

    def rare(self, ticket: int) -> str:
        """The word that stands in this ticket, and in hardly another."""
        return "x" + pseudo_word(ticket * 13 % 400_000 + 400_000)

    def order(self, ticket: int) -> str:
        """The order that a ticket is about."""
        return f"QM-{7_000_000 + ticket}"

    def _customers(self, _tickets: int) -> Iterator[tuple[object, ...]]:
        place = self.place
        for n in range(self.customers):
            name = f"{pseudo_word(n * 3).title()} {pseudo_word(n).title()}"
            head = (place.first + n, _uuid(1, n), place.client, place.key)
            yield (*head, name, "en", n % 360, False, self.now - SPAN)

    def _handles(self, _tickets: int) -> Iterator[tuple[object, ...]]:
        place = self.place
        for n in range(self.customers):
            at = place.first + n
            yield at, place.client, at, "email", self.address(n), ""

    def at(self, ticket: int) -> datetime:
        """When a ticket was opened: evenly over the years, the last one a minute ago."""
        return self.now - SPAN * ((self.tickets - ticket) / self.tickets) - timedelta(minutes=1)

    def _tickets(self, tickets: int) -> Iterator[tuple[object, ...]]:
        place, dice = self.place, Random(2)
        for n in range(tickets):
            (brand, inbox), at = place.brands[n % len(place.brands)], self.at(n)
            recent = n > tickets * 0.9
            status = dice.choice(STATUSES[82:] if recent and n % 4 == 0 else STATUSES[:91])
            yield (
                place.first + n, _uuid(2, n), place.client, brand, 10_000 + n,
                place.first + n % self.customers, inbox, "email",
                f"{dice.choice(COMMON)} {dice.choice(COMMON)} {self.order(n)}", status, 1,
                dice.choice(place.agents) if n % 3 else None, "Where is it?", at,
                at + timedelta(seconds=30), at if status in ("open", "new") else None, 1,
            )  # fmt: skip

    def _contacts(self, tickets: int) -> Iterator[tuple[object, ...]]:
        place = self.place
        for n in range(tickets):
            at = place.first + n
            yield at, _uuid(3, n), place.client, at, at, "email", "in", self.at(n)

    def _messages(self, some: range) -> Iterator[tuple[object, ...]]:
        place, dice = self.place, Random(3 + some.start)
        for n in some:
            begun, ticket = self.at(n), place.first + n
            customer = place.first + n % self.customers
            for m in range(MESSAGES):
                theirs = m % 2 == 0
                said = dice.choices(self.sentences, k=4)
                if m == 0:
                    said.append(f"My order is {self.order(n)}, {self.rare(n)}.")
                yield (
                    place.first + n * MESSAGES + m, _uuid(4, n * MESSAGES + m), place.client,
                    ticket, ticket, "customer" if theirs else "agent",
                    None if theirs else place.agents[n % len(place.agents)],
                    customer if theirs else None, " ".join(said), "", "", "", "{}", "", "{}",
                    "{}", "{}", False, "", begun + timedelta(seconds=m * 6), begun,
                )  # fmt: skip


def _set_aside(wire: Wire) -> None:
    """Keep no index of these tables but the primary keys, until they are made anew."""
    for table in (*READ, *FOUND):
        wire.execute(
            sql.SQL("alter table {} set (autovacuum_enabled = off)").format(sql.Identifier(table))
        )
    wire.execute(
        "update pg_index set indisready = false, indisvalid = false"
        " where indrelid = any(%s::regclass[]) and not indisprimary",
        [[*READ, *FOUND]],
    )


def _copy(wire: Wire, words: LiteralString, rows: Iterable[tuple[object, ...]]) -> None:
    with wire.cursor().copy(words) as copy:
        for row in rows:
            copy.write_row(row)


def _uuid(kind: int, number: int) -> UUID:
    return UUID(int=(kind << 100) | (7 << 76) | (2 << 62) | number)


def _place(wire: Wire) -> Place:
    """The demo's first client, whose tickets get company."""
    found = wire.execute("select min(id) from organisation_client").fetchone()
    assert found
    client = int(str(found[0]))
    brands = wire.execute(
        "select b.id, i.id, b.slug from organisation_brand b"
        " join channels_inbox i on i.brand_id = b.id where b.client_id = %s order by 1",
        [client],
    ).fetchall()
    agents = wire.execute(
        "select agent_id from organisation_grant where client_id = %s and role <> 'light'"
        " order by 1",
        [client],
    ).fetchall()
    key = wire.execute("select min(id) from ledger_key where client_id = %s", [client]).fetchone()
    assert key
    pairs = [(int(str(brand)), int(str(inbox))) for brand, inbox, _slug in brands]
    slugs = [str(slug) for _brand, _inbox, slug in brands]
    people = [int(str(agent)) for (agent,) in agents]
    return Place(client, pairs, slugs, people, int(str(key[0])), first=1_000_000)
