"""Full names of persons in Latin letters: unlisted spellings are met, and relatives are not."""

from __future__ import annotations

import pytest

import normalizer
from normalizer.matching.likeness.same_word import are_one_word
from normalizer.matching.likeness.score import FULL, threshold
from normalizer.matching.names.full_names import doubtful
from tests.case_files import rows

NAMES = rows("full_names.tsv")
WORDS = rows("one_word.tsv")


@pytest.fixture(scope="module")
def persons() -> normalizer.Normalizer:
    """A gazetteer of the listed names."""
    listed = dict.fromkeys(name for _, name, *_ in NAMES)
    return normalizer.build({"id": name, "type": "person", "name": name} for name in listed)


@pytest.mark.parametrize("row", NAMES, ids="–".join)
def test_full_names(persons: normalizer.Normalizer, row: list[str]) -> None:
    query, name, *why_two = row
    found = persons.resolve(query)
    assert found.id == (None if why_two else name), found.evidence


def test_a_doubt_is_told(persons: normalizer.Normalizer) -> None:
    found = persons.resolve("Badi Sulayman Haddad")
    assert found.reason == "below threshold"
    assert found.evidence[-1] == "“sulayman” may point to somebody else"


@pytest.mark.parametrize(("one", "other", "is_one"), WORDS)
def test_words(one: str, other: str, is_one: str) -> None:
    assert are_one_word(one, other) == are_one_word(other, one) == (is_one == "yes")


def test_a_doubtful_match_is_below_the_threshold_in_its_order() -> None:
    scores = [doubtful(chance / 100) for chance in range(50, 101)]
    assert scores == sorted(set(scores))
    assert scores[0] == 0.5
    assert scores[-1] < threshold(FULL, "1%")
