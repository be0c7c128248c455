"""The demo holds what it promises, is the same for the same seed, and reads like a real desk."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from threering.runtime.demo.content import build
from threering.runtime.demo.phrases import words
from threering.runtime.demo.shapes import Demo, DemoTicket

NOW = datetime(2026, 3, 17, 10, 30, tzinfo=UTC)
LANGUAGES = ("en", "de", "fr", "es")
TURNS = ("subjects", "opens", "replies", "follows", "answers")


@pytest.fixture(scope="module")
def demo() -> Demo:
    return build(NOW)


def test_the_demo_has_the_promised_size(demo: Demo) -> None:
    brands = [brand for client in demo.clients for brand in client.brands]
    assert (len(demo.clients), len(brands), len(demo.agents)) == (2, 3, 6)
    assert (len(demo.customers), len(demo.tickets)) == (300, 2000)


def test_the_same_seed_and_moment_give_the_same_demo(demo: Demo) -> None:
    assert build(NOW) == demo
    assert build(NOW, seed=8) != demo


def test_every_status_is_there_in_a_believable_share(demo: Demo) -> None:
    counts = Counter(ticket.status for ticket in demo.tickets)
    assert set(counts) == {"new", "open", "pending", "on_hold", "solved", "closed", "spam"}
    assert 160 <= counts["new"] + counts["open"] <= 200
    assert 80 <= counts["pending"] <= 100
    assert counts["solved"] + counts["closed"] > 1500


def test_the_last_change_agrees_with_the_status(demo: Demo) -> None:
    for ticket in demo.tickets:
        last = ticket.status_changes[-1].status if ticket.status_changes else "new"
        assert last == ticket.status, ticket.subject


def test_the_last_word_fits_the_status(demo: Demo) -> None:
    last = {"new": {"customer"}, "open": {"customer", "note"}, "pending": {"agent"}}
    for ticket in demo.tickets:
        assert ticket.messages[-1].kind in last.get(ticket.status, {"customer", "agent", "note"})


def test_time_runs_forward_and_ends_before_now(demo: Demo) -> None:
    for ticket in demo.tickets:
        assert ticket.messages[0].at == ticket.opened_at
        moments = [message.at for message in ticket.messages]
        changes = [change.at for change in ticket.status_changes]
        assert all(one < other for one, other in pairwise(moments))
        assert all(one <= other for one, other in pairwise(changes))
        assert all(ticket.opened_at < at for at in changes)
        assert max(moments + changes) < NOW


def test_solving_comes_after_the_last_message(demo: Demo) -> None:
    for ticket in demo.tickets:
        ends = [c.at for c in ticket.status_changes if c.status in ("solved", "closed")]
        assert all(ticket.messages[-1].at < at for at in ends)


def test_tickets_span_ninety_days_and_the_newest_is_minutes_old(demo: Demo) -> None:
    opened = [ticket.opened_at for ticket in demo.tickets]
    assert opened == sorted(opened)
    assert timedelta(days=88) < NOW - opened[0] <= timedelta(days=90)
    assert NOW - opened[-1] < timedelta(minutes=5)


def test_most_is_english_and_the_rest_is_spread(demo: Demo) -> None:
    language = {customer.key: customer.language for customer in demo.customers}
    counts = Counter(language[ticket.customer] for ticket in demo.tickets)
    assert 0.66 <= counts["en"] / 2000 <= 0.74
    assert min(counts[code] for code in LANGUAGES) >= 100


def test_clients_share_neither_customers_nor_their_agents_by_mistake(demo: Demo) -> None:
    home, outdoor = (client.slug for client in demo.clients)
    owner = {customer.key: customer.client for customer in demo.customers}
    assert len({customer.email for customer in demo.customers}) == 300
    assert len({customer.name for customer in demo.customers}) == 300
    assert all(owner[ticket.customer] == ticket.client for ticket in demo.tickets)
    reach = {agent.email: agent.clients for agent in demo.agents}
    assert sorted(reach.values(), key=str).count((home, outdoor)) == 1
    for ticket in demo.tickets:
        people = {c.agent for c in ticket.status_changes} | {ticket.assignee} - {None}
        people |= {m.author for m in ticket.messages if m.kind != "customer"}
        assert all(ticket.client in reach[str(email)] for email in people)


def test_a_light_agent_only_writes_notes(demo: Demo) -> None:
    light = {agent.email for agent in demo.agents if agent.role == "light"}
    said = {m.kind for ticket in demo.tickets for m in ticket.messages if m.author in light}
    assert said == {"note"}


def test_addresses_cannot_belong_to_anybody(demo: Demo) -> None:
    brands = [brand for client in demo.clients for brand in client.brands]
    addresses = [brand.inbox_address for brand in brands]
    addresses += [person.email for person in (*demo.agents, *demo.customers)]
    assert all(
        address.isascii() and re.search(r"\.(example|test)$", address) for address in addresses
    )


def test_threads_have_one_to_nine_messages(demo: Demo) -> None:
    assert {len(ticket.messages) for ticket in demo.tickets} == set(range(1, 10))


def test_weekends_and_nights_are_quieter(demo: Demo) -> None:
    opened = [ticket.opened_at for ticket in demo.tickets]
    weekend = sum(at.weekday() >= 5 for at in opened)
    night = sum(at.hour < 5 for at in opened)
    assert weekend < len(opened) * 0.22
    assert night < len(opened) * 0.05


def test_agents_differ_in_how_fast_they_first_reply(demo: Demo) -> None:
    waits: dict[str, list[timedelta]] = {}
    for ticket in demo.tickets:
        reply = next((m for m in ticket.messages if m.kind == "agent"), None)
        if reply:
            waits.setdefault(reply.author, []).append(reply.at - ticket.opened_at)
    medians = [sorted(times)[len(times) // 2] for times in waits.values()]
    assert max(medians) > 1.5 * min(medians)


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_words_for_every_turn(language: str) -> None:
    least = 4 if language == "en" else 3
    situations = {k: v for k, v in words(language).items() if isinstance(v, dict) and k != "spam"}
    assert len(situations) >= 12
    for lines in situations.values():
        assert all(len(lines[turn]) >= least for turn in TURNS)


def test_no_placeholder_is_left_in_any_text(demo: Demo) -> None:
    for ticket in demo.tickets:
        assert not re.search(r"[{}]", ticket.subject + "".join(m.text for m in ticket.messages))


def _screens(tickets: list[DemoTicket]) -> list[list[DemoTicket]]:
    by_age = sorted(tickets, key=lambda ticket: ticket.messages[-1].at, reverse=True)
    return [by_age[i : i + 20] for i in range(0, len(by_age), 20)]


@pytest.mark.parametrize(
    "statuses", [("new",), ("open",), ("pending",), ("new", "open", "pending")]
)
def test_a_screen_never_shows_the_same_line_twice(demo: Demo, statuses: tuple[str, ...]) -> None:
    for screen in _screens([t for t in demo.tickets if t.status in statuses]):
        assert len({ticket.subject for ticket in screen}) == len(screen)
        assert len({ticket.messages[-1].text for ticket in screen}) == len(screen)
