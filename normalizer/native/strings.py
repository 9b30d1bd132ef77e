"""Find many strings in a long text in one pass."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from normalizer.native.arguments import Count, bytes_of, filled, place, units_of
from normalizer.native.library import library

_WORK = (1 << 16) + (1 << 13)
"""As in scan.c."""
_HEAD = 4
"""By so many units at most strings are found, as in scan.c."""

PIECE = 1 << 20
"""So many characters are searched at once; to lay out the codes of more takes longer than that."""

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
_NONE = np.zeros(0x10000, dtype=bool)


class Apart(NamedTuple):
    """Strings that need not be found everywhere, which takes less time.

    Attributes:
        strings: Of each string, whether it need not be found right behind an inner unit.
        closed: Of each string, whether it is not to be found right before one.
        inner: Of each UTF-16 unit, whether it is an inner one.
    """

    strings: Flags
    closed: Flags
    inner: Flags


def find_strings(
    text: str, strings: Sequence[str], guess: int, apart: Apart | None = None
) -> tuple[Ints, Ints] | None:
    """Find where any of some strings stand in a text, in words or across them.

    Args:
        text: The text.
        strings: Strings, none of them empty.
        guess: How many places there are, more or less.
        apart: Which of them need not be found beside some characters.

    Returns:
        Offsets in order, and the number of the string at each of them. None where there are no
        compiled loops, or the text has characters beyond U+FFFF.
    """
    loops = library()
    if loops is None:
        return None
    units = units_of("".join(strings))
    lengths = [*map(len, strings)]
    longest = max(lengths)
    if sum(lengths) < len(units):
        lengths = [len(units_of(string)) for string in strings]
    nowhere = np.zeros(len(strings), dtype=bool)
    before, behind, inner = apart or Apart(nowhere, nowhere, _NONE)
    stands_apart = before | behind.astype(np.uint8) << 1  # bits as in scan.c
    begin = np.cumsum([0, *lengths], dtype=np.int64)
    work = np.empty(_WORK + len(strings), dtype=np.int64)
    parts = [np.empty((2, 0), dtype=np.int64)]
    for offset in range(0, len(text), PIECE):
        # What begins in a piece may end behind it, and one character more is looked at.
        piece = text[offset : offset + PIECE + longest]
        codes = bytes_of(piece) if piece.isascii() else units_of(piece)
        if len(codes) != len(piece):
            return None
        found = filled(
            2,
            guess * len(piece) // len(text) + 1,
            lambda room, places, codes=codes: loops.find_strings(  # type: ignore[misc]
                place(codes),
                codes.itemsize,
                Count(len(codes)),
                Count(len(strings)),
                place(begin),
                place(units),
                Count(min(_HEAD, *lengths)),
                place(stands_apart),
                place(inner),
                place(work),
                room,
                places,
            ),
        )
        found = found[:, : np.searchsorted(found[0], PIECE)]
        found[0] += offset
        parts.append(found)
    at, which = np.concatenate(parts, axis=1)
    return at, which
