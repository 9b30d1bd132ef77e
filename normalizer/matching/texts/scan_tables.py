"""What scanning a text looks up: the index's tables as arrays, and a text's characters as codes."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from normalizer.matching.compiled.index import Index
from normalizer.matching.compiled.letter_tables import bits_of
from normalizer.matching.hashing import narrow, narrow_code
from normalizer.matching.texts.guards import BREAKS, STOPS
from normalizer.matching.texts.word_arrays import Bits, Ints, Words
from normalizer.spelling import fold
from normalizer.spelling.attached import Bounds

Hashes = npt.NDArray[np.uint64]
Codes = npt.NDArray[np.uint8] | npt.NDArray[np.uint16]
Flags = npt.NDArray[np.bool_]

FEW = 4
"""Text of which less than one in so many characters is no ASCII is mostly ASCII."""


class Stretch(Protocol):
    """A stretch of text cut into words."""

    @property
    def codes(self) -> Codes:
        """The UTF-16 code unit of each character."""
        ...

    @property
    def words(self) -> Words:
        """Its words."""
        ...

    @property
    def plain(self) -> bool:
        """Whether it has no letters but those of ASCII."""
        ...

    def word_hashes(self, count: int) -> Hashes:
        """Return the hashes of the first words."""
        ...

    def hashes(self, first: Ints, last: Ints) -> Hashes:
        """Return the hashes of the letters from `first` up to, not including, `last`."""
        ...

    def with_attached(self, looked_for: Bounds) -> Words:
        """Return the words with further beginnings and ends of names inside them.

        Args:
            looked_for: The particles and endings of its languages, at least one.
        """
        ...

    def hits(self, words: Words) -> tuple[Ints, Ints, Ints, Ints]:
        """Return the hits: start, end, key, flags; by start, the longer first.

        Args:
            words: The stretch's words, with further bounds inside them perhaps.
        """
        ...


class Reader(Protocol):
    """Cuts stretches of text into words."""

    def read(self, text: str) -> Stretch:
        """Return a stretch of text cut into words."""
        ...


class ScanTables(NamedTuple):
    """The tables of an index.

    Attributes:
        keys: The hashes of its forms, sorted.
        probe: What the slot of a hash tells: bits of `hashing.WHOLE` and `hashing.PREFIX`.
        shift: 64 less the bits of a slot.
        longest: How many words the longest form has.
        roles: The role of each code point up to U+FFFF, as bits of `letter_tables`.
        folded: What each of them folds to.
        breaks: Whether it clears a name from what stands beyond it.
        stops: Whether it does behind a name, with a break behind it.
    """

    keys: npt.NDArray[np.uint32]
    probe: Bits
    shift: int
    longest: int
    roles: Bits
    folded: npt.NDArray[np.uint16]
    breaks: Flags
    stops: Flags


def tables_of(index: Index) -> ScanTables:
    """Return the tables of an index, without a copy."""
    keys = np.frombuffer(index.keys, dtype=np.uint32)
    probe = np.frombuffer(index.probe, dtype=np.uint8)
    shift = 64 - index.probe_bits
    return ScanTables(keys, probe, shift, index.longest_form, *index.letter_tables(), *_borders())


@lru_cache(maxsize=1)
def _borders() -> tuple[Flags, Flags]:
    tables = []
    for signs in (BREAKS, STOPS):
        table = np.zeros(0x10000, dtype=bool)
        table[[ord(sign) for sign in signs if sign]] = True
        tables.append(table)
    return tables[0], tables[1]


def beyond(
    text: str, tables: ScanTables
) -> tuple[npt.NDArray[np.uint16], Bits, npt.NDArray[np.uint16]]:
    """Return codes, roles and folded letters of a text with characters beyond U+FFFF."""
    wide = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    codes = wide.astype(np.uint16)
    roles, folded = tables.roles[codes], tables.folded[codes]
    for at in np.flatnonzero(wide > 0xFFFF).tolist():
        # Mathematical letters and the like fold to plain ones, the rest to stand-ins.
        code = int(wide[at])
        letters = fold.fold_code(code)
        codes[at] = folded[at] = ord(narrow(letters)) if len(letters) == 1 else narrow_code(code)
        roles[at] = bits_of(code)
    return codes, roles, folded
