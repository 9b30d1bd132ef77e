"""The full names of people among plain names in columns: what is asked once for each spelling."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np

from normalizer.matching.texts.in_columns import SpansInColumns
from normalizer.matching.texts.surnames import Span
from normalizer.matching.texts.word_arrays import Ints


class FullNamesInColumns:
    """The full names among spans (`full_names.FullNames`).

    Args:
        spans: The spans, in order.
        of_plain: The surnames of each spelling of a plain name among them, by its number.
        of_others: The surnames of each span that is no plain name.
        before: Surnames that were told before.
    """

    def __init__(
        self,
        spans: SpansInColumns,
        of_plain: Sequence[tuple[str, ...]],
        of_others: Sequence[tuple[str, ...]],
        before: Iterable[str],
    ) -> None:
        self._spans = spans
        self._numbers: dict[str, list[int]] = {}
        self._others: dict[str, list[Span]] = {}
        numbers, firsts = np.unique(spans.numbers, return_index=True)
        met: list[tuple[int, tuple[str, ...], int | Span]] = [
            (first, of_plain[number], number)
            for number, first in zip(numbers.tolist(), firsts.tolist(), strict=True)
            if number >= 0 and of_plain[number]
        ]
        others = zip(spans.places, of_others, spans.others, strict=True)
        met += [(place, families, span) for place, families, span in others if families]
        met.sort(key=lambda it: it[0])
        self.families = dict.fromkeys(before)
        for _, families, named in met:
            self.families.update(dict.fromkeys(families))
            for family in families:
                if isinstance(named, int):
                    self._numbers.setdefault(family, []).append(named)
                else:
                    self._others.setdefault(family, []).append(named)
        full = np.zeros(len(spans.known) + 1, dtype=bool)  # the last of what is no plain name
        full[[named for *_, named in met if isinstance(named, int)]] = True
        there = full[spans.numbers]
        self._other_entities = {
            place: named.name.entity for place, _, named in met if not isinstance(named, int)
        }
        there[list(self._other_entities)] = True
        self._full = np.flatnonzero(there)

    @cached_property
    def _last(self) -> dict[int, int]:
        """Where each plain spelling stands last."""
        return dict(zip(self._spans.numbers.tolist(), range(len(self._spans)), strict=True))

    def entities(self, family: str) -> set[int]:
        """Return the numbers of the people who bear a surname."""
        names = self._spans.known.names
        plain = {names[number].entity for number in self._numbers.get(family, ())}
        return plain.union([span.name.entity for span in self._others.get(family, ())])

    def spans(self, family: str) -> list[Span]:
        """Return where people of a surname are named in full, in order."""
        order, numbers = self._by_number
        found = list(self._others.get(family, ()))
        for number in self._numbers.get(family, ()):
            places = order[bisect_left(numbers, number) : bisect_right(numbers, number)]
            found += self._spans.plain_at(places)
        return sorted(found, key=lambda span: span.start)

    @cached_property
    def _by_number(self) -> tuple[Ints, list[int]]:
        """The places of all spans by the numbers of their spellings, and these numbers."""
        order = np.argsort(self._spans.numbers, kind="stable")
        numbers: list[int] = self._spans.numbers[order].tolist()
        return order, numbers

    def last(self, family: str) -> Span | None:
        """Return where somebody of a surname is named in full for the last time, if anywhere."""
        places = [self._last[number] for number in self._numbers.get(family, ())]
        last = [self._spans[max(places)]] if places else []
        last += self._others.get(family, [])[-1:]
        return max(last, key=lambda span: span.start, default=None)

    def columns(self) -> tuple[Ints, Ints, Ints]:
        """Return start, end and entity's number of all full names, in order."""
        spans, full = self._spans, self._full
        numbers = spans.numbers[full]
        entities = spans.known.entities[np.maximum(numbers, 0)]
        others = np.flatnonzero(numbers < 0)
        entities[others] = [self._other_entities[place] for place in full[others].tolist()]
        return spans.starts[full], spans.ends[full], entities
