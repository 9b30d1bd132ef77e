"""Processes that resolve names side by side, all with the same mapped index."""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from types import TracebackType
from typing import Any

from normalizer.api import Normalizer, load
from normalizer.matching.results import Resolution
from normalizer.matching.store import COMPILED

_TOGETHER = 1024
"""Names a process takes at a time."""
_WORTH_IT = 4 * _TOGETHER
"""Fewer names are resolved at once by the process that has them."""

_normalizer: Normalizer | None = None


class Workers:
    """Resolves many names in several processes; use it in a ``with`` statement.

    The processes start when there is enough to do for them. Each maps the same file into memory,
    so that they share its pages.

    Args:
        normalizer: What to resolve with.
        processes: How many processes; as many as the machine has cores if None.
    """

    def __init__(self, normalizer: Normalizer, processes: int | None = None) -> None:
        self._normalizer = normalizer
        self._processes = processes or _cores()
        self._pool: ProcessPoolExecutor | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
        if self._folder is not None:
            self._folder.cleanup()

    def resolve_many(self, texts: Sequence[str], **asked: Any) -> list[Resolution]:
        """Resolve many names as `Normalizer.resolve_many` does, in several processes.

        Args:
            texts: The names.
            asked: What `Normalizer.resolve_many` takes besides.

        Returns:
            A resolution for each text, in order, without candidates: those stay where they were
            found.
        """
        if self._processes < 2 or (self._pool is None and len(texts) < _WORTH_IT):
            return self._normalizer.resolve_many(texts, **asked)
        size = max(1, min(_TOGETHER, -(-len(texts) // self._processes)))
        parts = [texts[first : first + size] for first in range(0, len(texts), size)]
        found = self._started().map(_resolve, parts, [asked] * len(parts))
        return [resolution for part in found for resolution in part]

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._folder = tempfile.TemporaryDirectory(prefix="normalizer-")
            path = os.path.join(self._folder.name, f"index{COMPILED}")
            self._normalizer.save(path)
            # Forking would copy the locks of threads that numpy has started.
            method = "spawn" if sys.platform in ("win32", "darwin") else "forkserver"
            self._pool = ProcessPoolExecutor(
                self._processes, multiprocessing.get_context(method), _open, (path,)
            )
        return self._pool


def _cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _open(path: str) -> None:
    """Map the index into a new process."""
    global _normalizer  # noqa: PLW0603  # one a process, opened once
    _normalizer = load(path)


def _resolve(texts: Sequence[str], asked: dict[str, Any]) -> list[Resolution]:
    assert _normalizer is not None
    return [replace(it, candidates=()) for it in _normalizer.resolve_many(texts, **asked)]
