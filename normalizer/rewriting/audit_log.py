"""Audit logs: what a run changed, written so that it can be undone and replayed.

A log is JSON lines. A run is a header, which says what was done with what; a line for each
change, and for what undoing must know beside them; and an end with the sizes and hashes of what was
read and written. A log may hold several runs, one for each file. A run without its end was cut
short.

A run is in the log, and on the disk, before the file that it tells of is replaced. So a log may
tell of a file that was never written, but no file is changed that no log tells of.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from operator import attrgetter
from types import TracebackType
from typing import Any, BinaryIO, NamedTuple

from normalizer.errors import UsageError
from normalizer.rewriting.edits import Edit
from normalizer.rewriting.files import (
    PathLike,
    open_new,
    signals_as_exceptions,
    sync_folder,
    temporary_beside,
)
from normalizer.rewriting.table_options import CellEdit

VERSION = 1
TEXT = "text"
"""Kind of a run over running text; of one over a table it is the table's format."""

BLOCK = 1 << 18

_FIELDS = CellEdit.__slots__
_values_of = attrgetter(*_FIELDS)
_AS_JSON = json.JSONEncoder(ensure_ascii=False).encode  # `json.dumps` would make one each time


class Content(NamedTuple):
    """How many bytes something has, and their SHA-256 in hexadecimal."""

    size: int
    sha256: str


class Digest:
    """What some bytes are, as they come."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self._size = 0

    def add(self, data: bytes) -> None:
        """Take the next bytes."""
        self._hash.update(data)
        self._size += len(data)

    def content(self) -> Content:
        """Return what there was so far."""
        return Content(self._size, self._hash.hexdigest())


class HashedReader:
    """A stream that knows what was read from it.

    Args:
        stream: The stream.

    Attributes:
        digest: What was read so far.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self.digest = Digest()
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        """Read as from the stream itself."""
        data = self._stream.read(size) or b""
        self.digest.add(data)
        return data

    def readline(self, size: int = -1) -> bytes:
        """Read a line as from the stream itself."""
        data = self._stream.readline(size)
        self.digest.add(data)
        return data


class HashedWriter:
    """A stream that knows what was written to it.

    Args:
        stream: The stream; what it holds up to where it stands counts as written, if it can
            be read.

    Attributes:
        digest: What was written so far.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self.digest = Digest()
        self._stream = stream
        if stream.seekable() and stream.readable():
            left = stream.tell()
            stream.seek(0)
            while left and (block := stream.read(min(left, BLOCK))):
                self.digest.add(block)
                left -= len(block)

    def write(self, data: bytes) -> int:
        """Write as to the stream itself."""
        self.digest.add(data)
        return self._stream.write(data)

    def flush(self) -> None:
        """Hand on what is buffered."""
        self._stream.flush()


def entry_of_cell(edit: CellEdit) -> dict[str, Any]:
    """Return a changed cell as a line of a log has it."""
    fields = dict(zip(_FIELDS, _values_of(edit), strict=True))
    fields["score"] = round(edit.score, 4)
    return fields


def entry_of_edit(edit: Edit) -> dict[str, Any]:
    """Return an edit of a text as a line of a log has it."""
    return {**edit._asdict(), "score": round(edit.score, 4)}


def json_line(fields: Mapping[str, Any]) -> bytes:
    """Return fields as a line of JSON, in UTF-8."""
    try:
        return _AS_JSON(fields).encode() + b"\n"
    except UnicodeEncodeError:  # lone surrogates, which stand for bytes that are no text
        return json.dumps(fields).encode() + b"\n"


class AuditLog:
    """A log to write; use it in a ``with`` statement.

    It takes its place when its first run is complete, whole or not at all. Runs that end with an
    error leave nothing in it.

    Args:
        path: The log; it must not be there yet, since it may be all that can undo a run.
        part: Where to collect it until then, in the same folder; see `replace_file`.

    Raises:
        UsageError: If there is something at `path`.
    """

    def __init__(self, path: PathLike, part: PathLike | None = None) -> None:
        self.path = os.path.realpath(path)
        if os.path.lexists(path):
            raise UsageError(
                f"{os.fspath(path)!r} is there already, and a log is what undoes a run; give the "
                "new one another name, or move the old one away."
            )
        self._is_kept = part is not None
        self._at = temporary_beside(self.path) if part is None else os.fspath(part)
        self._done = 0
        self._count = self._beside = 0
        self._cleanup = contextlib.ExitStack()

    def __enter__(self) -> AuditLog:
        self._hold_signals = self._cleanup.enter_context(signals_as_exceptions())
        self._stream = open_new(self._at, is_new=not self._is_kept)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with self._cleanup:
            self._hold_signals()
            # What counts is on the disk; the rest may not fit on it.
            with contextlib.suppress(OSError):
                if self._done:
                    self._stream.truncate(self._done)
            with contextlib.suppress(OSError):
                self._stream.close()
            if not self._done and not (self._is_kept and error is not None):
                os.unlink(self._at)

    def begin(self, header: Mapping[str, Any]) -> None:
        """Begin a run.

        Args:
            header: What it does with what; ``input``, ``output``, ``kind`` and ``encoding`` are
                what undoing needs.
        """
        self._stream.truncate(self._done)
        self._stream.seek(self._done)
        self._count = self._beside = 0
        self._stream.write(json_line({"audit": VERSION, **header}))

    def add(self, entry: Mapping[str, Any]) -> None:
        """Add a change to the run."""
        self.add_lines(json_line(entry), 1)

    def add_lines(self, lines: bytes, count: int) -> None:
        """Add so many changes to the run, as lines of JSON."""
        self._count += count
        self._stream.write(lines)

    def add_beside(self, fields: Mapping[str, Any]) -> None:
        """Add to the run what is no change, and must be known to undo it; see `Record`."""
        self._beside += 1
        self._stream.write(json_line(fields))

    def mark(self) -> tuple[int, int]:
        """Force what there is to the disk; return its length and the number of changes."""
        self._sync()
        return self._stream.tell(), self._count

    def continue_at(self, length: int, count: int) -> None:
        """Go on with a run that was cut short, from a mark.

        Args:
            length: How much of the log counts.
            count: How many changes that holds.

        Raises:
            UsageError: If it is shorter than that.
        """
        if self._stream.seek(0, os.SEEK_END) < length:
            raise UsageError(f"{self._at} is shorter than it was; the run cannot go on with it.")
        self._stream.truncate(length)
        self._stream.seek(length)
        self._count = count

    def end(self, before: Content, after: Content) -> None:
        """End the run; it is on the disk when this returns.

        Args:
            before: What was read.
            after: What was written.
        """
        end = {"end": True, "edits": self._count, "beside": self._beside}
        contents = {"input": before._asdict(), "output": after._asdict()}
        self._stream.write(json_line({**end, **contents}))
        self._sync()
        if not self._done:
            os.replace(self._at, self.path)
            sync_folder(os.path.dirname(self.path))
        self._done = self._stream.tell()

    def _sync(self) -> None:
        self._stream.flush()
        os.fsync(self._stream.fileno())


@contextlib.contextmanager
def logged(
    log: AuditLog | None, source: BinaryIO, sink: BinaryIO
) -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """Give the streams to read and write during a run, and end it when they are done with.

    Args:
        log: The log, its run begun; None where there is none.
        source: What is read, to its end.
        sink: What is written.

    Yields:
        The streams, hashed where there is a log.
    """
    if log is None:
        yield source, sink
        return
    reader, writer = HashedReader(source), HashedWriter(sink)
    yield reader, writer  # type: ignore[misc]  # all that a table's rewriting uses of a stream
    writer.flush()
    log.end(reader.digest.content(), writer.digest.content())


def content_of(stream: BinaryIO) -> Content:
    """Read a stream to its end and return what it held."""
    reader = HashedReader(stream)
    while reader.read(BLOCK):
        pass
    return reader.digest.content()
