"""The encoder's convolutions over many names at once, each run of letters computed only once.

What a layer gives for a letter depends on a few letters around it, and many names share such runs:
in a gazetteer there are ten times as many letters as runs of three, and twice as many as runs of
nine. So each layer is computed for the distinct runs it sees, numbered by those of the layer below.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from normalizer.arrays import Numbers
from normalizer.native.network import neighbours_added


def convolved_runs(
    table: Numbers, layers: Sequence[tuple[Numbers, Numbers]], numbers: Numbers, gaps: Numbers
) -> tuple[Numbers, Numbers]:
    """Run letters through the layers.

    Args:
        table: The embedding of each letter, by number.
        layers: Weight, as `normalizer.spelling.convolution.side_by_side` lays it out, and bias of
            each layer.
        numbers: Letters of names one behind the other, each name followed by a 0.
        gaps: Where there is none.

    Returns:
        What the last layer gives for each distinct run, and the run of each letter. The first run
        is that of a gap, for which it gives zeros.
    """
    letters, runs = np.unique(numbers, return_inverse=True)
    hidden = table[letters]
    for depth, (weight, bias) in enumerate(layers):
        size = bias.size
        given = hidden @ weight
        left, middle, right, runs = _neighbours(runs, gaps)
        below, hidden = hidden, np.zeros((len(middle) + 1, size), dtype=np.float32)
        total = hidden[1:]
        if neighbours_added(given, (left, middle, right), bias, below if depth else None, total):
            continue
        np.add(given[:, size : 2 * size][middle], bias, out=total)
        total += given[:, :size][left]
        total += given[:, 2 * size :][right]
        np.maximum(total, 0.0, out=total)
        if depth:
            total += below[middle]
    return hidden, runs


def _neighbours(runs: Numbers, gaps: Numbers) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Return the distinct triples of neighbouring runs, by place, and the triple at each letter.

    Triples are numbered from 1; 0 is a gap.
    """
    width = int(runs.max()) + 1
    keys = runs.astype(np.int64) * width
    keys[1:] += runs[:-1] * (width * width)
    keys[:-1] += runs[1:]
    keys[gaps] = -1
    distinct, triples = np.unique(keys, return_inverse=True)
    pairs, right = np.divmod(distinct[1:], width)
    left, middle = np.divmod(pairs, width)
    return left, middle, right, triples
