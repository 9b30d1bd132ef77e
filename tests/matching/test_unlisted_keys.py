"""The keys of stretches of words: array arithmetic finds what trying each of them finds."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer.matching.likeness import unlisted_keys
from normalizer.matching.likeness.unlisted_keys import Part, UnlistedKeys
from normalizer.matching.likeness.views import Spelling

FORMS = ["Harkat Bulmad", "Sarim Tobek Nurgal", "Derim Daned", "Kobald"]
KEYS = {"".join(Spelling(form).core_skeletons) for form in FORMS}
PIECES = sorted({piece for form in FORMS for piece in Spelling(form).core_skeletons})
SOME = [*PIECES, PIECES[0] + PIECES[1], PIECES[0][:1], PIECES[0][1:]]

words = st.lists(st.sampled_from(SOME), max_size=3, unique=True)
runs = st.lists(st.tuples(st.lists(words, max_size=8), st.integers(2, 9)), max_size=6)


def tried(lines: Sequence[Sequence[Sequence[str]]], least: Sequence[int]) -> list[tuple[int, ...]]:
    """Return the stretches whose words have a form's key in one of their readings."""
    return [
        (number, first, last)
        for number, (line, shortest) in enumerate(zip(lines, least, strict=True))
        for first in range(len(line))
        for last in range(first + 1, min(first + 6, len(line)))
        if any(
            len(key) >= shortest and key in KEYS
            for key in map("".join, product(*line[first : last + 1]))
        )
    ]


@settings(max_examples=500, deadline=None)
@given(runs=runs)
def test_stretches_are_those_that_trying_finds(
    runs: list[tuple[list[list[str]], int]],
) -> None:
    sections = unlisted_keys.build((Spelling(form), False) for form in FORMS)
    keys = UnlistedKeys(lambda name: memoryview(sections[name]))
    lines, least = [line for line, _ in runs], [shortest for _, shortest in runs]
    parts = [[tuple(map(Part.of, word)) for word in line] for line in lines]
    # At most 64 readings are tried, the first: more only cost what they find.
    expected = [place for place in tried(lines, least) if _readings(lines, place) <= 64]
    found = keys.stretches(parts, least)
    assert [place for place in found if _readings(lines, place) <= 64] == expected


def _readings(lines: Sequence[Sequence[Sequence[str]]], place: tuple[int, ...]) -> int:
    number, first, last = place
    count = 1
    for word in lines[number][first : last + 1]:
        count *= len(word)
    return count
