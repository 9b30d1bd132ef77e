"""How usual the letters of a word are, one after the other, in real names of its script.

A slip of the pen mostly leaves letters behind that no name has (Mohamamd, Зеленскйи), while another
person's name is spelled like any name. The table tells how likely each letter is behind the two
before it. It is learned from real names by ``training/fit_letter_runs.py`` and holds no name.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

_DATA = Path(__file__).parent / "data" / "letter_runs.npz"
BORDER, OTHER, FIRST = 0, 1, 2
"""Codes: beginning or end of a word, a letter that the table does not know, the first it knows."""
STEP = 20.0
"""What is stored of a natural logarithm is so many times it, without its sign, 255 at most."""
_UNKNOWN = 3.0  # of a letter in a script without a table; in the others it is some 2.3


@cache
def _tables() -> dict[str, tuple[dict[str, int], int, bytes]]:
    """Return by script the codes of letters, how many there are, and the stored logarithms."""
    with np.load(_DATA) as data:
        return {
            script: (
                {letter: code for code, letter in enumerate(str(data[f"{script}.letters"]), FIRST)},
                len(str(data[f"{script}.letters"])) + FIRST,
                data[script].astype(np.uint8).tobytes(),
            )
            for script in data.files
            if "." not in script
        }


def forget() -> None:
    """Read the table anew, for a fit that has written another."""
    _tables.cache_clear()


def rarity(word: str, script: str) -> float:
    """Return how unlikely a word is as part of a name, by its letters.

    Args:
        word: A folded word.
        script: ISO 15924 code of its script.

    Returns:
        The natural logarithm of the odds against it: the more letters, the more.
    """
    known = _tables().get(script)
    if known is None:
        return _UNKNOWN * len(word)
    codes, size, table = known
    before = last = total = 0
    for letter in word:
        code = codes.get(letter, OTHER)
        total += table[(before * size + last) * size + code]
        before, last = last, code
    return (total + table[(before * size + last) * size + BORDER]) / STEP
