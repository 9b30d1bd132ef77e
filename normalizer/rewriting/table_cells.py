"""What becomes of a cell: its values resolved, its new bytes, the cells added for it.

Every distinct cell is worked out once and remembered, so that a row costs a look-up. The store
is emptied when it has grown to its limit; what stays of use is soon there again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from normalizer.rewriting.csv_bytes import RowReader
from normalizer.rewriting.table_options import Resolved, Resolver, TableOptions

BELOW = "below threshold"

_LIMIT_CELLS = 100_000
_LIMIT_BYTES = 32 << 20


class CellError(Exception):
    """A cell that cannot be written.

    Args:
        raw: The cell as it was written.
        message: What is wrong and the remedy, a sentence without its line.
    """

    def __init__(self, raw: bytes, message: str) -> None:
        self.raw = raw
        super().__init__(message)


class Outcome(NamedTuple):
    """What becomes of one cell.

    Attributes:
        new: Its new bytes; None where it stays as it is.
        added: The added cells, each behind a delimiter.
        before: Its value.
        after: Its new value, the same where it stays.
        id: The ID; in a cell with several values theirs joined by the separator.
        score: The lowest score of the values that were resolved; 0 if none was.
        evidence: What speaks for them.
        resolved: How many of its values were resolved.
        abstained: Why each of the others was not.
    """

    new: bytes | None
    added: bytes
    before: str
    after: str
    id: str
    score: float
    evidence: tuple[str, ...]
    resolved: int
    abstained: tuple[str, ...]


class CellStore:
    """Outcomes by cell, as written.

    Args:
        reader: The table; says how cells are read and written.
        resolve: Resolves a list of distinct texts.
        options: What to do with the cells.
    """

    def __init__(self, reader: RowReader, resolve: Resolver, options: TableOptions) -> None:
        self.known: dict[bytes | None, Outcome] = {}
        self._reader = reader
        self._resolve = resolve
        self._to = options.to
        self._split = options.split
        self._min_score = options.min_score
        self._replace = options.replace
        self._values: dict[str, Resolved] = {}
        self._bytes = 0
        self._none = self._outcome(b"")
        self.known[None] = self._none

    def learn(self, cells: Iterable[bytes | None]) -> None:
        """See to it that `known` holds every one of these cells.

        Args:
            cells: Cells as written; the resolver is called once for all that are new.

        Raises:
            CellError: If a new value cannot be written into the table.
        """
        if len(self.known) > _LIMIT_CELLS or self._bytes > _LIMIT_BYTES:
            self.known = {None: self._none}
            self._values.clear()
            self._bytes = 0
        new = [cell for cell in cells if cell is not None and cell not in self.known]
        texts: dict[str, None] = {}
        for cell in new:
            self._bytes += len(cell)
            for part in self._parts(self._reader.value(cell)[0]):
                text = part.strip()
                if text and text not in self._values:
                    texts[text] = None
        if texts:
            asked = list(texts)
            self._values.update(zip(asked, self._resolve(asked), strict=True))
        for cell in new:
            self.known[cell] = self._outcome(cell)

    def _parts(self, value: str) -> list[str]:
        return [value] if self._split is None else value.split(self._split)

    def _text(self, found: Resolved) -> str:
        if self._to == "name":
            return found.name or ""
        return (found.id or "") if self._to == "id" else str(self._to(found) or "")

    def _outcome(self, raw: bytes) -> Outcome:
        value, quoted = self._reader.value(raw)
        parts = self._parts(value)
        abstained: list[str] = []
        evidence: list[str] = []
        scores: list[float] = []
        columns: tuple[list[str], ...] = ([], [], [], [])
        for index, part in enumerate(parts):
            text = part.strip()
            found = self._values[text] if text else None
            cells = ("", "", "", "")
            if found is not None and found.id is not None and found.score >= self._min_score:
                new = self._text(found)
                words = " | ".join(found.evidence)
                name = (found.name or "") if self._to == "id" else new
                cells = (found.id, name, f"{found.score:.3f}", words)
                scores.append(found.score)
                evidence += found.evidence
                if self._replace and new:
                    self._check_separator(raw, new)
                    parts[index] = part.replace(text, new, 1)
            elif found is not None:
                reason = found.reason if found.id is None else BELOW
                abstained.append(reason)
                cells = ("", "", "", reason)
            for column, cell in zip(columns, cells, strict=True):
                column.append(cell)
        separator = self._split or ""
        after = separator.join(parts)
        joined = [separator.join(column) for column in columns]
        try:
            new_raw = None if after == value else self._reader.write(after, quoted)
            added = b"" if self._replace else self.row_end(joined)
        except ValueError as error:
            raise CellError(
                raw, f"{error}; convert the table to utf-8, or replace by IDs with --to id."
            ) from error
        return Outcome(
            new_raw,
            added,
            value,
            after,
            joined[0],
            min(scores, default=0.0),
            tuple(evidence),
            len(scores),
            tuple(abstained),
        )

    def row_end(self, values: Sequence[str]) -> bytes:
        """Return values as fields to stand at a row's end, each behind a delimiter."""
        cells = (self._reader.write(value, False) for value in values)
        return b"".join(self._reader.delimiter + cell for cell in cells)

    def _check_separator(self, raw: bytes, new: str) -> None:
        if self._split is not None and self._split in new:
            raise CellError(
                raw,
                f"{new!r} holds the separator {self._split!r} and would read as several values; "
                "write IDs with --to id.",
            )
