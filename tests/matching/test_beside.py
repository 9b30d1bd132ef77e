"""What the words beside a name tell: places, initials, professions, countries."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer import Normalizer
from normalizer.matching import country_words
from normalizer.matching.texts import given_initials, professions

INITIALS = [
    ("V. Putin left", "Putin", "V. Putin", ("v",)),
    ("V.V.Putin left", "Putin", "V.V.Putin", ("v", "v")),
    ("ушёл Путин В. В., потом", "Путин", "Путин В. В.", ("в", "в")),
    ("Putin, V.V.", "Putin", "Putin, V.V.", ("v", "v")),
    ("the U.S. Biden knew", "Biden", None, None),
    ("Dr. Biden knew", "Biden", None, None),
    ("Putin V. Zelensky schrieb", "Putin", None, None),
    ("with Putin. A. Smith left", "Putin", None, None),
    ("Putin left", "Putin", None, None),
]
GIVEN = [("recep", "tayyip"), ("recep",)]


@pytest.mark.parametrize(("text", "surname", "whole", "letters"), INITIALS)
def test_initials_beside_a_surname(
    text: str, surname: str, whole: str | None, letters: tuple[str, ...] | None
) -> None:
    start = text.index(surname)
    found = given_initials.beside(text, start, start + len(surname))
    told = found and (text[found.start : found.end], found.letters)
    assert told == (whole and (whole, letters))


@pytest.mark.parametrize(
    ("letters", "agree"),
    [(("r",), True), (("r", "t"), True), (("t",), False), (("r", "k"), False), (("k",), False)],
)
def test_whose_initials(letters: tuple[str, ...], *, agree: bool) -> None:
    assert given_initials.are_of(letters, GIVEN) == agree


def test_a_second_initial_of_one_whose_second_name_is_unknown() -> None:
    assert given_initials.are_of(("j", "r"), [("joe",)])
    assert not given_initials.are_of(("j", "r"), [("joe", "karl")])


def test_data_names_entities_of_the_gazetteer(curated: Normalizer) -> None:
    for country in country_words.countries():
        entity = curated.entity(country.lower().replace(" ", "-"))
        assert entity is not None
        assert entity.name == country
    people = professions.with_own_field()
    assert not {entity for entity in people if curated.entity(entity) is None}


WORDS = [
    *("northern", "government of", "in", "and", "killed", "minister", "said", ",", "."),
    *("Malí", "Mali", "Mascate", "Kaboul", "Kabul", "Tchad", "Chad", "Doha", "Tripolis", "Lima"),
    *("GNA", "PMU", "Hamas", "Lavrov", "V.", "Putin", "russe", "goalkeeper", "Mahmoud Abbas"),
    *("در", "کابل", "دولت", "سفیر", "روسیه", "کشته", "و", "سرت", "حكومة", "مالي", "مدينة"),
    *("حسن روحانی", "روحانی", "گفت", "أعلنت", "طالبان", "سخنگوی"),
    *("spokesman for", "Fatah", "Artesh", "Casques blancs", "blessés", "porte-parole du"),
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=2, max_size=9).map(" ".join))
def test_rewriting_twice_changes_nothing(curated: Normalizer, text: str) -> None:
    once = curated.rewrite(text)
    assert curated.rewrite(once.text).text == once.text
    assert once.undo() == text
