"""Texts that lie one behind the other in a compiled index, read by number."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


class StoredLines:
    """Texts of an index.

    Args:
        section: Gives the bytes of a section by name, such as `Container.section`.
        name: Of the section with the texts; that with their beginnings is named
            ``NAME.offsets``.
    """

    def __init__(self, section: Callable[[str], memoryview], name: str) -> None:
        self._texts = section(name)
        starts = np.frombuffer(section(f"{name}.offsets"), "<u4").astype(np.uint32, copy=False)
        self._starts = starts.data  # gives one number much faster than an array does

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, number: int) -> str:
        """Return a text by number."""
        return str(self.encoded(number), "utf-8")

    def encoded(self, number: int) -> memoryview:
        """Return the bytes of a text, or whatever lies there, by number."""
        return self._texts[self._starts[number] : self._starts[number + 1]]
