"""Titles before and behind names, from the data file beside this module."""

from __future__ import annotations

import re
from functools import lru_cache

from normalizer.spelling import fold
from normalizer.spelling.data_rows import data_rows


@lru_cache(maxsize=1)
def _titles() -> dict[str, tuple[str, ...]]:
    """Return the titles of each kind, as written in the data file."""
    by_kind: dict[str, tuple[str, ...]] = {}
    for kind, _language, titles in data_rows(__file__, "titles.tsv"):
        by_kind[kind] = (*by_kind.get(kind, ()), *titles.split())
    return by_kind


def all_titles() -> list[str]:
    """Return the titles and offices of all kinds and languages."""
    return [title.replace("_", " ") for titles in _titles().values() for title in titles]


@lru_cache(maxsize=1)
def _before_surnames() -> frozenset[str]:
    return frozenset(map(fold.fold, _titles()["title"]))


@lru_cache(maxsize=1)
def _before() -> tuple[frozenset[str], frozenset[str], int]:
    """Titles before names without their spaces, what their words begin with, the most words.

    Spaces do not count, since joiners fold to nothing: آیت‌الله is آیت الله.
    """
    spaced = [fold.fold(title) for kind in ("title", "royal") for title in _titles()[kind]]
    titles = frozenset(title.replace(" ", "") for title in spaced)
    longest = max(title.count(" ") + 1 for title in spaced)
    return titles, titles.union(title.split()[0] for title in spaced), longest


@lru_cache(maxsize=1)
def _behind() -> tuple[str, ...]:
    """Titles behind names, the longest first."""
    return tuple(sorted((it.replace("_", " ") for it in _titles()["behind"]), key=_longer_first))


def _longer_first(title: str) -> tuple[int, str]:
    return -len(title), title


def is_title(words: str) -> bool:
    """Tell whether folded words are a title that may stand before a surname alone."""
    return words in _before_surnames()


def title_behind(text: str) -> bool:
    """Tell whether a text begins with a title that stands behind names."""
    return text.startswith(_behind())


@lru_cache(maxsize=1)
def _offices() -> tuple[frozenset[str], tuple[str, ...]]:
    """Offices of state before surnames, folded, and those behind."""
    titles = _titles()
    return frozenset(map(fold.fold, titles["office"])), titles["office_behind"]


_CLAUSE = re.compile(r"[^.!?,;:…\n()«»\"“”|\[\]]*$")
_FEW = 40
_MOST_WORDS = 3
_CAPITAL = re.compile(r"[ -]([^\W\d_])")


def has_office(text: str, start: int, end: int) -> bool:
    """Tell whether an office of state stands right before or behind a surname: President Assad.

    Args:
        text: The whole text.
        start: Offset of the surname.
        end: Offset behind it.
    """
    before, behind = _offices()
    if text[end : end + _FEW].lstrip(" ").startswith(behind):
        return True
    capital = _CAPITAL.match(text, end)
    if capital and capital[1].isupper():
        return False  # a longer name: President Moon Jae-in
    clause = _CLAUSE.search(text, max(0, start - _FEW), start)
    words = fold.fold(clause[0]).split() if clause else []
    return any(" ".join(words[-size:]) in before for size in range(1, _MOST_WORDS + 1))


def without_titles(text: str) -> str:
    """Return a name without the titles before and behind it.

    Args:
        text: A name, perhaps with titles, such as ``"General Qasem Soleimani"``.

    Returns:
        The name; the text itself where nothing would be left, or no title stands there.
    """
    words = text.split()
    at = 0
    while size := _title_at(words, at):
        at += size
    return _without_title_behind(" ".join(words[at:]) if at else text)


def _title_at(words: list[str], at: int) -> int:
    """Return how many words at a place are a title with a word behind it."""
    titles, beginnings, longest = _before()
    begin = fold.fold(words[at]).split() if words else []
    if begin and begin[0] not in beginnings:
        return 0
    for size in range(min(longest, len(words) - at - 1), 0, -1):
        if fold.fold(" ".join(words[at : at + size])).replace(" ", "") in titles:
            return size
    return 0


_SHORTEST = 2  # letters of a name before a title, where no space need divide them


def _without_title_behind(text: str) -> str:
    if text.isascii():
        return text
    for title in _behind():
        if text.endswith(title):
            rest = text.removesuffix(title).rstrip()
            return rest if len(rest) >= _SHORTEST else text
    return text
