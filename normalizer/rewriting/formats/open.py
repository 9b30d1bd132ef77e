"""Which format a file is in, and tables of any format rewritten."""

from __future__ import annotations

import io
import tempfile
from typing import TYPE_CHECKING, BinaryIO

from normalizer.errors import UsageError
from normalizer.rewriting.formats.compression import plain_name
from normalizer.rewriting.formats.record import OnBeside, OnEdit
from normalizer.rewriting.formats.rows import Format, rewrite_rows
from normalizer.rewriting.resume import Journal
from normalizer.rewriting.table_options import (
    OnValue,
    Resolver,
    TableOptions,
    TableReport,
)
from normalizer.rewriting.tables import rewrite_table

if TYPE_CHECKING:
    from normalizer.rewriting.formats.arrow import Batches

FORMATS = ("csv", "tsv", "jsonl", "parquet", "arrow", "excel")

_SUFFIXES = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".arrow": "arrow",
    ".arrows": "arrow",
    ".feather": "arrow",
    ".ipc": "arrow",
    ".xlsx": "excel",
    ".xlsm": "excel",
}
_DELIMITED = ("csv", "tsv")
_KEPT_IN_MEMORY = 64 << 20


def format_of(path: str) -> str | None:
    """Return the format that a file's name tells, None if it tells none.

    Args:
        path: The file; a suffix of compression, as in ``x.csv.gz``, is passed over.
    """
    name = plain_name(path).lower()
    return next((kind for end, kind in _SUFFIXES.items() if name.endswith(end)), None)


def is_delimited(format: str) -> bool:
    """Tell whether a format is delimited text."""
    return format in _DELIMITED


def is_text(format: str) -> bool:
    """Tell whether a format is made of lines that people can read."""
    return is_delimited(format) or format == "jsonl"


def rewrite_any(
    format: str,
    source: BinaryIO,
    target: BinaryIO,
    resolve: Resolver,
    options: TableOptions,
    *,
    on_edit: OnEdit | None = None,
    on_value: OnValue | None = None,
    on_beside: OnBeside | None = None,
    journal: Journal | None = None,
) -> TableReport:
    """Rewrite columns of a table of any format.

    Args:
        format: One of `FORMATS`.
        source: The table, as a binary stream; what must be sought in and cannot be goes to a
            temporary file.
        target: Where the rewritten table goes; a partial one if this raises.
        resolve: Resolves texts.
        options: What to do.
        on_edit: Called with every changed cell and all added ones, in the table's order.
        on_value: Called with the values of the table, each once for many rows.
        on_beside: Called with what undoing must know beside them; see `Record`.
        journal: As for `rewrite_table`; for delimited text only.

    Returns:
        What was done.

    Raises:
        TableError: If the table cannot be read as one or a value not written into it.
        UsageError: If a column is not there, or one to be added is.
    """
    if options.escape_formulas and format not in _DELIMITED:
        raise UsageError("Formulas are escaped only in delimited text; leave out that option.")
    if options.sheet is not None and format != "excel":
        raise UsageError("Only workbooks have sheets; leave out --sheet.")
    if options.header_row is not None and format not in (*_DELIMITED, "excel"):
        raise UsageError("Only delimited text and workbooks have a header; leave out --header-row.")
    if journal is not None and format not in _DELIMITED:
        raise UsageError("Only runs over delimited text can be resumed; leave out --resume.")
    if format in _DELIMITED:
        return rewrite_table(
            source, target, resolve, options, on_edit=on_edit, on_value=on_value, journal=journal
        )
    told = (on_edit, on_value, on_beside)
    if format == "jsonl":
        from normalizer.rewriting.formats.json_lines import JsonLines  # noqa: PLC0415

        return rewrite_rows(JsonLines(source, target, options), resolve, options, *told)
    if isinstance(source, io.BufferedReader | io.BytesIO) and source.seekable():
        table = _opened(format, source, target, options)
        return rewrite_rows(table, resolve, options, *told)
    with tempfile.SpooledTemporaryFile(_KEPT_IN_MEMORY) as copied:
        while block := source.read(1 << 20):
            copied.write(block)
        copied.seek(0)
        table = _opened(format, copied, target, options)  # type: ignore[arg-type]
        return rewrite_rows(table, resolve, options, *told)


def _opened(format: str, source: BinaryIO, target: BinaryIO, options: TableOptions) -> Format:
    """Return a table of a format whose file must be sought in."""
    if format == "excel":
        from normalizer.rewriting.formats.excel import ExcelTable  # noqa: PLC0415

        return ExcelTable(source, target, options)
    batches = arrow_batches(format, source, target, options.replace)
    from normalizer.rewriting.formats.arrow import ArrowTable  # noqa: PLC0415  # heavy

    return ArrowTable(batches, options)


def arrow_batches(format: str, source: BinaryIO, target: BinaryIO, replaced: bool) -> Batches:
    """Return a file of Arrow data, opened.

    Args:
        format: ``"parquet"`` or ``"arrow"``.
        source: The file, as a binary stream that can seek.
        target: Where a like one goes.
        replaced: Whether cells are replaced.

    Raises:
        TableError: If it is no such file.
        UsageError: If pyarrow is missing.
    """
    try:
        from normalizer.rewriting.formats.arrow_ipc import IpcBatches  # noqa: PLC0415  # heavy
        from normalizer.rewriting.formats.parquet import ParquetBatches  # noqa: PLC0415
    except ImportError as error:
        raise UsageError(
            "Parquet and Arrow files need pyarrow; install it with "
            "pip install 'entity-normalizer[parquet]'."
        ) from error
    if format == "parquet":
        return ParquetBatches(source, target, replaced)
    return IpcBatches(source, target)
