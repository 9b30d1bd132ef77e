"""Count which letters follow one another in real names (`matching.likeness.letter_runs`).

Of each distinct word of the training names, how often each letter stands behind the two before it,
smoothed by how often it stands behind the one before. `training.fit_slips` runs this first, and
fits its weights on the half of the names that is not counted here, or every name it asks for would
look as usual as those that were counted.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from normalizer.arrays import Numbers
from normalizer.matching.likeness.letter_runs import FIRST, OTHER, STEP
from normalizer.matching.likeness.slip_table import SCRIPTS
from normalizer.spelling.fold import fold
from normalizer.spelling.script import script_of

OUT = Path(__file__).parent.parent / "normalizer/matching/likeness/data/letter_runs.npz"
_SELDOM = 20
"""Words in which a letter must stand to have a code of its own."""
_OF_ONE, _OF_TWO = 0.02, 5.0
"""What smoothing adds: words to each letter, and to what the letter before tells."""


def is_counted(name: str) -> bool:
    """Tell whether a name is one of the half that is counted."""
    return zlib.crc32(name.casefold().encode()) % 2 == 0


def table(words: Iterable[str]) -> tuple[str, Numbers]:
    """Return the letters of distinct words of a script, and the table of what follows what.

    Args:
        words: Folded words.

    Returns:
        The letters that have codes, in the order of these, and for each letter but two before, each
        letter before and each letter how unlikely it is, as it is stored.
    """
    words = sorted(set(words))
    counts = Counter(letter for word in words for letter in set(word))
    letters = "".join(sorted(it for it, count in counts.items() if count >= _SELDOM))
    codes = {letter: code for code, letter in enumerate(letters, FIRST)}
    size = len(letters) + FIRST
    runs = np.zeros((size, size, size))
    for word in words:
        line = [0, 0, *(codes.get(letter, OTHER) for letter in word), 0]
        for at in range(2, len(line)):
            runs[line[at - 2], line[at - 1], line[at]] += 1
    pairs = runs.sum(axis=0)
    of_one = (pairs + _OF_ONE * size) / (pairs.sum(axis=1, keepdims=True) + _OF_ONE * size * size)
    of_two = (runs + _OF_TWO * of_one) / (runs.sum(axis=2, keepdims=True) + _OF_TWO)
    stored = np.round(-np.log(of_two) * STEP).clip(0, 255)
    return letters, stored.astype(np.uint8)


def fit(names: Iterable[str]) -> int:
    """Count the letters of names and write the data file.

    Args:
        names: Names of all scripts; those that `is_counted` does not tell are left out.

    Returns:
        How many distinct words were counted.
    """
    words: dict[str, set[str]] = {script: set() for script in sorted(SCRIPTS)}
    for name in filter(is_counted, names):
        script = script_of(name)
        if script in words:
            words[script].update(fold(name).split())
    arrays: dict[str, Any] = {}
    for script, some in words.items():
        arrays[f"{script}.letters"], arrays[script] = table(some)
    np.savez_compressed(OUT, **arrays)
    return sum(map(len, words.values()))
