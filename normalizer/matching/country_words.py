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
    whole, begun = _adjectives()
    found: dict[str, None] = {}
    for word in words:
        country = whole.get(word)
        if country is None:
            lengths = range(len(word), _SHORTEST, -1)
            country = next((begun[word[:n]] for n in lengths if word[:n] in begun), None)
        if country is not None:
            found[country] = None
    return list(found)
