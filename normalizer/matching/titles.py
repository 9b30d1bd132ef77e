"""Titles before names, from the data file beside this module."""

from __future__ import annotations

import os
from functools import lru_cache

from normalizer.spelling import fold


@lru_cache(maxsize=1)
def _titles() -> dict[str, frozenset[str]]:
    path = os.path.join(os.path.dirname(__file__), "data", "titles.tsv")
    by_kind: dict[str, set[str]] = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.startswith("#"):
                continue
            kind, _language, titles = line.rstrip("\n").split("\t")
            by_kind.setdefault(kind, set()).update(map(fold.fold, titles.split()))
    return {kind: frozenset(words) for kind, words in by_kind.items()}


@lru_cache(maxsize=1)
def _every_title() -> tuple[frozenset[str], frozenset[str]]:
    """All titles, and the words they begin with."""
    titles = frozenset[str]().union(*_titles().values())
    return titles, frozenset(title.split()[0] for title in titles)


_LONGEST = 3


def is_title(words: str) -> bool:
    """Tell whether folded words are a title that may stand before a surname alone."""
    return words in _titles()["title"]


def without_titles(text: str) -> str:
    """Return a name without the titles before it.

    Args:
        text: A name, perhaps with titles, such as ``"General Qasem Soleimani"``.

    Returns:
        The name; the text itself where nothing would be left, or no title stands there.
    """
    words = text.split()
    at = 0
    while size := _title_at(words, at):
        at += size
    return " ".join(words[at:]) if at else text


def _title_at(words: list[str], at: int) -> int:
    """Return how many words at a place are a title with a word behind it."""
    titles, first_words = _every_title()
    begin = fold.fold(words[at]).split()[:1] if words else []
    if begin and begin[0] not in first_words:
        return 0
    for size in range(min(_LONGEST, len(words) - at - 1), 0, -1):
        if fold.fold(" ".join(words[at : at + size])) in titles:
            return size
    return 0
