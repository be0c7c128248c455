"""The tree of contact reasons: what hangs where, and which are meant by what is typed."""

# ruff: noqa: RUF001 - the arrow between names

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threering.tickets.reasontree import DEEPEST, LONGEST_NAME, Node, Tree, reason_name

DELIVERY, LATE, LOST, ORDERS, RETURNS, REFUND, LATE_REFUND, OLD, UNDER_OLD = range(1, 10)
NODES = (
    Node(id=RETURNS, name="Returns & refunds", position=1),
    Node(id=DELIVERY, name="Delivery", position=0),
    Node(id=LATE, name="Late", parent=DELIVERY, position=1),
    Node(id=LOST, name="Lost in transit", parent=LATE),
    Node(id=ORDERS, name="Where is my order", parent=DELIVERY, position=0),
    Node(id=REFUND, name="Refund", parent=RETURNS),
    Node(id=LATE_REFUND, name="Late", parent=REFUND),
    Node(id=OLD, name="Päckchen", position=2, archived=True),
    Node(id=UNDER_OLD, name="Below", parent=OLD),
)
TREE = Tree(NODES)


def test_it_is_walked_from_the_top_in_its_order() -> None:
    walked = [DELIVERY, ORDERS, LATE, LOST, RETURNS, REFUND, LATE_REFUND, OLD, UNDER_OLD]
    assert list(TREE.walk()) == walked
    assert TREE.path(LOST) == ("Delivery", "Late", "Lost in transit")
    assert TREE.within(DELIVERY) == {DELIVERY, ORDERS, LATE, LOST}
    assert [pk for pk in walked if not TREE.is_in_use(pk)] == [OLD, UNDER_OLD]


@pytest.mark.parametrize(
    ("pk", "under", "fits"),
    [
        (None, None, True),
        (None, LATE, True),
        (None, LOST, False),  # a fourth level
        (None, OLD, False),
        (None, UNDER_OLD, False),  # what it hangs under is archived
        (None, 99, False),
        (LATE, None, True),
        (LATE, RETURNS, True),
        (LATE, REFUND, False),  # what is under it would be too deep
        (LOST, REFUND, True),
        (LATE, LATE, False),
        (LATE, LOST, False),  # under itself
        (DELIVERY, RETURNS, False),
    ],
)
def test_where_one_may_hang(pk: int | None, under: int | None, fits: bool) -> None:  # noqa: FBT001
    assert TREE.may_hang(pk, under) is fits


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("delivery", {DELIVERY, ORDERS, LATE, LOST}),
        ("DELIVERY", {DELIVERY, ORDERS, LATE, LOST}),
        ("Delivery › Late", {LATE, LOST}),
        ("delivery>late", {LATE, LOST}),
        ("late", {LATE, LOST, LATE_REFUND}),
        ("Refund › Late", {LATE_REFUND}),  # the end of a path
        ("refund", {REFUND, LATE_REFUND}),  # so called, not "Returns & refunds"
        ("ret ref", {RETURNS, REFUND, LATE_REFUND}),
        ("lost", {LOST}),
        ("deliv › la", {LATE, LOST}),
        ("packchen", {OLD, UNDER_OLD}),
        ("order", {ORDERS}),
        ("rder", set()),
        ("nothing", set()),
        ("›", set()),
        ("", set()),
    ],
)
def test_which_are_meant_by_what_is_typed(typed: str, meant: set[int]) -> None:
    assert TREE.meant(typed) == meant


@pytest.mark.parametrize(
    ("pk", "up", "order"),
    [
        (LATE, True, [LATE, ORDERS]),
        (LATE, False, [ORDERS, LATE]),
        (DELIVERY, False, [RETURNS, DELIVERY]),  # what is archived keeps no place
        (LOST, True, [LOST]),
    ],
)
def test_one_changes_places_with_its_neighbour(pk: int, up: bool, order: list[int]) -> None:  # noqa: FBT001
    assert TREE.reordered(pk, up=up) == order


def test_what_was_counted_counts_further_up() -> None:
    summed = TREE.summed({LATE: 2, LOST: 3, DELIVERY: 1})
    assert (summed[DELIVERY], summed[LATE], summed[LOST], summed[RETURNS]) == (6, 5, 3, 0)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Late \n delivery ", "Late delivery"),
        ("A › B>C\0", "A B C"),
        ("›", ""),
        ("x" * 99, "x" * LONGEST_NAME),
    ],
)
def test_a_name_is_kept_on_one_line_without_arrows(typed: str, kept: str) -> None:
    assert reason_name(typed) == kept


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(-1, 12)), max_size=40))
def test_whatever_is_moved_no_tree_grows_too_deep_or_into_itself(
    moves: list[tuple[int, int]],
) -> None:
    under: dict[int, int | None] = {pk: None for pk in range(13)}
    for pk, to in moves:
        tree = Tree(Node(id=one, name=str(one), parent=above) for one, above in under.items())
        wanted = to if to >= 0 else None
        if tree.may_hang(pk, wanted):
            under[pk] = wanted
    tree = Tree(Node(id=one, name=str(one), parent=above) for one, above in under.items())
    assert set(tree.walk()) == set(under)
    assert all(tree.depth(pk) <= DEEPEST for pk in under)
