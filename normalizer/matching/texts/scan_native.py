"""Cut stretches of text into words, and find the hits among them, in compiled loops.

The same as `normalizer.matching.texts.scan_arrays` in a third of the time (`native/scan.c`).
"""

from __future__ import annotations

import ctypes
import threading
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from normalizer.matching.compiled.letter_tables import EXPANDS
from normalizer.matching.hashing import letters_hash, narrow
from normalizer.matching.texts.scan_tables import FEW, Codes, Hashes, ScanTables, beyond
from normalizer.matching.texts.word_arrays import Bits, Inner, Ints, Words, drop_gershayim
from normalizer.native.arguments import Count, Place, bytes_of, filled, place, units_of
from normalizer.native.library import library
from normalizer.spelling import fold
from normalizer.spelling.attached import SHORTEST_NAME, SHORTEST_WORD, Bounds


class _Letters(ctypes.Structure):
    """As in scan.c: what characters are and fold to."""

    _fields_ = (
        ("roles", Place),
        ("folded", Place),
        ("expansions", Count),
        ("expanding", Place),
        ("written", Place),
        ("letters", Place),
    )


class _Affixes(ctypes.Structure):
    """As in scan.c: what is written in one with names."""

    _fields_ = (
        ("count", Count),
        ("hashes", Place),
        ("nearest", Place),
        ("longest", Count),
        ("shortest", Count),
    )


class _Index(ctypes.Structure):
    """As in scan.c: the tables that forms are looked up in."""

    _fields_ = (
        ("probe", Place),
        ("shift", Count),
        ("keys", Place),
        ("key_count", Count),
        ("longest", Count),
        ("breaks", Place),
        ("stops", Place),
    )


_ROWS = 13
_HASHES = 4
_HEADS, _TAILS = slice(7, 10), slice(10, 13)
"""Rows that scan.c writes; before these start, end, first, last, hash, expanded at and by."""


def native_reader(tables: ScanTables) -> NativeReader | None:
    """Return what reads texts in compiled loops; None where they were not built."""
    loops = library()
    return None if loops is None else NativeReader(loops, tables)


class _Room(threading.local):
    """Memory that the loops write words to, kept from one stretch to the next.

    Fresh pages take longer than all that is written to them.
    """

    def __init__(self) -> None:
        self._rows = np.empty(0, dtype=np.int64)
        self._letters = np.empty(0, dtype=np.uint16)

    def of(self, size: int, longest: int) -> tuple[Ints, npt.NDArray[np.uint16]]:
        """Return room for the words of so many characters, and for their letters.

        Args:
            size: The number of characters.
            longest: How many letters one of them can fold to.
        """
        if len(self._letters) < size * longest:
            self._rows = np.empty(_ROWS * size, dtype=np.int64)
            self._letters = np.empty(size * longest, dtype=np.uint16)
        return self._rows[: _ROWS * size].reshape(_ROWS, size), self._letters


class NativeReader:
    """Cuts stretches of text into words. A stretch holds until the thread reads the next one.

    Args:
        loops: The compiled loops.
        tables: The tables of an index.
    """

    def __init__(self, loops: ctypes.CDLL, tables: ScanTables) -> None:
        self._loops = loops
        self._tables = tables
        self._room = _Room()
        expanding = np.flatnonzero(tables.folded == EXPANDS).astype(np.uint16)
        folded = [narrow(fold.fold_code(code)) for code in expanding.tolist()]
        written = np.cumsum([0, *map(len, folded)], dtype=np.int64)
        letters = np.array([ord(letter) for letter in "".join(folded)], dtype=np.uint16)
        self._longest = max(map(len, folded), default=1)
        # These arrays must live as long as the structures that point at them.
        self._kept = (expanding, written, letters)
        self._letters = _Letters(
            tables.roles.ctypes.data,
            tables.folded.ctypes.data,
            len(expanding),
            *(array.ctypes.data for array in self._kept),
        )
        self._index = _Index(
            tables.probe.ctypes.data,
            tables.shift,
            tables.keys.ctypes.data,
            len(tables.keys),
            tables.longest,
            tables.breaks.ctypes.data,
            tables.stops.ctypes.data,
        )

    def read(self, text: str) -> NativeStretch:
        """Return a stretch of text cut into words."""
        size = len(text)
        rows, letters = self._room.of(size, self._longest)
        codes, roles, folded, plain = self._characters(text, rows)
        counts = (Count * 3)()
        letter_count = self._loops.find_words(
            place(codes),
            codes.itemsize,
            Count(size),
            folded if folded is None else place(folded),
            place(roles),
            ctypes.byref(self._letters),
            place(letters),
            place(rows),
            counts,
        )
        count, expanded, bounds = counts
        start, end, first, last = rows[:4, :count]
        expanding = (rows[5, :expanded], rows[6, :expanded]) if expanded else None
        heads, tails = tuple(rows[_HEADS, :bounds]), tuple(rows[_TAILS, :bounds])
        letters = letters[:letter_count]
        words = Words(start, end, first, last, letters, roles, expanding, heads, tails)
        return NativeStretch(self._loops, self._index, codes, words, plain, rows)

    def _characters(
        self, text: str, room: Ints
    ) -> tuple[Codes, Bits, npt.NDArray[np.uint16] | None, bool]:
        """Return what the characters of a text are.

        Args:
            text: The text.
            room: For the loops to work in.

        Returns:
            Their codes; their roles; what they fold to, where no table tells it; whether no letters
            are among them but those of ASCII.
        """
        if text.isascii():
            raw = bytes_of(text)
            roles, _ = self._roles(raw)
            self._loops.drop_points(place(roles), Count(len(roles)), place(room))
            return raw, roles, None, True
        folded = None
        codes = units_of(text)
        if len(codes) == len(text):
            roles, plain = self._roles(codes)
        else:
            codes, roles, folded = beyond(text, self._tables)
            plain = False
        self._loops.drop_points(place(roles), Count(len(roles)), place(room))
        if not plain:
            drop_gershayim(text, codes, roles)
        return codes, roles, folded, plain

    def _roles(self, codes: Codes) -> tuple[Bits, bool]:
        """Return the roles of characters, and whether no letters are among them but ASCII's."""
        size = len(codes)
        roles = np.empty(size, dtype=np.uint8)
        letters = Count()
        others = self._loops.look_up_roles(
            place(codes),
            codes.itemsize,
            Count(size),
            ctypes.byref(self._letters),
            place(roles),
            ctypes.byref(letters),
        )
        return roles, not letters.value and others * FEW < size


class NativeStretch:
    """A stretch of text cut into words (`scan_tables.Stretch`)."""

    def __init__(
        self,
        loops: ctypes.CDLL,
        index: _Index,
        codes: Codes,
        words: Words,
        plain: bool,
        rows: Ints,
    ) -> None:
        self._loops = loops
        self._index = index
        self.codes = codes
        self.words = words
        self.plain = plain
        self._rows = rows

    def with_attached(self, looked_for: Bounds) -> Words:
        """Return the words with further beginnings and ends of names inside them."""
        words = self.words
        heads = self._attached(words.heads, looked_for.prefixes, at_end=False)
        tails = self._attached(words.tails, looked_for.suffixes, at_end=True)
        return words._replace(heads=heads, tails=tails)

    def _attached(self, known: Inner, affixes: frozenset[str], *, at_end: bool) -> Inner:
        """Return the bounds inside words that are known, and those at particles or endings."""
        if not affixes:
            return known
        words = self.words
        table = _AffixTable.of(affixes, at_end=at_end)
        bounds = np.array(known, dtype=np.int64)
        at_bounds = filled(
            3,
            len(words.start),
            lambda room, found: self._loops.find_attached(
                place(words.roles),
                Count(len(words.roles)),
                place(words.letters),
                Count(len(words.start)),
                Count(0 if words.expanding is None else len(words.expanding[0])),
                place(self._rows),
                ctypes.byref(table.told),
                at_end,
                Count(bounds.shape[1]),
                place(bounds),
                room,
                found,
            ),
        )
        return at_bounds[0], at_bounds[1], at_bounds[2]

    def word_hashes(self, count: int) -> Hashes:
        """Return the hashes of the first words."""
        return self._rows[_HASHES, :count].view(np.uint64)

    def hashes(self, first: Ints, last: Ints) -> Hashes:
        """Return the hashes of the letters from `first` up to, not including, `last`."""
        first, last = np.ascontiguousarray(first), np.ascontiguousarray(last)
        hashes = np.empty(len(first), dtype=np.uint64)
        self._loops.hash_spans(
            place(self.words.letters),
            Count(len(first)),
            place(first),
            place(last),
            place(hashes),
        )
        return hashes

    def hits(self, words: Words) -> tuple[Ints, Ints, Ints, Ints]:
        """Return the hits: start, end, key, flags; by start, the longer first."""
        heads, tails = (np.array(bounds, dtype=np.int64) for bounds in (words.heads, words.tails))
        start, end, key, flags = filled(
            4,
            len(words.start),
            lambda room, hits: self._loops.find_hits(
                place(self.codes),
                self.codes.itemsize,
                Count(len(self.codes)),
                ctypes.byref(self._index),
                place(words.letters),
                Count(len(words.start)),
                place(self._rows),
                Count(heads.shape[1]),
                place(heads),
                Count(tails.shape[1]),
                place(tails),
                room,
                hits,
            ),
        )
        return start, end, key, flags


class _AffixTable:
    """What is written in one with names, as the compiled loops take it.

    Args:
        affixes: Folded letters of particles or endings.
        at_end: Whether they are endings.
    """

    def __init__(self, affixes: frozenset[str], *, at_end: bool) -> None:
        hashes = np.array(sorted({letters_hash(affix) for affix in affixes}), dtype=np.uint32)
        nearest = np.zeros(0x10000, dtype=np.uint8)
        nearest[[ord(narrow(affix)[-1 if at_end else 0]) for affix in affixes]] = True
        self._kept = hashes, nearest  # as long as the structure that points at them
        self.told = _Affixes(
            len(hashes),
            hashes.ctypes.data,
            nearest.ctypes.data,
            max(map(len, affixes)),
            SHORTEST_NAME if at_end else SHORTEST_WORD,
        )

    @staticmethod
    @lru_cache(maxsize=64)
    def of(affixes: frozenset[str], *, at_end: bool) -> _AffixTable:
        """Return the table of some particles or endings."""
        return _AffixTable(affixes, at_end=at_end)
