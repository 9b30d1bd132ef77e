"""What becomes of one cell, given what its values resolve to: its new bytes, the added cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from normalizer.matching.names.results import DECIDED
from normalizer.rewriting.row_columns import Given
from normalizer.rewriting.table_options import Resolved, TableOptions

BELOW = "below threshold"

_QUOTES = str.maketrans("“”’", '""\'')


class CellError(Exception):
    """A cell that cannot be written.

    Args:
        key: What the cell is remembered by.
        message: What is wrong and the remedy, a sentence without its line.
    """

    def __init__(self, key: object, message: str) -> None:
        self.key = key
        super().__init__(message)


class CellForm(Protocol):
    """How a format's cells are read and written; a cell is whatever the format says."""

    def value(self, cell: Any, /) -> tuple[str, bool]:
        """Return a cell's text, and whether it was written in quotes."""

    def write(self, value: str, quoted: bool, /) -> Any:
        """Return a text as a cell; raises ValueError, with a clause, where that cannot be."""

    def added(self, values: Sequence[str], /) -> Any:
        """Return texts as the cells that are added for a column, one for each of `ADDED`."""


ReadCell = tuple[object, Any, str, bool, Given]
"""What a cell is remembered by; the cell; its text; whether it was quoted; what its row says."""


class Part(NamedTuple):
    """What becomes of one of a cell's values.

    Attributes:
        after: The value as it is to be, with the spaces around it.
        id: The ID, empty without one.
        name: The name likewise.
        found: What the resolver says of it; None of a value that is empty.
        reason: Why that does not count, empty where it does.
    """

    after: str
    id: str
    name: str
    found: Resolved | None
    reason: str


class Outcome(NamedTuple):
    """What becomes of one cell.

    Attributes:
        old: The cell; None where there is none.
        new: The new cell; None where it stays as it is.
        added: The added cells.
        before: Its value.
        after: Its new value, the same where it stays.
        name: The name; in a cell with several values theirs joined by the separator.
        id: The ID; in a cell with several values theirs joined by the separator.
        parts: What becomes of each of its values.
    """

    old: Any
    new: Any
    added: Any
    before: str
    after: str
    name: str
    id: str
    parts: tuple[Part, ...]

    @property
    def score(self) -> float:
        """The lowest score of the values that were resolved; 0 if none was."""
        return min([found.score for found in self._resolutions()], default=0.0)

    @property
    def evidence(self) -> tuple[str, ...]:
        """What speaks for those."""
        return tuple([words for found in self._resolutions() for words in found.evidence])

    @property
    def abstained(self) -> tuple[str, ...]:
        """Why values do not count that were not resolved."""
        return tuple([part.reason for part in self.parts if part.reason])

    def _resolutions(self) -> list[Resolved]:
        return [part.found for part in self.parts if part.found is not None and not part.reason]


class OutcomeMaker:
    """Makes outcomes of cells.

    Args:
        form: How cells are read and written.
        options: What to do with the cells.
    """

    def __init__(self, form: CellForm, options: TableOptions) -> None:
        self._form = form
        self._to = options.to
        self._split = options.split
        self._min_score = options.min_score
        self._replace = options.replace

    def values(self, text: str) -> list[str]:
        """Return the values in a cell's text, with the spaces around them."""
        return [text] if self._split is None else text.split(self._split)

    def refusal(self, found: Resolved) -> str:
        """Return why a resolution does not count, nothing where it does."""
        if found.id is None:
            return found.reason
        return BELOW if found.score < self._min_score else ""

    def untouched(self, reason: str) -> Outcome:
        """Return the outcome of a cell that nothing is asked about."""
        added = () if self._replace else self._form.added(("", "", "", reason))
        parts = (Part("", "", "", None, reason),) if reason else ()
        return Outcome(None, None, added, "", "", "", "", parts)

    def outcome(self, read: ReadCell, known: Mapping[tuple[str, Given], Resolved]) -> Outcome:
        """Return the outcome of a cell.

        Args:
            read: The cell.
            known: What its values resolve to.

        Raises:
            CellError: If it cannot be written into the table.
        """
        key, cell, value, quoted, given = read
        parts: tuple[Part, ...]
        if self._split is None:
            parts = (self._part(key, value, given, known),)
        else:
            parts = tuple([self._part(key, text, given, known) for text in self.values(value)])
        after, id, name, *_ = parts[0]
        if len(parts) > 1:
            after, id, name = self._joined([part[:3] for part in parts])
        try:
            new = None if after == value else self._form.write(after, quoted)
            added = () if self._replace else self._added(parts)
        except ValueError as error:
            raise CellError(
                key,
                f"for {value!r}, {error}; convert the table to utf-8 first (iconv -t utf-8), or "
                "replace by IDs with --replace --to id.",
            ) from error
        return Outcome(cell, new, added, value, after, name, id, parts)

    def _part(
        self,
        key: object,
        part: str,
        given: Given,
        known: Mapping[tuple[str, Given], Resolved],
    ) -> Part:
        """Return what becomes of one of a cell's values."""
        text = part.strip()
        if not text:
            return Part(part, "", "", None, "")
        found = known[text, given]
        id = found.id
        if id is None or found.score < self._min_score:
            return Part(part, "", "", found, self.refusal(found))
        name = found.name or ""
        if self._to == "id":
            new = id
        else:
            new = name = name if self._to == "name" else str(self._to(found) or "")
        if self._replace and new:
            if self._split is not None:
                self._check_separator(key, new)
            part = new if part == text else part.replace(text, new, 1)
        return Part(part, id, name, found, "")

    def _added(self, parts: Sequence[Part]) -> Any:
        """Return the added cells, the evidence in ASCII where the table cannot take it as it is."""
        told = [_told(part) for part in parts]
        values = told[0] if len(told) == 1 else self._joined(told)
        try:
            return self._form.added(values)
        except ValueError:
            return self._form.added([*values[:3], _in_ascii(values[3])])

    def _joined(self, parts: Sequence[tuple[str, ...]]) -> list[str]:
        return list(map((self._split or "").join, zip(*parts, strict=True)))

    def _check_separator(self, key: object, new: str) -> None:
        if self._split is not None and self._split in new:
            raise CellError(
                key,
                f"{new!r} holds the separator {self._split!r} and would be read as several values; "
                "write IDs with --to id.",
            )


def _told(part: Part) -> tuple[str, str, str, str]:
    """Return what is written into the added cells of a value."""
    found, reason = part.found, part.reason
    if found is None:
        return part.id, part.name, "", reason
    if reason:
        told = in_a_cell(found.evidence) if found.method == DECIDED else reason
        return part.id, part.name, "", told
    return part.id, part.name, f"{found.score:.3f}", in_a_cell(found.evidence)


def in_a_cell(evidence: Iterable[str]) -> str:
    """Return evidence as the text of one cell; semicolons may part what several names have."""
    return " | ".join(sentence.rstrip(".") for sentence in evidence)


def _in_ascii(evidence: str) -> str:
    return evidence.translate(_QUOTES).encode("ascii", "backslashreplace").decode("ascii")
