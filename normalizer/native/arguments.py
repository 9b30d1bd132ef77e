"""What the compiled loops take: numbers, texts as code units, and where arrays lie."""

from __future__ import annotations

import ctypes

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
