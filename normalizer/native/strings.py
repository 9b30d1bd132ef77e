"""Find many strings in a long text in one pass."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from normalizer.native.library import library

_COUNT = ctypes.c_int64
_WORK = (1 << 16) + (1 << 13)
"""As in scan.c."""
_HEAD = 4
"""By so many units at most strings are found, as in scan.c."""

Ints = npt.NDArray[np.int64]


def find_strings(text: str, strings: Sequence[str], guess: int) -> tuple[Ints, Ints] | None:
    """Find where any of some strings stand in a text, in words or across them.

    Args:
        text: The text.
        strings: Strings, none of them empty.
        guess: How many places there are, more or less.

    Returns:
        Offsets in order, and the number of the string at each of them. None where there are no
        compiled loops, or the text has characters beyond U+FFFF.
    """
    loops = library()
    if loops is None:
        return None
    if text.isascii():
        codes: npt.NDArray[np.uint8] | npt.NDArray[np.uint16] = np.frombuffer(
            text.encode("ascii"), dtype=np.uint8
        )
    else:
        codes = _units(text)
        if len(codes) != len(text):
            return None
    units = _units("".join(strings))
    lengths = [*map(len, strings)]
    if sum(lengths) < len(units):
        lengths = [len(_units(string)) for string in strings]
    begin = np.cumsum([0, *lengths], dtype=np.int64)
    work = np.empty(_WORK + len(strings), dtype=np.int64)
    loops.find_strings.restype = _COUNT
    room = guess
    while True:
        places = np.empty((2, room), dtype=np.int64)
        found = loops.find_strings(
            place(codes),
            codes.itemsize,
            _COUNT(len(codes)),
            _COUNT(len(strings)),
            place(begin),
            place(units),
            _COUNT(min(_HEAD, *lengths)),
            place(work),
            _COUNT(room),
            place(places),
        )
        if found <= room:
            return places[0, :found], places[1, :found]
        room = found


def place(array: npt.NDArray[np.generic]) -> ctypes.c_void_p:
    """Return where an array's numbers lie, as an argument for a function in C."""
    return ctypes.c_void_p(array.ctypes.data)


def _units(text: str) -> npt.NDArray[np.uint16]:
    """Return the UTF-16 code units of a text."""
    encoded = text.encode("utf-16-le", "surrogatepass")
    return np.frombuffer(encoded, dtype="<u2").astype(np.uint16, copy=False)
