"""A table's encoding: checked bytes in, the same bytes out.

Rows are cut on bytes. That is right as it stands for UTF-8 and for every encoding with one byte
a character. Others (UTF-16, Shift JIS, …) are turned into UTF-8 on the way in and back on the
way out, and the way back is tried on every block, so that a table that would not come out byte
for byte is refused before anything of it is written.
"""

from __future__ import annotations

import codecs
import contextlib
import functools
from collections.abc import Iterator
from typing import BinaryIO

from normalizer.errors import TableError, UsageError
from normalizer.rewriting.file_kinds import kind_of, not_delimited

_BYTE_ORDER_MARKS = {
    "utf-16": ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")),
    "utf-32": ((codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be")),
}


@functools.cache
def _is_single_byte(encoding: str) -> bool:
    """Tell whether each byte is one character and ASCII bytes are ASCII characters."""
    ascii_bytes = bytes(range(128))
    try:
        if ascii_bytes.decode(encoding) != ascii_bytes.decode("ascii"):
            return False
        # A lead byte of a multi-byte encoding takes its twin for the rest of a character.
        return all(len(bytes((b, b)).decode(encoding, "replace")) == 2 for b in range(128, 256))
    except UnicodeError:
        return False


class Codec:
    """How one table's bytes are read, and written back.

    Args:
        encoding: A name Python knows, such as ``"utf-8"``, ``"utf-16"`` or ``"latin-1"``.

    Attributes:
        encoding: The normalised name; after the first block with the byte order settled.
        inner: The encoding of the blocks that `blocks` yields: `encoding` itself, or ``"utf-8"``.

    Raises:
        UsageError: If there is no such text encoding.
    """

    def __init__(self, encoding: str) -> None:
        try:
            name = codecs.lookup(encoding).name
            # Python lists transforms such as base64 beside encodings; only encodings pass here.
            with contextlib.suppress(UnicodeError):
                b"a".decode(name)
        except (LookupError, ValueError) as error:
            raise UsageError(
                f"There is no text encoding {encoding!r}; give one such as utf-8, utf-16, "
                "latin-1 or windows-1256."
            ) from error
        # The mark is no part of the encoding here: it is kept where it stands, as a character.
        self.encoding = "utf-8" if name == "utf-8-sig" else name
        self.is_direct = self.encoding == "utf-8" or _is_single_byte(self.encoding)
        self.inner = self.encoding if self.is_direct else "utf-8"
        self._encoder: codecs.IncrementalEncoder | None = None

    def blocks(self, source: BinaryIO, size: int) -> Iterator[bytes]:
        """Yield the table in blocks of `inner` bytes, each checked to be in `encoding`.

        Args:
            source: A binary stream.
            size: How many bytes to read at a time.

        Raises:
            TableError: At the first byte that is not in `encoding`, with its offset; also where
                the characters would not turn into the same bytes again.
        """
        start = block = source.read(size) or b""
        while block and len(start) < 4:  # a byte order mark takes up to four bytes
            block = source.read(size) or b""
            start += block
        self._settle_byte_order(start)
        decoder = codecs.getincrementaldecoder(self.encoding)()
        if self.is_direct:
            yield from self._direct(source, start, size, decoder)
        else:
            yield from self._turned(source, start, size, decoder)

    def encode(self, data: bytes) -> bytes:
        """Turn whole rows of `inner` bytes into bytes of `encoding`.

        Args:
            data: Rows as `blocks` gave them, or rewritten.

        Returns:
            The bytes to write; `data` itself where the two encodings are one.
        """
        if self.is_direct:
            return data
        return self._incremental().encode(data.decode("utf-8"))

    def _incremental(self) -> codecs.IncrementalEncoder:
        if self._encoder is None:
            self._encoder = codecs.getincrementalencoder(self.encoding)()
        return self._encoder

    @property
    def state(self) -> int:
        """What the encoder remembers of what it wrote; set it to go on where it stopped."""
        return 0 if self.is_direct else int(self._incremental().getstate())

    @state.setter
    def state(self, state: int) -> None:
        if not self.is_direct:
            self._incremental().setstate(state)

    def finish(self) -> bytes:
        """Return what the encoding still owes at the end, such as a shift back to ASCII."""
        return b"" if self._encoder is None else self._encoder.encode("", True)

    def can_write(self, text: str) -> bool:
        """Tell whether `encoding` has every character of `text`."""
        if text.isascii() and self.is_direct:
            return True
        try:
            text.encode(self.encoding)
        except UnicodeEncodeError:
            return False
        return True

    def _settle_byte_order(self, start: bytes) -> None:
        orders = _BYTE_ORDER_MARKS.get(self.encoding)
        if orders is None or not start:
            return
        for mark, name in orders:
            if start.startswith(mark):
                self.encoding = name
                return
        raise TableError(
            f"Byte 0: the table has no {self.encoding} byte order mark; give its encoding as "
            f"{self.encoding}-le or {self.encoding}-be, or as utf-8 if it is that."
        )

    def _direct(
        self, source: BinaryIO, start: bytes, size: int, decoder: codecs.IncrementalDecoder
    ) -> Iterator[bytes]:
        block, offset = start, 0
        while block:
            if self.encoding != "iso8859-1":  # in which every byte is right
                self._decode(decoder, block, offset)
            yield block
            offset += len(block)
            block = source.read(size) or b""
        self._decode(decoder, b"", offset, final=True)

    def _turned(
        self, source: BinaryIO, start: bytes, size: int, decoder: codecs.IncrementalDecoder
    ) -> Iterator[bytes]:
        encoder = codecs.getincrementalencoder(self.encoding)()
        block, offset, unproved = start, 0, b""
        while True:
            final = not block
            text = self._decode(decoder, block, offset, final=final)
            unproved += block
            offset += len(block)
            again = encoder.encode(text, final)
            if not unproved.startswith(again) or (final and unproved != again):
                pairs = enumerate(zip(unproved, again, strict=False))
                short = min(len(unproved), len(again))
                same = next((i for i, (one, other) in pairs if one != other), short)
                raise TableError(
                    f"Byte {offset - len(unproved) + same}: these bytes are {self.encoding}, but "
                    "encoded in a way that would not be reproduced; convert the table to utf-8 "
                    "first."
                )
            unproved = unproved[len(again) :]
            if text:
                yield text.encode("utf-8")
            if final:
                return
            block = source.read(size) or b""

    def _decode(
        self, decoder: codecs.IncrementalDecoder, block: bytes, offset: int, final: bool = False
    ) -> str:
        held = len(decoder.getstate()[0])
        try:
            return decoder.decode(block, final)
        except UnicodeError as error:
            where = offset - held + getattr(error, "start", 0)
            kind = kind_of(block) if offset == 0 else None
            if kind is not None:
                raise not_delimited(kind) from error
            reason = getattr(error, "reason", error)
            raise TableError(
                f"Byte {where} (counted from 0) is not {self.encoding} ({reason}); give the "
                f"table's actual encoding with --encoding, such as {self._other(block, where)}."
            ) from error

    def _other(self, block: bytes, where: int) -> str:
        if where == 0 and block.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16, whose byte order mark it begins with"
        if self.encoding != "utf-8":
            return "utf-8"
        return "windows-1256 (Arabic), windows-1251 (Cyrillic), latin-1 or utf-16"
