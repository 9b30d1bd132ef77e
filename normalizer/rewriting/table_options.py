"""What can be asked of a table's rewriting, and what it tells of its work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from itertools import islice
from typing import Any, Literal, NamedTuple, Protocol

from normalizer.errors import UsageError
from normalizer.rewriting.row_columns import NO_ROW_COLUMNS, Given, RowColumns
from normalizer.rewriting.table_dialect import Dialect

ADDED = ("id", "name", "score", "evidence")
"""What is added for a column, in this order, as ``<column>_id`` and so on."""

_ROWS_BEFORE_HEADER = 20
"""So many rows are looked through for a header that is asked for and not where it should be."""


class Resolved(Protocol):
    """What a resolver returns for one text; `id` is None where it abstained."""

    @property
    def id(self) -> str | None:
        """The entity's ID, or None."""

    @property
    def name(self) -> str | None:
        """The entity's canonical name, or None."""

    @property
    def score(self) -> float:
        """How sure it is, from 0 to 1."""

    @property
    def evidence(self) -> tuple[str, ...]:
        """What speaks for it, in words."""

    @property
    def method(self) -> str:
        """How it was recognised or decided, in a word; may be empty."""

    @property
    def reason(self) -> str:
        """Why it abstained, in words."""


class Resolver(Protocol):
    """Resolves texts together."""

    def __call__(self, texts: list[str], /, **given: Sequence[str | None]) -> Sequence[Resolved]:
        """Return what each text resolves to.

        Args:
            texts: The texts, each once with what is given of it.
            given: What the rows of the table say of each text: its ``context``, ``type``,
                ``date``, ``language``, as far as there are columns for them.
        """


class Seen(NamedTuple):
    """A value of a table, what became of it, and how often it stands there.

    Attributes:
        text: The value.
        given: What its rows say of it.
        found: What it resolves to.
        reason: Why that does not count; empty where it does.
        times: How often it stands in what was read since it was last told of.
    """

    text: str
    given: Given
    found: Resolved
    reason: str
    times: int


OnValue = Callable[[Seen], object]
"""Is told of the values of a table, each once for many rows."""

Target = Literal["name", "id"] | Callable[[Any], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableOptions(Dialect):
    """What to do with a table, besides how it is written (see `Dialect`).

    Attributes:
        columns: The columns to rewrite, by name or by number, counted from 1. Digits in a string
            are a number unless a column is so named.
        replace: Replace the cells; otherwise `ADDED` columns are added at each row's end.
        to: What replaces a cell: ``"name"``, ``"id"``, or a function of the resolution. Such a
            function also fills the added ``_name`` column.
        split: Separator of several values in one cell, each resolved alone.
        header: Whether the first row names the columns.
        header_row: The number, counted from 1, of the row that names them; those above it stay as
            they are. None for the first that is not blank.
        min_score: Resolutions that score less are left alone.
        escape_formulas: Put an apostrophe before every cell a spreadsheet would run.
        sheet: The sheet of a workbook, by name or by number counted from 1; None for the first.
        rows: The columns that say which rows count and what else is known of their names.

    Raises:
        UsageError: If no column is given, or the separator is empty.
    """

    columns: tuple[str | int, ...]
    replace: bool = False
    to: Target = "name"
    split: str | None = None
    header: bool = True
    header_row: int | None = None
    min_score: float = 0.0
    escape_formulas: bool = False
    sheet: str | None = None
    rows: RowColumns = NO_ROW_COLUMNS

    def __post_init__(self) -> None:
        # Named, since the class a dataclass with slots is made into is not the one super() saw.
        Dialect.__post_init__(self)
        if not self.columns:
            raise UsageError("No column is given; name at least one with --column.")
        if self.split == "":
            raise UsageError("The separator of values is empty; give one, such as ';'.")
        if self.header_row is not None and (not self.header or self.header_row < 1):
            raise UsageError("--header-row counts from 1, and cannot be combined with --no-header.")


@dataclass(frozen=True, slots=True)
class CellEdit:
    """One changed cell, or the cells added to a row for one column.

    Attributes:
        row: The row's number, the table's first row (its header) being 1.
        line: The line of the file the row begins on, counted from 1.
        column: The column's number, counted from 1; of added cells that of the one they are for.
        name: The column's name; empty without a header.
        before: The value before; of the cell that cells are added for.
        after: The value after; of added cells the name.
        raw_before: The cell before as it was written (with its quotes, or as XML in a workbook);
            empty for added cells.
        raw_after: The cell after as it is written; added cells each behind a delimiter, in Parquet
            and Arrow as JSON strings.
        id: The entity's ID (several joined by the separator); empty where there is none.
        score: How sure it is, from 0 to 1; the least of several.
        evidence: What speaks for it, in words.
        at: Where `raw_before` begins in the table, in bytes; in a table that is neither in UTF-8
            nor in an encoding of one byte a character, in bytes of the same text in UTF-8; in a
            workbook, in bytes of the sheet's XML. None in Parquet and Arrow.
    """

    row: int
    line: int
    column: int
    name: str
    before: str
    after: str
    raw_before: str
    raw_after: str
    id: str
    score: float
    evidence: tuple[str, ...]
    at: int | None = None


@dataclass(slots=True)
class TableReport:
    """What was done to a table.

    Attributes:
        rows: Rows of data, neither header nor blank lines.
        ragged: How many of them were ragged, and so left alone.
        changed: Cells replaced.
        escaped: Cells escaped.
        skipped: Rows left alone since they are not of those asked for.
        resolved: Values resolved.
        abstained: Values not resolved, by reason.
    """

    rows: int = 0
    ragged: int = 0
    changed: int = 0
    escaped: int = 0
    skipped: int = 0
    resolved: int = 0
    abstained: Counter[str] = field(default_factory=Counter)


def find_columns(
    wanted: Sequence[str | int],
    names: Sequence[str] | None,
    width: int,
    hint: Callable[[], str] = str,
) -> list[int]:
    """Return the wanted columns, counted from 0, in the table's order.

    Args:
        wanted: Names, numbers counted from 1, or patterns such as ``actor*`` for all columns
            whose names match. What is literally a column's name is no pattern and no number.
        names: The header; None where there is none.
        width: Number of columns.
        hint: Returns what the error for a column that is not there says behind the columns there
            are.

    Raises:
        UsageError: If one is not there, is there twice by that name, or is asked for twice.
    """
    listed = ", ".join(f"{i} {name!r}" for i, name in enumerate(names or (), 1))
    there = f"its columns are {listed}" if names is not None else f"it has {width}, by number only"
    found: list[int] = []
    matched: set[int] = set()
    for column in wanted:
        places = [i for i, name in enumerate(names or ()) if name == column]
        if len(places) > 1:
            numbers = ", ".join(str(i + 1) for i in places)
            raise UsageError(
                f"{len(places)} columns are named {column!r}; choose one by number: {numbers}."
            )
        if not places and isinstance(column, str) and is_pattern(column):
            alike = {i for i, name in enumerate(names or ()) if fnmatchcase(name, column)}
            if not alike:
                raise UsageError(f"The table has no column like {column!r}; {there}{hint()}.")
            matched |= alike
            continue
        if not places and (isinstance(column, int) or (column.isascii() and column.isdigit())):
            places = [int(column) - 1]
        if not places or not 0 <= places[0] < width:
            raise UsageError(f"The table has no column {column!r}; {there}{hint()}.")
        if places[0] in found:
            raise UsageError(f"The column {column!r} is given twice; give it once.")
        found += places
    return sorted({*found, *matched})


def header_further_down(
    wanted: Sequence[str | int], rows: Iterable[tuple[int, Sequence[str]]]
) -> str:
    """Return what to add to an error where a row below the first has the wanted names, or nothing.

    Args:
        wanted: The columns asked for.
        rows: Numbers and texts of the rows below; only the first few are looked at.
    """
    names = {column for column in wanted if isinstance(column, str)}
    for number, texts in islice(rows, _ROWS_BEFORE_HEADER):
        if names and names <= set(texts):
            return f"; row {number} has it: give --header-row {number}"
    return ""


def added_names(names: Sequence[str], columns: Sequence[int]) -> list[list[str]]:
    """Return for each column to resolve the names of those that are added.

    Where columns of one name are resolved, their numbers tell them apart: ``actor_2_id``.

    Args:
        names: The header.
        columns: The columns to resolve, counted from 0.

    Raises:
        UsageError: If the table has one of them.
    """
    times = Counter(names[column] for column in columns)
    numbered = [f"_{it + 1}" if times[names[it]] > 1 else "" for it in columns]
    groups = [
        [f"{names[column]}{number}_{what}" for what in ADDED]
        for column, number in zip(columns, numbered, strict=True)
    ]
    added = [name for group in groups for name in group]
    for index, name in enumerate(added):
        if name in names or name in added[:index]:
            raise UsageError(
                f"The table would have two columns {name!r}; rename the one it has, or replace the "
                "cells instead of adding columns (--replace)."
            )
    return groups


def is_pattern(column: str) -> bool:
    """Tell whether a column is asked for by a pattern: it holds ``*``, ``?`` or ``[``."""
    return any(sign in column for sign in "*?[")
