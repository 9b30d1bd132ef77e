"""Tell in numpy what stands beside the hits of a long text.

Beside most names of a text stands nothing that could make them part of a longer name
(`longer_names`), or a place's name somebody's given name (`bearers`): one look at a table of what
begins and ends there tells so.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from normalizer.matching.hashing import SPREAD
from normalizer.matching.texts.affixes import MAY_CLOSE
from normalizer.matching.texts.longer_names import (
    BEFORE,
    BEHIND,
    QUOTES,
    any_borders,
    place_tails,
)
from normalizer.matching.texts.scan_short import MAY_BE_CLOSED, MAY_BE_PART, MAY_BE_SOMEBODYS
from normalizer.matching.texts.scan_tables import Codes, Flags
from normalizer.matching.texts.word_arrays import Bits, Ints
from normalizer.native.arguments import units_of

_BITS = 18
_SPACE = ord(" ")
_FEW_CAPITALS = 0x3000
"""From here on what may be a capital is not asked of each character."""
_NO_CAPITALS = ((0x3000, 0xA63F), (0xAC00, 0xD7FF))
"""Kana, Han characters and Yi; Hangul."""


def beside(codes: Codes, start: Ints, end: Ints) -> Bits:
    """Return signs of what stands beside some spans, as bits of `scan_short.Hits`.

    Args:
        codes: The codes of a stretch of text.
        start: Where the spans begin in it.
        end: Where they end.
    """
    heads, tails, given, quotes, capitals, closing = _tables()
    last = len(codes) - 1
    before = codes[np.maximum(start - 1, 0)]
    behind = codes[np.minimum(end, last)]
    part = heads[_slots(codes[np.minimum(end + place, last)] for place in range(BEHIND))]
    slots = _slots(codes[np.maximum(start - place, 0)] for place in range(BEFORE, 0, -1))
    part |= tails[slots]
    part |= quotes[before]
    part |= (start < BEFORE) | (end + BEHIND > len(codes))  # it goes on in another stretch
    signs = np.where(part, MAY_BE_PART, 0).astype(np.uint8)
    capital = (behind == _SPACE) & capitals[codes[np.minimum(end + 1, last)]]
    signs[capital | (end >= last) | given[slots]] |= MAY_BE_SOMEBODYS
    signs[closing[behind]] |= MAY_BE_CLOSED
    return signs


def _slots(units: Iterable[Codes]) -> npt.NDArray[np.uint64]:
    """Return the slots of runs of units, given by all first ones, all second ones and so on."""
    number: npt.NDArray[np.uint64] = np.zeros(1, dtype=np.uint64)
    for unit in units:
        number = number << np.uint64(16) | unit
    return (number * np.uint64(SPREAD)) >> np.uint64(64 - _BITS)


@lru_cache(maxsize=1)
def _tables() -> tuple[Flags, Flags, Flags, Flags, Flags, Flags]:
    """Return tables of what may stand behind a name and before it, by slot, and of signs, by unit.

    Returns:
        What may begin behind a name, what may end before it, given names that may, quotation
        marks, capitals, signs that may close a mention.
    """
    tails, heads = any_borders()
    quotes = np.zeros(0x10000, dtype=bool)
    quotes[[ord(quote) for quote in QUOTES]] = True
    capitals = np.zeros(0x10000, dtype=bool)
    capitals[:_FEW_CAPITALS] = [chr(unit).isupper() for unit in range(_FEW_CAPITALS)]
    capitals[_FEW_CAPITALS:] = True
    for first, last in _NO_CAPITALS:
        capitals[first : last + 1] = False
    closing = np.zeros(0x10000, dtype=bool)
    closing[[ord(sign) for sign in MAY_CLOSE]] = True
    before = _slot_table(tails, BEFORE), _slot_table(place_tails(), BEFORE)
    return _slot_table(heads, BEHIND), *before, quotes, capitals, closing


def _slot_table(strings: Iterable[str], size: int) -> Flags:
    """Return which slots hold strings of a size; shorter ones stand at a text's border alone."""
    units = units_of("".join(string for string in strings if len(string) == size))
    table = np.zeros(1 << _BITS, dtype=bool)
    table[_slots(units.reshape(-1, size).T)] = True
    return table
