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
from normalizer.spelling.script import LATIN, UNKNOWN_SCRIPT

DATA = Path(__file__).parent / "data" / "sound_scores.npz"
"""The learned values; a fit in progress puts its own file here."""

Numbers = npt.NDArray[Any]

SCRIPTS = (
    UNKNOWN_SCRIPT, LATIN, "Arab", "Cyrl", "Grek", "Hebr", "Hang", "Jpan", "Hani", "Deva", "Beng",
    "Taml", "Thai", "Geor", "Armn", "Ethi",
)  # fmt: skip
"""Scripts with a table of their own, in the tables' order; the first serves all other pairs."""

SCALE = 16.0
"""Values are stored as whole numbers of this many to a unit."""

_NEVER = np.float32(-1e6)


MIDDLE, INITIAL, FINAL = range(3)
"""Places of a sound in its word."""


@cache
def tables() -> Numbers:
    """Return the values of meeting sounds, as ``[direction and script, query sound, name sound]``.

    The second half serves queries in Latin letters against names of each script.
    """
    with np.load(DATA, allow_pickle=False) as stored:
        return expand(stored["values"].astype(np.float32) / SCALE)


def expand(values: Numbers) -> Numbers:
    """Lay learned values out for every place in the word, both directions and a padding sound.

    Args:
        values: ``[script, place, sound of the script, sound of the Latin spelling]``. Sounds at
            different places meet by the values of `MIDDLE`.

    Returns:
        ``[2 * scripts, 3 * sounds + 1, 3 * sounds + 1]``; the last sound meets nothing and costs
        nothing.
    """
    scripts, places, size, _ = values.shape
    both = np.full((2 * scripts, places * size + 1, places * size + 1), _NEVER, dtype=np.float32)
    for one in range(places):
        rows_at = slice(one * size, (one + 1) * size)
        for other in range(places):
            block = values[:, one if one == other else MIDDLE]
            both[:scripts, rows_at, other * size : (other + 1) * size] = block
        both[:scripts, rows_at, GAP] = values[:, one, :, GAP]
        both[:scripts, GAP, rows_at] = values[:, one, GAP, :]
    both[:scripts, GAP, -1] = both[:scripts, -1, GAP] = 0
    both[scripts:] = both[:scripts].transpose(0, 2, 1)
    return both


def gather(slopes: Numbers, scripts: int, size: int) -> Numbers:
    """Sum what `expand` has laid out back into its argument's form (its transpose, for fitting)."""
    both = slopes[:scripts] + slopes[scripts:].transpose(0, 2, 1)
    values = np.zeros((scripts, 3, size, size))
    for one in range(3):
        rows_at = slice(one * size, (one + 1) * size)
        for other in range(3):
            block = both[:, rows_at, other * size : (other + 1) * size].copy()
            block[:, :, GAP] = block[:, GAP, :] = 0
            values[:, one if one == other else MIDDLE] += block
        values[:, one, :, GAP] += both[:, rows_at, GAP]
        values[:, one, GAP, :] += both[:, GAP, rows_at]
    return values


def padding() -> int:
    """Return the code that fills up rows of sounds."""
    return 3 * len(sound_names())


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
    only = int(numbers[0]) if len(numbers) else 0
    one_table = bool((numbers == only).all())
    size = table.shape[1]
    cells = names.astype(np.intp)
    if not one_table:
        cells += (numbers.astype(np.intp) * (size * size))[:, None]
    flat = table[only].reshape(-1) if one_table else table.reshape(-1)
    inserted = flat[:size].take(cells) if one_table else flat.take(cells)  # GAP comes first
    best = np.zeros((len(names), names.shape[1] + 1), dtype=np.float32)
    for code in query:
        at = code * size
        if one_table:
            met = flat[at : at + size].take(cells)
            deleted: Any = flat[at]
        else:
            met = flat.take(cells + at)
            deleted = flat.take(numbers.astype(np.intp) * (size * size) + at)[:, None]
        met -= inserted
        met += best[:, :-1]
        best += deleted
        np.maximum(best[:, 1:], met, out=best[:, 1:])
        np.maximum.accumulate(best, axis=1, out=best)
    total: Numbers = best[:, -1] + inserted.sum(axis=1)
    return total


@cache
def ceilings() -> tuple[Numbers, Numbers]:
    """The best each sound of a query, and of a name, can meet, by table."""
    table = tables()
    return np.maximum(table.max(axis=2), -2.0), np.maximum(table.max(axis=1), -2.0)


def query_ceiling(query: bytes, number: int) -> float:
    """Return the value a query would have, if each of its sounds met what suits it best."""
    return float(ceilings()[0][number][np.frombuffer(query, dtype=np.uint8)].sum())


def name_ceilings(names: Numbers, numbers: Numbers) -> Numbers:
    """Return the value each name would have, if each of its sounds met what suits it best."""
    tops = ceilings()[1]
    tops[:, -1] = 0
    total: Numbers = tops[numbers[:, None], names].sum(axis=1)
    return total
