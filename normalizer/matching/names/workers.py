"""Processes that resolve spellings side by side, all with the same mapped index."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING

from normalizer.matching.compiled.index import Index
from normalizer.matching.compiled.one_file import COMPILED, open_file, save
from normalizer.matching.names.listed import Asked
from normalizer.matching.names.resolve import Resolver
from normalizer.matching.names.results import Resolution

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor
    from tempfile import TemporaryDirectory

Question = tuple[str, Asked]

_WORTH_IT = 4
"""Fewer parts are resolved before other processes would have started."""

_resolver: Resolver | None = None


class Workers:
    """Resolves many names in several processes; use it in a ``with`` statement.

    The processes start when there is enough to do for them. Each maps the same file into memory,
    so that they share its pages.

    Args:
        index: The compiled gazetteer.
        processes: How many processes; as many as this one may use cores if None.
    """

    def __init__(self, index: Index, processes: int | None = None) -> None:
        self._index = index
        self._processes = processes or _cores()
        self._pool: ProcessPoolExecutor | None = None
        self._folder: TemporaryDirectory[str] | None = None

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

    @property
    def least_parts(self) -> int:
        """How many parts are resolved sooner here than by the process that has them."""
        if self._processes < 2:
            return sys.maxsize
        return 2 if self._pool else _WORTH_IT

    def resolve_unlisted(self, parts: Iterable[Sequence[Question]]) -> Iterator[list[Resolution]]:
        """Resolve names that are not listed.

        Args:
            parts: Names, each with what is asked of it; a part is resolved by one process, which
                begins when it has it.

        Returns:
            The resolutions of each part, without candidates: those stay where they were found.
        """
        return self._started().map(_resolve, parts)

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # Few tables are so large that what costs 30 ms to import is needed.
            import multiprocessing  # noqa: PLC0415
            import tempfile  # noqa: PLC0415
            from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

            self._folder = tempfile.TemporaryDirectory(prefix="normalizer-")
            path = os.path.join(self._folder.name, f"index{COMPILED}")
            save(self._index, path)
            context = multiprocessing.get_context(start_method())
            self._pool = ProcessPoolExecutor(self._processes, context, _open, (path,))
        return self._pool


def start_method() -> str:
    """Return how to start processes: forking would copy locks of threads that numpy has started."""
    return "spawn" if sys.platform in ("win32", "darwin") else "forkserver"


def _cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _open(path: str) -> None:
    """Map the index into a new process."""
    global _resolver  # noqa: PLW0603  # one a process, opened once
    _resolver = Resolver(open_file(path))


def _resolve(questions: Sequence[Question]) -> list[Resolution]:
    assert _resolver is not None
    return [replace(it, candidates=()) for it in _resolver.resolve_unlisted(questions)]
