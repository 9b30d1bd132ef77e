"""Choose among the options of a long text without an object for each plain name.

The twin in columns of `Choice.spans`; `in_columns` says why there are two, and what holds for both.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

import numpy as np

from normalizer.matching.texts.choosing import Round, span_of
from normalizer.matching.texts.in_columns import OptionsInColumns, SpansInColumns
from normalizer.matching.texts.spans import Option, Span

if TYPE_CHECKING:
    from normalizer.matching.texts.choosing import Choice


def round_of(choice: Choice, options: Sequence[Option], named: set[int]) -> Round:
    """Choose by what is known of the neighbourhood so far, as `Choice` does among a list.

    Args:
        choice: Tells which options count where they stand.
        options: The options, in columns.
        named: The entities named before; takes those that are chosen.
    """
    found = cast(OptionsInColumns, options)
    starts, ends, numbers = (column.tolist() for column in found.columns[:3])
    asking = found.numbers < 0
    asking[:-1] |= found.ends[:-1] > found.starts[1:]
    others = iter(found.others)
    spans: list[Span] = []
    conditional: list[Span] = []
    left_out: list[int] = []
    refused = False
    at = end = learned = passed = 0
    for place in (*np.flatnonzero(asking).tolist(), len(starts)):
        while at < place and starts[at] < end:
            left_out.append(at)
            at += 1
        if at < place:
            end = ends[place - 1]
        at = place + 1
        if place == len(starts):
            break
        option = next(others) if numbers[place] < 0 else None
        if starts[place] < end:
            left_out.append(place)
        elif option is None:
            end = ends[place]
        elif option.surface.best is not None:
            named.add(option.surface.best.entity)
            spans.append(span_of(option))
            end = option.end
        else:
            without = set(left_out[passed:])
            named.update(
                found.known.names[numbers[before]].entity
                for before in range(learned, place)
                if numbers[before] >= 0 and before not in without
            )
            learned, passed = place, len(left_out)
            accepted, span = choice.told_around(option, named)
            if span is None:
                left_out.append(place)
            else:
                named.add(span.name.entity)
                spans.append(span)
                conditional.append(span)
            if accepted:
                end = option.end
            else:
                refused = True
    there = np.ones(len(starts), dtype=bool)
    there[left_out] = False
    return Round(SpansInColumns(found.columns.at(there), spans, found.known), conditional, refused)
