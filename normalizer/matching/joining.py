"""Two numbered sequences made one: what remains of the one below, and what a layer puts in.

A compiled gazetteer is a set of sequences, of entities, names, forms, words, whose items refer to
one another by number. Putting a layer on top takes some items out and puts others in; what remains
keeps its order, so that whatever is sorted by number stays so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from normalizer.arrays import Numbers


class Lines(NamedTuple):
    """Byte strings one after another.

    Attributes:
        data: Their bytes.
        offsets: Where each begins, and the last ends.
    """

    data: bytes | memoryview
    offsets: Numbers

    @classmethod
    def of(cls, items: Sequence[bytes]) -> Lines:
        """Return byte strings as lines."""
        offsets = np.zeros(len(items) + 1, dtype=np.int64)
        np.cumsum([len(item) for item in items], out=offsets[1:])
        return cls(b"".join(items), offsets)

    @classmethod
    def read(cls, section: Callable[[str], memoryview], name: str) -> Lines:
        """Return the lines that `sections` has stored."""
        return cls(section(name), np.frombuffer(section(f"{name}.offsets"), "<u4").astype(np.int64))

    def sections(self, name: str) -> dict[str, bytes]:
        """Return the two sections of a file that hold them."""
        return {name: bytes(self.data), f"{name}.offsets": self.offsets.astype("<u4").tobytes()}

    @property
    def total(self) -> int:
        """The number of lines."""
        return len(self.offsets) - 1

    def line(self, number: int) -> bytes:
        """Return a byte string by number."""
        return bytes(self.data[self.offsets[number] : self.offsets[number + 1]])


class Join:
    """How the items of two sequences are numbered when they are one.

    Args:
        count: How many items there are below.
        gone: The numbers of those that do not remain.
        places: For each item that is put in, the number of the item below before which it comes,
            `count` for the end; ascending.
    """

    def __init__(self, count: int, gone: Iterable[int], places: Iterable[int]) -> None:
        remains = np.ones(count, dtype=bool)
        remains[np.fromiter(gone, dtype=np.int64)] = False
        before = np.concatenate([[0], np.cumsum(remains)])
        self._places = np.fromiter(places, dtype=np.int64)
        put_in = np.searchsorted(self._places, np.arange(count), side="right")
        self.old: Numbers = np.where(remains, before[:-1] + put_in, -1)
        """The number that each item below has now, -1 where it is gone."""
        self.new: Numbers = before[self._places] + np.arange(len(self._places))
        """The number of each item that was put in."""
        self._remaining = np.flatnonzero(remains)

    @classmethod
    def numbered(cls, count: int, gone: Sequence[int], new: Sequence[int]) -> Join:
        """Return the join in which the items that are put in have these numbers."""
        remaining = np.delete(np.arange(count), np.array(gone, dtype=np.int64))
        before = np.array(new, dtype=np.int64) - np.arange(len(new))
        return cls(count, gone, np.append(remaining, count)[before].tolist())

    def __len__(self) -> int:
        return len(self._remaining) + len(self.new)

    def of_owned(self, owners: Numbers, new_owners: Numbers) -> Join:
        """Return the join of items that belong to these, and come and go with them.

        Args:
            owners: The number of the item below that each belongs to, ascending.
            new_owners: Of each that is put in, which of those put in here it belongs to, ascending.
        """
        gone = np.flatnonzero(self.old[owners] < 0)
        places = np.searchsorted(owners, self._places[new_owners])
        return Join(len(owners), gone.tolist(), places.tolist())

    def rows(self, old: Numbers, new: Numbers) -> Numbers:
        """Return the rows of a table that has one for each item.

        Args:
            old: The rows of the items below.
            new: The rows of those that are put in.
        """
        joined = np.empty((len(self), *old.shape[1:]), dtype=old.dtype)
        joined[self.old[self._remaining]] = old[self._remaining]
        joined[self.new] = new
        return joined

    def lines(self, old: Lines, new: Lines) -> Lines:
        """Return lines of which each item has one, as `rows`; what lies together is copied so."""
        pieces = [
            *_pieces(old, self._remaining, self.old[self._remaining]),
            *_pieces(new, np.arange(len(self.new)), self.new),
        ]
        pieces.sort(key=lambda piece: piece[0])
        sizes = self.rows(np.diff(old.offsets), np.diff(new.offsets))
        offsets = np.concatenate([[0], np.cumsum(sizes)])
        return Lines(b"".join([data for _, data in pieces]), offsets)


def _pieces(lines: Lines, items: Numbers, numbers: Numbers) -> Iterable[tuple[int, memoryview]]:
    """Yield the bytes of items that lie side by side before and now, with their first number."""
    if not len(items):
        return
    data = memoryview(lines.data)
    breaks = np.flatnonzero((np.diff(items) != 1) | (np.diff(numbers) != 1)) + 1
    for first, last in pairwise([0, *breaks.tolist(), len(items)]):
        begin, end = lines.offsets[items[first]], lines.offsets[items[last - 1] + 1]
        yield int(numbers[first]), data[int(begin) : int(end)]
