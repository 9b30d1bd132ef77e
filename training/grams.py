"""The features a search goes by: n-grams of skeletons and of romanised letters, and whole words.

A feature is a number of 32 bits: the family it belongs to, then its letters, seven bits each, or a
hash of its word.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np

from normalizer.arrays import Numbers

# Sounds that schemes and languages without the distinction confuse (Japanese r for l, Arabic b for
# p, Mandarin d for t, French c for k and s), merged for the loose views. Only ever used to propose.
_LOOSE = bytes.maketrans(b"lpfvwdzcjgqhyk", b"rbbbbtssssssss")
_LOOSE_TEXT = {code: chr(_LOOSE[code]) for code in range(128)}
_KEYS, _LOOSE_PAIRS, _LOOSE_TRIPLES, _LOOSE_SKIPS, _LETTERS, _WORDS, _LOOSE_WORDS = range(1, 8)
FAMILY_BITS = 28
"""Where the family begins in a feature."""

FAMILY_WEIGHTS = np.array([0.0, 1.0, 0.8, 0.7, 0.5, 0.6, 1.0, 0.8], dtype=np.float32)
_NEWLINE, _SPACE = 10, 32


def features(romanised: Sequence[str], skeletons: Sequence[str]) -> tuple[Numbers, Numbers]:
    """Return the features of forms and, beside each, the number of the form that has it.

    Args:
        romanised: The forms' romanisations.
        skeletons: Their skeleton words, separated by spaces.

    Returns:
        Features and numbers, in no order; a form may have a feature twice.
    """
    keys = "".join([f" {line} \n" for line in skeletons]).encode("ascii", "replace")
    letters = "".join([f" {line} \n" for line in romanised]).encode("ascii", "replace")
    loose = keys.translate(_LOOSE)
    parts = [
        _grams(keys, _KEYS, 2),
        _grams(loose, _LOOSE_PAIRS, 2),
        _grams(loose, _LOOSE_TRIPLES, 3),
        _skips(loose, _LOOSE_SKIPS),
        _grams(letters, _LETTERS, 3),
        _whole_words(skeletons, _WORDS),
        _whole_words([line.translate(_LOOSE_TEXT) for line in skeletons], _LOOSE_WORDS),
    ]
    return np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])


def _grams(lines: bytes, family: int, size: int) -> tuple[Numbers, Numbers]:
    """The n-grams within each line, and the number of the line."""
    codes = np.frombuffer(lines, dtype=np.uint8).astype(np.uint32)
    ends = codes == _NEWLINE
    owners = np.cumsum(ends) - ends
    last = max(0, len(codes) - size + 1)
    grams = np.full(last, family << FAMILY_BITS, dtype=np.uint32)
    valid = np.ones(last, dtype=bool)
    for step in range(size):
        part = codes[step : step + last]
        grams |= part << np.uint32(7 * (size - 1 - step))
        valid &= part != _NEWLINE
    # Two borders side by side say nothing.
    for step in range(size - 1):
        valid &= (codes[step : step + last] != _SPACE) | (
            codes[step + 1 : step + 1 + last] != _SPACE
        )
    return grams[valid], owners[:last][valid]


def _skips(lines: bytes, family: int) -> tuple[Numbers, Numbers]:
    """The pairs with one letter between them, and the number of the line."""
    codes = np.frombuffer(lines, dtype=np.uint8).astype(np.uint32)
    ends = codes == _NEWLINE
    owners = np.cumsum(ends) - ends
    first, between, last = codes[:-2], codes[1:-1], codes[2:]
    valid = (between > _SPACE) & ((first > _SPACE) | (last > _SPACE))
    valid &= (first >= _SPACE) & (last >= _SPACE)
    pairs = first << np.uint32(7) | last | np.uint32(family << FAMILY_BITS)
    return pairs[valid], owners[:-2][valid]


def _whole_words(lines: Sequence[str], family: int) -> tuple[Numbers, Numbers]:
    """A hash of each word of each line, and the number of the line."""
    hashes: dict[str, int] = {}
    values: list[int] = []
    owners: list[int] = []
    for number, line in enumerate(lines):
        for word in line.split():
            value = hashes.get(word)
            if value is None:
                value = zlib.crc32(word.encode()) & ((1 << FAMILY_BITS) - 1)
                value |= family << FAMILY_BITS
                hashes[word] = value
            values.append(value)
            owners.append(number)
    return np.array(values, dtype=np.uint32), np.array(owners, dtype=np.int64)
