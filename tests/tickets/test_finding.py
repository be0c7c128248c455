"""Searching on a real PostgreSQL: what is found, by whom, and how far words may be wrong."""

from __future__ import annotations

import pytest

from tests.house import House
from tests.mail import deliver, mail
from tests.searches import found_by, search
from threering.tickets.vocabulary import learn

pytestmark = pytest.mark.django_db

REFUND, MIXER, CHAIR = "Refund please", "Mixer is broken", "Stühle aus Köln"


@pytest.fixture
def desk(house: House) -> House:
    deliver(house.shop, mail("I want my money back for QM-48213.", subject=REFUND))
    deliver(
        house.shop,
        mail(
            "The Größe is wrong, it never came whole.",
            subject=MIXER,
            sender="Søren Müller <soren.mueller@nordpost.test>",
            message_id="<b@x.test>",
        ),
    )
    deliver(
        house.outlet,
        mail(
            "Wo bleibt die Lieferung?",
            subject=CHAIR,
            sender="Jörg Kirschnick <joerg@brieftaube.test>",
            message_id="<c@x.test>",
            to="help@outlet.test",
        ),
    )
    deliver(
        house.other,
        mail(
            "A secret zeppelin.", subject="Zeppelin", message_id="<d@x.test>", to="help@other.test"
        ),
    )
    return house


@pytest.mark.parametrize(
    ("typed", "subjects"),
    [
        ("money", [REFUND]),
        ("MONEY back", [REFUND]),
        ("grosse", [MIXER]),
        ("koln", [CHAIR]),
        ("Köln lieferung", [CHAIR]),
        ("soren broken", [MIXER]),
        ("nordpost", [MIXER]),
        ("soren.mueller@nordpost.test", [MIXER]),
        ("48213", [REFUND]),
        ("QM-48213", [REFUND]),
        ("qm48213", [REFUND]),
        ('"never came"', [MIXER]),
        ('"came never"', []),
        ("broken -whole", []),
        ("#2", [MIXER]),
        ("2", [MIXER]),
        ("#99", []),
        ("unicorn", []),
        ("...", []),
        ("zeppelin", []),
    ],
)
def test_words_phrases_and_numbers(desk: House, typed: str, subjects: list[str]) -> None:
    assert found_by(desk.ann, typed) == subjects


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mnoey", "money"),
        ("refnud", "refund"),
        ("mixxer", "mixer"),
        ("lieferrung", "lieferung"),
        ("kirshnik", "kirschnick"),
        ("borken", "broken"),
    ],
)
def test_a_typo_is_forgiven_before_and_after_the_words_were_learned(
    desk: House, typed: str, meant: str
) -> None:
    if len(meant) < 9:  # two slips are found among learned words only
        assert search(desk.ann, typed).meant == (meant,)
    while learn():
        pass
    found = search(desk.ann, typed)
    assert (found.meant, found.besides, len(found.hits)) == ((meant,), False, 1)


def test_a_typo_leads_to_no_word_of_another_client(desk: House) -> None:
    while learn():
        pass
    assert (search(desk.ann, "zepelin").hits, search(desk.ann, "zepelin").meant) == ((), ())
    assert search(desk.sam, "zepelin").meant == ("zeppelin",)


def test_new_words_are_learned_beside_the_old_ones(desk: House) -> None:
    while learn():
        pass
    deliver(desk.shop, mail("An umbrella, please.", message_id="<e@x.test>"))
    while learn():
        pass
    assert search(desk.ann, "umbrela").meant == ("umbrella",)
    assert search(desk.ann, "mnoey").meant == ("money",)
