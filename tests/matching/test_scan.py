"""Scanning: plain Python, numpy and compiled loops find the same hits, and the right ones."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer import Normalizer
from normalizer.matching.texts.hits import LOOK_ROUND, Hit
from normalizer.matching.texts.scan import Scanner
from normalizer.matching.texts.scan_short import ShortScanner
from normalizer.native import build, library
from normalizer.spelling.fold import compose

both_ways = pytest.mark.parametrize("native", [True, False], ids=["compiled", "numpy"])


def hits_of(small: Normalizer, text: str) -> list[Hit]:
    """Return the hits of a text, which compiled loops and numpy find alike."""
    hits = list(Scanner(small.index).hits(text))
    assert hits == list(Scanner(small.index, native=False).hits(text))
    return hits


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
def test_all_scanners_find_the_same(small: Normalizer, pieces: list[str]) -> None:
    text = compose("".join(pieces))
    assert plain(hits_of(small, text)) == plain(ShortScanner(small.index).hits(text))


@settings(max_examples=300, deadline=None)
@given(text=st.text())
def test_any_text_is_scanned(small: Normalizer, text: str) -> None:
    text = compose(text)
    hits = hits_of(small, text)
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


@both_ways
def test_names_across_the_borders_of_stretches(small: Normalizer, native: bool) -> None:
    name = "Hashd al-Sha'abi"
    scanner = Scanner(small.index, native=native)
    for gap in range(65_500, 65_560, 3):
        text = "x" * (gap - 1) + " " + name + " y" * 40_000 + " " + name
        found = {text[start:end] for start, end, _, _ in scanner.hits(text)}
        starts = [hit[0] for hit in scanner.hits(text)]
        assert found == {name}
        assert starts == [gap, len(text) - len(name)]


def test_long_text_without_any_space(small: Normalizer) -> None:
    text = "人" * 200_000 + "人民动员力量" + "人" * 200_000
    hits = hits_of(small, text)
    assert [hit[:2] for hit in hits] == [(200_000, 200_006)]


def test_letters_that_fold_to_many(small: Normalizer) -> None:
    text = "\ufdfa" * 9_000 + " Iraq " + "\ufdfa" * 9_000 + " Iraq"
    assert [text[hit[0] : hit[1]] for hit in hits_of(small, text)] == ["Iraq", "Iraq"]


def test_more_hits_than_words(small: Normalizer) -> None:
    # Two hits begin in such a word, one of them behind its apostrophe.
    text = "Iraq'Iraq " * 40_000
    assert len(hits_of(small, text)) > len(text.split())


def test_threads_scan_at_once(small: Normalizer) -> None:
    # The compiled loops run without Python's lock.
    texts = [f"{'x ' * size}Hashd al-Sha'abi {'y ' * size}" * 20 for size in range(500, 4000, 97)]
    scanner = Scanner(small.index)
    alone = [list(scanner.hits(text)) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda text: list(scanner.hits(text)), texts)) == alone


@pytest.mark.skipif(not any(map(shutil.which, ("cc", "gcc", "clang"))), reason="no C compiler")
def test_the_loops_are_compiled_where_there_is_a_compiler(tmp_path: Path) -> None:
    assert build.build(str(tmp_path)) == str(tmp_path / library.library_name())
    assert library.library() is not None, "run python -m normalizer.native.build"


def test_the_loops_can_be_switched_off(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(library.SWITCH, "0")
    assert build.build(str(tmp_path)) is None
    assert library.library.__wrapped__() is None
    assert not list(tmp_path.iterdir())


def test_a_compiler_that_fails_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CC", "false")
    assert build.build(str(tmp_path)) is None
    assert not list(tmp_path.iterdir())
