"""Output that is held back until it is sure that the command was not used wrongly."""

from __future__ import annotations

import io
from typing import BinaryIO

_ENOUGH = 1 << 16


class HeldOutput(io.BufferedIOBase):
    """Holds the first bytes back, so that a mistyped column leaves nothing behind.

    What a table begins with (a byte order mark, blank lines) is written before its columns are
    known.

    Args:
        sink: Where the bytes go in the end.

    Attributes:
        within_line: Whether what was written so far ends within a line.
    """

    def __init__(self, sink: BinaryIO) -> None:
        self._sink = sink
        self._held: bytearray | None = bytearray()
        self.within_line = False

    def writable(self) -> bool:
        """Tell that bytes may be written."""
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # nothing else is written
        """Hold bytes back, or pass them on once there were enough."""
        if data:
            self.within_line = data[-1:] not in (b"\n", b"\r")
        if self._held is None:
            return self._sink.write(data)
        self._held += data
        if len(self._held) > _ENOUGH:
            self.release()
        return len(data)

    def release(self) -> None:
        """Pass on what was held back, and hold back no more."""
        if self._held is not None:
            held, self._held = bytes(self._held), None
            self._sink.write(held)
        self._sink.flush()
