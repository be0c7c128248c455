from __future__ import annotations

from threering.kernel.ids import latest_of, uuid7


def test_ids_are_version_7_and_of_the_rfc_variant() -> None:
    made = uuid7()
    assert (made.version, made.variant) == (7, "specified in RFC 4122")


def test_ids_of_different_milliseconds_sort_by_time() -> None:
    first = uuid7()
    later = uuid7()
    while later.int >> 80 == first.int >> 80:
        later = uuid7()
    assert first < later


def test_ids_do_not_repeat() -> None:
    assert len({uuid7() for _ in range(10_000)}) == 10_000


def test_no_id_of_a_millisecond_is_later_than_its_last() -> None:
    made = uuid7()
    millisecond = made.int >> 80
    assert latest_of(millisecond - 1) < made <= latest_of(millisecond)
