"""Tell in numpy which words of a plain text may tell its language, from their hashes.

Of the few thousand words that tell a language (`text_language`) hardly one stands in an English
text: one look at a table spares it the search for them.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from normalizer.matching.hashing import SPREAD, letters_hash
from normalizer.spelling import fold, text_language

_BITS = 20


def may_tell(hashes: npt.NDArray[np.uint64]) -> npt.NDArray[np.bool_]:
    """Tell which words may tell the language of a text without letters other than ASCII's.

    Args:
        hashes: The hashes of the words' folded letters.
    """
    return _table()[_slots(hashes)]


def _slots(hashes: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    return (hashes * np.uint64(SPREAD)) >> np.uint64(64 - _BITS)


@lru_cache(maxsize=1)
def _table() -> npt.NDArray[np.bool_]:
    words = filter(str.isascii, text_language.telling_words())
    hashes = [letters_hash(fold.fold_letters(word)) for word in words]
    table = np.zeros(1 << _BITS, dtype=bool)
    table[_slots(np.array(hashes, dtype=np.uint64))] = True
    return table
