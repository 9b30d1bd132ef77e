"""Organisations whose names hold the same words in another order are two organisations."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations

from normalizer.matching.country_words import countries, countries_told
from normalizer.matching.likeness.views import Spelling
from normalizer.spelling import fold
from normalizer.spelling.data_rows import data_rows
from normalizer.spelling.script import LATIN


def turned(
    query: Spelling, name: Spelling, pairs: Sequence[tuple[int, int]]
) -> tuple[str, str] | None:
    """Return two words of a listed name that the query has the other way round, where that tells.

    Where a country's name stands tells nothing: Iraq National Guard, National Guard Iraq.

    Args:
        query: The spelling that was given.
        name: A form of an organisation's name in the same script.
        pairs: The places of the words that met, in the query and in the form.

    Returns:
        The words as the query has them, or None.
    """
    if name.script != LATIN or "," in query.text:
        return None
    for (_, first), (_, second) in combinations(pairs, 2):
        words = name.core_words[second], name.core_words[first]
        if second < first and any(map(_says_what, words)) and not any(map(_is_country, words)):
            return words
    return None


@lru_cache(maxsize=1)
def _order_words() -> frozenset[str]:
    rows = data_rows(__file__, "order_words.txt")
    return frozenset(fold.fold_key(word) for (words,) in rows for word in words.split())


def _says_what(word: str) -> bool:
    """Tell whether a word says what an organisation is: national, democratic."""
    return fold.fold_key(word) in _order_words()


def _is_country(word: str) -> bool:
    """Tell whether a word is a country's name or adjective, which may stand anywhere."""
    return bool(countries_told([word])) or word in _country_names()


@lru_cache(maxsize=1)
def _country_names() -> frozenset[str]:
    return frozenset(word for country in countries() for word in fold.fold(country).split())
