"""A compiled gazetteer in worker processes, which map it once each and share its pages."""

from __future__ import annotations

import os
from functools import lru_cache

from normalizer.api import Normalizer, load

_OPEN = 4
"""Gazetteers that a process keeps open, those used last."""


def opened(path: str) -> Normalizer:
    """Return the gazetteer in a file, mapped into memory when a process first asks for it.

    Args:
        path: A file that `Normalizer.save` has written. One written anew is opened anew.

    Raises:
        IndexFileError: If it is damaged, or was written by another version of this package.
        OSError: If it cannot be read.
    """
    status = os.stat(path)
    return _opened(path, status.st_size, status.st_mtime_ns)


@lru_cache(maxsize=_OPEN)
def _opened(path: str, size: int, time: int) -> Normalizer:
    return load(path)
