"""Unicode's letters as two flat tables for numpy: the role of a code point, what it folds to."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from normalizer.matching.hashing import narrow
from normalizer.spelling import fold

# Roles as bits, so that a run of code points is classified by one look-up and one AND.
IN_WORD, IS_LETTER, IS_UNIT, TRIM_LEFT, TRIM_RIGHT, IS_DOT, IS_QUOTE, IS_FOLLOW = (
    1, 2, 4, 8, 16, 32, 64, 128,
)  # fmt: skip

EXPANDS = 0xFFFF
"""Stands in the letter table for a code point that folds to several letters, such as ß."""

_BITS = {
    fold.LETTER: IN_WORD | IS_LETTER,
    fold.UNIT: IN_WORD | IS_LETTER | IS_UNIT,
    fold.FOLLOW: IN_WORD | IS_LETTER | IS_FOLLOW,
    fold.APOSTROPHE: IN_WORD | TRIM_LEFT | TRIM_RIGHT,
    fold.FORMAT: IN_WORD | TRIM_LEFT | TRIM_RIGHT,
    fold.MARK: IN_WORD | TRIM_LEFT,
    fold.MODIFIER: IN_WORD,
    fold.DOT: IS_DOT,
    fold.QUOTE: IS_QUOTE,
    fold.SOFT: 0,
    fold.HARD: 0,
}
SILENT_BITS = _BITS[fold.MODIFIER]


def bits_of(code: int) -> int:
    """Return the role of a code point as bits; letters that fold to nothing count as marks."""
    kind = fold.kind_of(code)
    if kind in (fold.LETTER, fold.UNIT, fold.FOLLOW) and not fold.fold_code(code):
        return _BITS[fold.MODIFIER]
    return _BITS[kind]


@lru_cache(maxsize=1)
def tables() -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint16]]:
    """Return the roles (bits) and the folded letters of the code points up to U+FFFF.

    Building them takes some tenths of a second, so an index file carries them along.
    """
    roles = np.zeros(0x10000, dtype=np.uint8)
    letters = np.zeros(0x10000, dtype=np.uint16)
    for code in range(0x10000):
        roles[code] = bits_of(code)
        folded = fold.fold_code(code) if roles[code] & IS_LETTER else ""
        if folded:
            letters[code] = ord(narrow(folded)) if len(folded) == 1 else EXPANDS
    return roles, letters
