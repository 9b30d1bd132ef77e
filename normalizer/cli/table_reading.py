"""Options that say what a table is and which of its values count, and tables read for these."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import click

from normalizer.cli import table_files
from normalizer.cli.shared import shown
from normalizer.cli.table_rows import row_options
from normalizer.errors import TableError
from normalizer.rewriting.formats.open import FORMATS

if TYPE_CHECKING:
    from normalizer.rewriting.row_columns import RowColumns
    from normalizer.rewriting.table_options import OnValue, Resolver, TableOptions

Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class TableReading:
    """What a table is, and which of its values count; see the options of the same names."""

    columns: tuple[str, ...]
    split: str | None
    min_score: float | None
    rows: RowColumns
    format: str | None
    sheet: str | None
    delimiter: str | None
    encoding: str
    no_header: bool
    header_row: int | None
    ragged: str

    def options(self, kind: str, **more: Any) -> TableOptions:
        """Return what to do with a table.

        Args:
            kind: Its format, as `table_files.format_for` tells.
            more: Further arguments of `TableOptions`.
        """
        from normalizer.rewriting.tables import TableOptions

        sign = self.delimiter or ("\t" if kind == "tsv" else ",")
        return TableOptions(
            columns=self.columns,
            split=self.split,
            header=not self.no_header,
            header_row=self.header_row,
            min_score=self.min_score or 0.0,
            delimiter="\t" if sign == "\\t" else sign,
            encoding=self.encoding,
            ragged=self.ragged,
            sheet=self.sheet,
            rows=self.rows,
            **more,
        )


def _not_empty(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value == "":
        raise click.BadParameter("It is empty; give one character.", ctx, param)
    return value


def reading_options(function: Function) -> Callable[..., Any]:
    """Add the options, and hand what they say to the command as one argument ``reading``."""

    @click.option(
        "--column", "-c", "columns", multiple=True, required=True,
        help="Column by name or number (from 1); may be repeated.",
    )  # fmt: skip
    @click.option("--split", help="Separator between several names in one cell, such as ';'.")
    @click.option(
        "--min-score",
        type=click.FloatRange(0, 1),
        help="Least score at which an unlisted spelling is accepted; overrides --strictness.",
    )
    @row_options
    @click.option(
        "--format", "-f", type=click.Choice(FORMATS),
        help="Format of the files; default: by their names, else csv.",
    )  # fmt: skip
    @click.option("--sheet", help="Sheet of a workbook by name or number; default: the first.")
    @click.option(
        "--delimiter", "-d", callback=_not_empty,
        help="Delimiter; default: a tab for .tsv and .tab, else a comma.",
    )  # fmt: skip
    @click.option("--encoding", default="utf-8", show_default=True)
    @click.option("--no-header", is_flag=True, help="The first row is data.")
    @click.option(
        "--header-row", type=click.IntRange(min=1), metavar="N",
        help="Number of the row with the column names; rows above it stay as they are.",
    )  # fmt: skip
    @click.option(
        "--ragged", type=click.Choice(["error", "keep"]), default="error", show_default=True,
        help="What to do with rows that have another number of fields.",
    )  # fmt: skip
    @functools.wraps(function)
    def command(**given: Any) -> Any:
        asked = {field: given.pop(field) for field in TableReading.__slots__}
        return function(reading=TableReading(**asked), **given)

    return command


def read_values(
    files: Sequence[str], reading: TableReading, resolve: Resolver, on_value: OnValue
) -> int:
    """Resolve the values of tables, and write nothing.

    Args:
        files: The tables' files, ``-`` for standard input.
        reading: What they are.
        resolve: Resolves the values.
        on_value: Told of the values.

    Returns:
        Number of rows of data.

    Raises:
        TableError: If a table cannot be read as one; it names the file.
    """
    from normalizer.rewriting.formats.compression import decompressed
    from normalizer.rewriting.formats.open import rewrite_any

    rows = 0
    for path in files:
        kind = table_files.format_for(path, reading.format)
        options = reading.options(kind, replace=True, to=_unchanged)
        with (
            table_files.table_source(path, reading.format) as file,
            decompressed(file, path) as source,
            open(os.devnull, "wb") as nowhere,
        ):
            try:
                report = rewrite_any(kind, source, nowhere, resolve, options, on_value=on_value)
            except TableError as error:
                raise TableError(f"{shown(path)}: {error}") from error
            rows += report.rows
    return rows


def _unchanged(found: object) -> str:
    return ""  # which replaces nothing
