"""Tell which of many hits stand where a name may stand, without an object for each plain name.

The twin in columns of `Standing.at_once`; `in_columns` says why there are two, and what holds for
both.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np

from normalizer.matching.texts.hits import (
    IS_SPACED,
    MAY_BE_CLOSED,
    MAY_BE_PART,
    MAY_BE_PERSONS_PART,
    MAY_BE_SOMEBODYS,
    Hits,
)
from normalizer.matching.texts.in_columns import Columns, OptionsInColumns
from normalizer.matching.texts.known_spellings import (
    IS_PERSONS,
    IS_PLAIN,
    MAY_BE_GIVEN,
    KnownSpellings,
)
from normalizer.matching.texts.spans import Option
from normalizer.matching.texts.standing import NO_END, Standing
from normalizer.matching.texts.word_arrays import Ints


def in_columns(
    standing: Standing, text: str, hits: Ints, known: KnownSpellings
) -> Sequence[Option]:
    """Do what `Standing.at_once` does for hits in columns.

    Args:
        standing: Looks at hits one by one; nothing may ask that of all of them.
        text: Composed text.
        hits: Its hits (`Scanner.arrays`).
        known: Knows spellings.
    """
    starts, ends, keys, flags, beside = hits
    spelled = [text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    numbers = known.numbers(spelled, keys, flags)
    signs = known.signs_of(numbers)
    asking = MAY_BE_CLOSED | np.where(signs & IS_PERSONS, MAY_BE_PERSONS_PART, MAY_BE_PART)
    plain = (signs & IS_PLAIN != 0) & (flags == 0) & (beside & asking == 0)
    plain &= (beside & MAY_BE_SOMEBODYS == 0) | (signs & MAY_BE_GIVEN == 0)
    numbers[~plain] = -1
    there, others = _looked_at(standing, Hits(*hits.tolist()), numbers.tolist())
    found = np.flatnonzero(np.frombuffer(there, dtype=np.bool_))
    columns = Columns(starts, ends, numbers, beside & IS_SPACED != 0)
    options = OptionsInColumns(columns.at(found), others, known)
    if standing.others.may_own(others):
        return standing.others.without_theirs(list(options))
    return options


def _looked_at(
    standing: Standing, hits: Hits, numbers: list[int]
) -> tuple[bytearray, list[Option]]:
    """Return whether each hit is there, and those that are no plain names."""
    starts, ends, keys, flags, _ = hits
    there = bytearray(b"\1" * len(starts))
    others: list[Option] = []
    for place in [place for place, number in enumerate(numbers) if number < 0]:
        before = there.rfind(1, 0, place)
        last = ends[before] if before >= 0 else NO_END
        until = standing.part_until
        option = standing.looked_at(starts[place], ends[place], keys[place], flags[place], last)
        if option is None:
            there[place] = False
        else:
            others.append(option)
        if standing.part_until > until:  # part of a longer name, and so is what stands inside it
            for inside in range(place + 1, bisect_left(starts, standing.part_until)):
                if numbers[inside] >= 0 and ends[inside] <= standing.part_until:
                    there[inside] = False
    return there, others
