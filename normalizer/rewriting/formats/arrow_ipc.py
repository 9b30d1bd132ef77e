"""Arrow IPC files and streams, and Feather files, which are IPC files."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from typing import Any, BinaryIO

import pyarrow as pa

from normalizer.errors import TableError
from normalizer.rewriting.formats.counted import Counted

_FILE_MAGIC = b"ARROW1"
_FEATHER_1_MAGIC = b"FEA1"
_CODECS = ("lz4", "zstd")
"""By their numbers in the format's BodyCompression."""


class IpcBatches:
    """An Arrow IPC file or stream, read and written by record batch.

    Args:
        source: The file, as a binary stream that can seek.
        target: Where it goes.

    Raises:
        TableError: If it is no Arrow IPC file.
    """

    def __init__(self, source: BinaryIO, target: BinaryIO) -> None:
        magic = source.read(len(_FILE_MAGIC))
        source.seek(0)
        if magic.startswith(_FEATHER_1_MAGIC):
            raise TableError("It is a Feather file of version 1; save it again as version 2.")
        self._is_file = magic == _FILE_MAGIC
        try:
            self._codec = _compression(source, 8 if self._is_file else 0)
            source.seek(0)
            opened = pa.ipc.open_file if self._is_file else pa.ipc.open_stream
            self._reader: Any = opened(source)
        except (pa.ArrowException, OSError) as error:
            fault = str(error).rstrip(".")
            raise TableError(f"It is not a readable Arrow IPC file: {fault}.") from error
        self._target = Counted(target)
        self._writer: Any = None
        self._holds = False  # a file has one dictionary a column, known when all is read
        self._held: list[pa.Table] = []
        self.schema = self._reader.schema

    def read(self) -> Iterator[pa.Table]:
        """Yield the record batches."""
        if self._is_file:
            batches = map(self._reader.get_batch, range(self._reader.num_record_batches))
        else:
            batches = iter(self._reader)
        for batch in batches:
            yield pa.Table.from_batches([batch])

    def begin(self, schema: pa.Schema, replaced: Sequence[str]) -> Callable[[pa.Table], object]:
        """Begin to write a file or stream like the one read."""
        options = pa.ipc.IpcWriteOptions(compression=self._codec, emit_dictionary_deltas=True)
        new = pa.ipc.new_file if self._is_file else pa.ipc.new_stream
        self._writer = new(self._target, schema, options=options)
        types = [schema.field(name).type for name in replaced]
        self._holds = self._is_file and any(map(pa.types.is_dictionary, types))
        return self._write

    def _write(self, piece: pa.Table) -> None:
        if self._holds:
            self._held.append(piece)
        else:
            self._writer.write_table(piece.combine_chunks())

    def end(self, whole: bool) -> None:
        """Write the end."""
        self._target.is_stopped = not whole
        if whole and self._held:
            self._writer.write_table(pa.concat_tables(self._held).unify_dictionaries())
        if self._writer is not None:
            self._writer.close()


def _compression(source: BinaryIO, start: int) -> str | None:
    """Return how the first record batch is compressed, which pyarrow does not tell."""
    source.seek(start)
    messages = pa.ipc.MessageReader.open_stream(source)
    try:
        while (message := messages.read_next_message()).type != "record batch":
            pass
    except StopIteration:
        return None
    return _codec_of(message.metadata.to_pybytes())


def _codec_of(message: bytes) -> str | None:
    """Read Message.header.compression.codec, as Message.fbs of the Arrow format has it."""

    def field(table: int, number: int) -> int | None:
        """Return where a table of a flatbuffer has a field."""
        slots = table - struct.unpack_from("<i", message, table)[0]
        at = 4 + 2 * number
        if at >= struct.unpack_from("<H", message, slots)[0]:
            return None
        offset: int = struct.unpack_from("<H", message, slots + at)[0]
        return table + offset if offset else None

    def follow(at: int) -> int:
        offset: int = struct.unpack_from("<I", message, at)[0]
        return at + offset

    header = field(follow(0), 2)
    compression = None if header is None else field(follow(header), 3)
    if compression is None:
        return None
    codec = field(follow(compression), 0)
    return _CODECS[0 if codec is None else message[codec]]
