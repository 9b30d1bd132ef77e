"""Columns that say which rows count, and what else is known of the names in a row."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from normalizer.errors import UsageError
from normalizer.gazetteer.dates import date_of_text

BAD_DATE = "date not understood"
"""Why a name abstains whose row has something else than a date in its date column."""

GIVEN = ("context", "type", "date", "language")
"""What a row may say of its names, in the order of a `Given`."""

Given = tuple[str | None, ...]
"""What a row says of its names: as many values as `GIVEN`, or none where nothing is asked."""

_CONDITION = re.compile(r"(?P<column>(?:(?!!=)[^=~])+)(?P<sign>!=|=|~)(?P<value>.*)", re.DOTALL)
_DATE = re.compile(r"([0-9./-]+)(?:[T ].*)?")
"""A date, and a time that may follow it."""


class Unasked(NamedTuple):
    """Stands for a cell that is not resolved, and says why; without a reason it is not counted."""

    reason: str


NOT_TEXT = Unasked("not text")
"""Stands for numbers and whatever else is no text."""

SKIPPED = Unasked("")
"""Stands for the cells of rows that `Condition`s leave alone."""


class Condition(NamedTuple):
    """What a row's cell must hold for the row to count.

    Attributes:
        column: The column, by name or number.
        sign: ``"="`` equals, ``"!="`` does not, ``"~"`` contains; capitals count.
        value: What the cell is compared with; a missing or null cell is an empty one.
    """

    column: str
    sign: str
    value: str

    def holds(self, text: str | None) -> bool:
        """Tell whether it holds for a cell's text."""
        if self.sign == "~":
            return self.value in (text or "")
        return ((text or "") == self.value) is (self.sign == "=")


def parse_condition(written: str) -> Condition:
    """Read a condition such as ``country=Iraq``, ``status!=old`` or ``notes~militia``.

    Args:
        written: The condition; its first ``=``, ``!=`` or ``~`` parts column and value.

    Raises:
        UsageError: If it is none.
    """
    match = _CONDITION.fullmatch(written)
    if match is None:
        raise UsageError(
            f"{written!r} is not a condition; write COLUMN=VALUE, COLUMN!=VALUE or COLUMN~PART."
        )
    return Condition(match["column"], match["sign"], match["value"])


@dataclass(frozen=True, slots=True)
class RowColumns:
    """The columns of a table that tell of its rows, by name or number.

    Attributes:
        context: Columns whose texts, one line each, are the names' context.
        type: The column with the entity type that counts.
        date: The column with the date: YYYY, YYYY-MM, YYYY-MM-DD or DD.MM.YYYY, whatever follows
            the day.
        language: The column with the BCP 47 tag of the names' language.
        where: Conditions, all of which must hold for a row to count.
    """

    context: tuple[str | int, ...] = ()
    type: str | int | None = None
    date: str | int | None = None
    language: str | int | None = None
    where: tuple[Condition, ...] = ()

    @property
    def asked(self) -> tuple[str, ...]:
        """Which of `GIVEN` the rows are asked for."""
        return tuple(what for what in GIVEN if getattr(self, what) not in (None, ()))

    def find(self, find: Callable[[str | int], Sequence[int]]) -> FoundColumns:
        """Return where these columns are in one table.

        Args:
            find: Gives the numbers, counted from 0, of the columns that a name or number means.

        Raises:
            UsageError: If one is not there, or a name means several where one is needed.
        """

        def single(what: str, column: str | int) -> int:
            found = find(column)
            if len(found) != 1:
                raise UsageError(
                    f"{column!r} matches {len(found)} columns, but {what} must come from one; name "
                    "it."
                )
            return found[0]

        singles = {
            what: None if column is None else single(f"the {what}", column)
            for what, column in (
                ("type", self.type),
                ("date", self.date),
                ("language", self.language),
            )
        }
        return FoundColumns(
            tuple(dict.fromkeys(number for column in self.context for number in find(column))),
            singles["type"],
            singles["date"],
            singles["language"],
            tuple((single("a condition", c.column), c) for c in self.where),
        )


NO_ROW_COLUMNS = RowColumns()


class FoundColumns(NamedTuple):
    """Where the columns of a `RowColumns` are in one table, counted from 0."""

    context: tuple[int, ...]
    type: int | None
    date: int | None
    language: int | None
    where: tuple[tuple[int, Condition], ...]

    @property
    def all(self) -> tuple[int, ...]:
        """All of them, each once, in the table's order."""
        single = (self.type, self.date, self.language)
        numbers = {*self.context, *(n for n in single if n is not None)}
        return tuple(sorted(numbers | {number for number, _ in self.where}))

    def verdicts(
        self, rows: int, texts: Callable[[int], Sequence[str | None]]
    ) -> list[Given | Unasked]:
        """Return for each row what it says of its names, or why they are not resolved.

        Args:
            rows: Number of rows.
            texts: Gives the texts of one of these columns, one a row, None for what is no text.

        Returns:
            The verdicts; rows that tell the same have one object.
        """
        if not self.all:
            return [()] * rows
        told = list(zip(*map(texts, self.all), strict=True))
        different = dict.fromkeys(told)
        verdicts = dict(zip(different, self._verdicts(list(different)), strict=True))
        return list(map(verdicts.__getitem__, told))

    def _verdicts(self, rows: Sequence[tuple[str | None, ...]]) -> list[Given | Unasked]:
        """Return the verdict on each of some rows, of which the texts of `all` are given."""
        columns = dict(zip(self.all, zip(*rows, strict=True), strict=True))
        verdicts: list[Given | Unasked] = [()] * len(rows)
        singles = (self.type, self.date, self.language)
        if self.context or singles != (None, None, None):
            nothing: Sequence[str | None] = (None,) * len(rows)
            contexts = zip(*(columns[number] for number in self.context), strict=True)
            joined = ["\n".join(filter(None, texts)) for texts in contexts] or nothing
            others = (nothing if number is None else columns[number] for number in singles)
            verdicts = [_given(*row) for row in zip(joined, *others, strict=True)]
        for number, condition in self.where:
            holds = map(condition.holds, columns[number])
            pairs = zip(verdicts, holds, strict=True)
            verdicts = [verdict if held else SKIPPED for verdict, held in pairs]
        return verdicts


def _given(
    context: str | None, type: str | None, date: str | None, language: str | None
) -> Given | Unasked:
    type, date, language = ((text or "").strip() for text in (type, date, language))
    if date and not (date := _day(date)):
        return Unasked(BAD_DATE)
    return (context or None, type.lower() or None, date or None, language or None)


@lru_cache(1 << 12)
def _day(text: str) -> str:
    """Return the date that a text says, without the time; empty where it says none."""
    match = _DATE.fullmatch(text)
    return (date_of_text(match[1]) if match else None) or ""


def filled(
    given: Mapping[str, Sequence[str | None]], asked: Mapping[str, Any]
) -> dict[str, list[str | None]]:
    """Return what rows say of their names, where they say nothing what holds for all.

    Args:
        given: Values by what they tell (one of `GIVEN`), one for each name, None where the row
            says nothing.
        asked: What holds for all rows that do not say otherwise.
    """
    return {
        what: [asked.get(what) if value is None else value for value in values]
        for what, values in given.items()
    }


class Question(NamedTuple):
    """A cell, and what its row says of it."""

    cell: object
    given: Given


def keys(
    cells: Sequence[object], verdicts: Sequence[Given | Unasked], rows: Sequence[int] | None = None
) -> list[object]:
    """Return what each cell is remembered by: itself, and what its row says of it.

    Args:
        cells: The cells of a column; None where there is nothing to resolve.
        verdicts: What each row says.
        rows: The row of each cell, counted from 0; None where there is one cell a row.

    Returns:
        None for None; an `Unasked`; the cell alone; or the cell and the row's `Given`.
    """
    pairs = zip(cells, verdicts if rows is None else map(verdicts.__getitem__, rows), strict=True)
    return [
        cell
        if cell is None or not verdict or isinstance(cell, Unasked)
        else verdict
        if isinstance(verdict, Unasked)
        else Question(cell, verdict)
        for cell, verdict in pairs
    ]
