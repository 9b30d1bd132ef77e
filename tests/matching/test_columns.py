"""What is found in columns is what is found with an object for each name."""

from __future__ import annotations

import random
from itertools import groupby

import pytest

import normalizer
from benchmarks.text_cases import read_cases
from normalizer import Normalizer
from normalizer.matching.texts import find, known_spellings, surname_sites

TEXTS = {
    language: [case.text for case in cases]
    for language, cases in groupby(read_cases(), key=lambda case: case.language)
}
QUICK = ["fr", "uk", "fa", "zh"]
GIVEN = ["Adan", "Bela", "Cyra", "Dov"]
FAMILY = [a + b for a in ("Karm", "Lest", "Marw", "Nost", "Orbil", "Pask") for b in "aeiou"]
BESIDE = [
    " said. ",
    ", ",
    " (",
    ") ",
    " met ",
    "-",
    "'s ",
    " Street ",
    ".\n\n",
    " #",
    "“",
    "”",
    " ",
]


@pytest.fixture(scope="module")
def town() -> Normalizer:
    """People and places, some with conditions, an acronym, and a name in one form with its own."""
    people = [f"{given} {family}" for given in GIVEN for family in FAMILY]
    entities = [{"id": f"p{n}", "type": "person", "name": name} for n, name in enumerate(people)]
    for number, place in enumerate(
        ["Zorn", "Zorn Valley", "Upper Quill", "Wexl", "Bela Marwa Lake"]
    ):
        conditions = {"requires_context": ["met", "Karma"]} if number % 2 else {}
        name = {"text": f"{place}eth", "conditions": conditions}
        entities.append({"id": f"z{number}", "type": "place", "name": place, "names": [name]})
    acronym = {"text": "ZVC", "kind": "acronym"}
    council = {"id": "zvc", "type": "organization", "name": "Zorn Valley Council"}
    return normalizer.build([*entities, {**council, "names": [acronym]}])


def told(gazetteer: Normalizer, text: str) -> tuple[object, ...]:
    """Return all that a gazetteer tells of a text, twice: as it is met, and as it is known."""
    return tuple(
        (
            gazetteer.find(text),
            (done := gazetteer.rewrite(text)).text,
            done.edits,
            done.mentions,
            done.edit_count,
            [part.edits for part in gazetteer.rewrite_parts([text])],
            gazetteer.rewrite(text, affixes="drop", hashtags=True).text,
        )
        for _ in range(2)
    )


def alike(gazetteer: Normalizer, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Ask that columns and objects give the same."""
    assert len(text) > 3000
    monkeypatch.setattr(find, "ENOUGH", 1 << 30)
    by_objects = told(gazetteer, text)
    monkeypatch.setattr(find, "ENOUGH", 1)
    assert told(gazetteer, text) == by_objects


@pytest.mark.parametrize(
    "language",
    [
        pytest.param(language, marks=[] if language in QUICK else pytest.mark.slow)
        for language in TEXTS
    ],
)
def test_sentences(curated: Normalizer, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    text = " ".join(TEXTS[language])
    alike(curated, monkeypatch, text.ljust(3001, "."))


@pytest.mark.parametrize("enough", [1, surname_sites.ENOUGH])
@pytest.mark.parametrize("seed", range(6))
def test_names_of_all_sorts(
    town: Normalizer, monkeypatch: pytest.MonkeyPatch, seed: int, enough: int
) -> None:
    monkeypatch.setattr(surname_sites, "ENOUGH", enough)
    rng = random.Random(seed)
    index = town.index
    names = [index.entity(number).name for number in range(index.entity_count)]
    names += (
        [f"{name}eth" for name in names[-6:]]
        + ["ZVC"] * 5
        + FAMILY
        + GIVEN
        + ["e\u0301"] * (seed % 2)
    )
    beside = BESIDE if seed % 3 else [" "]
    words = [rng.choice(names) + rng.choice(beside) for _ in range(600)]
    alike(town, monkeypatch, "".join(words))


def test_forms_are_made_in_the_order_of_the_text(town: Normalizer) -> None:
    names = [f"{given} {family}" for given in GIVEN for family in FAMILY]
    random.Random(2).shuffle(names)
    met: dict[str, str] = {}
    town.find(" met ".join(sorted(names) * 3))  # which are known in another order
    done = town.rewrite(
        " met ".join(names * 3), to=lambda it: met.setdefault(it.id, f"P{len(met)}")
    )
    assert done.text.split(" met ") == [f"P{number}" for number in range(len(names))] * 3


def test_too_many_spellings_are_forgotten(
    town: Normalizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known_spellings, "_FULL", 10)
    text = "Adan Karma met Bela Lesti and Dov Nosto. " * 100
    first = town.rewrite(text)
    other = " ".join(f"{given.upper()} {family}" for given in GIVEN for family in FAMILY) * 3
    town.find(other)
    assert town.rewrite(text).edits == first.edits


@pytest.mark.parametrize("text", ["이라크에서 ", "Irak'ta "])
def test_a_first_long_text_may_hold_no_name_that_stands_by_itself(text: str) -> None:
    assert len(normalizer.load().find(text * 400)) == 400
