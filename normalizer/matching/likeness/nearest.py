"""Nearest listed forms by the vectors of the encoder, in cells of the vector space.

At compile time every form is encoded; forms that lie close together share a cell, and a search
looks into the cells nearest to the query only. Vectors are stored as bytes, cell by cell, beside
the letters' states that the pair model compares, so that opening reads nothing and a search a few
stretches of a memory-mapped array.

Source: inverted lists after J. Sivic and A. Zisserman, Video Google (2003); cells by k-means on
the sphere.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from normalizer.arrays import Numbers
from normalizer.matching.likeness.encodings import SCALE, KnownForms
from normalizer.matching.likeness.near_table import NearTable
from normalizer.spelling.encoder import Encoded, encoder

_PROBED = 40


def build(names: Sequence[str], known: KnownForms | None = None) -> dict[str, bytes]:
    """Compile forms for `NearestForms`.

    Args:
        names: The forms as they are written.
        known: Forms that were compiled before and need not be encoded again.

    Returns:
        Sections for `normalizer.matching.compiled.container.pack`, all named ``near.…``.
    """
    return NearTable.of(names, known).sections()


class NearestForms:
    """Search over the sections `build` made.

    Args:
        section: Gives the bytes of a section by name, such as `Container.section`; raises KeyError
            where there is none.
        text: Gives a form by number.
    """

    def __init__(self, section: Callable[[str], memoryview], text: Callable[[int], str]) -> None:
        size = encoder().size
        self._vectors = np.frombuffer(section("near.vectors"), np.int8).reshape(-1, size)
        self._order = np.frombuffer(section("near.order"), "<u4")
        self._cells = np.frombuffer(section("near.cells"), "<u4").astype(np.intp)
        self._centres = np.frombuffer(section("near.centres"), "<f4").reshape(-1, size)
        self.text = text
        self.latin = np.frombuffer(section("near.latin"), np.bool_)
        """Whether a form is in Latin letters, by number."""
        self._states: tuple[Numbers, Numbers] | None = None
        self._places: Numbers | None = None
        with contextlib.suppress(KeyError):
            states = np.frombuffer(section("near.states"), np.int8)
            offsets = np.frombuffer(section("near.states.offsets"), "<u4")
            self._states = states.reshape(-1, encoder().state_size), offsets

    def search(self, vectors: Numbers, limit: int) -> tuple[Numbers, Numbers]:
        """Return the forms nearest to each query.

        Args:
            vectors: Unit vectors of the queries, one a row.
            limit: How many forms at most.

        Returns:
            Numbers of forms, the nearest first, and their cosines; -1 and -1.0 where there are
            fewer.
        """
        numbers = np.full((len(vectors), limit), -1, dtype=np.int64)
        cosines = np.full((len(vectors), limit), -1.0, dtype=np.float32)
        probed = min(_PROBED, len(self._centres))
        likeness = vectors @ self._centres.T
        cells = np.sort(np.argpartition(-likeness, probed - 1, axis=1)[:, :probed], axis=1)
        near, ends = self._near(vectors, cells)
        for row in range(len(vectors)):
            begin, end = ends[row, 0], ends[row, -1]
            some = min(limit, end - begin)
            if not some:
                continue
            best = np.argpartition(-near[begin:end], some - 1)[:some]
            values = near[begin + best]
            which = np.searchsorted(ends[row], begin + best, side="right") - 1
            at = best + begin - ends[row, which] + self._cells[cells[row, which]]
            owners = self._order[at]
            ordered = np.lexsort((owners, -values))
            numbers[row, :some] = owners[ordered]
            cosines[row, :some] = values[ordered] / SCALE
        return numbers, cosines

    def _near(self, vectors: Numbers, cells: Numbers) -> tuple[Numbers, Numbers]:
        """Multiply queries with all forms of their cells, each cell once for all that look into it.

        Args:
            vectors: Of the queries.
            cells: The cells of each query.

        Returns:
            The products, query by query and cell by cell, and where each begins and ends.
        """
        sizes = np.diff(self._cells)[cells]
        ends = np.zeros((len(cells), cells.shape[1] + 1), dtype=np.intp)
        np.cumsum(sizes, axis=1, out=ends[:, 1:])
        ends += np.concatenate([[0], np.cumsum(ends[:-1, -1])])[:, None]
        near = np.empty(int(ends[-1, -1]) if len(cells) else 0, dtype=np.float32)
        begins = ends[:, :-1].reshape(-1)
        flat = cells.reshape(-1)
        order = np.argsort(flat, kind="stable")
        changes = np.flatnonzero(np.diff(flat[order], prepend=-1, append=-1))
        for first, last in pairwise(changes.tolist()):
            asking = order[first:last]
            cell = flat[asking[0]]
            block = self._vectors[self._cells[cell] : self._cells[cell + 1]].astype(np.float32)
            places = begins[asking][:, None] + np.arange(len(block))
            near[places] = vectors[asking // cells.shape[1]] @ block.T
        return near, ends

    def vectors(self, numbers: Numbers) -> Numbers:
        """Return the vectors of forms, by number."""
        if self._places is None:
            self._places = np.empty(len(self._order), dtype=np.intp)
            self._places[self._order] = np.arange(len(self._order))
        found: Numbers = self._vectors[self._places[numbers]].astype(np.float32) / SCALE
        return found

    def states(self, numbers: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """Return the letters' states of forms, for the pair model.

        Args:
            numbers: Numbers of forms.

        Returns:
            States, offsets, and for each of `numbers` its place in them.
        """
        if self._states is not None:
            return *self._states, numbers
        different, places = np.unique(numbers, return_inverse=True)
        encoded: Encoded = encoder().encode([self.text(int(number)) for number in different])
        return encoded.states, encoded.offsets, places
