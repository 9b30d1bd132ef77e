"""What was found in a long text, mostly plain names: these in columns, the rest as objects.

An object for each name is a third of the time of a search. A plain name is but two offsets and the
number of its spelling (`KnownSpellings`), until somebody asks for it. So three steps of a search
are written twice:

- which hits stand where a name may stand: `Standing.at_once`, and `standing_columns.in_columns`;
- which of them count: `Choice.spans`, and `choosing_columns.round_of`;
- whose full names they are: `full_names.ListedFullNames`, and `full_names_columns`.

One rule holds for each pair. The first decides about every name. The second decides only about
plain names, which mean the same wherever they stand (no letters are attached to them, nothing
beside them matters, they have no conditions), and hands every other hit to the first, one by one.
Whoever changes what the first does with a plain name must change the second, too, or let
`KnownSpellings` no longer call such a name plain. ``tests/matching/test_columns.py`` compares both
on the case sentences.
"""

from __future__ import annotations

from abc import abstractmethod
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple, TypeVar, overload

import numpy as np

from normalizer.matching.texts.known_spellings import KnownSpellings
from normalizer.matching.texts.scan_tables import Flags
from normalizer.matching.texts.spans import Option, Span
from normalizer.matching.texts.word_arrays import Ints

Item = TypeVar("Item")


class Columns(NamedTuple):
    """Where things begin and end.

    Attributes:
        starts: Where they begin, in order.
        ends: Where they end.
        numbers: The numbers of plain names' spellings; negative for the others.
        spaced: Whether a plain name has a space on either side; of the others nothing.
    """

    starts: Ints
    ends: Ints
    numbers: Ints
    spaced: Flags

    def at(self, which: slice | Ints | Flags) -> Columns:
        """Return some of them."""
        return Columns._make([column[which] for column in self])

    def named(self) -> Iterator[tuple[int, int, int]]:
        """Return where each begins and ends, and the number of its spelling."""
        return zip(self.starts.tolist(), self.ends.tolist(), self.numbers.tolist(), strict=True)


class InColumns(Sequence[Item]):
    """Options or spans in order.

    Args:
        columns: Where they begin and end.
        others: Those that are no plain names, in order.
        known: Knows the spellings.
    """

    def __init__(self, columns: Columns, others: list[Item], known: KnownSpellings) -> None:
        self.columns = columns
        self.starts, self.ends, self.numbers, _ = columns
        self.others = others
        self.known = known

    @abstractmethod
    def _made(self, places: Iterable[tuple[int, int, int]]) -> list[Item]:
        """Return plain names as objects, by their columns."""

    @cached_property
    def places(self) -> list[int]:
        """Where the others are."""
        places: list[int] = np.flatnonzero(self.numbers < 0).tolist()
        return places

    @cached_property
    def _all(self) -> list[Item]:
        if len(self.places) == len(self):  # perhaps no spelling is known yet
            return list(self.others)
        made = self._made(self.columns.named())
        for place, other in zip(self.places, self.others, strict=True):
            made[place] = other
        return made

    def __len__(self) -> int:
        return len(self.starts)

    def __iter__(self) -> Iterator[Item]:
        return iter(self._all)

    @overload
    def __getitem__(self, place: int) -> Item: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Item]: ...
    def __getitem__(self, place: int | slice) -> Item | Sequence[Item]:
        if isinstance(place, slice) or "_all" in self.__dict__:
            return self._all[place]
        place = range(len(self))[place]
        if self.numbers[place] < 0:
            return self.others[bisect_left(self.places, place)]
        return self._made(self.columns.at(slice(place, place + 1)).named())[0]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._all == list(other)

    __hash__ = None  # type: ignore[assignment]


class OptionsInColumns(InColumns[Option]):
    """What the hits of a text may stand for."""

    def _made(self, places: Iterable[tuple[int, int, int]]) -> list[Option]:
        surfaces = self.known.surfaces
        return [Option(start, end, surfaces[number]) for start, end, number in places]


class SpansInColumns(InColumns[Span]):
    """The spans that were chosen."""

    def _made(self, places: Iterable[tuple[int, int, int]]) -> list[Span]:
        names = self.known.names
        return [Span(start, end, names[number], ()) for start, end, number in places]

    def at(self, places: Sequence[int]) -> list[Span]:
        """Return those at some places."""
        # What is made of others there is not looked at.
        made = self._made(self.columns.at(np.array(places, dtype=np.int64)).named())
        return [
            span if self.numbers[place] >= 0 else self[place]
            for place, span in zip(places, made, strict=True)
        ]

    def plain_at(self, places: Ints) -> list[Span]:
        """Return the plain names at some places."""
        return self._made(self.columns.at(places).named())

    def within(self, begin: int, until: int) -> SpansInColumns:
        """Return those that begin in a part of the text."""
        first, behind = np.searchsorted(self.starts, [begin, until]).tolist()
        if not first and behind == len(self):
            return self
        others = slice(bisect_left(self.places, first), bisect_left(self.places, behind))
        own = self.columns.at(slice(first, behind))
        return SpansInColumns(own, self.others[others], self.known)

    def with_others(self, others: Sequence[Span | None]) -> SpansInColumns:
        """Return these with other spans in the place of those that are no plain names.

        Args:
            others: One for each; None where it is left out.
        """
        starts, ends = self.starts.copy(), self.ends.copy()
        places = [place for place, other in zip(self.places, others, strict=True) if other]
        kept = [other for other in others if other]
        starts[places] = [other.start for other in kept]
        ends[places] = [other.end for other in kept]
        there = self.numbers >= 0
        there[places] = True
        columns = self.columns._replace(starts=starts, ends=ends).at(there)
        return SpansInColumns(columns, kept, self.known)

    def with_more(self, spans: Sequence[Span]) -> SpansInColumns:
        """Return these and other spans, in order.

        Args:
            spans: Spans that are no plain names, none at the same place as another.
        """
        more = sorted(spans, key=lambda span: span.start)
        starts = [span.start for span in more]
        at = np.searchsorted(self.starts, starts, side="right")
        columns = [
            np.insert(column, at, added)
            for column, added in (
                (self.starts, starts),
                (self.ends, [span.end for span in more]),
                (self.numbers, -1),
                (self.columns.spaced, False),
            )
        ]
        others = sorted([*self.others, *more], key=lambda span: span.start)
        return SpansInColumns(Columns._make(columns), others, self.known)

    def entity_of_each(self) -> Ints:
        """Return the number of the entity that each names."""
        entities = np.empty(len(self), dtype=np.int64)
        plain = self.numbers >= 0
        entities[plain] = self.known.entities[self.numbers[plain]]
        entities[self.places] = [span.name.entity for span in self.others]
        return entities

    def entities(self) -> set[int]:
        """Return the numbers of the entities that they name."""
        numbers = np.unique(self.numbers[self.numbers >= 0])
        named: set[int] = set(self.known.entities[numbers].tolist())
        return named.union([span.name.entity for span in self.others])
