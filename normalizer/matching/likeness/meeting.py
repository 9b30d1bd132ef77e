"""Where the words of two spellings meet: aligned sound by sound, then paired word by word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, product
from typing import NamedTuple

import numpy as np

from normalizer.arrays import Numbers
from normalizer.matching.likeness import align
from normalizer.matching.likeness.features import MOST_LOSS, Pairs, script_features, word_features
from normalizer.matching.likeness.views import Spelling

_TURNED = 2.0  # what it costs that words stand in another order
_JOINED = 3.0  # how much better joined words must fit before they count as run together


class Meeting(NamedTuple):
    """How the words of two spellings meet.

    Attributes:
        features: What was measured, in the order of `score.FEATURES, but for the last two`.
        pairs: The words that met: place among the query's content words, among the name's,
            value, and value as a share of the best possible.
        joined: Whether the words were compared run together.
    """

    features: tuple[float, ...]
    pairs: Pairs
    joined: bool


class _Whole(NamedTuple):
    """How two whole spellings align: the value, in which order, and the best values possible."""

    value: float
    is_turned: bool
    query_top: float
    name_top: float


class _Words(NamedTuple):
    """How the words of two spellings pair: the pairs, and what the words left over weigh."""

    pairs: Pairs
    missing: float
    surplus: float


def meet(pairs: Sequence[tuple[Spelling, Spelling]]) -> list[Meeting]:
    """Let spellings meet listed forms; many together cost much less than one by one.

    Args:
        pairs: A spelling that was given and a listed form each.

    Returns:
        One meeting for each pair, in their order.
    """
    if not pairs:
        return []
    numbers = np.array([align.table_number(one.script, other.script) for one, other in pairs])
    queries = [query.core_sounds for query, _ in pairs]
    names = [name.core_sounds for _, name in pairs]
    query_tops = align.ceilings(queries, numbers, of_names=False).tolist()
    name_tops = align.ceilings(names, numbers, of_names=True).tolist()
    whole = align.align(queries, names, numbers)
    best = whole.copy()
    several = [at for at, (query, _) in enumerate(pairs) if len(query.content) > 1]
    words = [pairs[at][0].word_sounds for at in several]
    turned = [b"".join((last, *others)) for *others, last in words]
    best[several] = np.maximum(
        whole[several],
        align.align(turned, [names[at] for at in several], numbers[several]) - _TURNED,
    )
    wholes = map(_Whole, best.tolist(), (best > whole).tolist(), query_tops, name_tops)
    return [
        _meeting(*pair, whole, words)
        for pair, whole, words in zip(pairs, wholes, _meet_words(pairs, numbers), strict=True)
    ]


def _meet_words(pairs: Sequence[tuple[Spelling, Spelling]], numbers: Numbers) -> Iterator[_Words]:
    """Align each word of the queries with each of their names, and pair them."""
    lefts = [query.word_sounds for query, _ in pairs]
    rights = [name.word_sounds for _, name in pairs]
    counts = [len(left) * len(right) for left, right in zip(lefts, rights, strict=True)]
    crossed = [both for sides in zip(lefts, rights, strict=True) for both in product(*sides)]
    queries, names = zip(*crossed, strict=True) if crossed else ((), ())
    values = iter(align.align(queries, names, np.repeat(numbers, counts)).tolist())
    tops = []
    for sides, of_names in ((lefts, False), (rights, True)):
        words = [word for side in sides for word in side]
        each = np.repeat(numbers, list(map(len, sides)))
        tops.append(iter(align.ceilings(words, each, of_names=of_names).tolist()))
    for left, right in zip(lefts, rights, strict=True):
        query_tops = list(islice(tops[0], len(left)))
        name_tops = list(islice(tops[1], len(right)))
        rows = [list(islice(values, len(right))) for _ in left]
        yield _pair_words(rows, query_tops, name_tops)


def _meeting(query: Spelling, name: Spelling, whole: _Whole, words: _Words) -> Meeting:
    """Put together what was measured of a pair: its sounds, its words, its letters."""
    met = sum([pair[2] for pair in words.pairs])
    joined = len(query.content) != len(name.content) and whole.value > met + _JOINED
    tops = whole.query_top, whole.name_top
    sound_features = (
        1.0,
        whole.value,
        whole.value / max(*tops, 1.0),
        min(max(tops) - whole.value, MOST_LOSS * 2),
        max(met, whole.value) if joined else met,
        min(tops),
        float(whole.is_turned),
    )
    features = word_features(query, name, words.pairs, joined, words.missing, words.surplus)
    everything = (*sound_features, *features, *script_features(query, name))
    return Meeting(everything, words.pairs, joined)


def _pair_words(
    values: list[list[float]], query_tops: list[float], name_tops: list[float]
) -> _Words:
    """Pair words by value, the best first, and weigh those left over on each side."""
    cells = sorted(
        [(value, i, j) for i, row in enumerate(values) for j, value in enumerate(row)],
        reverse=True,
    )
    lone = min(len(query_tops), len(name_tops))
    pairs: list[tuple[int, int, float, float]] = []
    seen_query: set[int] = set()
    seen_name: set[int] = set()
    for value, i, j in cells:
        if len(pairs) == lone:
            break
        if i not in seen_query and j not in seen_name:
            seen_query.add(i)
            seen_name.add(j)
            pairs.append((i, j, value, value / max(query_tops[i], name_tops[j], 1.0)))
    missing = sum([top for j, top in enumerate(name_tops) if j not in seen_name])
    surplus = sum([top for i, top in enumerate(query_tops) if i not in seen_query])
    return _Words(tuple(pairs), missing, surplus)
