"""Find listed forms in many short texts at once: the same hits as in each of them alone.

One numpy pass goes over some hundred texts, put together line by line. A text in which letters may
hang on names, as its words or signs tell its language (`text_language`), is left to the caller.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

import numpy as np

from normalizer.matching.texts.hits import Hit
from normalizer.matching.texts.scan import STRETCH, Scanner

_PLAIN = re.compile("[\x00-\x7f\u00a0\u2013\u2014\u2018\u2019\u201c\u201d\u2026]*")
"""Signs from which alone no language is told."""
_BETWEEN = "\n"
"""Ends words, and whatever a line's end does at the end of a text."""


def hits_in_each(scanner: Scanner, texts: Sequence[str], longest: int) -> list[list[Hit] | None]:
    """Return the hits of each of many texts.

    Args:
        scanner: The scanner of an index.
        texts: Texts that need no composing where they are plain.
        longest: Longer texts are left out.

    Returns:
        For each text its hits by start, the longer first, or None where it must be searched alone.
    """
    found: list[list[Hit] | None] = [None] * len(texts)
    plain = [
        number
        for number, text in enumerate(texts)
        if len(text) <= longest and _PLAIN.fullmatch(text)
    ]
    for numbers in _together(texts, plain):
        starts = [0, *accumulate(len(texts[number]) + 1 for number in numbers)]
        text = _BETWEEN.join([texts[number] for number in numbers])
        hits, telling = scanner.plain_hits(text)
        alone = set(np.searchsorted(starts, telling, side="right").tolist())
        for place, number in enumerate(numbers, 1):
            found[number] = None if place in alone else []
        for start, end, key, flags in hits:
            place = bisect_right(starts, start)
            own = found[numbers[place - 1]]
            begin = starts[place - 1]
            if own is not None and end < starts[place]:
                own.append((start - begin, end - begin, key, flags))
    return found


def _together(texts: Sequence[str], numbers: list[int]) -> Iterator[list[int]]:
    """Yield runs of texts that fit into one pass."""
    ends = list(accumulate(len(texts[number]) + 1 for number in numbers))
    begin = 0
    while begin < len(ends):
        before = ends[begin - 1] if begin else 0
        behind = max(bisect_right(ends, before + STRETCH), begin + 1)
        yield numbers[begin:behind]
        begin = behind
