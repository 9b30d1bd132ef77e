"""The countries that adjectives in a text tell of, from the data file beside this module."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from normalizer.spelling import fold
from normalizer.spelling.data_rows import data_rows

_SHORTEST = 3


@lru_cache(maxsize=1)
def _adjectives() -> tuple[dict[str, str], dict[str, str]]:
    """Return the countries by folded adjective, and by the beginnings of others."""
    whole: dict[str, str] = {}
    begun: dict[str, str] = {}
    for country, words in data_rows(__file__, "country_words.tsv"):
        for word in words.split():
            into = begun if word.endswith("*") else whole
            into[fold.fold(word)] = country
    return whole, begun


def countries() -> frozenset[str]:
    """Return the canonical names of the countries that the data file tells adjectives of."""
    whole, begun = _adjectives()
    return frozenset([*whole.values(), *begun.values()])


def countries_told(words: Iterable[str]) -> list[str]:
    """Return the canonical names of the countries that folded words are adjectives of.

    Args:
        words: Folded words of a text.

    Returns:
        The names in order, without repeats.
    """
    return list(dict.fromkeys(filter(None, map(_country_told, words))))


@lru_cache(maxsize=65536)
def _country_told(word: str) -> str | None:
    """Return the canonical name of the country that a folded word is an adjective of."""
    whole, begun = _adjectives()
    if word in whole:
        return whole[word]
    lengths = range(len(word), _SHORTEST, -1)
    return next((begun[word[:size]] for size in lengths if word[:size] in begun), None)
