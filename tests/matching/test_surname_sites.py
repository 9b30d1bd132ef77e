"""Surnames in long texts: one pass of compiled loops tells what looking for each of them tells."""

from __future__ import annotations

import random
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import normalizer
from normalizer import Normalizer
from normalizer.matching.texts import surname_sites
from normalizer.native.strings import PIECE, Apart, find_strings

GIVEN = ["Adan", "Bela", "Cyra", "Dov"]
FAMILY = [a + b for a in ("Karm", "Lest", "Marw", "Nost", "Orbil") for b in "aeio"]


@pytest.fixture(scope="module")
def crowd() -> Normalizer:
    """People of whom some share a surname, which may begin another one."""
    rng = random.Random(5)
    names = {f"{rng.choice(GIVEN)} {rng.choice(FAMILY)}{end}" for end in ("", "", "v", "vski") * 40}
    people = [
        {"id": f"p{n}", "type": "person", "name": name} for n, name in enumerate(sorted(names))
    ]
    return normalizer.build(people)


def _text(crowd: Normalizer, seed: int, gap: str) -> str:
    rng = random.Random(seed)
    names = [crowd.index.entity(number).name for number in range(crowd.index.entity_count)]
    words = [rng.choice(["said that", "met", "and then", "In May", "—"]) for _ in range(400)]
    said = [
        rng.choice([name, name, name.split()[1], f"Zeno {name.split()[1]}"])
        for name in rng.choices(names, k=400)
    ]
    return gap.join(f"{word} {name}" for word, name in zip(words, said, strict=True))


@pytest.mark.parametrize("gap", [". ", " и ", " " * 900, " 😀 "])
@pytest.mark.parametrize("seed", range(6))
def test_the_same_surnames_are_found(
    crowd: Normalizer, monkeypatch: pytest.MonkeyPatch, seed: int, gap: str
) -> None:
    text = _text(crowd, seed, gap)
    found = crowd.find(text)
    alone = [mention for mention in found if "surname of" in mention.evidence[0]]
    assert len(found) > len(alone) > (0 if len(gap) < 9 else -1)
    monkeypatch.setattr(surname_sites, "ENOUGH", 1 << 30)  # each is looked for by itself
    assert crowd.find(text) == found


@settings(max_examples=300, deadline=None)
@given(
    text=st.text(alphabet="abéя ", max_size=60),
    strings=st.lists(st.text(alphabet="abéя ", min_size=1, max_size=6), min_size=1, unique=True),
    piece=st.sampled_from([1, 7, PIECE]),
)
def test_strings_are_found_where_they_stand(text: str, strings: list[str], piece: int) -> None:
    with patch("normalizer.native.strings.PIECE", piece):
        found = find_strings(text, strings, 1)
    if found is None:
        pytest.skip("there are no compiled loops")
    expected = [
        (at, number)
        for at in range(len(text))
        for number, string in enumerate(strings)
        if text.startswith(string, at)
    ]
    assert sorted(zip(*(column.tolist() for column in found), strict=True)) == expected


@settings(max_examples=200, deadline=None)
@given(
    text=st.text(alphabet="abéя ", max_size=60),
    strings=st.lists(st.text(alphabet="abéя ", min_size=1, max_size=3), min_size=1, unique=True),
    apart=st.lists(st.booleans(), min_size=6, max_size=6),
    closed=st.lists(st.booleans(), min_size=6, max_size=6),
)
def test_strings_that_stand_apart_are_found_but_beside_inner_units(
    text: str, strings: list[str], apart: list[bool], closed: list[bool]
) -> None:
    strings = strings[:6]
    inner = np.zeros(0x10000, dtype=bool)
    inner[[ord("a"), ord("я")]] = True
    flags, ends = (np.array(some[: len(strings)]) for some in (apart, closed))
    every, found = (
        find_strings(text, strings, 1),
        find_strings(text, strings, 1, Apart(flags, ends, inner)),
    )
    if every is None or found is None:
        pytest.skip("there are no compiled loops")
    places, kept = ({*zip(*(c.tolist() for c in some), strict=True)} for some in (every, found))
    behind = {(at, which) for at, which in places if at and apart[which] and text[at - 1] in "aя"}
    before = {
        (at, which)
        for at, which in places
        if closed[which] and text[at + len(strings[which]) :][:1] in ("a", "я")
    }
    assert places - behind - before <= kept <= places - before
