"""Ordinary words spelled like names: where they are words, and that none is listed in vain."""

from __future__ import annotations

import pytest

from normalizer import Normalizer
from normalizer.matching.texts import other_words
from normalizer.spelling import fold
from normalizer.spelling.data_rows import data_rows

ROWS = [row for row in data_rows(other_words.__file__, "other_words.tsv") if row[0] != "tells"]
WORDS = [word.replace("_", " ") for row in ROWS for word in row[2].split()]


def test_words_are_spelled_like_names(curated: Normalizer) -> None:
    # A word that is spelled like no name, in any capitals and inflection, can be deleted.
    idle = [word for word in WORDS if not curated.index.forms_of(fold.fold_key(word))]
    assert idle == []


def test_words_stand_in_small_letters_and_once() -> None:
    assert [word for word in WORDS if word != word.casefold()] == []
    spelled = [(*row[:2], word) for row in ROWS for word in row[2].split()]
    assert len(spelled) == len(set(spelled))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Viena no viņām palika mājās.", []),  # Latvian: one of them
        ("Tad uz to atbildēja Viena.", ["Viena"]),  # within a sentence its capital tells
        ("Viena es la capital de Austria.", ["Viena", "Austria"]),  # no Latvian text
        ("Puțin probabil.", []),  # with its accents it is the word anywhere
        ("Putin, probabil.", ["Putin"]),
    ],
)
def test_where_it_is_the_word(curated: Normalizer, text: str, found: list[str]) -> None:
    assert [mention.text for mention in curated.find(text)] == found
