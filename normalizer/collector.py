"""Pause Python's cyclic garbage collector while many small records are made that all stay."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_MANY = 2000


@contextmanager
def collector_paused(count: int = _MANY) -> Iterator[None]:
    """Pause the collector inside the block.

    It would go through all records again and again, to find nothing: a third of the time.

    Args:
        count: How many records are about to be made; for few nothing is done.
    """
    pause = count >= _MANY and gc.isenabled()
    if pause:
        gc.disable()
    try:
        yield
    finally:
        if pause:
            gc.enable()
