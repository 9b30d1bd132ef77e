"""Standard output where it was closed before we began (``>&-``)."""

from __future__ import annotations

import io
from typing import NoReturn

from normalizer.errors import UsageError


class ClosedOutput(io.TextIOBase):
    """Takes the place of ``sys.stdout`` where that is None: click would drop what is written.

    Commands that write nothing there, such as those with ``--in-place``, go on as always.
    """

    def write(self, text: str) -> NoReturn:
        """Refuse to write.

        Raises:
            UsageError: Always.
        """
        self._refuse()

    @property
    def buffer(self) -> NoReturn:
        """What takes bytes; there is none."""
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise UsageError("Standard output is closed; there is nowhere to write.")
