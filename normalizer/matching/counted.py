"""Hashes with how many items have each, so that some items can be taken out again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

import numpy as np

from normalizer.arrays import Numbers
from normalizer.matching.hashing_many import letters_hashes


class Counted(NamedTuple):
    """Hashes of 32 bits and their counts.

    Attributes:
        hashes: The hashes, sorted, each once.
        counts: How many items have each; at least one.
    """

    hashes: Numbers
    counts: Numbers

    @classmethod
    def of(cls, hashes: Iterable[int]) -> Counted:
        """Count hashes, which may come more than once."""
        found, counts = np.unique(np.fromiter(hashes, dtype=np.uint32), return_counts=True)
        return cls(found, counts)

    @classmethod
    def of_letters(cls, counts: Mapping[str, int]) -> Counted:
        """Count the hashes of folded letters.

        Args:
            counts: How many items have which letters.
        """
        hashes = letters_hashes(list(counts)).astype(np.uint32)
        found, places = np.unique(hashes, return_inverse=True)
        weights = np.fromiter(counts.values(), dtype=np.int64, count=len(counts))
        sums = np.bincount(places, weights, minlength=len(found))
        return cls(found, sums.astype(np.int64))

    @classmethod
    def read(cls, section: Callable[[str], memoryview], name: str) -> Counted:
        """Return what `sections` has stored."""
        counts = np.frombuffer(section(f"{name}.counts"), "<u4").astype(np.int64)
        return cls(np.frombuffer(section(name), "<u4"), counts)

    def sections(self, name: str) -> dict[str, bytes]:
        """Return the two sections of a file that hold them."""
        return {
            name: self.hashes.astype("<u4").tobytes(),
            f"{name}.counts": self.counts.astype("<u4").tobytes(),
        }

    def joined(self, gone: Counted, new: Counted) -> Counted:
        """Return these without some items and with others.

        Args:
            gone: Items to be taken out; all of them must be here.
            new: Items to be put in.
        """
        both = np.concatenate([self.hashes, gone.hashes, new.hashes])
        changes = np.concatenate([self.counts, -gone.counts, new.counts])
        hashes, places = np.unique(both, return_inverse=True)
        counts = np.bincount(places, changes, minlength=len(hashes)).astype(np.int64)
        return Counted(hashes[counts > 0], counts[counts > 0])
