"""Type words: names without them, whether two names' agree, and the data file itself."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import normalizer.spelling
from normalizer.spelling.data_rows import data_rows
from normalizer.spelling.fold import fold
from normalizer.spelling.type_words import compatible, split
from tests.case_files import rows

_PLACES = {"word", "first", "last", "end", "tail", "edge", "attached", "elided"}
_ANSWERS = {"yes": True, "no": False, "none": None}


_FORMS = sorted(
    {
        form
        for row in data_rows(normalizer.spelling.__file__, "type_words.tsv")
        for form in row[3].split("|")
    }
)
_SIGNS = [" ", "-", "'", "’", "、", "の", "军", "al", "de", "l'", "Imam", "Ali", "真主", "علي", "."]
_NAMES = st.lists(st.sampled_from(_FORMS + _SIGNS * 40), max_size=12).map("".join)
_CLASSES = st.lists(st.frozensets(st.sampled_from("abcd"), min_size=1, max_size=2), max_size=4)


@pytest.mark.parametrize(("text", "rest", "classes"), rows("type_words.tsv"))
def test_split(text: str, rest: str, classes: str) -> None:
    expected = () if classes == "-" else tuple(classes.split())
    assert split(text) == (rest, tuple(frozenset(word.split(",")) for word in expected))


@pytest.mark.parametrize(("one", "other", "answer"), rows("type_word_pairs.tsv"))
def test_compatible(one: str, other: str, answer: str) -> None:
    for first, second in ((one, other), (other, one)):
        found = compatible(split(first).classes, split(second).classes)
        assert found is _ANSWERS[answer]


@settings(deadline=None)  # the first call reads the data file
@given(st.one_of(st.text(max_size=40), _NAMES))
def test_a_rest_is_shorter_and_final(text: str) -> None:
    rest, classes = split(text)
    assert len(rest) <= len(text)
    assert (rest == text) >= (not classes)
    assert split(rest) == (rest, ())


@settings(deadline=None)
@given(st.text(min_size=1, max_size=3), st.integers(1, 500))
def test_long_texts_are_no_names(text: str, times: int) -> None:
    long = f"{text} army " * times
    found = split(long)
    assert len(long) <= 300 or found == (long, ())


@given(_CLASSES.map(tuple), _CLASSES.map(tuple))
def test_compatible_finds_what_trying_all_finds(
    one: tuple[frozenset[str], ...], other: tuple[frozenset[str], ...]
) -> None:
    few, many = sorted((one, other), key=len)
    tries = permutations(many, len(few))
    some = any(all(a & b for a, b in zip(few, order, strict=True)) for order in tries)
    assert compatible(one, other) is (some if few else None)
    assert compatible(other, one) is compatible(one, other)


def test_the_data_file_is_in_order() -> None:
    seen: set[tuple[str, str, str]] = set()
    for classes, language, place, forms in data_rows(
        normalizer.spelling.__file__, "type_words.tsv"
    ):
        assert place in _PLACES, place
        assert classes.replace(",", "").isalpha()
        for form in forms.split("|"):
            assert form == form.strip()
            assert fold(form), form
            assert (language, form, place) not in seen, form
            seen.add((language, form, place))


@pytest.mark.parametrize(("spelling", "listed", "answer"), rows("type_word_names.tsv"))
def test_cases_for_resolving_are_well_formed(spelling: str, listed: str, answer: str) -> None:
    assert spelling != listed
    assert answer in {"yes", "no"}
    agree = compatible(split(spelling).classes, split(listed).classes)
    assert answer == "no" or agree is not False
