"""Full names of persons: unlisted spellings are met, and relatives and look-alikes are not."""

from __future__ import annotations

from functools import lru_cache

import pytest

import normalizer
from normalizer.matching.likeness.same_word import are_one_word
from normalizer.matching.likeness.score import FULL, threshold
from normalizer.matching.names.full_names import doubtful
from tests.case_files import rows

FILES = {name: rows(name) for name in ("full_names.tsv", "joined_words.tsv")}
CASES = [(name, row) for name, found in FILES.items() for row in found]
WORDS = rows("one_word.tsv")


@lru_cache
def persons(file: str) -> normalizer.Normalizer:
    """Return a gazetteer of the names that a file of cases has listed."""
    listed = dict.fromkeys(name for _, name, *_ in FILES[file])
    return normalizer.build({"id": name, "type": "person", "name": name} for name in listed)


@pytest.mark.parametrize(
    ("file", "row"), CASES, ids=lambda it: it if isinstance(it, str) else "–".join(it)
)
def test_full_names(file: str, row: list[str]) -> None:
    query, name, *why_two = row
    found = persons(file).resolve(query)
    assert found.id == (None if why_two else name), found.evidence


def test_a_doubt_is_told() -> None:
    found = persons("full_names.tsv").resolve("Badi Sulayman Haddad")
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
