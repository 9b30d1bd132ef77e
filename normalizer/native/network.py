"""The inner loops of the learned networks, compiled (`network.c`); None without them."""

from __future__ import annotations

import numpy as np

from normalizer.arrays import Numbers
from normalizer.native.arguments import Count, Place, place
from normalizer.native.library import library

MOST_ROWS = 128
"""So many rows of a name are added up in one go, as in numpy."""


def neighbours_added(
    given: Numbers,
    runs: tuple[Numbers, Numbers, Numbers],
    bias: Numbers,
    below: Numbers | None,
    out: Numbers,
) -> bool:
    """Add up what letters give to their neighbours, as `normalizer.spelling.runs` does.

    Args:
        given: Of each letter, what it gives to the letter behind, itself, and the one before.
        runs: The letters that stand left, in the middle and right in each run.
        bias: Added to each.
        below: Added in the end, by the letter in the middle; or None.
        out: Where the sums of each run are written.

    Returns:
        Whether the compiled loops are there; nothing is written otherwise.
    """
    loops = library()
    if loops is None:
        return False
    given, bias = _floats(given), _floats(bias)
    left, middle, right = map(_places, runs)
    more = None if below is None else _floats(below)
    loops.add_neighbours(
        place(given), Count(bias.size), place(left), place(middle), place(right),
        Count(len(middle)), place(bias), Place(None) if more is None else place(more), place(out),
    )  # fmt: skip
    return True


def convolved_rows(given: Numbers, bias: Numbers) -> Numbers | None:
    """Add up what letters in a row give to their neighbours, as `convolution.convolved` does.

    Args:
        given: ``[…, letters, 3 * out]``, as for `neighbours_added`.
        bias: ``[out]``.

    Returns:
        ``[…, letters, out]``, or None.
    """
    loops = library()
    if loops is None:
        return None
    given, bias = _floats(given), _floats(bias)
    *blocks, letters, _ = given.shape
    out = np.empty((*blocks, letters, bias.size), dtype=np.float32)
    count = int(np.prod(blocks, dtype=np.int64))
    loops.convolve(
        place(given), Count(bias.size), Count(count), Count(letters), place(bias), place(out)
    )
    return out


def pooled_rows(rows: Numbers, which: Numbers, starts: Numbers) -> tuple[Numbers, Numbers] | None:
    """Add up rows and take their maximum, as `normalizer.spelling.pooling` does.

    Args:
        rows: The rows.
        which: Those of each name, one name behind the other.
        starts: Where each name begins; none has more than `MOST_ROWS`, or none at all.

    Returns:
        Sums and maxima, a row a name; or None.
    """
    loops = library()
    if loops is None:
        return None
    rows, which, ends = _floats(rows), _places(which), _places(np.append(starts, len(which)))
    sums, tops = np.empty((2, len(starts), rows.shape[1]), dtype=np.float32)
    loops.pool(
        place(rows), Count(rows.shape[1]), place(which), place(ends), Count(len(starts)),
        place(sums), place(tops),
    )  # fmt: skip
    return sums, tops


def _floats(numbers: Numbers) -> Numbers:
    return np.ascontiguousarray(numbers, dtype=np.float32)


def _places(numbers: Numbers) -> Numbers:
    return np.ascontiguousarray(numbers, dtype=np.int64)
