"""Runs over huge tables that can be stopped, by whatever, and go on to the same bytes.

The output grows in a file beside its place, ``NAME.part``. Every few seconds it is forced to the
disk, and then a journal, ``NAME.progress``, that says how far both have come. Whoever goes on reads
the table again from its start, at the speed of reading: so the rows come in the same blocks, the
values are asked for in the same company, and the same bytes come out. What had been read is
compared by its hash.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from normalizer.errors import UsageError
from normalizer.rewriting.audit_log import AuditLog, json_line
from normalizer.rewriting.files import PathLike, replace_file

PART, PROGRESS = ".part", ".progress"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run has come; all rows before `row` are done with.

    Attributes:
        row: The first row to come, the table's first one being 1.
        learned_from: The row before which the store of outcomes was empty.
        consumed: SHA-256 of what was read before that row, in hexadecimal.
        written: How many bytes were written.
        encoder: State of the encoder that wrote them.
        report: What was done, see `TableReport`.
        log: Length of the audit log, in bytes, and its changes so far.
    """

    row: int
    learned_from: int
    consumed: str
    written: int
    encoder: int
    report: dict[str, Any]
    log: tuple[int, int] = (0, 0)


class Journal:
    """Keeps the progress of one run.

    Args:
        target: Where the output will be.
        key: What must be the same for a run to be gone on with; must be JSON.
        every: Seconds between two entries.

    Attributes:
        part: Where the output grows.
        start: Where to go on; None for a run that begins.

    Raises:
        UsageError: If the progress kept there is another run's.
        OSError: If it cannot be read.
    """

    def __init__(self, target: PathLike, key: Mapping[str, Any], every: float = 5.0) -> None:
        place = os.path.realpath(target)
        self.part = place + PART
        self.start: Progress | None = None
        self._path = place + PROGRESS
        self._key = json.loads(json.dumps(key))
        self._every = every
        self._last = time.monotonic()
        self._consumed = hashlib.sha256()
        self._streams: tuple[BinaryIO, AuditLog | None] | None = None
        if os.path.exists(self.part):
            with contextlib.suppress(FileNotFoundError), open(self._path, "rb") as file:
                self.start = self._read(file.read())

    def _read(self, data: bytes) -> Progress:
        try:
            fields = json.loads(data)
            key = fields.pop("key")
            progress = Progress(**{**fields, "log": tuple(fields["log"])})
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise self._stale("is damaged") from error
        if key != self._key:
            raise self._stale(
                "belongs to a run with other options, another gazetteer or another version"
            )
        return progress

    def _stale(self, what: str) -> UsageError:
        return UsageError(
            f"{self._path} {what}; give the same options, or remove it and {self.part} to start "
            "again."
        )

    def attach(self, output: BinaryIO, log: AuditLog | None = None) -> None:
        """Take over the output, and cut it and the log to where the run goes on.

        Args:
            output: The file at `part`, opened for reading and writing.
            log: The run's audit log.

        Raises:
            UsageError: If another process writes there, or less is there than there should be.
        """
        self._lock(output)
        self._streams = output, log
        written = 0 if self.start is None else self.start.written
        if output.seek(0, os.SEEK_END) < written:
            raise self._stale(f"does not fit {self.part}, which is shorter than it was")
        output.truncate(written)
        output.seek(written)
        if log is not None and self.start is not None:
            log.continue_at(*self.start.log)

    def _lock(self, output: BinaryIO) -> None:
        try:
            import fcntl  # noqa: PLC0415  # Windows has none
        except ImportError:
            return
        try:
            fcntl.flock(output.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise UsageError(f"Another process is writing {self.part}; wait for it.") from error

    def consume(self, rows: Sequence[bytes]) -> None:
        """Take note of what was read."""
        self._consumed.update(b"".join(rows))

    def is_done(self, row: int) -> bool:
        """Tell whether the rows from this one on were done with before the run was stopped.

        Args:
            row: The first row of a batch; all before it have been consumed.

        Raises:
            UsageError: If the table is no longer what it was.
        """
        if self.start is None or row > self.start.row:
            return False
        if row == self.start.row:
            self.check(row)
        return row < self.start.row

    def check(self, row: int) -> None:
        """Compare what was read up to a row with what had been read there, or before the end."""
        start = self.start
        if start is None or row > start.row:
            return
        if row < start.row or self._consumed.hexdigest() != start.consumed:
            raise self._stale("does not fit the table, which has changed")

    def is_due(self) -> bool:
        """Tell whether it is time for an entry."""
        return time.monotonic() - self._last >= self._every

    def save(self, **progress: Any) -> None:
        """Force everything to the disk and write an entry.

        Args:
            progress: The fields of `Progress` that the journal does not know by itself.
        """
        assert self._streams is not None, "attach the output first"
        output, log = self._streams
        output.flush()
        os.fsync(output.fileno())
        mark = (0, 0) if log is None else log.mark()
        entry = {"key": self._key, "consumed": self._consumed.hexdigest(), "log": mark, **progress}
        with replace_file(self._path) as file:
            file.write(json_line(entry))
        self._last = time.monotonic()

    def remove(self) -> None:
        """Remove the journal; the output is in its place."""
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self._path)
