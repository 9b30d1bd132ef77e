"""Scanning: plain Python and numpy find the same hits, and the right ones."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer import Normalizer
from normalizer.matching.texts.scan import Scanner
from normalizer.matching.texts.scan_short import LOOK_ROUND, Hit, ShortScanner
from normalizer.spelling.fold import compose


def plain(hits: Iterable[Hit]) -> list[tuple[int, ...]]:
    """Return hits without the flag that only the long scanner can clear."""
    return sorted((start, end, key, flags & ~LOOK_ROUND) for start, end, key, flags in hits)


PIECES = [
    "Iraq",
    "PMU",
    "U.S.",
    "US",
    "人民动员力量",
    "Straße",
    "Washington, D.C.",
    'צה"ל',
    "Hashd",
    "al",
    "Sha'abi",
    "الحَشْد",
    "وال",
    "بالحشد الشعبي",
    'ובצה"ל',
    "että ",
    "Iraqissa",
    "Straßessa",
    "się ",
    "Iraqem",
    "الشعبي",
    "𝔘𠀀𠀁",
    *"'’.ʿ\u0301- \nß人𠀀\u200cً\u0e01\u0e31ا\"ל\u00ad\u3099\u1100a",
]

# Of the words some tell a language, in which endings may hang on names.
PLAIN = ["Iraq ", "PMU ", " l'Iraq", "Iraqem ", "und ", "prema", "l'und, ", "U.S.A. ", "\n", ". "]


@settings(max_examples=600, deadline=None)
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=14))
def test_both_scanners_find_the_same(small: Normalizer, pieces: list[str]) -> None:
    text = compose("".join(pieces))
    scanner = Scanner(small.index)
    assert plain(scanner.hits(text)) == plain(ShortScanner(small.index).hits(text))


@settings(max_examples=300, deadline=None)
@given(text=st.text())
def test_any_text_is_scanned(small: Normalizer, text: str) -> None:
    text = compose(text)
    hits = list(Scanner(small.index).hits(text))
    assert plain(hits) == plain(ShortScanner(small.index).hits(text))
    assert all(0 <= start < end <= len(text) for start, end, _, _ in hits)


@settings(max_examples=300, deadline=None)
@given(texts=st.lists(st.lists(st.sampled_from([*PIECES, *PLAIN]), max_size=10), max_size=6))
def test_many_texts_at_once(small: Normalizer, texts: list[list[str]]) -> None:
    joined = ["".join(pieces) for pieces in texts]
    assert small.find_many(joined) == [small.find(text) for text in joined]


def test_many_long_texts_at_once(small: Normalizer) -> None:
    texts = [f"{'x ' * size}Hashd al-Sha'abi" for size in range(0, 70_000, 997)] * 3
    assert small.find_many(texts) == [small.find(text) for text in texts]


def test_names_across_the_borders_of_stretches(small: Normalizer) -> None:
    name = "Hashd al-Sha'abi"
    scanner = Scanner(small.index)
    for gap in range(65_500, 65_560, 3):
        text = "x" * (gap - 1) + " " + name + " y" * 40_000 + " " + name
        found = {text[start:end] for start, end, _, _ in scanner.hits(text)}
        starts = [hit[0] for hit in scanner.hits(text)]
        assert found == {name}
        assert starts == [gap, len(text) - len(name)]


def test_long_text_without_any_space(small: Normalizer) -> None:
    text = "人" * 200_000 + "人民动员力量" + "人" * 200_000
    hits = list(Scanner(small.index).hits(text))
    assert [hit[:2] for hit in hits] == [(200_000, 200_006)]


def test_letters_that_fold_to_many(small: Normalizer) -> None:
    text = "\ufdfa" * 40_000 + " Iraq " + "\ufdfa" * 40_000 + " Iraq"
    assert [text[hit[0] : hit[1]] for hit in Scanner(small.index).hits(text)] == ["Iraq", "Iraq"]
