"""Find in numpy where names may begin behind a particle and end before an ending, inside words."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from normalizer.matching.compiled.letter_tables import IN_WORD, IS_LETTER, TRIM_LEFT
from normalizer.matching.texts.word_arrays import Inner, Ints, Words
from normalizer.spelling.attached import SHORTEST_NAME, SHORTEST_WORD, Bounds

_MARK = IN_WORD | TRIM_LEFT
_BASE = np.uint64(0x9E3779B97F4A7C15)
_MASK = (1 << 64) - 1
Numbers = npt.NDArray[np.uint64]


def with_attached(words: Words, looked_for: Bounds) -> Words:
    """Return words with further beginnings and ends of names inside them.

    Args:
        words: The words of a stretch.
        looked_for: The particles and endings of its languages, at least one.
    """
    offsets = _letter_offsets(words)
    heads, tails = words.heads, words.tails
    if looked_for.prefixes:
        heads = _merged(heads, _inner(words, offsets, looked_for.prefixes, at_end=False))
    if looked_for.suffixes:
        tails = _merged(tails, _inner(words, offsets, looked_for.suffixes, at_end=True))
    return words._replace(heads=heads, tails=tails)


def _letter_offsets(words: Words) -> Ints:
    """Return the offset of the character that each folded letter comes from."""
    offsets = np.flatnonzero((words.roles & IS_LETTER) != 0)
    if words.expanding is None:
        return offsets
    counts = np.ones(len(offsets), dtype=np.int64)
    counts[np.searchsorted(offsets, words.expanding[0])] += words.expanding[1]
    return np.repeat(offsets, counts)


def _inner(words: Words, offsets: Ints, affixes: Iterable[str], at_end: bool) -> Inner:
    """Return where the names lie that these affixes are written in one with."""
    by_size: dict[int, list[int]] = {}
    for affix in affixes:
        by_size.setdefault(len(affix), []).append(_number(affix))
    length = words.last - words.first
    parts: list[tuple[Ints, Ints]] = []
    for size, numbers in by_size.items():
        of = np.flatnonzero(length >= size + (SHORTEST_NAME if at_end else SHORTEST_WORD))
        begin = words.last[of] - size if at_end else words.first[of]
        value = np.zeros(len(of), dtype=np.uint64)
        for place in range(size):
            value *= _BASE
            value += words.letters[begin + place]
        known = np.sort(np.array(numbers, dtype=np.uint64))
        at = np.minimum(np.searchsorted(known, value), len(known) - 1)
        of = of[known[at] == value]
        parts.append((of, words.last[of] - size if at_end else words.first[of] + size))
    of = np.concatenate([part[0] for part in parts])
    letter = np.concatenate([part[1] for part in parts])
    at = offsets[letter]
    # Only between two letters: at an apostrophe or joiner the word is cut anyway.
    before = words.roles[at - 1]
    clean = ((before & IS_LETTER) != 0) | (before == _MARK)
    clean &= offsets[letter - 1] != at  # not inside a character that folds to several letters
    return of[clean], at[clean], letter[clean]


def _number(affix: str) -> int:
    """Return a number of an affix's letters; whether they are one is looked at again later."""
    number = 0
    for letter in affix:
        number = (number * int(_BASE) + ord(letter)) & _MASK
    return number


def _merged(first: Inner, second: Inner) -> Inner:
    """Return both, in the order of their words."""
    of = np.concatenate([first[0], second[0]])
    order = np.argsort(of, kind="stable")
    at = np.concatenate([first[1], second[1]])
    letter = np.concatenate([first[2], second[2]])
    return of[order], at[order], letter[order]
