from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from tests.house import House
from tests.web.live.conftest import session_of
from threering.organisation.models import Agent, Grant
from threering.web.live.readers import Reader, Tongue, reader_of, still_reading

pytestmark = pytest.mark.django_db
EN = Tongue("en", "UTC")


@pytest.fixture
def ann(house: House) -> Reader:
    found = reader_of(session_of(house.ann))
    assert found
    return found


def test_a_session_is_its_agent(house: House, ann: Reader) -> None:
    assert (ann.id, ann.tongue, ann.held) == (house.ann.pk, EN, frozenset(house.ann.held))
    assert ann.sees(house.north.pk, house.outlet.brand_id)
    assert not ann.sees(house.south.pk, house.other.brand_id)
    assert still_reading([ann]) == {ann: ann}


@pytest.mark.parametrize("session", ["", "made-up"])
def test_other_sessions_are_nobodys(house: House, session: str) -> None:
    assert reader_of(session) is None


def test_a_session_that_ran_out_reads_no_more(ann: Reader) -> None:
    Session.objects.update(expire_date=timezone.now())
    assert still_reading([ann]) == {ann: None}
    assert reader_of(ann.session) is None


@pytest.mark.parametrize("change", [{"is_active": False}, {"password": "another"}])
def test_who_may_not_sign_in_any_more_reads_no_more(ann: Reader, change: dict[str, object]) -> None:
    Agent.objects.filter(pk=ann.id).update(**change)
    assert still_reading([ann]) == {ann: None}
    assert reader_of(ann.session) is None


def test_a_reader_has_the_grants_and_the_language_of_now(house: House, ann: Reader) -> None:
    Grant.objects.filter(agent=house.ann).update(brand=house.outlet.brand)
    Agent.objects.filter(pk=ann.id).update(language="de", time_zone="Europe/Berlin")
    now = still_reading([ann])[ann]
    assert now == reader_of(ann.session)
    assert now
    assert now.tongue == ("de", "Europe/Berlin")
    assert not now.sees(house.north.pk, house.shop.brand_id)
    Grant.objects.all().delete()
    assert not still_reading([ann])[ann].held  # type: ignore[union-attr]


def test_a_thousand_readers_are_checked_by_three_queries(
    house: House, django_assert_num_queries: object
) -> None:
    people = (house.ann, house.lea, house.sam, house.boss, house.ann)
    readers = [r for r in map(reader_of, map(session_of, people)) if r]
    with django_assert_num_queries(3):  # type: ignore[operator]
        assert still_reading(readers) == dict(zip(readers, readers, strict=True))
