"""The data files on affixes and endings, one a language, read when first needed."""

from __future__ import annotations

import os
from functools import cache

from normalizer.spelling.data_rows import data_rows

_FOLDER = os.path.join(os.path.dirname(__file__), "data", "affixes")
_SUFFIX = ".tsv"


@cache
def affix_languages() -> frozenset[str]:
    """Return the languages that have a data file."""
    return frozenset(
        name.removesuffix(_SUFFIX) for name in os.listdir(_FOLDER) if name.endswith(_SUFFIX)
    )


def affix_language(language: str) -> str:
    """Return the language whose data file serves a BCP 47 tag: of its region, or its main one."""
    whole = language.casefold().replace("-", "_")
    return whole if whole in affix_languages() else whole.split("_", 1)[0]


def affix_rows(language: str) -> list[list[str]]:
    """Return the rows of a language's data file, without comments.

    Args:
        language: One of `affix_languages`.

    Returns:
        The cells of each row; the first says what the row tells.
    """
    rows = data_rows(__file__, f"affixes/{language}{_SUFFIX}")
    # A language may have the rows of another one.
    return affix_rows(rows[0][1]) if rows[0][0] == "like" else rows


@cache
def excluded_words(language: str = "") -> frozenset[str]:
    """Return the folded words that are no names although a paradigm or particle says so.

    Args:
        language: BCP 47 tag of the language of the form; empty where it is not known.

    Returns:
        The words of the language, or of all.
    """
    main = affix_language(language)
    return frozenset(
        word
        for languages, words in data_rows(__file__, "inflected_words.txt")
        if not main or main in languages.split()
        for word in words.split()
    )
