"""Tell where a place's name is somebody's surname, a title or a place elsewhere.

Jan Malta, the café «Прага», Cairo, Illinois. Data: ``place_namesakes.tsv`` beside this module, and
the given names of ``bearers``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from normalizer.matching.texts import bearers
from normalizer.spelling.data_rows import data_rows
from normalizer.spelling.text_language import around, languages_told

_PAIRS = {"«": "»", "„": "“”", "“": "”", '"': '"'}
"""Quotation marks that a title stands in: opening, and what may close it."""
_SPACED = "«"
_SPACES = " \u00a0\u202f"
_FEW = 40
_WORD_BEFORE = re.compile(r"(?<![\w.’'-])([^\W\d_][\w’'-]*)[ \u00a0]$")
_QUOTE_BEFORE = re.compile(r"(?:[^\W\d_],?[ \u00a0]|[.!?…–—-] |\(|^|\n)([«„“\"])[ \u00a0\u202f]?$")
_SEPARATORS = (", ", " (", "، ")
_REGION_BEHIND = re.compile(
    r"(?:, | \(|، )([^\W\d_]+(?: [^\W\d_]+)?)(?:[,.;:!?)،۔؛]|$)", re.MULTILINE
)
_WORD_BEHIND = re.compile(r" ([^\W\d_]+)")
_WRITTEN_ON = frozenset("-’'‐")


@lru_cache(maxsize=1)
def _regions() -> frozenset[str]:
    return frozenset(word.replace("_", " ") for word in _words("region"))


@lru_cache(maxsize=1)
def _beside() -> frozenset[str]:
    return frozenset(_words("beside"))


@lru_cache(maxsize=1)
def _saints() -> list[list[str]]:
    return [[word] for word in _words("saint")]


@lru_cache(maxsize=1)
def _given_names() -> tuple[frozenset[str], frozenset[str]]:
    """Return the given names but those that end as so many words do, and such of some languages."""
    ends = tuple(_words("ends"))
    names = frozenset(name for name in bearers.listed_given_names() if not name.endswith(ends))
    return names, bearers.listed_given_names(_words("given")) - names


def _words(kind: str) -> list[str]:
    rows = data_rows(__file__, "place_namesakes.tsv")
    return [word for row in rows if row[0] == kind for word in row[2].split()]


def heads(length: int) -> Iterable[str]:
    """Yield what may begin right behind such a name.

    Args:
        length: How many letters of it.
    """
    for region in _regions():
        for separator in _SEPARATORS:
            yield f"{separator}{region}"[:length]
    for region in _words("beside"):
        yield f" {region}"[:length]


def given_tails(length: int) -> Iterable[str]:
    """Yield how given names end that may stand right before such a name.

    Args:
        length: How many letters of it.
    """
    for names in _given_names():
        yield from (f" {name} "[-length:] for name in names)


def tails(length: int) -> Iterable[str]:
    """Yield what else may end right before such a name, but for quotation marks that touch it.

    Args:
        length: How many letters of it.
    """
    letters = {name[-1] for names in _given_names() for name in names}
    for letter in letters | set("abcdefghijklmnopqrstuvwxyzàéèêô"):
        for space in _SPACES:
            yield f"{letter} {_SPACED}{space}"[-length:]


def hold(text: str, start: int, end: int, *, is_bare: bool) -> bool:
    """Tell whether a place's name stands for something else.

    Args:
        text: The whole text.
        start: Offset of the name.
        end: Offset behind it.
        is_bare: Whether it stands in its bare form; surnames behind given names do.
    """
    return (
        _is_quoted(text, start, end)
        or (is_bare and _is_surname(text, start, end))
        or is_elsewhere(text, start, end)
    )


def _is_surname(text: str, start: int, end: int) -> bool:
    """Tell whether a given name stands before a single word: Jan Malta; not David, Israel."""
    behind = text[end : end + 1]
    if behind.isalnum() or behind in _WRITTEN_ON or " " in text[start:end]:
        return False
    before = _WORD_BEFORE.search(text, max(0, start - _FEW), start)
    if before is None or text[max(0, start - _FEW) : before.start()].split()[-1:] in _saints():
        return False
    names, others = _given_names()
    if before[1] in names:
        return True
    # In other languages it may be the subject: Als Anna Berlin verließ.
    return before[1] in others and not languages_told(around(text, start))


def _is_quoted(text: str, start: int, end: int) -> bool:
    """Tell whether a name stands alone in quotation marks: the café «Прага»; «Полтава» won."""
    opening = _QUOTE_BEFORE.search(text, max(0, start - _FEW), start)
    if not opening:
        return False
    behind = text[end : end + 2].lstrip(_SPACES)[:1]
    return bool(behind) and behind in _PAIRS[opening[1]]


def is_elsewhere(text: str, start: int, end: int) -> bool:
    """Tell whether a region is named behind that has a place of the name: Moscow, Idaho.

    Args:
        text: The whole text.
        start: Offset of the name.
        end: Offset behind it.
    """
    beside = _WORD_BEHIND.match(text, end)
    if beside and beside[1] in _beside():
        return True
    region = _REGION_BEHIND.match(text, end)
    if not region or text[start:end].isupper():
        return False
    return region[1] in _regions()
