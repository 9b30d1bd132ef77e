"""How well characters write a name in Latin letters: 斯 writes s, z or th; 菲 fi, seldom fe.

How often each character stands for which letters was learned from name pairs
(``training/fit_transcriptions.py``): Han characters that write foreign names by their sound, those
of Chinese names, and those of Japanese ones; and what other scripts are written in, each cut into
units in its own way (see `matching.likeness.writing`). A name's units are as likely, given its
letters, as all ways to cut the letters into parts, one a unit, make them.

Source: H. Li, M. Zhang and J. Su, A Joint Source-Channel Model for Machine Transliteration (2004),
with units that do not depend on the units before them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import chain, combinations
from math import isnan
from typing import NamedTuple

import numpy as np

from normalizer.arrays import Numbers
from normalizer.matching.likeness.known_keys import KnownKeys
from normalizer.spelling.fold import fold
from normalizer.spelling.romanise import romanise

LONGEST_PART, BASE = 6, 37
"""How many letters a unit stands for at most; letters and digits, and one for none."""
SILENT = "-"
"""In the table: a unit that stands for no letter."""
BY_LENGTH, LETTER = (0.02, 0.22, 0.36, 0.25, 0.1, 0.04, 0.01), 0.05
"""How many letters those never seen together are, and the chance of each."""

_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789"
_LETTERS = {char: at for at, char in enumerate(_ALPHABET, start=1)}
_CODES = np.zeros(256, dtype=np.int64)
_CODES[list(_ALPHABET.encode())] = range(1, BASE)
MOST_UNITS = 12
_MOST_LETTERS, _MOST_WORDS = 30, 3
"""Longer names are not judged so; and so many words of a name may be written as one."""
_COUNTED, _ALL_COUNTED = 8, 20
"""So many units of a word, and of a name, tell as much as more do."""
_PRIOR = 3.0
"""How many times a unit is taken to stand for letters as all units together do."""
_UNSEEN = 0.03
"""The share of letters never seen together."""
_TOGETHER = 256
_TINY = 1e-300


class Written(NamedTuple):
    """How well units write a name.

    Attributes:
        fit: Mean logarithm of the probability of a unit, given the letters.
        rarity: Mean logarithm of the probability of a unit, whatever the letters.
        units: How many units a word has.
        all_units: How many the whole name has.
    """

    fit: float
    rarity: float
    units: float
    all_units: float


_Job = tuple[tuple[int, ...], str]
"""A written word as numbers of units, and letters it may stand for."""


class Transcriptions:
    """What units stand for.

    Args:
        rows: Unit, and the letters it stands for with how often it does.
        cut: Cuts a folded word into units.
        most: Words of more units are not judged.
    """

    def __init__(
        self,
        rows: Sequence[Sequence[str]],
        cut: Callable[[str], Sequence[str]] = tuple,
        most: int = MOST_UNITS,
    ) -> None:
        self._cut, self._most = cut, most
        self._numbers = {row[0]: at for at, row in enumerate(rows, start=1)}
        parts = [[part.split(":") for part in row[1].split()] for row in rows]
        names = [name.replace(SILENT, "") for some in parts for name, _ in some]
        self._longest = max(map(len, names), default=0)
        counts = np.array([float(count) for some in parts for _, count in some])
        owners = np.repeat(np.arange(1, len(rows) + 1), list(map(len, parts)))
        codes = np.array(list(map(code_of, names)), dtype=np.int64)
        self._codes, which = np.unique(codes, return_inverse=True)
        totals = np.bincount(owners, counts, minlength=len(rows) + 1)
        self._given = KnownKeys(
            owners * len(self._codes) + which, counts / (totals[owners] + _PRIOR)
        )
        self._otherwise = _PRIOR / (totals + _PRIOR)
        size = np.arange(self._longest + 1)
        self._unseen = _UNSEEN * np.array(BY_LENGTH)[: len(size)] * LETTER**size
        of_part = np.bincount(which, counts, minlength=len(self._codes))
        self._seen = (1 - _UNSEEN) * of_part / counts.sum()
        self._rarity = np.log((totals + 0.5) / (counts.sum() + 0.5 * len(rows)))

    def written(self, pairs: Sequence[tuple[str, str]]) -> list[Written | None]:
        """Judge how well units write names.

        Args:
            pairs: A name in the script of the units and one in Latin letters each.

        Returns:
            For each pair what is found; None for what is too long or has no letters.
        """
        known = {text: self._parts(text) for text in {text for text, _ in pairs}}
        words = {name: tuple(romanise(name).split()) for name in {name for _, name in pairs}}
        jobs: dict[_Job, int] = {}
        asked = []
        for text, name in pairs:
            parts = known[text]
            spans = _spans(words[name], len(parts))
            asked.append([
                [jobs.setdefault((part, it), len(jobs)) for it in spans] for part in parts
            ])  # fmt: skip
        likely = self._likely(list(jobs)).tolist()
        rarity = {text: self._rarity_of(parts) for text, parts in known.items()}
        return [
            _best(known[text], found, likely, rarity[text])
            for (text, _), found in zip(pairs, asked, strict=True)
        ]

    def _parts(self, text: str) -> list[tuple[int, ...]]:
        """The words of a name in units, as numbers."""
        number = self._numbers.get
        return [tuple([number(unit, 0) for unit in self._cut(word)]) for word in fold(text).split()]

    def _rarity_of(self, parts: list[tuple[int, ...]]) -> float:
        """The mean logarithm of the probability of units."""
        return float(np.mean(self._rarity[list(chain.from_iterable(parts))])) if parts else 0.0

    def _likely(self, jobs: list[_Job]) -> Numbers:
        """The logarithm of the probability of units, given letters; not a number if long."""
        likely = np.full(len(jobs), np.nan)
        sizes = [(len(part), len(letters)) for part, letters in jobs]
        fits = [
            at
            for at, (count, length) in enumerate(sizes)
            if count <= self._most and length <= _MOST_LETTERS
        ]
        fits.sort(key=sizes.__getitem__)
        for first in range(0, len(fits), _TOGETHER):
            some = fits[first : first + _TOGETHER]
            likely[some] = self._block([jobs[at] for at in some])
        return likely

    def _block(self, jobs: list[_Job]) -> Numbers:
        counts = np.array([len(part) for part, _ in jobs])
        lengths = np.array([len(letters) for _, letters in jobs])
        width = int(counts.max())
        parts = np.array([part + (0,) * (width - len(part)) for part, _ in jobs], dtype=np.int64)
        rows = rows_of([letters for _, letters in jobs])
        codes = substrings(rows, self._longest)
        known = np.minimum(np.searchsorted(self._codes, codes), len(self._codes) - 1)
        seen = self._codes[known] == codes
        alone = np.where(seen, self._seen[known], 0.0) + self._unseen
        alone *= codes >= 0
        places, several = np.flatnonzero(seen), known[seen]
        owners = np.nonzero(seen)[0]
        ways = np.zeros((2, len(jobs), rows.shape[1] + 1))
        ways[:, :, 0] = 1.0
        found = np.zeros((2, len(jobs)))
        here = np.arange(len(jobs))
        for at in range(width):
            units = parts[:, at]
            given = alone * self._otherwise[units][:, None, None]
            given.reshape(-1)[places] += self._given.values(
                units[owners] * len(self._codes) + several
            )
            ways = _further(ways, np.stack([given, alone]))
            ended = counts == at + 1
            found[:, ended] = ways[:, here[ended], lengths[ended]]
        joint, letters_alone = np.log(np.maximum(found, _TINY))
        rare = self._rarity[parts] * (np.arange(width) < counts[:, None])
        likely: Numbers = joint - letters_alone + rare.sum(axis=1)
        return likely


def _best(
    parts: list[tuple[int, ...]], spans: list[list[int]], likely: list[float], rarity: float
) -> Written | None:
    """Let each written word stand for the letters it fits best."""
    if not parts or not all(spans):
        return None
    count = sum(map(len, parts))
    fit = sum(max(likely[at] for at in some) for some in spans)
    if isnan(fit):
        return None
    each = min(_COUNTED, count / len(parts))
    return Written(fit / count, rarity, each, min(_ALL_COUNTED, count))


def _further(ways: Numbers, chances: Numbers) -> Numbers:
    """Let one unit more stand for the next letters, in all ways.

    Args:
        ways: The probability of all ways up to each letter.
        chances: That it stands for the letters from each on, by how many.
    """
    width = ways.shape[-1]
    longer = ways * chances[..., 0]
    for size in range(1, min(chances.shape[-1], width)):
        end = width - size
        longer[..., size:] += ways[..., :end] * chances[..., :end, size]
    return longer


def rows_of(names: Sequence[str]) -> Numbers:
    """Return the letters of names as numbers, a row a name, 0 behind the last.

    Args:
        names: Letters and digits each.
    """
    width = max(map(len, names), default=0)
    line = "".join([name.ljust(width) for name in names]).encode()
    return _CODES[np.frombuffer(line, np.uint8)].reshape(len(names), width)


def substrings(rows: Numbers, longest: int = LONGEST_PART) -> Numbers:
    """Number the letters from each place on, by how many.

    Args:
        rows: Letters of names as numbers, 0 behind the last.
        longest: How many letters at most.

    Returns:
        By name, place (one more than there are letters) and count a number; -1 beyond the end.
    """
    count, width = rows.shape
    codes = np.full((count, width + 1, longest + 1), -1, dtype=np.int64)
    codes[:, :, 0] = 0
    for size in range(1, min(longest, width) + 1):
        end = width - size + 1
        before, last = codes[:, :end, size - 1], rows[:, size - 1 :]
        there = (before >= 0) & (last > 0)
        codes[:, :end, size] = np.where(there, before * BASE + last, -1)
    return codes


def code_of(letters: str) -> int:
    """Number letters as `substrings` does."""
    code = 0
    for char in letters:
        code = code * BASE + _LETTERS[char]
    return code


def letters_of(code: int) -> str:
    """Return the letters of a number of `substrings`."""
    letters = ""
    while code:
        code, last = divmod(code, BASE)
        letters = _ALPHABET[last - 1] + letters
    return letters


@lru_cache(maxsize=4096)
def _spans(words: tuple[str, ...], parts: int) -> list[str]:
    """Return the letters that a written word may stand for.

    Args:
        words: The romanised words of a name.
        parts: How many written words there are: one stands for all letters, in order or with the
            last word first; one of several for some neighbouring words.
    """
    if parts == 1:
        turned = (*words[-1:], *words[:-1])
        return list(dict.fromkeys(["".join(words), "".join(turned)])) if words else []
    ends = combinations(range(len(words) + 1), 2)
    return ["".join(words[a:b]) for a, b in ends if b - a <= _MOST_WORDS]
