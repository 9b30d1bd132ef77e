"""How well Han characters write a name in Latin letters: 斯 writes s, z or th; 菲 fi, seldom fe.

How often each character stands for which letters was learned from name pairs
(``training/fit_transcriptions.py``): characters that write foreign names by their sound, those of
Chinese names, and those of Japanese ones. A name's characters are as likely, given its letters, as
all ways to cut the letters into parts, one a character, make them.

Source: H. Li, M. Zhang and J. Su, A Joint Source-Channel Model for Machine Transliteration (2004),
with units that do not depend on the units before them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import chain, combinations
from math import isnan
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from normalizer.spelling.data_rows import data_rows
from normalizer.spelling.fold import fold
from normalizer.spelling.romanise import romanise
from normalizer.spelling.script import script_of

Numbers = npt.NDArray[Any]

TABLE = Path(__file__).parent / "data" / "transcriptions.tsv"
WEIGHTS = Path(__file__).parent / "data" / "transcription_weights.json"
FEATURES = ("always", "letters", "vectors", "fit", "rarity", "characters")
"""What a pair is judged by: the pair model's odds, the cosine, and the three of `Written`."""
LONGEST_PART, BASE = 6, 37
"""How many letters a character stands for at most; letters and digits, and one for none."""
SILENT = "-"
"""In the table: a character that stands for no letter."""

_LETTERS = {char: at for at, char in enumerate("abcdefghijklmnopqrstuvwxyz0123456789", start=1)}
_HAN = "Hani"
_MOST_CHARACTERS, _MOST_LETTERS, _MOST_WORDS = 12, 30, 3
"""Longer names are not judged so; and so many words of a name may be written as one."""
_COUNTED = 8
"""So many characters tell as much as more do."""
_PRIOR = 3.0
"""How many times a character is taken to stand for letters as all characters together do."""
_UNSEEN, _BY_LENGTH, _LETTER = 0.03, (0.02, 0.22, 0.36, 0.25, 0.1, 0.04, 0.01), 0.05
"""The share of letters never seen together, how many they are, and the chance of each."""
_TOGETHER = 256
_TINY = 1e-300


class Written(NamedTuple):
    """How well characters write a name.

    Attributes:
        fit: Mean logarithm of the probability of a character, given the letters.
        rarity: Mean logarithm of the probability of a character, whatever the letters.
        characters: How many characters a word has.
    """

    fit: float
    rarity: float
    characters: float


_Job = tuple[tuple[int, ...], str]
"""A written word as numbers of characters, and letters it may stand for."""


class Transcriptions:
    """What characters stand for.

    Args:
        rows: Character, and the letters it stands for with how often it does.
    """

    def __init__(self, rows: Sequence[Sequence[str]]) -> None:
        self._numbers = {row[0]: at for at, row in enumerate(rows, start=1)}
        parts = [part.split(":") for row in rows for part in row[1].split()]
        letters = [code_of(part.replace(SILENT, "")) for part, _ in parts]
        counts = np.array([float(count) for _, count in parts])
        owners = np.repeat(np.arange(1, len(rows) + 1), [len(row[1].split()) for row in rows])
        self._codes, which = np.unique(np.array(letters, dtype=np.int64), return_inverse=True)
        keys = owners * len(self._codes) + which
        order = np.argsort(keys)
        self._keys, self._counts = keys[order], counts[order]
        self._totals = np.bincount(owners, counts, minlength=len(rows) + 1)
        self._of_part = np.bincount(which, counts, minlength=len(self._codes))
        self._rarity = np.log((self._totals + 0.5) / (counts.sum() + 0.5 * len(rows)))

    def written(self, pairs: Sequence[tuple[str, str]]) -> list[Written | None]:
        """Judge how well characters write names.

        Args:
            pairs: A name in Han characters and one in Latin letters each.

        Returns:
            For each pair what is found; None for what is too long or has no letters.
        """
        known = {text: self._parts(text) for text in {text for text, _ in pairs}}
        jobs: dict[_Job, int] = {}
        asked = []
        for text, name in pairs:
            parts = known[text]
            spans = _spans(tuple(romanise(name).split()), len(parts))
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
        """The words of a name in characters, as numbers."""
        words = fold(text).split()
        return [tuple([self._numbers.get(char, 0) for char in word]) for word in words]

    def _rarity_of(self, parts: list[tuple[int, ...]]) -> float:
        """The mean logarithm of the probability of characters."""
        return float(np.mean(self._rarity[list(chain.from_iterable(parts))])) if parts else 0.0

    def _likely(self, jobs: list[_Job]) -> Numbers:
        """The logarithm of the probability of characters, given letters; not a number if long."""
        likely = np.full(len(jobs), np.nan)
        sizes = [(len(part), len(letters)) for part, letters in jobs]
        fits = [
            at
            for at, (count, length) in enumerate(sizes)
            if count <= _MOST_CHARACTERS and length <= _MOST_LETTERS
        ]
        fits.sort(key=sizes.__getitem__)
        for first in range(0, len(fits), _TOGETHER):
            some = fits[first : first + _TOGETHER]
            likely[some] = self._block([jobs[at] for at in some])
        return likely

    def _block(self, jobs: list[_Job]) -> Numbers:
        counts = np.array([len(part) for part, _ in jobs])
        lengths = np.array([len(letters) for _, letters in jobs])
        parts = np.zeros((len(jobs), counts.max()), dtype=np.int64)
        rows = np.zeros((len(jobs), lengths.max()), dtype=np.int64)
        for at, (part, letters) in enumerate(jobs):
            parts[at, : len(part)] = part
            rows[at, : len(letters)] = [_LETTERS[char] for char in letters]
        codes = substrings(rows)
        known = np.minimum(np.searchsorted(self._codes, codes), len(self._codes) - 1)
        seen = self._codes[known] == codes
        size = np.arange(LONGEST_PART + 1)
        unseen = np.array(_BY_LENGTH) * _LETTER**size
        total = self._counts.sum()
        alone = np.where(seen, self._of_part[known], 0.0) / total
        alone = (1 - _UNSEEN) * alone + _UNSEEN * unseen
        alone *= codes >= 0
        ways = np.zeros((2, len(jobs), rows.shape[1] + 1))
        ways[:, :, 0] = 1.0
        found = np.zeros((2, len(jobs)))
        here = np.arange(len(jobs))
        for at in range(parts.shape[1]):
            chars = parts[:, at]
            keys = chars[:, None, None] * len(self._codes) + known
            count = np.zeros(keys.shape)
            count[seen] = self._counts_of(keys[seen])
            prior = self._totals[chars][:, None, None] + _PRIOR
            ways = _further(ways, np.stack([(count + _PRIOR * alone) / prior, alone]))
            ended = counts == at + 1
            found[:, ended] = ways[:, here[ended], lengths[ended]]
        joint, letters_alone = np.log(np.maximum(found, _TINY))
        rare = self._rarity[parts] * (np.arange(parts.shape[1]) < counts[:, None])
        likely: Numbers = joint - letters_alone + rare.sum(axis=1)
        return likely

    def _counts_of(self, keys: Numbers) -> Numbers:
        """How often characters stand for parts, by both in one number."""
        place = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        return np.where(self._keys[place] == keys, self._counts[place], 0.0)


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
    return Written(fit / count, rarity, min(_COUNTED, count / len(parts)))


def _further(ways: Numbers, chances: Numbers) -> Numbers:
    """Let one character more stand for the next letters, in all ways.

    Args:
        ways: The probability of all ways up to each letter.
        chances: That it stands for the letters from each on, by how many.
    """
    longer = np.zeros_like(ways)
    width = ways.shape[-1]
    for size in range(min(LONGEST_PART + 1, width)):
        end = width - size
        longer[..., size:] += ways[..., :end] * chances[..., :end, size]
    return longer


def substrings(rows: Numbers) -> Numbers:
    """Number the letters from each place on, by how many.

    Args:
        rows: Letters of names as numbers, 0 behind the last.

    Returns:
        By name, place (one more than there are letters) and count a number; -1 beyond the end.
    """
    count, width = rows.shape
    codes = np.full((count, width + 1, LONGEST_PART + 1), -1, dtype=np.int64)
    codes[:, :, 0] = 0
    for size in range(1, min(LONGEST_PART, width) + 1):
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
    alphabet = "".join(_LETTERS)
    while code:
        code, last = divmod(code, BASE)
        letters = alphabet[last - 1] + letters
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


def judged(
    pairs: Sequence[tuple[str, str]], odds: Numbers, cosines: Numbers
) -> Iterator[tuple[int, float]]:
    """Judge names in characters and in Latin letters by how the one is written with the other.

    Args:
        pairs: A name in Han characters and one in Latin letters each.
        odds: What the pair model says of each.
        cosines: Of their vectors.

    Yields:
        The place of a pair, and its likeness (`proposals.Nearness.likeness`).
    """
    weights = _weights()
    for at, written in enumerate(transcriptions().written(pairs)):
        if written is not None:
            values = chain((1.0, float(odds[at]), float(cosines[at])), written)
            yield at, sum(map(float.__mul__, weights, values))


@lru_cache(maxsize=1 << 16)
def is_han(text: str) -> bool:
    """Tell whether a name is written in Han characters."""
    return not text.isascii() and script_of(text) == _HAN


@cache
def transcriptions() -> Transcriptions:
    """Return what characters stand for, read when first asked for."""
    return Transcriptions(data_rows(__file__, TABLE.name))


@cache
def _weights() -> tuple[float, ...]:
    weights = json.loads(WEIGHTS.read_text(encoding="utf-8"))["weights"]
    return tuple([float(weights[name]) for name in FEATURES])


def forget() -> None:
    """Read the data files anew when they are next asked for."""
    transcriptions.cache_clear()
    _weights.cache_clear()
