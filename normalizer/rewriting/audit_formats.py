"""Undo and replay runs over Parquet, Arrow and workbooks.

Such a file is a container: the same table may be packed into other bytes. So what is in it counts.
Of a workbook that is the XML of the sheet that was rewritten, whose changes have their places in
it; of Arrow data the rewritten columns, whose changes are told by row and column. Both are checked
by the hashes that the log has of them; everything else is passed on as it is.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from normalizer.errors import UndoError
from normalizer.rewriting.audit_log import BLOCK, HashedReader, HashedWriter
from normalizer.rewriting.cell_outcomes import Outcome
from normalizer.rewriting.edits import Splice, directed, splice
from normalizer.rewriting.formats.open import arrow_batches
from normalizer.rewriting.formats.record import Record
from normalizer.rewriting.formats.workbook import Archive, zip_faults
from normalizer.rewriting.table_options import ADDED, TableOptions

Hashes = tuple[Any, Any]
"""What was read and what was written, by their hashes, as a log has them."""

_KEPT = Outcome(None, None, ("",) * len(ADDED), "", "", "", "", ())


def carry_sheet(
    source: BinaryIO,
    target: BinaryIO,
    content: Mapping[str, Any],
    splices: Iterator[Splice[str]],
    is_undo: bool,
) -> Hashes:
    """Write a workbook with one sheet's XML changed.

    Args:
        source: The workbook, in a stream that can seek.
        target: Where it goes.
        content: What the log says of the sheet.
        splices: The changes of its XML.
        is_undo: Whether they are to be taken back.

    Returns:
        The hashes of the sheet as read and as written.

    Raises:
        UndoError: If a change does not fit.
        TableError: If the workbook cannot be read.
    """
    with zip_faults():
        archive = Archive(source, content["part"])
        with archive.open_part() as old:
            for new in archive.write(target):
                reader, writer = HashedReader(old), HashedWriter(new)
                for block in splice(_blocks(reader), directed(splices, "utf-8", is_undo)):
                    writer.write(block)
    return reader.digest.content().sha256, writer.digest.content().sha256


def _blocks(reader: HashedReader) -> Iterator[bytes]:
    while block := reader.read(BLOCK):
        yield block


def carry_columns(
    kind: str,
    source: BinaryIO,
    target: BinaryIO,
    content: Mapping[str, Any],
    lines: Iterator[dict[str, Any]],
    is_undo: bool,
) -> Hashes:
    """Write Arrow data with columns changed, added or taken away.

    Args:
        kind: ``"parquet"`` or ``"arrow"``.
        source: The file, in a stream that can seek.
        target: Where it goes.
        content: What the log says of its columns.
        lines: The changes, and what is told beside them, in order.
        is_undo: Whether they are to be taken back.

    Returns:
        The hashes of the columns as read and as written; of added columns that are taken away
        those that the log has.

    Raises:
        UndoError: If a change does not fit.
        TableError: If the file cannot be read.
    """
    columns, replaced = content["columns"], bool(content["replace"])
    file = arrow_batches(kind, source, target, replaced)
    from normalizer.rewriting.formats.arrow import ArrowTable, remove_added  # noqa: PLC0415  # heavy
    from normalizer.rewriting.formats.arrow_record import read_added  # noqa: PLC0415

    if is_undo and not replaced:
        remove_added(file, [column - 1 for column in columns])
        return content["after"], content["before"]
    split = ";" if content["split"] else None
    table = ArrowTable(file, TableOptions(columns=tuple(columns), replace=replaced, split=split))
    told: dict[str, Any] = {}
    table.record = Record(None, lambda fields: told.update({fields["beside"]: fields}))
    first, line = 1, next(lines, None)
    with contextlib.closing(table.batches()) as batches:
        for batch in batches:
            outcomes = [[_KEPT] * batch.rows for _ in columns]
            while line is not None and "row" in line and line["row"] < first + batch.rows:
                column, at = columns.index(line["column"]), line["row"] - first
                if "beside" in line:
                    if is_undo:
                        table.dictionaries[line["column"] - 1] = line["values"]
                elif replaced:
                    new = _other(line, batch.cells[column][at], is_undo)
                    outcomes[column][at] = _KEPT._replace(new=new)
                else:
                    added = tuple(read_added(line["raw_after"]))
                    outcomes[column][at] = _KEPT._replace(added=added)
                line = next(lines, None)
            table.put(outcomes)
            first += batch.rows
    return told["content"]["before"], told["content"]["after"]


def _other(line: Mapping[str, Any], cell: Any, is_undo: bool) -> Any:
    """Return what becomes of a cell by a line of the log."""
    there, wanted = line["raw_before"], line["raw_after"]
    if is_undo:
        there, wanted = wanted, there
    if cell != there:
        raise UndoError(
            f"Row {line['row']} holds “{cell}”, where the log has “{there}”; the file was altered."
        )
    return wanted
