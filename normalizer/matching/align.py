"""Alignment of sounds: how likely it is that one romanised spelling writes the other's name.

A table for each script says what it is worth that a sound of the query meets a sound of the name,
or none: a logarithm of odds, learned from name pairs (training/fit_score.py). The value of a pair
is that of its best alignment, found for many names at once, a row of the table of alignments at a
time.

Source: S. Needleman and C. Wunsch (1970) for the alignment; learned edit costs after E. Ristad and
P. Yianilos, Learning String-Edit Distance (1998), here fitted discriminatively.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from normalizer.matching.sounds import GAP, sound_names
from normalizer.matching.views import LATIN, UNKNOWN_SCRIPT

_DATA = Path(__file__).parent / "data" / "sound_scores.npy"
Numbers = npt.NDArray[Any]

SCRIPTS = (
    UNKNOWN_SCRIPT, LATIN, "Arab", "Cyrl", "Grek", "Hebr", "Hang", "Jpan", "Hani", "Deva", "Beng",
    "Taml", "Thai", "Geor", "Armn", "Ethi",
)  # fmt: skip
"""Scripts with a table of their own, in the tables' order; the first serves all other pairs."""

SCALE = 16.0
"""Values are stored as whole numbers of this many to a unit."""

_NEVER = np.float32(-1e6)


@cache
def tables() -> Numbers:
    """Return the values of meeting sounds, as ``[direction and script, query sound, name sound]``.

    The second half serves queries in Latin letters against names of each script.
    """
    return expand(np.load(_DATA, allow_pickle=False).astype(np.float32) / SCALE)


def expand(values: Numbers) -> Numbers:
    """Add a padding sound and the other direction to tables of learned values.

    Args:
        values: ``[script, sound of the script, sound of the Latin spelling]``.

    Returns:
        ``[2 * scripts, sounds + 1, sounds + 1]``; the last sound meets nothing and costs nothing.
    """
    scripts, sounds, _ = values.shape
    both = np.full((2 * scripts, sounds + 1, sounds + 1), _NEVER, dtype=np.float32)
    both[:scripts, :sounds, :sounds] = values
    both[scripts:, :sounds, :sounds] = values.transpose(0, 2, 1)
    both[:, GAP, sounds] = both[:, sounds, GAP] = 0
    return both


def padding() -> int:
    """Return the code that fills up rows of sounds."""
    return len(sound_names())


def table_number(query_script: str, name_script: str) -> int:
    """Return which of the `tables` compares two scripts."""
    if name_script == LATIN:
        return SCRIPTS.index(query_script) if query_script in SCRIPTS else 0
    if query_script == LATIN:
        return len(SCRIPTS) + (SCRIPTS.index(name_script) if name_script in SCRIPTS else 0)
    return SCRIPTS.index(LATIN) if name_script == query_script else 0


def rows(sounds: Sequence[bytes]) -> Numbers:
    """Return names as rows of codes, filled up to the longest."""
    width = max(map(len, sounds), default=0)
    fill = bytes([padding()])
    joined = b"".join([line.ljust(width, fill) for line in sounds])
    return np.frombuffer(joined, dtype=np.uint8).reshape(len(sounds), width)


def align(query: bytes, names: Numbers, numbers: Numbers) -> Numbers:
    """Return the value of the best alignment of a query with each name.

    Args:
        query: Its sounds.
        names: The names' sounds, as `rows` gives them.
        numbers: For each name, which of the `tables` to use.

    Returns:
        One value a name.
    """
    table = tables()
    size = table.shape[1]
    flat = table.reshape(-1)
    base = numbers.astype(np.int64)[:, None] * (size * size)
    cells = base + names
    inserted = flat[cells]  # the row of GAP comes first
    best = np.zeros((len(names), names.shape[1] + 1), dtype=np.float32)
    for code in query:
        row = code * size
        met = flat[cells + row]
        met -= inserted
        met += best[:, :-1]
        best += flat[base + row]
        np.maximum(best[:, 1:], met, out=best[:, 1:])
        np.maximum.accumulate(best, axis=1, out=best)
    total: Numbers = best[:, -1] + inserted.sum(axis=1)
    return total
