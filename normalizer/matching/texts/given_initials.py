"""Initials beside a surname: V. Putin, Путин В. В., Erdoğan R.T.

They tell whose surname it is: the bearer's if they are those of his given names, else another's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from normalizer.matching.compiled.index import Index, NameRecord
from normalizer.spelling import fold
from normalizer.spelling.data_rows import data_rows

_FEW = 14
_INITIAL = r"[^\W\d_]{1,2}\.(?:-[^\W\d_]\.)?"
_BEFORE = re.compile(rf"(?<![\w.’'-])(?:{_INITIAL}[ \u00a0]?){{1,3}}$")
_BEHIND = re.compile(rf",?[ \u00a0](?:{_INITIAL}[ \u00a0]?){{0,2}}{_INITIAL}(?![\w])")
_LETTERS = re.compile(r"[^\W\d_]+")
_NUMERALS = re.compile(r"[IVX]+\.")
_MONSIEUR = ("m",)
_GIVEN_BY = frozenset(["name", "native", "translation", "former"])


class Initials(NamedTuple):
    """Initials beside a surname.

    Attributes:
        start: Offset where they, or the surname, begin.
        end: Offset behind both.
        letters: The initials, folded.
        are_sure: Whether they are hardly anything else than the surname's initials.
    """

    start: int
    end: int
    letters: tuple[str, ...]
    are_sure: bool


def beside(text: str, start: int, end: int) -> Initials | None:
    """Return the initials before or behind a surname, if any stand there.

    Args:
        text: The whole text.
        start: Offset of the surname.
        end: Offset behind it.
    """
    if text[max(0, start - 2) : start].rstrip(" \u00a0").endswith("."):
        before = _BEFORE.search(text, max(0, start - _FEW), start)
        if before and (letters := _letters(before[0])):
            are_sure = not _NUMERALS.fullmatch(before[0].rstrip()) and letters != _MONSIEUR
            return Initials(before.start(), end, letters, are_sure)
    if "." not in text[end + 2 : end + 5]:
        return None
    behind = _BEHIND.match(text, end, end + _FEW)
    if not behind or not (letters := _letters(behind[0])):
        return None
    # Before another name they may be its own: Путин В. Иванову.
    following = text[behind.end() : behind.end() + 2].lstrip(" \u00a0")
    are_sure = not following[:1].isupper()
    if len(letters) == 1 and not are_sure:
        return None
    return Initials(start, behind.end(), letters, are_sure)


def _letters(initials: str) -> tuple[str, ...]:
    letters = folded_initials(initials)
    return () if letters in _abbreviations() else letters


@lru_cache(maxsize=1)
def _abbreviations() -> frozenset[tuple[str, ...]]:
    """Abbreviations with points that are no initials, each in its parts."""
    rows = data_rows(__file__, "dotted_abbreviations.txt")
    return frozenset(tuple(word.split(".")) for (words,) in rows for word in words.split())


def folded_initials(initials: str) -> tuple[str, ...]:
    """Return initials folded, in their order; none if one of them is no capital.

    Args:
        initials: As written, with or without points and spaces: ``V. V.``.
    """
    letters = _LETTERS.findall(initials)
    return tuple(map(fold.fold, letters)) if all(it[0].isupper() for it in letters) else ()


def are_of(letters: tuple[str, ...], given: Iterable[tuple[str, ...]]) -> bool:
    """Tell whether initials are those of somebody's given names.

    Args:
        letters: The initials, folded.
        given: His given names in each language, folded: Recep, Tayyip.
    """
    longest = 0
    first = False
    for names in given:
        longest = max(longest, len(names))
        pairs = list(zip(names, letters, strict=False))
        if pairs and all(name.startswith(letter) for name, letter in pairs):
            if len(names) >= len(letters):
                return True
            first = True
    return first and longest < len(letters)


def given_names(index: Index, name: NameRecord) -> set[tuple[str, ...]]:
    """Return the given names of a short name's bearer, folded, in each language.

    Args:
        index: The compiled gazetteer.
        name: A surname.
    """
    full = (it.name for it in index.names_of_entity(name.entity) if it.name.kind in _GIVEN_BY)
    return {tuple(fold.fold(it.text).split()[:-1]) for it in full} - {()}


def with_initials(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the bounds of a surname with the initials beside it."""
    found = beside(text, start, end)
    return (found.start, found.end) if found else (start, end)
