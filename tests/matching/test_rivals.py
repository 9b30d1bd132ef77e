"""What the networks find behind names that are a slip away: which of two names comes first."""

from __future__ import annotations

import pytest

import normalizer
from normalizer.matching.likeness.evidence import Comparison
from normalizer.matching.likeness.meeting import Meeting
from normalizer.matching.likeness.views import Spelling
from normalizer.matching.names.match import Match
from normalizer.matching.names.rivals import held_against


def match(entity: int, query: str, name: str, probability: float) -> Match:
    comparison = Comparison(Spelling.of(query), Spelling.of(name), meeting=Meeting((), (), True))
    return Match(entity, entity, comparison, probability)


def matches(
    slipped: list[tuple[str, float]], learned: tuple[str, float]
) -> tuple[list[Match], list[Match]]:
    numbers = {name: at for at, name in enumerate(dict([*slipped, learned]))}
    some = [match(numbers[name], "Torkia", name, likely) for name, likely in slipped]
    return some, [match(numbers[learned[0]], "Torkia", *learned)]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("Nikimo", ["Nikrimo", "Nikmo", "Nikkimu", "Nikzimo"]),
        ("Bekbel", ["Bekbelo", "Bekpel", "Bekbe", "Bekvel", "Bekbemil"]),
    ],
)
def test_the_likeliest_slip_comes_first(query: str, names: list[str]) -> None:
    known = normalizer.build({"id": name, "type": "person", "name": name} for name in names)
    answer = known.resolve(query)
    assert answer.candidates[0].id == names[0]
    assert answer.id in (None, names[0])


@pytest.mark.parametrize(
    ("slipped", "learned"),
    [
        ([("Torkika", 0.6)], ("Torkoya", 0.9)),  # farther by its letters
        ([("Torkika", 0.1)], ("Torkoya", 0.9)),  # behind one that is hardly likely, too
        ([("Torkika", 0.6), ("Torka", 0.05)], ("Torka", 0.9)),  # as near, but far less likely
    ],
)
def test_what_is_farther_or_far_less_likely_stands_behind(
    slipped: list[tuple[str, float]], learned: tuple[str, float]
) -> None:
    some, found = matches(slipped, learned)
    (held,) = held_against(some, found)
    assert held.entity == found[0].entity
    assert held.score < max(it.score for it in some)


@pytest.mark.parametrize(
    ("slipped", "learned"),
    [
        ([("Torkika", 0.04)], ("Torkoya", 0.9)),  # nothing to go by
        ([("Torkika", 0.6)], ("Torkika", 0.9)),  # the same
        ([("Torkika", 0.6), ("Torka", 0.3)], ("Torka", 0.9)),  # nearly as likely
        ([("Torkika", 0.6)], ("Торкоя", 0.9)),  # another script
    ],
)
def test_others_stay_as_they_are(
    slipped: list[tuple[str, float]], learned: tuple[str, float]
) -> None:
    some, found = matches(slipped, learned)
    assert held_against(some, found) == found
