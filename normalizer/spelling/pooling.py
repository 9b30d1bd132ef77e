"""The sum and the maximum of the states of each name's letters, as the encoder takes them."""

from __future__ import annotations

import numpy as np

from normalizer.arrays import Numbers
from normalizer.native.network import pooled_rows


def pooled(states: Numbers, letters: Numbers, starts: Numbers) -> tuple[Numbers, Numbers]:
    """Add up the states of each name's letters, and take the greatest of each.

    Args:
        states: A row a state, float32.
        letters: The state of each letter, names one behind the other.
        starts: Where each name's letters begin; none has more than 128, or none at all.

    Returns:
        Sums and maxima, a row a name.
    """
    found = pooled_rows(states, letters, starts)
    if found is not None:
        return found
    each = states[letters]
    return np.add.reduceat(each, starts, axis=0), np.maximum.reduceat(each, starts, axis=0)
