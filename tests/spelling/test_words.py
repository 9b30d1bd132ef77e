"""Words and joints of names."""

from __future__ import annotations

import pytest

from normalizer.spelling.fold import compose, kinds
from normalizer.spelling.words import form, letters_of, spells, split_words

SPELLS = [
    ("Press TV", "PressTV"),
    ("Press TV", "press-tv"),
    ("Washington, D.C.", "Washington DC"),
    ("Washington, D.C.", "Washington, DC"),
    ("U.N. Security Council", "UN Security Council"),
    ("حزب الله", "حزب‌الله"),
    ("Hashd al-Shaabi", "Hashd\nal-Sha’abi"),
]
SPELLS_NOT = [
    ("Putin", "put in"),
    ("Press TV", "press, TV"),
    ("ISIS", "is is"),
    ("Ansar Allah", "Ansar. Allah"),
    ("Ansar Allah", "Ansar\n\nAllah"),
    ("USA", "us a"),
]


@pytest.mark.parametrize(("name", "text"), SPELLS)
def test_spells(name: str, text: str) -> None:
    assert spells(form(name), form(text))


@pytest.mark.parametrize(("name", "text"), SPELLS_NOT)
def test_spells_not(name: str, text: str) -> None:
    assert not spells(form(name), form(text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("‘Hezbollah’ said", ["Hezbollah", "said"]),
        ("ʿAli’s", ["ʿAli’s"]),
        ("北京 and 人民", ["北", "京", "and", "人", "民"]),
        ("U.S. army", ["U.S", "army"]),
        ("الحَشْدُ", ["الحَشْدُ"]),
        ("ไทย", ["ไ", "ท", "ย"]),
        ("\u200fحماس\u200e", ["حماس"]),
    ],
)
def test_split_words(text: str, words: list[str]) -> None:
    composed = compose(text)
    found = split_words(composed, kinds(composed))
    assert [composed[word.start : word.end] for word in found] == words


def test_letters_of_a_form() -> None:
    assert letters_of("washington,dc") == "washingtondc"
    assert letters_of("यमन") == "यमन"
