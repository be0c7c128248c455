"""What the words of a saved reply become, and which one a typed word means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threering.knowledge.rules import (
    VARIABLES,
    Candidate,
    Place,
    filled,
    first_name,
    pieces,
    ranked,
    worded,
    wrong_in,
)

ANN = {"customer.first_name": "Ann", "customer.name": "Ann Lee", "ticket.number": "7"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hello {{customer.first_name}},", "Hello Ann,"),
        ("Hello {{ customer.first_name }},", "Hello Ann,"),
        ("Hello {{customer.first_name|there}},", "Hello Ann,"),
        ("#{{ticket.number}} / {{ticket.number}}", "#7 / 7"),
        ("From {{brand.name}}", "From "),
        ("From {{brand.name|us}}", "From us"),
        ("From {{brand.name | the team }}!", "From the team!"),
        ("A|B {{customer.name|x|y}}", "A|B Ann Lee"),
        ("{{brand.name|x|y}}", "x|y"),
        ("{ customer.name } {{}}", "{ customer.name } "),
        ("", ""),
    ],
)
def test_variables_are_put_in_place(text: str, said: str) -> None:
    assert filled(text, ANN) == said


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Hello {{customer.first_name|there}}", []),
        ("Hello {{customer.frist_name}}", ["customer.frist_name"]),
        ("{{a}} {{b|x}} {{a}}", ["a", "b"]),
        ("{{}}", [""]),
        ("Hello {{customer.name}", ["{{"]),
        ("Hello customer.name}}", ["}}"]),
        ("{{ {{customer.name}} }}", ["{{", "}}"]),
        ("one { brace } is no variable", []),
    ],
)
def test_what_is_no_variable_is_named(text: str, wrong: list[str]) -> None:
    assert wrong_in(text) == wrong


@given(st.text(), st.dictionaries(st.sampled_from(VARIABLES), st.text()))
def test_any_text_is_filled_and_its_pieces_are_the_whole(text: str, values: dict[str, str]) -> None:
    assert "".join(piece.text for piece in pieces(text, values)) == filled(text, values)


@given(st.text(), st.text(alphabet=st.characters(exclude_characters="{}")))
def test_a_value_is_never_read_for_variables(value: str, around: str) -> None:
    said = filled(around + "{{customer.name}}", {"customer.name": value, "agent.name": "secret"})
    assert said == around + value.strip()


@given(st.text(alphabet=st.characters(exclude_characters="{}")))
def test_words_without_braces_stay_as_they_are(text: str) -> None:
    assert (filled(text, ANN), wrong_in(text)) == (text, [])


@pytest.mark.parametrize(
    ("name", "handles", "said"),
    [
        ("Ann Lee", ["ann@x.test"], "Ann"),
        ("Lee, Ann Mary", [], "Ann"),
        ("Dr. Ann Lee", [], "Ann"),
        ("Frau Dr. Ann Lee", [], "Ann"),
        ("Señora Inés Vega", [], "Inés"),
        ("Jean-Luc Picard", [], "Jean-Luc"),
        ("info", ["info@shop.test"], ""),
        ("Ann.Lee", ["ann.lee@x.test"], ""),
        ("ann@x.test", [], ""),
        ("j.smith77", [], ""),
        ("王小明", [], "王小明"),
        ("Dr.", [], ""),
        ("…", [], ""),
        ("", [], ""),
    ],
)
def test_nobody_is_greeted_by_a_name_that_is_none(name: str, handles: list[str], said: str) -> None:
    assert first_name(name, handles) == said


@pytest.mark.parametrize(
    ("languages", "customer", "brand", "spoken"),
    [
        (["de", "en"], "de", "en", "de"),
        (["de", "en"], "de-AT", "en", "de"),
        (["de", "en"], "fr", "en", "en"),
        (["de", "en"], "", "de", "de"),
        (["", "de"], "fr", "de", ""),
        (["", "de"], "de", "en", "de"),
        (["es", "it"], "fr", "de", "es"),
        ([], "fr", "de", ""),
    ],
)
def test_the_customers_language_comes_before_the_brands(
    languages: list[str], customer: str, brand: str, spoken: str
) -> None:
    texts = {language: f"words in {language}" for language in languages}
    assert worded(texts, customer, brand) == (spoken, f"words in {spoken}" if texts else "")


def one(id: int, name: str, **more: object) -> Candidate:
    return Candidate(id=id, name=name, **more)  # type: ignore[arg-type]


HERE = Place(brand_id=1, language="de", teams=frozenset({7}))
SHELF = [
    one(1, "Refund is on its way", shortcut="refund", languages=frozenset({"en"}), used=9),
    one(2, "Rückerstattung", shortcut="geld", languages=frozenset({"de"}), used=2),
    one(3, "Return label", shortcut="label", text="We refund you once it is here", brand_id=1),
    one(4, "Ask for a photo", shortcut="photo", languages=frozenset({"de", "en"}), used=5),
    one(5, "Partial refund", shortcut="partial", languages=frozenset({"de"}), used=1),
]


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("refund", [1, 5, 3]),
        ("ref", [1, 5, 3]),
        ("REF", [1, 5, 3]),
        ("way refund", [1]),
        ("fund", [5, 1, 3]),
        ("ruck", [2]),
        ("rueck", [2]),
        ("rük", [2]),
        ("refnd", [5, 1]),
        ("phtoo", [4]),
        ("qqq", []),
    ],
)
def test_a_typed_word_finds_what_it_may_mean(typed: str, ids: list[int]) -> None:
    assert [found.id for found in ranked(SHELF, typed, HERE)] == ids


def test_nothing_typed_shows_the_brand_then_the_language_then_the_most_used() -> None:
    assert [found.id for found in ranked(SHELF, "", HERE)] == [3, 4, 2, 5, 1]
    elsewhere = Place(brand_id=2, language="en")
    assert [found.id for found in ranked(SHELF, " ", elsewhere)] == [1, 4, 2, 5, 3]
    assert len(ranked(SHELF, "", HERE, most=2)) == 2


OF_TEAMS = [
    one(1, "Everybody's", brand_id=1, used=99),
    one(2, "Of the first", team_id=7),
    one(3, "Of the second", team_id=8, used=9),
]


@pytest.mark.parametrize(
    ("teams", "has_it", "ids"),
    [
        ({7, 8}, None, [3, 2, 1]),  # used more often
        ({7, 8}, 7, [2, 3, 1]),  # of the team that has the ticket
        ({7}, 8, [2, 1, 3]),  # whose ticket it is makes nobody a member
        (set(), 7, [1, 3, 2]),
    ],
)
def test_what_is_of_the_writers_teams_comes_first(
    teams: set[int], has_it: int | None, ids: list[int]
) -> None:
    here = Place(brand_id=1, team_id=has_it, teams=frozenset(teams))
    assert [found.id for found in ranked(OF_TEAMS, "", here)] == ids
    assert [found.id for found in ranked(OF_TEAMS, "every", here)] == [1]


candidates = st.builds(
    Candidate,
    id=st.integers(1, 99),
    name=st.text(min_size=1, max_size=20),
    shortcut=st.text(max_size=8),
    text=st.text(max_size=30),
    brand_id=st.sampled_from([None, 1, 2]),
    team_id=st.sampled_from([None, 7, 8]),
    languages=st.frozensets(st.sampled_from(["", "de", "en", "pt-BR"])),
    used=st.integers(0, 50),
)


@given(st.lists(candidates, max_size=8), st.text(max_size=10), st.randoms())
def test_the_order_depends_on_nothing_but_what_is_there(
    shelf: list[Candidate], typed: str, rng: object
) -> None:
    found = ranked(shelf, typed, HERE)
    assert set(found) <= set(shelf)
    mixed = list(shelf)
    rng.shuffle(mixed)  # type: ignore[attr-defined]
    unlike = len({candidate.id for candidate in shelf}) == len(shelf)
    assert not unlike or ranked(mixed, typed, HERE) == found


@given(candidates)
def test_its_own_name_and_shortcut_always_find_it(candidate: Candidate) -> None:
    assert candidate in ranked([candidate], candidate.name, HERE)
    assert candidate in ranked([candidate], candidate.shortcut, HERE)
