"""The full names of people among plain names in columns: what is asked once for each spelling.

The twin in columns of `full_names.ListedFullNames`; `in_columns` says why there are two, and what
holds for both.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

import numpy as np

from normalizer.matching.compiled.index import NameRecord
from normalizer.matching.texts.in_columns import SpansInColumns
from normalizer.matching.texts.known_spellings import KnownSpellings
from normalizer.matching.texts.spans import Span
from normalizer.matching.texts.surname_sites import SEVERAL
from normalizer.matching.texts.word_arrays import Ints

_NOWHERE = np.iinfo(np.int64).max


class FamiliesOfPlain:
    """The surnames of plain names, numbered.

    Args:
        known: The spellings of plain names.

    Attributes:
        known: As given.
        families: The surnames by number.
        numbers: The number of a spelling for each surname that it has.
        owned: The numbers of these surnames.
    """

    def __init__(self, known: KnownSpellings) -> None:
        self.known = known
        self.families: list[str] = []
        self.numbers: Ints = np.empty(0, dtype=np.int64)
        self.owned: Ints = np.empty(0, dtype=np.int64)
        self._number_of: dict[str, int] = {}
        self._learned = 0

    def learn(self, families_of: Callable[[str, NameRecord], tuple[str, ...]]) -> None:
        """Learn the surnames of spellings that came to be known since.

        Args:
            families_of: Gives the surnames of a name as it is spelled.
        """
        known, first = self.known, self._learned
        self._learned = len(known)
        new = [
            (number, self.number_of(family))
            for number in range(first, len(known))
            for family in families_of(known.spelled[number], known.names[number])
        ]
        if new:
            numbers, owned = np.array(new, dtype=np.int64).T
            self.numbers = np.append(self.numbers, numbers)
            self.owned = np.append(self.owned, owned)

    def number_of(self, family: str) -> int:
        """Return the number of a surname, a new one if it has none."""
        number = self._number_of.setdefault(family, len(self.families))
        if number == len(self.families):
            self.families.append(family)
        return number


class FullNamesInColumns:
    """The full names among spans (`full_names.FullNames`).

    Args:
        spans: The spans, in order.
        of_plain: The surnames of plain names.
        of_others: The surnames of each span that is no plain name.
        before: Surnames that were told before.
    """

    def __init__(
        self,
        spans: SpansInColumns,
        of_plain: FamiliesOfPlain,
        of_others: Sequence[tuple[str, ...]],
        before: Iterable[str],
    ) -> None:
        self._spans = spans
        self._others: dict[str, list[Span]] = {}
        others: list[tuple[int, int, int]] = []
        for place, families, span in zip(spans.places, of_others, spans.others, strict=True):
            for family in families:
                self._others.setdefault(family, []).append(span)
                others.append((of_plain.number_of(family), place, span.name.entity))
        first = np.full(len(spans.known) + 1, _NOWHERE)  # of each spelling; the last of the others
        first[spans.numbers[::-1]] = np.arange(len(spans) - 1, -1, -1)
        first[-1] = _NOWHERE
        there = first[of_plain.numbers] < _NOWHERE
        self._numbers, owned = of_plain.numbers[there], of_plain.owned[there]
        plain = owned, first[self._numbers], spans.known.entities[self._numbers]
        rows = np.array(others, dtype=np.int64).reshape(-1, 3).T
        self._set_bearers(before, of_plain.families, *np.concatenate([plain, rows], axis=1))
        self._owned = owned
        self._number_of = of_plain.number_of
        is_full = np.zeros(len(first), dtype=bool)
        is_full[self._numbers] = True
        is_full = is_full[spans.numbers]
        self._other_entities = {place: entity for _, place, entity in others}
        is_full[list(self._other_entities)] = True
        self._full = np.flatnonzero(is_full)

    def _set_bearers(
        self, before: Iterable[str], names: list[str], owned: Ints, places: Ints, entities: Ints
    ) -> None:
        """Set the surnames in the order in which they are met, and who bears them.

        Args:
            before: Surnames that were told before.
            names: The surnames by number.
            owned: Numbers of the surnames of full names.
            places: Where these stand first.
            entities: Of whom they are.
        """
        first = np.full(len(names), _NOWHERE)
        lowest, highest = first.copy(), np.full(len(names), -1)
        np.minimum.at(first, owned, places)
        np.minimum.at(lowest, owned, entities)
        np.maximum.at(highest, owned, entities)
        met = np.argsort(first, kind="stable")[: np.count_nonzero(first < _NOWHERE)]
        bearers = np.where(lowest == highest, lowest, SEVERAL)[met]
        self._bearers = dict(
            zip([names[number] for number in met.tolist()], bearers.tolist(), strict=True)
        )
        self.families = dict.fromkeys([*before, *self._bearers])

    def bearers(self) -> dict[str, int]:
        """Return the number of the one who bears each surname, `SEVERAL` where people share it."""
        return self._bearers.copy()

    def spans(self, family: str) -> list[Span]:
        """Return where people of a surname are named in full, in order."""
        order, numbers = self._by_number
        found = list(self._others.get(family, ()))
        for number in self._numbers_of(family):
            places = order[bisect_left(numbers, number) : bisect_right(numbers, number)]
            found += self._spans.plain_at(places)
        return sorted(found, key=lambda span: span.start)

    def last(self, family: str) -> Span | None:
        """Return where somebody of a surname is named in full for the last time, if anywhere."""
        places = [self._last[number] for number in self._numbers_of(family)]
        last = [self._spans[max(places)]] if places else []
        last += self._others.get(family, [])[-1:]
        return max(last, key=lambda span: span.start, default=None)

    def _numbers_of(self, family: str) -> list[int]:
        """Return the numbers of the plain spellings that have a surname."""
        numbers, owned = self._by_family
        number = self._number_of(family)
        return numbers[bisect_left(owned, number) : bisect_right(owned, number)]

    @cached_property
    def _by_family(self) -> tuple[list[int], list[int]]:
        """The numbers of full names by those of their surnames, and these."""
        order = np.argsort(self._owned, kind="stable")
        numbers: list[int] = self._numbers[order].tolist()
        owned: list[int] = self._owned[order].tolist()
        return numbers, owned

    @cached_property
    def _last(self) -> dict[int, int]:
        """Where each plain spelling stands last."""
        return dict(zip(self._spans.numbers.tolist(), range(len(self._spans)), strict=True))

    @cached_property
    def _by_number(self) -> tuple[Ints, list[int]]:
        """The places of all spans by the numbers of their spellings, and these numbers."""
        order = np.argsort(self._spans.numbers, kind="stable")
        numbers: list[int] = self._spans.numbers[order].tolist()
        return order, numbers

    def columns(self) -> tuple[Ints, Ints, Ints]:
        """Return start, end and entity's number of all full names, in order."""
        spans, full = self._spans, self._full
        numbers = spans.numbers[full]
        entities = spans.known.entities[np.maximum(numbers, 0)]
        others = np.flatnonzero(numbers < 0)
        entities[others] = [self._other_entities[place] for place in full[others].tolist()]
        return spans.starts[full], spans.ends[full], entities
