"""Tell which of many surnames stand elsewhere in a text than in their bearers' full names.

Most stand nowhere else, and one pass of the compiled loops over the text tells so; looking behind
each full name takes several times as long.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from normalizer.matching.texts import uncased_surnames
from normalizer.native.library import library

if TYPE_CHECKING:
    from normalizer.matching.texts.full_names import Columns

ENOUGH = 50
"""Fewer surnames are looked for one by one in less time."""
SEVERAL = -1
"""In the place of the one bearer of a surname."""


def elsewhere(text: str, full_names: Columns, bearers: Mapping[str, int]) -> set[str] | None:
    """Return the surnames that may stand elsewhere than at the end of their bearers' full names.

    Args:
        text: The text.
        full_names: Start, end and entity of people's full names, in order.
        bearers: The surnames to look for, each with the number of its bearer's entity, or
            `SEVERAL`.

    Returns:
        Those surnames; None where one pass cannot tell.
    """
    if library() is None:
        return None
    import numpy as np  # noqa: PLC0415  # only long texts name so many people

    from normalizer.native.strings import Apart, find_strings  # noqa: PLC0415

    families = list(bearers)
    # Without capitals a surname is part of many words; room that is not used costs nothing.
    apart = np.array([not uncased_surnames.may_follow_letters(family) for family in families])
    closed = np.array([family[0].isupper() for family in families])
    inner = np.frombuffer(_inner(), dtype=np.bool_)
    guess = 2 * len(full_names[0]) + len(text) // 32
    found = find_strings(text, families, guess, Apart(apart, closed, inner))
    if found is None:
        return None
    at, which = found
    start, end, entity = (np.asarray(column, dtype=np.int64) for column in full_names)
    length = np.array([*map(len, families)], dtype=np.int64)[which]
    bearer = np.array([*bearers.values()], dtype=np.int64)[which]
    holder = np.searchsorted(start, at, side="right") - 1
    # In the middle of a full name it is somebody's given name.
    behind = at + length
    inside = end[holder] > behind
    inside |= (end[holder] == behind) & ((bearer == SEVERAL) | (entity[holder] == bearer))
    inside &= holder >= 0
    others = zip(at[~inside].tolist(), which[~inside].tolist(), strict=True)
    return {families[number] for place, number in others if _may_be(text, place, families[number])}


@lru_cache(maxsize=1)
def _inner() -> bytes:
    """Return of each UTF-16 unit whether no surname begins behind it in scripts with spaces."""
    inner = bytearray(map(str.isalpha, map(chr, range(0x10000))))
    for letter in uncased_surnames.WRITTEN_BEFORE:
        inner[ord(letter)] = False
    return bytes(inner)


def _may_be(text: str, start: int, family: str) -> bool:
    """Tell whether a surname is more than a part of a word, for all that can be told at a glance.

    In scripts without capitals it may be in one with a particle.
    """
    if not family[0].isupper():
        return True
    end = start + len(family)
    return not (text[end : end + 1].isalpha() or text[start - 1 : start].isalpha())
