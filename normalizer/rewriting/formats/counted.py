"""A stream that knows how much was written to it."""

from __future__ import annotations

from typing import Any, BinaryIO


class Counted:
    """A stream to write to that knows how much was written, as pipes do not.

    Args:
        target: The stream; it stays open.

    Attributes:
        is_stopped: Whether what is written goes nowhere, since the rest of it is missing.
    """

    closed = False

    def __init__(self, target: BinaryIO) -> None:
        self.is_stopped = False
        self._target = target
        self._size = 0

    def write(self, data: Any) -> int:
        """Write bytes."""
        size = memoryview(data).nbytes
        if not self.is_stopped:
            self._target.write(data)
        self._size += size
        return size

    def tell(self) -> int:
        """Return how many bytes were written."""
        return self._size

    def flush(self) -> None:
        """Leave that to the stream's owner."""

    def close(self) -> None:
        """Leave that to the stream's owner."""

    def readable(self) -> bool:
        """It is not."""
        return False

    def writable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is not."""
        return False
