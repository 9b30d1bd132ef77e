"""Numbers by key, many looked up at once: a hash table in numpy arrays.

A binary search among some ten thousand keys reads a dozen places of memory for each; this reads
one or two.
"""

from __future__ import annotations

import numpy as np

from normalizer.arrays import Numbers

_SPREAD = np.uint64(0x9E3779B97F4A7C15)
"""The golden ratio's bits: products with it differ in their first bits for keys that are near."""
_ROOM = 2
"""How many bits more than the keys need: a quarter of the places are taken at most."""


class KnownKeys:
    """Values of keys.

    Args:
        keys: Numbers that are not negative, all different.
        values: One of each.
    """

    def __init__(self, keys: Numbers, values: Numbers) -> None:
        bits = max(1, len(keys)).bit_length() + _ROOM
        self._shift = np.uint64(64 - bits)
        # A key finds its place at most as many places on as there are keys, so none comes round.
        self._keys = np.full((1 << bits) + len(keys) + 1, -1, dtype=np.int64)
        self._values = np.zeros(len(self._keys))
        left = np.arange(len(keys))
        places = self._first(keys)
        while len(left):
            free = self._keys[places] < 0
            self._keys[places[free]] = keys[left[free]]  # of several the last one stays
            stays = self._keys[places] == keys[left]
            self._values[places[stays]] = values[left[stays]]
            left, places = left[~stays], places[~stays] + 1

    def _first(self, keys: Numbers) -> Numbers:
        """The place where a key lies, or else behind which it lies."""
        return ((keys.astype(np.uint64) * _SPREAD) >> self._shift).astype(np.intp)

    def values(self, keys: Numbers) -> Numbers:
        """Return the value of each key.

        Args:
            keys: Numbers that are not negative.

        Returns:
            As many values; 0 for a key that is not known.
        """
        places = self._first(keys)
        there = self._keys[places]
        found: Numbers = np.where(there == keys, self._values[places], 0.0)
        left = np.flatnonzero((there != keys) & (there >= 0))
        places = places[left] + 1
        while len(left):
            there = self._keys[places]
            same = there == keys[left]
            found[left[same]] = self._values[places[same]]
            on = ~same & (there >= 0)
            left, places = left[on], places[on] + 1
        return found
