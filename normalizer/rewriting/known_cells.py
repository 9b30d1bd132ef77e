"""The cells of whole blocks among those that are known, found by array arithmetic.

A cell is read as a few 64-bit words. Their hash leads to a slot of a table, the slot to the cell
that has it, and that counts if length and words are the same. No cell becomes an object but new
ones, long ones, and those few whose slot another has: these go to the store.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from normalizer.matching.hashing import SPREAD
from normalizer.rewriting.table_cells import CellStore

if TYPE_CHECKING:
    from normalizer.rewriting.cell_counts import Numbers
    from normalizer.rewriting.even_blocks import EvenBlock, Places

_SLOT_BITS = 20  # ten times as many slots as the store holds cells
_WORD = 8
_MOST_WORDS = 8
_FREE = -1
_MASKS = np.array([(1 << 8 * size) - 1 for size in range(_WORD + 1)], dtype=np.uint64)
_WEIGHTS = np.array(
    [SPREAD * (2 * at + 1) % (1 << 64) for at in range(_MOST_WORDS + 1)], dtype=np.uint64
)

Words = npt.NDArray[np.uint64]


class _Cells(NamedTuple):
    """Cells of a column as numbers.

    Attributes:
        words: What each cell is compared by: its length in bytes, then its bytes, eight a word.
        slots: The slot of each.
        is_short: Whether a cell's words tell all of it.
    """

    words: list[Words]
    slots: Places
    is_short: npt.NDArray[np.bool_]


class KnownCells:
    """Finds the numbers of cells' outcomes.

    Args:
        store: Knows what becomes of cells, and learns what becomes of new ones.
    """

    def __init__(self, store: CellStore) -> None:
        self._store = store
        self._forget()

    def _forget(self) -> None:
        self._emptied = self._store.emptied
        self._slots = np.full(1 << _SLOT_BITS, _FREE, dtype=np.int32)
        self._words: Words = np.zeros((0, _MOST_WORDS + 1), dtype=np.uint64)

    def learn(self, block: EvenBlock) -> list[Numbers]:
        """Return the numbers of the outcomes of a block's cells, once all of them are known.

        Args:
            block: The block, cut at the columns to rewrite.

        Raises:
            CellError: If a new value cannot be written into the table.
        """
        self._store.make_room()
        if self._emptied != self._store.emptied:
            self._forget()
        data, places = block.placed()
        # Words are read beyond the last cell, too.
        words = np.frombuffer(data + bytes(_WORD), dtype=np.uint8)
        words_at = np.ndarray((len(data) + 1,), dtype="<u8", buffer=words, strides=(1,))
        columns = [_read(words_at, starts, ends) for starts, ends in places]
        found = [self._numbers(cells) for cells in columns]
        left = [np.flatnonzero(numbers == _FREE) for numbers in found]
        asked = [
            list(map(data.__getitem__, map(slice, starts[at].tolist(), ends[at].tolist())))
            for (starts, ends), at in zip(places, left, strict=True)
        ]
        learned = self._store.learn(asked)
        for cells, numbers, at, new in zip(columns, found, left, learned, strict=True):
            numbers[at] = new
            self._add(cells, numbers, at)
        return found

    def _numbers(self, cells: _Cells) -> Numbers:
        """Return the numbers of cells, `_FREE` of those that are not found."""
        numbers = self._slots[cells.slots].astype(np.intp)
        if not len(self._words):
            return numbers
        rows = numbers * self._words.shape[1]
        flat = self._words.reshape(-1)
        is_same = cells.is_short & (numbers != _FREE)
        for at, words in enumerate(cells.words):
            is_same &= flat[rows + at] == words
        numbers[~is_same] = _FREE
        return numbers

    def _add(self, cells: _Cells, numbers: Numbers, at: Places) -> None:
        """Note cells that were not found, those that fit in."""
        at = at[cells.is_short[at] & (self._slots[cells.slots[at]] == _FREE)]
        if not len(at):
            return
        known = numbers[at]
        short = int(known.max()) + 1 - len(self._words)
        if short > 0:
            more = np.zeros((max(short, len(self._words)), self._words.shape[1]), dtype=np.uint64)
            self._words = np.concatenate((self._words, more))
        for column, words in enumerate(cells.words):
            self._words[known, column] = words[at]
        self._slots[cells.slots[at]] = known


def _read(words_at: Words, starts: Places, ends: Places) -> _Cells:
    """Read cells.

    Args:
        words_at: The word that begins at each byte.
        starts: Where cells begin.
        ends: Where they end.
    """
    lengths = ends - starts
    count = min(-(-int(lengths.max(initial=0)) // _WORD), _MOST_WORDS)
    words = [lengths.astype(np.uint64)]
    last = len(words_at) - 1
    for at in range(count):
        begin = starts + at * _WORD if at == 0 else np.minimum(starts + at * _WORD, last)
        inside = np.clip(lengths - at * _WORD, 0, _WORD)
        words.append(words_at[begin] & _MASKS[inside])
    hashes = np.zeros(len(starts), dtype=np.uint64)
    for weight, some in zip(_WEIGHTS, words, strict=False):
        hashes += weight * (some ^ some >> np.uint64(32))
    hashes ^= hashes >> np.uint64(32)
    hashes *= np.uint64(SPREAD)
    slots = (hashes >> np.uint64(64 - _SLOT_BITS)).astype(np.intp)
    return _Cells(words, slots, lengths <= _MOST_WORDS * _WORD)
