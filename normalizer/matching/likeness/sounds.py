"""Romanised words cut into sounds: sh, kh, oo are one sound each, doubled consonants one letter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from normalizer.spelling.data_rows import data_rows

GAP, SPACE, FIRST = 0, 1, 2
"""Codes: no sound, a word's beginning, and the first of the letters."""

_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
_DOUBLED = re.compile(rb"([bcdfghj-np-tv-z])\1+")


class _Sounds(NamedTuple):
    """The sounds of the data file, each with the byte that stands for it while text is cut."""

    longer: tuple[tuple[bytes, bytes], ...]
    codes: bytes
    names: tuple[str, ...]


@cache
def _sounds() -> _Sounds:
    longer = [row[0] for row in data_rows(__file__, "sounds.tsv")]
    codes = bytearray(256)
    names = ["", " ", *_LETTERS, *longer]
    for number, letter in enumerate(_LETTERS, FIRST):
        codes[ord(letter)] = number
    pairs = []
    for number, letters in enumerate(longer):
        stand_in = 128 + number
        pairs.append((letters.encode(), bytes([stand_in])))
        codes[stand_in] = FIRST + len(_LETTERS) + number
    return _Sounds(tuple(pairs), bytes(codes), tuple(names))


def sound_names() -> tuple[str, ...]:
    """Return the letters of each sound, by code."""
    return _sounds().names


def encode(romanised: str) -> bytes:
    """Cut a romanised name into sounds.

    Args:
        romanised: Words in lower-case ASCII with single spaces.

    Returns:
        One byte a sound, its code plus a multiple of the number of codes for its place in the
        word: 0 within it, 1 at its beginning, 2 at its end. Each word begins with `SPACE`.
    """
    return encode_lines([romanised])[0]


def encode_lines(lines: Sequence[str]) -> list[bytes]:
    """Cut many romanised names into sounds, much faster than one by one.

    Args:
        lines: Romanised names.

    Returns:
        What `encode` returns, for each.
    """
    sounds = _sounds()
    size = len(sounds.names)
    cut = []
    text = "\n".join([" " + line if line else "" for line in lines]).encode("ascii", "replace")
    for line in _merge(text).split(b"\n"):
        words = []
        for word in line.split():
            codes = word.translate(sounds.codes)
            first = codes[0] + size
            if len(codes) > 1:
                words.append(bytes((SPACE, first)) + codes[1:-1] + bytes((codes[-1] + 2 * size,)))
            else:
                words.append(bytes((SPACE, first)))
        cut.append(b"".join(words))
    return cut


def _merge(text: bytes) -> bytes:
    """Write each longer sound as one byte and each doubled consonant once."""
    text = _DOUBLED.sub(rb"\1", text)
    for letters, stand_in in _sounds().longer:
        if letters in text:
            text = text.replace(letters, stand_in)
    return text
