"""The search for look-alikes: what it finds, in what order, and that it takes any query."""

from __future__ import annotations

import pytest

from normalizer.matching.likeness.evidence import compare_many
from normalizer.matching.likeness.views import Spelling
from tests.case_files import rows
from training.look_alike_search import LookAlikeSearch, build

SAME = rows("same_name.tsv")
NAMES = sorted({row[1] for row in SAME} | {row[1] for row in rows("other_name.tsv")})


def searcher(names: list[str]) -> LookAlikeSearch:
    sections = build(names)
    return LookAlikeSearch(lambda name: memoryview(sections[name]))


@pytest.fixture(scope="module")
def search() -> LookAlikeSearch:
    return searcher(NAMES)


@pytest.mark.parametrize(("query", "name"), SAME)
def test_the_right_name_is_among_the_first_ten(
    search: LookAlikeSearch, query: str, name: str
) -> None:
    assert NAMES.index(name) in [number for number, _ in search.search(query, 10)]


def test_results_are_ordered_limited_and_plain_python(search: LookAlikeSearch) -> None:
    found = search.search("Qasim Suleimany", 7)
    assert len(found) == 7
    assert [score for _, score in found] == sorted((s for _, s in found), reverse=True)
    assert {type(part) for result in found for part in result} == {int, float}
    assert len({number for number, _ in found}) == 7


def test_sections_are_named_and_the_same_each_time() -> None:
    one, two = build(NAMES), build(list(NAMES))
    assert one == two
    assert all(name.startswith("fuzzy.") for name in one)
    assert all(type(data) is bytes for data in one.values())


def test_search_and_comparison_meet(search: LookAlikeSearch) -> None:
    found = [number for number, _ in search.search("Касем Сулеймани", 50)]
    query = Spelling.of("Касем Сулеймани")
    compared = compare_many([(query, search.spelling(n)) for n in found])
    best = max(compared, key=lambda comparison: comparison.score)
    assert best.name.text in ("Qasem Soleimani", "قاسم سليماني")


@pytest.mark.parametrize("query", ["", " ", "!?", "😀", "\u200f", "x", "1", "a" * 1000])
def test_odd_queries_are_no_error(search: LookAlikeSearch, query: str) -> None:
    assert len(search.search(query, 5)) <= 5


@pytest.mark.parametrize("names", [[], ["Hama"], ["", "Hama"], ["!"], ["Hama", "Hama"]])
def test_small_and_odd_lists(names: list[str]) -> None:
    found = searcher(names).search("حماة", 5)
    assert [number for number, _ in found] == [i for i, name in enumerate(names) if "H" in name]


def test_words_may_be_turned(search: LookAlikeSearch) -> None:
    first = search.search("Soleimani Qasem", 1)[0][0]
    assert NAMES[first] in ("Qasem Soleimani", "قاسم سليماني")
