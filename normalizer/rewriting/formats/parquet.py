"""Parquet files: row groups, compression and dictionaries as they were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from normalizer.errors import TableError
from normalizer.rewriting.formats.counted import Counted

_CODECS = {"UNCOMPRESSED": "NONE"}
"""What a codec is called where it is asked for, if not as where it is told."""

_DICTIONARIES = ("PLAIN_DICTIONARY", "RLE_DICTIONARY")


class ParquetBatches:
    """A Parquet file, read and written by row group.

    Args:
        source: The file, as a binary stream that can seek.
        target: Where it goes.
        replaced: Whether cells are replaced; rows may then no longer be sorted by them.

    Raises:
        TableError: If it is no Parquet file.
    """

    def __init__(self, source: BinaryIO, target: BinaryIO, replaced: bool) -> None:
        try:
            self._file = pq.ParquetFile(source)
        except (pa.ArrowException, OSError) as error:
            fault = str(error).rstrip(".")
            raise TableError(f"It is not a readable Parquet file: {fault}.") from error
        self._target = Counted(target)
        self._keeps_order = not replaced
        self._writer: Any = None
        self.schema = self._file.schema_arrow

    def read(self) -> Iterator[pa.Table]:
        """Yield the row groups."""
        for number in range(self._file.num_row_groups):
            yield self._file.read_row_group(number)

    def begin(self, schema: pa.Schema, replaced: Sequence[str]) -> Callable[[pa.Table], object]:
        """Begin to write a file like the one read."""
        self._writer = pq.ParquetWriter(self._target, schema, **self._settings(schema))
        return lambda piece: self._writer.write_table(piece, row_group_size=piece.num_rows or None)

    def end(self, whole: bool) -> None:
        """Write the footer."""
        self._target.is_stopped = not whole
        if self._writer is not None:
            self._writer.close()

    def _settings(self, schema: pa.Schema) -> dict[str, Any]:
        """Return what the first row group tells of how the file was written."""
        metadata = self._file.metadata
        settings: dict[str, Any] = {
            "version": metadata.format_version,
            "store_schema": b"ARROW:schema" in (metadata.metadata or {}),
        }
        if not metadata.num_row_groups:
            return settings
        group = metadata.row_group(0)
        chunks = [group.column(number) for number in range(group.num_columns)]
        codecs = {
            chunk.path_in_schema: _CODECS.get(chunk.compression, chunk.compression)
            for chunk in chunks
        }
        usual = Counter(codecs.values()).most_common(1)[0][0]
        added = [name for name in schema.names if name not in self.schema.names]
        settings["compression"] = codecs | dict.fromkeys(added, usual)
        settings["use_dictionary"] = added + [
            chunk.path_in_schema
            for chunk in chunks
            if any(encoding in _DICTIONARIES for encoding in chunk.encodings)
        ]
        settings["write_statistics"] = added + [
            chunk.path_in_schema for chunk in chunks if chunk.is_stats_set
        ]
        if any(chunk.physical_type == "INT96" for chunk in chunks):
            settings["use_deprecated_int96_timestamps"] = True
        if self._keeps_order and group.sorting_columns:
            settings["sorting_columns"] = group.sorting_columns
        return settings
