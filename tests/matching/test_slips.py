"""Slips of the pen: what the index finds, what it leaves alone, and how each is judged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.matching.hashing import letters_hash
from normalizer.matching.likeness import slips
from normalizer.matching.likeness.slip_index import (
    SHORTEST_WORD,
    Near,
    SlipIndex,
    shortened_hashes,
)
from normalizer.matching.likeness.slip_table import SlipTable, shortened
from normalizer.matching.likeness.views import Spelling

LISTED = [
    "Qasem Soleimani", "Benjamin Netanyahu", "Hossein Salami", "Naim Qasim", "John XVII",
    "Hassan Rouhani", "قاسم سليمانى", "Владимир Зеленский", "Yahya al-Sinwar", "習近平", "김정은",
]  # fmt: skip


def search(listed: list[str]) -> SlipIndex:
    sections = SlipTable.of(map(Spelling, listed)).sections()
    return SlipIndex(lambda label: memoryview(sections[label]))


def found(query: str, listed: list[str] = LISTED) -> list[Near]:
    return search(listed).search([Spelling(query)])[0]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("Qasem Soleiimani", "Qasem Soleimani"),
        ("Qasem Solemani", "Qasem Soleimani"),
        ("Qasem Sloeimani", "Qasem Soleimani"),
        ("Qaseem Solemani", "Qasem Soleimani"),
        ("Benjamin Netnyahu", "Benjamin Netanyahu"),
        ("قاسم سليماننى", "قاسم سليمانى"),
        ("Владимир Зеленсский", "Владимир Зеленский"),
        ("Yahya Sinwar", "Yahya al-Sinwar"),
    ],
)
def test_slips_are_found_and_accepted(query: str, name: str) -> None:
    (near,) = found(query)
    assert LISTED[near.number] == name
    assert near.score() >= slips.threshold("1%")


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("Nazim Qasim", "another consonant in a short word"),
        ("John XVIII", "another number"),
        ("Soleimani Qasem", "another order"),
        ("Qasem Suleymaniye", "more than two slips"),
        ("Касем Солеймани", "another script"),
        ("QasemSoleimani", "a space"),
        ("習近乎", "letters that are words"),
        ("김정운", "letters that are syllables"),
        ("", "nothing"),
    ],
)
def test_others_are_not_found(query: str, why: str) -> None:
    assert found(query) == [], why


@pytest.mark.parametrize(
    ("likely", "less"),
    [
        (("soleimanni", "soleimani"), ("soleimahi", "soleimani")),  # doubled, another letter
        (("sloeimani", "soleimani"), ("soleimanib", "soleimani")),  # swapped, one more at the end
        (("benjmin", "benjamin"), ("penjamin", "benjamin")),  # missing, another first letter
    ],
)
def test_likelier_slips_score_higher(likely: tuple[str, str], less: tuple[str, str]) -> None:
    one, other = (
        slips.score(slips.measured([query, "qasem"], [name, "qasem"], [False, True], "Latn"))
        for query, name in (likely, less)
    )
    assert one > other


def test_a_known_word_is_hardly_a_slip() -> None:
    scores = [
        slips.score(
            slips.measured(["hossein", "salimi"], ["hossein", "salami"], [True, it], "Latn")
        )
        for it in (False, True)
    ]
    assert scores[0] > scores[1]
    assert scores[1] < slips.threshold("1%")


def test_thresholds_rise_with_strictness() -> None:
    assert slips.threshold("5%") < slips.threshold("1%") < slips.threshold("0.1%") < 1


LONG = [(it, word) for it in LISTED for word in it.split() if len(word) > 6 and "-" not in word]


@given(st.sampled_from(LONG), st.data())
def test_a_long_word_may_lack_any_letter(chosen: tuple[str, str], data: st.DataObject) -> None:
    name, word = chosen
    at = data.draw(st.integers(0, len(word) - 1))
    query = name.replace(word, word[:at] + word[at + 1 :])
    assert [LISTED[near.number] for near in found(query)] == [name]


def test_many_are_found_as_one_by_one() -> None:
    index = search(LISTED)
    queries = [Spelling(text) for text in ("Qasem Solemani", "Nobody Else", "Yahya Sinwar")]
    assert index.search(queries) == [index.search([query])[0] for query in queries]


def test_sequences_of_words_do_not_run_into_others() -> None:
    listed = [f"{a} {b}" for a in ("blue", "green", "yellow") for b in ("front", "league", "union")]
    listed += ["blue", "front", "azurites", "league", "green front union"]
    index = search(listed)
    for number, name in enumerate(listed):
        assert [near.number for near in index.search([Spelling(name)])[0]] == [number]


@given(st.lists(st.text("abkاБй𝒜 ", min_size=1, max_size=9), max_size=6))
def test_shortened_hashes_are_those_of_the_letters(words: list[str]) -> None:
    hashes, owners = shortened_hashes(words)
    for at, word in enumerate(words):
        left = shortened(word) if len(word) >= SHORTEST_WORD else ()
        assert set(hashes[owners == at].tolist()) == set(map(letters_hash, [word, *left]))
