"""Many files in several processes, their output in the order of the files."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import BinaryIO

from normalizer.api import Normalizer, load
from normalizer.cli.text_work import Outcome, TextTask
from normalizer.matching.names.workers import start_method

_AHEAD = 4
"""Files that each process may be ahead of the one whose output is next."""


def run_in_order(
    task: TextTask, gazetteers: tuple[str, ...], paths: tuple[str, ...], jobs: int, out: BinaryIO
) -> Iterator[Outcome]:
    """Do a task with files in several processes.

    Each process writes to a file of its own in a temporary folder, so that memory does not grow
    with the output; what it wrote is copied when its turn comes.

    Args:
        task: What to do.
        gazetteers: Paths of the gazetteers, none for the curated one.
        paths: The files.
        jobs: The number of processes.
        out: Takes the output.

    Yields:
        What came of each file, in order, after its output was written.
    """
    # A signal to end unwinds, so that the folder goes and no process is left.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    waiting: deque[tuple[Future[Outcome], str]] = deque()
    with (
        tempfile.TemporaryDirectory(prefix="normalizer-") as folder,
        ProcessPoolExecutor(jobs, get_context(start_method()), _begin, (gazetteers,)) as pool,
    ):
        try:
            for number, path in enumerate(paths):
                spool = os.path.join(folder, str(number))
                waiting.append((pool.submit(_work, task, path, spool), spool))
                if len(waiting) >= _AHEAD * jobs:
                    yield _finished(*waiting.popleft(), out)
            while waiting:
                yield _finished(*waiting.popleft(), out)
        finally:
            pool.shutdown(cancel_futures=True)


def _finished(future: Future[Outcome], spool: str, out: BinaryIO) -> Outcome:
    outcome = future.result()
    with open(spool, "rb") as written:
        shutil.copyfileobj(written, out)
    os.unlink(spool)
    return outcome


_normalizers: list[Normalizer] = []


def _begin(gazetteers: tuple[str, ...]) -> None:
    """Make a process ready: it leaves Ctrl-C to the first process, and ends when that ends."""
    import threading

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _normalizers.append(load(*gazetteers))


def _end_with_parent() -> None:
    from multiprocessing import connection, parent_process

    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)  # so that a file being replaced is tidied up


def _work(task: TextTask, path: str, spool: str) -> Outcome:
    with open(spool, "wb") as out:
        return task.outcome(_normalizers[0], path, out)
