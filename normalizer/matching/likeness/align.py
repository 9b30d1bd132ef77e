"""Alignment of sounds: how likely it is that one romanised spelling writes the other's name.

A table for each script says what it is worth that a sound of the query meets a sound of the name,
or none: a logarithm of odds, learned from name pairs (training/fit_score.py). The value of a pair
is that of its best alignment, found for many pairs at once, a row of the table of alignments at a
time.

Source: S. Needleman and C. Wunsch (1970) for the alignment; learned edit costs after E. Ristad and
P. Yianilos, Learning String-Edit Distance (1998), here fitted discriminatively.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from normalizer.arrays import Numbers
from normalizer.matching.likeness.sounds import GAP, sound_names
from normalizer.spelling.script import LATIN, UNKNOWN_SCRIPT

DATA = Path(__file__).parent / "data" / "sound_scores.npz"
"""The learned values; a fit in progress puts its own file here."""


SCRIPTS = (
    UNKNOWN_SCRIPT, LATIN, "Arab", "Cyrl", "Grek", "Hebr", "Hang", "Jpan", "Hani", "Deva", "Beng",
    "Taml", "Thai", "Geor", "Armn", "Ethi",
)  # fmt: skip
"""Scripts with a table of their own, in the tables' order; the first serves all other pairs."""

SCALE = 16.0
"""Values are stored as whole numbers of this many to a unit."""

_NEVER = np.float32(-1e6)
_TOGETHER = 512
"""Pairs aligned at a time: few enough to stay in the processor's cache."""


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


def align(queries: Sequence[bytes], names: Sequence[bytes], numbers: Numbers) -> Numbers:
    """Return the value of the best alignment of each query with its name.

    Args:
        queries: The sounds of queries.
        names: The sounds of one name for each.
        numbers: For each pair, which of the `tables` to use.

    Returns:
        One value a pair.
    """
    values = np.empty(len(queries), dtype=np.float32)
    # Pairs of like lengths together: short ones are filled up to the longest beside them.
    order = sorted(range(len(queries)), key=lambda at: (len(queries[at]), len(names[at])))
    for first in range(0, len(order), _TOGETHER):
        part = order[first : first + _TOGETHER]
        values[part] = _aligned(
            _rows([queries[at] for at in part]), _rows([names[at] for at in part]), numbers[part]
        )
    return values


def _rows(sounds: Sequence[bytes]) -> Numbers:
    """Return names as rows of codes, filled up to the longest."""
    width = max(map(len, sounds), default=0)
    fill = bytes([padding()])
    joined = b"".join([line.ljust(width, fill) for line in sounds])
    return np.frombuffer(joined, dtype=np.uint8).reshape(len(sounds), width)


def _aligned(queries: Numbers, names: Numbers, numbers: Numbers) -> Numbers:
    """Align rows of codes, a sound of all queries at a time."""
    size = tables().shape[1]
    flat = tables().reshape(-1)
    begins = numbers.astype(np.intp) * (size * size)
    cells = names.astype(np.intp) + begins[:, None]
    inserted = flat.take(cells)  # GAP comes first
    sounds = queries.astype(np.intp) * size
    best = np.zeros((len(names), names.shape[1] + 1), dtype=np.float32)
    for at in range(queries.shape[1]):
        met = flat.take(cells + sounds[:, at, None])
        met -= inserted
        met += best[:, :-1]
        best += flat.take(begins + sounds[:, at])[:, None]
        np.maximum(best[:, 1:], met, out=best[:, 1:])
        np.maximum.accumulate(best, axis=1, out=best)
    total: Numbers = best[:, -1] + inserted.sum(axis=1)
    return total


@cache
def _ceilings() -> tuple[Numbers, Numbers]:
    """The best each sound of a query, and of a name, can meet, by table."""
    table = tables()
    return np.maximum(table.max(axis=2), -2.0), np.maximum(table.max(axis=1), -2.0)


def forget() -> None:
    """Read the learned values anew when they are next needed."""
    tables.cache_clear()
    _ceilings.cache_clear()


def ceilings(sounds: Sequence[bytes], numbers: Numbers, *, of_names: bool) -> Numbers:
    """Return the value each spelling would have, if each of its sounds met what suits it best.

    Args:
        sounds: The sounds of spellings.
        numbers: For each, which of the `tables` to use.
        of_names: Whether they are listed names, not queries.

    Returns:
        One value a spelling.
    """
    tops = _ceilings()[of_names]
    lengths = np.array(list(map(len, sounds)), dtype=np.intp)
    codes = np.frombuffer(b"".join(sounds), dtype=np.uint8)
    values = np.zeros(len(codes) + 1)
    np.cumsum(tops[np.repeat(numbers, lengths), codes], out=values[1:])
    ends = np.cumsum(lengths)
    total: Numbers = values[ends] - values[ends - lengths]
    return total
