"""Parquet and Arrow files (IPC, Feather), row group by row group.

All columns but the rewritten ones pass through as they are. What Arrow cannot tell of a file, and
so is not kept, is listed in docs/tables.md.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from typing import Any, Protocol

import pyarrow as pa

from normalizer.errors import TableError, UndoError, UsageError
from normalizer.rewriting.cell_outcomes import Outcome
from normalizer.rewriting.formats.arrow_record import ColumnRecord, rewritten
from normalizer.rewriting.formats.plain_cells import PlainCells
from normalizer.rewriting.formats.record import Place, Record
from normalizer.rewriting.formats.rows import Batch
from normalizer.rewriting.row_columns import NOT_TEXT
from normalizer.rewriting.table_options import ADDED, TableOptions, find_columns


class Batches(Protocol):
    """A file of Arrow data, opened for reading and for writing a like one.

    Attributes:
        schema: Its columns.
    """

    schema: pa.Schema

    def read(self) -> Iterator[pa.Table]:
        """Yield it in the pieces that it is made of."""

    def begin(self, schema: pa.Schema, replaced: Sequence[str]) -> Callable[[pa.Table], object]:
        """Begin to write columns, some of them replaced; return what writes one piece."""

    def end(self, whole: bool) -> None:
        """Finish what was written, or write no more of it."""


class ArrowTable:
    """A table of Arrow data.

    Args:
        source: Where it is read and written.
        options: What to do.

    Attributes:
        dictionaries: By column, counted from 0, the dictionary that its next pieces are to have;
            where none is given, those of rewritten pieces hold what is in use.

    Raises:
        UsageError: If a column is not there, or one to be added is.
    """

    unit = "Row"

    def __init__(self, source: Batches, options: TableOptions) -> None:
        self.form = PlainCells()
        self.record: Record | None = None
        self.dictionaries: dict[int, list[str | None]] = {}
        self._source = source
        self._replace = options.replace
        self._splits = options.split is not None
        names = self._names = source.schema.names
        width = len(names)
        self._columns = find_columns(options.columns, names, width)
        self.row_columns = options.rows.find(lambda column: find_columns([column], names, width))
        self._first = 1
        self._piece: pa.Table = source.schema.empty_table()
        self._values: list[list[Any]] = []  # the cells of the last piece
        self._write: Callable[[pa.Table], object] = lambda piece: None
        self._entries: dict[int, dict[str | None, int]] = {it: {} for it in self._columns}
        types = {column: source.schema.field(column).type for column in self._columns}
        coded = [it for it in types if _is_text(types[it]) and pa.types.is_dictionary(types[it])]
        self._told = ColumnRecord(
            self._columns, coded if self._replace else [], self._replace, self._splits
        )

    def batches(self) -> Generator[Batch, None, None]:
        """Yield the table."""
        whole = False
        try:
            with self._faults():
                written = [self._names[column] for column in self._columns] if self._replace else []
                self._write = self._source.begin(self._new_schema(), written)
                for piece in self._source.read():
                    self._piece = piece
                    cells = self._values = [self._cells(column) for column in self._columns]
                    yield Batch(piece.num_rows, cells, [None] * len(cells), self._texts)
                    self._first += piece.num_rows
                whole = True
                if self.record is not None:
                    self._told.tell_content(self.record)
        finally:
            self._source.end(whole)

    @contextlib.contextmanager
    def _faults(self) -> Iterator[None]:
        """Turn what pyarrow raises into a `TableError`."""
        try:
            yield
        except BrokenPipeError:
            raise
        except (pa.ArrowException, OSError) as error:
            raise TableError(
                f"Row {self._first} or one after it cannot be read or written: {error}."
            ) from error

    def _cells(self, column: int) -> list[Any]:
        values = self._piece.column(column)
        if not _is_text(values.type):
            return [None if value is None else NOT_TEXT for value in values.to_pylist()]
        return _plain(values).to_pylist()  # type: ignore[no-any-return]

    def _texts(self, column: int) -> list[str | None]:
        values = _plain(self._piece.column(column))
        try:
            return values.cast(pa.string()).to_pylist()  # type: ignore[no-any-return]
        except pa.ArrowException:  # lists and the like
            return [None if value is None else str(value) for value in values.to_pylist()]

    def place(self, column: int, at: int) -> Place:
        """Return where a cell is; its line is its row's number, without the header's."""
        number = self._columns[column]
        return Place(self._first + at, self._first + at, number + 1, self._names[number])

    def put(self, outcomes: Sequence[Sequence[Outcome]]) -> None:
        """Write the rows with their columns replaced or added."""
        piece = self._piece
        if self.record is not None:
            self._told.tell(self.record, piece, self._values, outcomes, self.place)
        for column, cells, found in zip(self._columns, self._values, outcomes, strict=True):
            if not self._replace:
                for index, field in enumerate(self._added(column)):
                    values = [outcome.added[index] or None for outcome in found]
                    if ADDED[index] == "score" and not self._splits:
                        values = [None if value is None else float(value) for value in values]
                    piece = piece.append_column(field, pa.array(values, field.type))
            elif column in self.dictionaries or any(outcome.new is not None for outcome in found):
                field = piece.schema.field(column)
                new = rewritten(cells, found)
                piece = piece.set_column(column, field, self._written(column, new, field.type))
        with self._faults():
            self._write(piece)

    def _written(self, column: int, values: list[str | None], type: pa.DataType) -> pa.Array:
        """Return texts as a column of a type; its dictionary only grows, as IPC streams ask."""
        if not pa.types.is_dictionary(type):
            return pa.array(values, type)
        wanted = self.dictionaries.get(column)
        if wanted is not None:
            known = {value: number for number, value in reversed([*enumerate(wanted)])}
            return _encoded(values, known, pa.array(wanted, type.value_type), type)
        entries = self._entries[column]
        for value in values:
            if value is not None:
                entries.setdefault(value, len(entries))
        return _encoded(values, entries, pa.array(list(entries), type.value_type), type)

    def _added(self, column: int) -> list[pa.Field]:
        name = self._names[column]
        types = {"score": pa.string() if self._splits else pa.float64()}
        return [pa.field(f"{name}_{what}", types.get(what, pa.string())) for what in ADDED]

    def _new_schema(self) -> pa.Schema:
        schema = self._source.schema
        if self._replace:
            return schema
        for column in self._columns:
            for field in self._added(column):
                if field.name in schema.names:
                    raise UsageError(
                        f"The table would have two columns {field.name!r}; rename the one it has, "
                        "or replace the cells instead of adding columns (--replace)."
                    )
                schema = schema.append(field)
        return schema


def remove_added(source: Batches, columns: Sequence[int]) -> None:
    """Write a file without the columns that were added to it.

    Args:
        source: The file.
        columns: The columns for which they were added, counted from 0, in order.

    Raises:
        UndoError: If it does not end in such columns.
    """
    names = source.schema.names
    width = len(names) - len(columns) * len(ADDED)
    if names[max(width, 0) :] != [f"{names[it]}_{what}" for it in columns for what in ADDED]:
        raise UndoError(
            "The last columns of the table are not those that the log says were added; the table "
            "was altered."
        )
    schema = source.schema
    for column in reversed(range(width, len(names))):
        schema = schema.remove(column)
    whole = False
    try:
        write = source.begin(schema, [])
        for piece in source.read():
            write(piece.select(list(range(width))))
        whole = True
    finally:
        source.end(whole)


def _encoded(
    values: Sequence[str | None],
    entries: Mapping[str | None, int],
    dictionary: pa.Array,
    type: pa.DataType,
) -> pa.DictionaryArray:
    indices = [None if value is None else entries[value] for value in values]
    return pa.DictionaryArray.from_arrays(
        pa.array(indices, type.index_type), dictionary, ordered=type.ordered
    )


def _is_text(type: pa.DataType) -> bool:
    if pa.types.is_dictionary(type):
        type = type.value_type
    return str(type) in ("string", "large_string", "string_view")


def _plain(values: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a column without its dictionary."""
    return values.cast(values.type.value_type) if pa.types.is_dictionary(values.type) else values
