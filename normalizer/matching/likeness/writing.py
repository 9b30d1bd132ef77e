"""Which scripts' names are judged by how they write Latin letters, and how much that counts.

Each such script has a table of what its units stand for (see `matching.likeness.transcription`),
weights, and a kind of score of its own (see `matching.likeness.score`), with thresholds of its own:
what a table tells is spread otherwise than what the networks alone tell.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np

from normalizer.arrays import Numbers
from normalizer.matching.likeness.transcription import MOST_UNITS, Transcriptions
from normalizer.spelling.data_rows import data_rows
from normalizer.spelling.script import script_of

WEIGHTS = Path(__file__).parent / "data" / "transcription_weights.json"
FEATURES = ("always", "letters", "vectors", "fit", "rarity", "units", "all_units")
"""What a pair may be judged by: the pair model's odds, the cosine, and what `Written` tells."""

_BESIDE = frozenset("ァィゥェォッャュョヮ")
"""Small kana that change the one before them: ティ writes ti, テイ tei."""
_HIRAGANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}


def moras(word: str) -> tuple[str, ...]:
    """Cut kana into units: each with the small ones behind it; hiragana count as katakana."""
    found: list[str] = []
    for char in word.translate(_HIRAGANA):
        if found and char in _BESIDE:
            found[-1] += char
        else:
            found.append(char)
    return tuple(found)


def with_next(word: str) -> tuple[str, ...]:
    """Cut a word into units: each letter with the one behind it, which often tells its sound."""
    return tuple([word[at : at + 2] for at in range(len(word))])


class Writing(NamedTuple):
    """A script with a table of its own.

    Attributes:
        kind: Its kind of score beside Latin letters, one of `score.KINDS`.
        script: ISO 15924 code.
        cut: Cuts a folded word into units.
        most: Words of more units are not judged.
        least: Pairs that are less alike by the networks alone (`proposals.Nearness.likeness`) are
            not judged by the table: it could not make them likely.
        unused: Which of `FEATURES` does not count: one of the numbers of units.
    """

    kind: str
    script: str
    cut: Callable[[str], Sequence[str]]
    most: int
    least: float
    unused: str = "all_units"

    @property
    def table(self) -> str:
        """The name of its table among the data files."""
        return f"transcriptions_{self.kind}.tsv"


WRITINGS = (
    Writing("han", "Hani", tuple, MOST_UNITS, -np.inf),
    Writing("hangul", "Hang", tuple, MOST_UNITS, 6.0),
    Writing("kana", "Jpan", moras, MOST_UNITS, 6.0),
    Writing("cyrillic", "Cyrl", with_next, 16, 6.0, "units"),
)
"""All of them."""

KIND_BY_SCRIPT = {writing.script: writing.kind for writing in WRITINGS}
"""The kinds of pairs of these scripts and Latin letters."""

_PLACES = {writing.script: place for place, writing in enumerate(WRITINGS)}
NONE = -1
"""The place of what is written in no such script."""


@lru_cache(maxsize=1 << 16)
def writing_of(text: str) -> int:
    """Return the place among `WRITINGS` of the script that a name is written in, or `NONE`."""
    return NONE if text.isascii() else _PLACES.get(script_of(text), NONE)


def judged(
    place: int, pairs: Sequence[tuple[str, str]], odds: Numbers, cosines: Numbers
) -> Iterator[tuple[int, float]]:
    """Judge names in a script and in Latin letters by how the one is written with the other.

    Args:
        place: Of the script among `WRITINGS`.
        pairs: A name in that script and one in Latin letters each.
        odds: What the pair model says of each.
        cosines: Of their vectors.

    Yields:
        The place of a pair, and its likeness (`proposals.Nearness.likeness`).
    """
    kind = WRITINGS[place].kind
    weights = _weights(kind)
    for at, written in enumerate(transcriptions(kind).written(pairs)):
        if written is not None:
            values = chain((1.0, float(odds[at]), float(cosines[at])), written)
            yield at, sum(map(float.__mul__, weights, values))


@cache
def transcriptions(kind: str) -> Transcriptions:
    """Return what the units of a script stand for, read when first asked for.

    Args:
        kind: Of one of `WRITINGS`.
    """
    (writing,) = [it for it in WRITINGS if it.kind == kind]
    return Transcriptions(data_rows(__file__, writing.table), writing.cut, writing.most)


@cache
def _weights(kind: str) -> tuple[float, ...]:
    weights = json.loads(WEIGHTS.read_text(encoding="utf-8"))[kind]["weights"]
    return tuple([float(weights[name]) for name in FEATURES])


def forget() -> None:
    """Read the data files anew when they are next asked for."""
    transcriptions.cache_clear()
    _weights.cache_clear()
