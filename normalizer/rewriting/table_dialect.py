"""How a delimited table is written, and what one row of it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from normalizer.errors import UsageError

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Dialect:
    r"""How a table is written; nothing of it is ever guessed.

    Attributes:
        delimiter: The character between fields.
        quote: The character round quoted fields, or None where there is no quoting.
        encoding: A name Python knows.
        ragged: ``"error"`` to refuse rows with more or fewer fields than the first,
            ``"keep"`` to pass them through untouched.
        field_cap: The longest field, in bytes as written; a forgotten quote would otherwise
            take the rest of the file for a field.
        row_cap: The longest row, in bytes; it bounds the memory.

    Raises:
        UsageError: If these cannot be told apart in a table.
    """

    delimiter: str = ","
    quote: str | None = '"'
    encoding: str = "utf-8"
    ragged: str = "error"
    field_cap: int = 16 * MEBIBYTE
    row_cap: int = 64 * MEBIBYTE

    def __post_init__(self) -> None:
        for what, sign in (("delimiter", self.delimiter), ("quote", self.quote)):
            if sign is not None and (len(sign) != 1 or sign in "\r\n\ufeff"):
                raise UsageError(
                    f"The {what} is {sign!r}; it must be one character, and not a line end."
                )
        if self.delimiter == self.quote:
            raise UsageError(
                f"{self.quote!r} cannot be both the delimiter and the quote; change one."
            )
        if self.ragged not in ("error", "keep"):
            raise UsageError(f"ragged is {self.ragged!r}; it must be 'error' or 'keep'.")


class Field(NamedTuple):
    """One field: its bytes as written, its value, and whether it was quoted."""

    raw: bytes
    value: str
    quoted: bool


class Row(NamedTuple):
    """One row of a table.

    Attributes:
        raw: Its bytes, line end included.
        spans: Start and end of each field in `raw`, quotes included.
        line: The line of the file it begins on, counted from 1.
    """

    raw: bytes
    spans: list[tuple[int, int]]
    line: int

    @property
    def end(self) -> bytes:
        """The line end as written; empty at the end of a file without one."""
        return self.raw[self.spans[-1][1] :]

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing before the line end: such a line is no row of any table."""
        return self.spans[-1][1] == 0


def other_delimiter(names: Sequence[str] | None, delimiter: str) -> str:
    """Return what to add to an error where a header's only name looks like several, or nothing.

    Nor is a line such as ``sep=;`` a header, which tells Excel of the delimiter.
    """
    if names and names[0].lower().startswith("sep=") and "".join(names[1:]) == "":
        return ", a line for Excel alone: give --header-row 2"
    if names is None or len(names) != 1:
        return ""
    found = next((sign for sign in ";\t|," if sign in names[0] and sign != delimiter), None)
    return "" if found is None else f", which may be several columns: give --delimiter {found!r}"
