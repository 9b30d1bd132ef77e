"""Slips of the pen: what the index finds, what it leaves alone, and how each is judged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.matching.hashing import letters_hash
from normalizer.matching.likeness import slips
from normalizer.matching.likeness.letter_runs import rarity
from normalizer.matching.likeness.slip_index import (
    SHORTEST_WORD,
    Near,
    SlipIndex,
    shortened_hashes,
)
from normalizer.matching.likeness.slip_table import SlipTable, shortened
from normalizer.matching.likeness.views import Spelling

AROUND = slips.Surroundings((False, True), (1, 1), 1000)
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
    ("query", "name", "apart"),
    [
        ("Nazim Qasim", "Naim Qasim", True),  # another consonant in a short word
        ("John XVIII", "John XVII", True),  # another number
        ("Naimm Qasim", "Naim Qasim", False),  # the same consonants
        ("Nxaim Qasim", "Naim Qasim", False),  # no name is spelled so
        ("Nazim Qasim Ahmad", "Naim Qasim Ahmad", False),  # the rest is beyond doubt
    ],
)
def test_a_short_word_with_another_consonant_is_apart(query: str, name: str, apart: bool) -> None:
    (near,) = found(query, [name])
    assert near.apart is apart


def test_a_large_gazetteer_knows_the_short_words_of_names() -> None:
    words = ["nazim", "qasim"], ["naim", "qasim"]
    for known, forms, apart in ((False, 1000, True), (True, 10**6, True), (False, 10**6, False)):
        around = slips.Surroundings((known, True), (1, 0), forms)
        assert slips.are_apart(*words, around, "Latn") is apart


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
        slips.odds(slips.measured([query, "qasem"], [name, "qasem"], (1, 1), AROUND, "Latn"))
        for query, name in (likely, less)
    )
    assert one > other


def test_a_known_word_is_hardly_a_slip() -> None:
    query, name = ["hossein", "salimi"], ["hossein", "salami"]
    new, known = (AROUND._replace(known=(True, it)) for it in (False, True))
    odds = [slips.odds(slips.measured(query, name, (1, 1), it, "Latn")) for it in (new, known)]
    assert odds[0] > odds[1]
    assert not slips.are_apart(query, name, new, "Latn")
    assert slips.are_apart(query, name, known, "Latn")


def test_what_another_name_is_as_likely_to_mean_counts_half() -> None:
    assert slips.score(9.0) == pytest.approx(0.9)
    assert slips.score(9.0, 9.0) == pytest.approx(9 / 19)


def test_a_likely_word_is_hardly_a_slip() -> None:
    """Of two that are as far from the listed name, the one that no name is spelled like is."""
    usual, odd = (
        slips.odds(slips.measured([word, "qasem"], ["soleimani", "qasem"], (1, 1), AROUND, "Latn"))
        for word in ("soleimane", "soleimanj")
    )
    assert odd > usual


@pytest.mark.parametrize(
    ("usual", "odd", "script"),
    [
        ("rahman", "rhmaan", "Latn"),
        ("иванов", "ивнаво", "Cyrl"),
        ("الرحمن", "انرمحل", "Arab"),
        ("παπαδοπουλος", "παπδαοπουολς", "Grek"),
    ],
)
def test_letters_of_names_are_usual(usual: str, odd: str, script: str) -> None:
    assert 0 < rarity(usual, script) < rarity(odd, script)


def test_a_script_without_a_table_tells_nothing_but_length() -> None:
    assert rarity("राम", "Deva") == rarity("मरा", "Deva") < rarity("रामन", "Deva")
    assert rarity("x́ß", "Latn") > rarity("xa", "Latn")  # letters that the table does not know


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
