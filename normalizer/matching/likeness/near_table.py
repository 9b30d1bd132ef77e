"""What `normalizer.matching.likeness.nearest` searches, compiled of forms or put on top of others.

Every form is encoded; forms that lie close together share a cell. A layer keeps the cells of what
lies below it, and its forms go where they are nearest, until there are as many of them as below.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from normalizer.arrays import Numbers
from normalizer.matching.joining import Join, Lines
from normalizer.matching.likeness.encodings import SCALE, KnownForms, encodings
from normalizer.spelling.encoder import Encoded, encoder
from normalizer.spelling.script import LATIN, script_of

_ONE_CELL = 1500
"""Up to so many forms there are no cells: all are compared."""
_MOST_CELLS = 2048
_TRAINED_ON = 40_000
_ROUNDS = 8
_SEED = 11
_MOST_STATES = 300_000
"""Beyond so many forms the letters' states are computed where they are needed, not stored."""
_BLOCK = 1 << 15
_OUTGROWN = 2
"""When there are this many times as many forms as the cells were made for, they are made anew."""


class NearTable(NamedTuple):
    """Forms with their vectors, by number.

    Attributes:
        encoded: Vectors, as bytes, and the states of letters; no states where they are not stored.
        latin: Whether each form is in Latin letters.
        cells: The cell that each form is in.
        centres: The middles of the cells.
        made_for: How many forms the cells were made for.
    """

    encoded: Encoded
    latin: Numbers
    cells: Numbers
    centres: Numbers
    made_for: int

    @classmethod
    def of(cls, names: Sequence[str], known: KnownForms | None = None) -> NearTable:
        """Compile forms.

        Args:
            names: The forms as they are written.
            known: Forms that were compiled before and need not be encoded again.
        """
        encoded = encodings(names, len(names) <= _MOST_STATES, known)
        return cls._celled(encoded, _are_latin(names))

    @classmethod
    def read(cls, section: Callable[[str], memoryview]) -> NearTable:
        """Return what `sections` has stored.

        Args:
            section: Gives the bytes of a section by name; raises KeyError where there is none.
        """
        order = np.frombuffer(section("near.order"), "<u4")
        places = np.empty(len(order), dtype=np.int64)
        places[order] = np.arange(len(order))
        starts = np.frombuffer(section("near.cells"), "<u4").astype(np.int64)
        size = encoder().size
        vectors = np.frombuffer(section("near.vectors"), np.int8).reshape(-1, size)[places]
        try:
            states = np.frombuffer(section("near.states"), np.int8)
            offsets = np.frombuffer(section("near.states.offsets"), "<u4").astype(np.int64)
        except KeyError:
            states, offsets = np.zeros(0, dtype=np.int8), np.zeros(len(order) + 1, dtype=np.int64)
        return cls(
            Encoded(vectors, states.reshape(-1, encoder().state_size), offsets),
            np.frombuffer(section("near.latin"), np.bool_),
            np.repeat(np.arange(len(starts) - 1), np.diff(starts))[places],
            np.frombuffer(section("near.centres"), "<f4").reshape(-1, size),
            int.from_bytes(section("near.made_for"), "little"),
        )

    @classmethod
    def _celled(cls, encoded: Encoded, latin: Numbers) -> NearTable:
        vectors = _floats(encoded)
        centres = _centres(vectors)
        return cls(encoded, latin, _assigned(vectors, centres), centres, len(vectors))

    def known(self, numbers: dict[str, int]) -> KnownForms:
        """Return some of the forms, given by text with their numbers."""
        return KnownForms(self.encoded, numbers)

    def joined(self, join: Join, names: Sequence[str], known: KnownForms) -> NearTable:
        """Return the table with some forms taken out and others put in.

        Args:
            join: Which are taken out and where the others come.
            names: The others.
            known: Forms that need not be encoded again.
        """
        has_states = len(join) <= _MOST_STATES and (len(self.encoded.states) or not len(self.latin))
        new = encodings(names, bool(has_states), known)
        encoded = Encoded(
            join.rows(self.encoded.vectors, new.vectors),
            *(_joined_states(self.encoded, new, join) if has_states else _no_states(len(join))),
        )
        latin = join.rows(self.latin, _are_latin(names))
        if self.made_for <= _ONE_CELL or len(join) > _OUTGROWN * self.made_for:
            return self._celled(encoded, latin)
        cells = join.rows(self.cells, _assigned(_floats(new), self.centres))
        return NearTable(encoded, latin, cells, self.centres, self.made_for)

    def sections(self) -> dict[str, bytes]:
        """Return the sections of a file, all named ``near.…``; vectors lie cell by cell."""
        order = np.argsort(self.cells, kind="stable")
        starts = np.zeros(len(self.centres) + 1, dtype="<u4")
        np.cumsum(np.bincount(self.cells, minlength=len(self.centres)), out=starts[1:])
        sections = {
            "near.vectors": self.encoded.vectors[order].tobytes(),
            "near.order": order.astype("<u4").tobytes(),
            "near.cells": starts.tobytes(),
            "near.centres": self.centres.astype("<f4").tobytes(),
            "near.made_for": self.made_for.to_bytes(4, "little"),
            "near.latin": self.latin.tobytes(),
        }
        if len(self.encoded.states) or not len(order):
            sections["near.states"] = self.encoded.states.tobytes()
            sections["near.states.offsets"] = self.encoded.offsets.astype("<u4").tobytes()
        return sections


def _joined_states(below: Encoded, new: Encoded, join: Join) -> tuple[Numbers, Numbers]:
    """Return the states of letters of joined forms, and where each form's begin."""
    size = encoder().state_size
    old, added = (Lines(np.ravel(it.states).data, it.offsets * size) for it in (below, new))
    lines = join.lines(old, added)
    return np.frombuffer(lines.data, np.int8).reshape(-1, size), lines.offsets // size


def _no_states(count: int) -> tuple[Numbers, Numbers]:
    none = np.zeros((0, encoder().state_size), dtype=np.int8)
    return none, np.zeros(count + 1, dtype=np.int64)


def _are_latin(names: Sequence[str]) -> Numbers:
    return np.fromiter((script_of(name) == LATIN for name in names), dtype=bool, count=len(names))


def _floats(encoded: Encoded) -> Numbers:
    vectors: Numbers = encoded.vectors.astype(np.float32) / SCALE
    return vectors


def _centres(vectors: Numbers) -> Numbers:
    """The middles of the cells."""
    count = len(vectors)
    if count <= _ONE_CELL:
        return vectors[:1] if count else np.zeros((1, encoder().size), dtype=np.float32)
    cells = min(_MOST_CELLS, int(2 * count**0.5))
    rng = np.random.default_rng(_SEED)
    sample = vectors[rng.permutation(count)[:_TRAINED_ON]]
    centres: Numbers = sample[:cells].copy()
    for _ in range(_ROUNDS):
        owner = _assigned(sample, centres)
        order = np.argsort(owner, kind="stable")
        sizes = np.bincount(owner, minlength=cells)
        full = np.flatnonzero(sizes)
        starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])[full]
        centres[full] = np.add.reduceat(sample[order], starts, axis=0)
        centres /= np.linalg.norm(centres, axis=1, keepdims=True) + 1e-12
    return centres


def _assigned(vectors: Numbers, centres: Numbers) -> Numbers:
    """The nearest centre of each vector."""
    parts = [
        (vectors[first : first + _BLOCK] @ centres.T).argmax(axis=1)
        for first in range(0, len(vectors), _BLOCK)
    ]
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)
