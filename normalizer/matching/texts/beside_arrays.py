"""Tell in numpy what stands beside the hits of a long text.

Beside most names of a text stands nothing that could make them part of a longer name
(`longer_names`), or a place's name somebody's given name (`bearers`): one look at a table of what
begins and ends there tells so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from normalizer.matching.hashing import SPREAD
from normalizer.matching.texts.affixes import MAY_CLOSE
from normalizer.matching.texts.hits import (
    IS_SPACED,
    MAY_BE_CLOSED,
    MAY_BE_PART,
    MAY_BE_PERSONS_PART,
    MAY_BE_SOMEBODYS,
)
from normalizer.matching.texts.longer_names import (
    BEFORE,
    BEHIND,
    QUOTES,
    any_borders,
    person_borders,
    place_tails,
)
from normalizer.matching.texts.scan_tables import Codes, Flags
from normalizer.matching.texts.word_arrays import Bits, Ints
from normalizer.native.arguments import units_of

_BITS = 18
_MAY_BE_ANYS = MAY_BE_PART | MAY_BE_PERSONS_PART
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
    heads, tails, quotes, capitals, closing = _tables()
    last = len(codes) - 1
    before = codes[np.maximum(start - 1, 0)]
    behind = codes[np.minimum(end, last)]
    signs = heads[_slots(codes[np.minimum(end + place, last)] for place in range(BEHIND))]
    signs |= tails[_slots(codes[np.maximum(start - place, 0)] for place in range(BEFORE, 0, -1))]
    signs |= quotes[before]
    signs |= closing[behind]
    # It goes on in another stretch.
    signs[(start < BEFORE) | (end + BEHIND > len(codes))] |= _MAY_BE_ANYS
    capital = (behind == _SPACE) & capitals[codes[np.minimum(end + 1, last)]]
    signs[capital | (end >= last)] |= MAY_BE_SOMEBODYS
    signs[(before == _SPACE) & (behind == _SPACE)] |= IS_SPACED
    return signs


def _slots(units: Iterable[Codes]) -> npt.NDArray[np.uint64]:
    """Return the slots of runs of units, given by all first ones, all second ones and so on."""
    number: npt.NDArray[np.uint64] = np.zeros(1, dtype=np.uint64)
    for unit in units:
        number = number << np.uint64(16) | unit
    return (number * np.uint64(SPREAD)) >> np.uint64(64 - _BITS)


@lru_cache(maxsize=1)
def _tables() -> tuple[Bits, Bits, Bits, Flags, Bits]:
    """Return tables of the signs that stand behind a name and before it, and of capitals.

    Returns:
        Signs of what begins behind a name and of what ends before it, by slot; of quotation marks
        before it, by unit; capitals, by unit; signs of what may close a mention, by unit.
    """
    tails, heads = any_borders()
    persons_tails, persons_heads = person_borders()
    capitals = np.zeros(0x10000, dtype=bool)
    capitals[:_FEW_CAPITALS] = [chr(unit).isupper() for unit in range(_FEW_CAPITALS)]
    capitals[_FEW_CAPITALS:] = True
    for first, last in _NO_CAPITALS:
        capitals[first : last + 1] = False
    behind = {MAY_BE_PART: heads, MAY_BE_PERSONS_PART: persons_heads}
    before = {
        MAY_BE_PART: tails,
        MAY_BE_PERSONS_PART: persons_tails,
        MAY_BE_SOMEBODYS: place_tails(),
    }
    return (
        _slot_table(behind, BEHIND),
        _slot_table(before, BEFORE),
        _unit_table(QUOTES, _MAY_BE_ANYS),
        capitals,
        _unit_table(MAY_CLOSE, MAY_BE_CLOSED),
    )


def _unit_table(characters: Iterable[str], sign: int) -> Bits:
    """Return the sign of each unit, which some characters have."""
    table = np.zeros(0x10000, dtype=np.uint8)
    table[[ord(character) for character in characters]] = sign
    return table


def _slot_table(signs: Mapping[int, Iterable[str]], size: int) -> Bits:
    """Return the signs of each slot by the strings of a size that have them.

    Shorter strings stand at a text's border alone.
    """
    table = np.zeros(1 << _BITS, dtype=np.uint8)
    for sign, strings in signs.items():
        units = units_of("".join(string for string in strings if len(string) == size))
        # One string of a slot has a sign as well as all of them.
        table[np.unique(_slots(units.reshape(-1, size).T))] |= sign
    return table
