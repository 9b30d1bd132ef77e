"""What the compiled loops take: numbers, texts as code units, and where arrays lie."""

from __future__ import annotations

import ctypes
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Count = ctypes.c_int64
Place = ctypes.c_void_p


def place(array: npt.NDArray[np.generic]) -> ctypes.c_void_p:
    """Return where an array's numbers lie."""
    return Place(array.ctypes.data)


def units_of(text: str) -> npt.NDArray[np.uint16]:
    """Return the UTF-16 code units of a text: one a character, but two beyond U+FFFF."""
    encoded = text.encode("utf-16-le", "surrogatepass")
    return np.frombuffer(encoded, dtype="<u2").astype(np.uint16, copy=False)


def bytes_of(text: str) -> npt.NDArray[np.uint8]:
    """Return the bytes of a text in ASCII."""
    return np.frombuffer(text.encode("ascii"), dtype=np.uint8)


def filled(
    rows: int, guess: int, fill: Callable[[ctypes.c_int64, ctypes.c_void_p], int]
) -> npt.NDArray[np.int64]:
    """Return what a loop writes into an array that has room for all of it.

    Args:
        rows: How many numbers each thing has that it writes.
        guess: How many things there are, more or less.
        fill: Given how many there is room for, and the place of an array of so many columns, writes
            what it finds and returns how many things that is, also where there is no room for them.

    Returns:
        An array of `rows` rows and a column for each thing.
    """
    room = guess
    while True:
        found = np.empty((rows, room), dtype=np.int64)
        count = fill(Count(room), place(found))
        if count <= room:
            return found[:, :count]
        room = count
