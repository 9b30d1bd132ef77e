"""Texts read and written piece by piece without changing a byte, and files rewritten in place."""

from __future__ import annotations

import codecs
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from typing import BinaryIO

from normalizer.errors import NormalizerError, TableError, UsageError
from normalizer.rewriting.file_kinds import refuse_what_is_no_text
from normalizer.rewriting.files import replace_file
from normalizer.rewriting.text import Rewrite

_BLOCK = 1 << 18

RewriteParts = Callable[[Iterable[str]], Iterable[Rewrite]]


def read_parts(stream: BinaryIO, encoding: str, name: str) -> Iterator[str]:
    """Yield the text of a stream in pieces such that `TextEncoder` makes the same bytes of them.

    Args:
        stream: The bytes.
        encoding: A name Python knows.
        name: What to call the stream in messages.

    Raises:
        NormalizerError: If they are no text; see `refuse_what_is_no_text`.
        TableError: If the encoding cannot give back these bytes.
        UsageError: If there is no such encoding.
        OSError: If the stream cannot be read.
    """
    encode = TextEncoder(encoding)
    decoder = codecs.getincrementaldecoder(encoding)("surrogateescape")
    pending = b""
    block = b"start"
    is_first = True
    while block:
        block = stream.read(_BLOCK)
        if is_first:
            refuse_what_is_no_text(block, encoding)
            is_first = False
        pending += block
        try:
            text = decoder.decode(block, final=not block)
            again = encode(text)
        except UnicodeError:
            again = None
        if again is None or not pending.startswith(again) or (not block and pending != again):
            raise TableError(
                f"{name} would not come out of {encoding} with the same bytes; give its actual "
                "encoding, for UTF-16 with the byte order (utf-16-le or utf-16-be)."
            )
        pending = pending[len(again) :]
        if text:
            yield text


class TextEncoder:
    """Makes bytes of the pieces of a text, a byte order mark only before the first.

    Args:
        encoding: A name Python knows.

    Raises:
        UsageError: If there is no such encoding.
    """

    def __init__(self, encoding: str) -> None:
        try:
            self._encoder = codecs.getincrementalencoder(encoding)("surrogateescape")
        except LookupError as error:
            raise UsageError(
                f"There is no encoding {encoding!r}; give one such as utf-8."
            ) from error
        self._encoding = encoding

    def __call__(self, text: str) -> bytes:
        """Return the bytes of the next piece.

        Raises:
            UsageError: If the encoding has no such character.
        """
        try:
            return self._encoder.encode(text)
        except UnicodeEncodeError as error:
            sign = text[error.start : error.end]
            raise UsageError(f"{self._encoding} cannot write {sign!r}; write in utf-8.") from error


def rewrite_file(path: str | os.PathLike[str], encoding: str, rewrite: RewriteParts) -> int:
    """Rewrite a file in place, whole or not at all; one without edits is not touched.

    Args:
        path: The file.
        encoding: A name Python knows.
        rewrite: Rewrites the text's pieces.

    Returns:
        The number of edits.

    Raises:
        NormalizerError: If there are NUL bytes in it, or as `read_parts` and `TextEncoder` raise.
        OSError: If the file cannot be read or written.
    """
    shown = repr(os.fspath(path))
    encode = TextEncoder(encoding)
    edits = unchanged = 0
    target: BinaryIO | None = None
    with open(path, "rb") as source, ExitStack() as stack:
        for part in rewrite(read_parts(source, encoding, shown)):
            if "\0" in part.original:
                raise NormalizerError(
                    "There are NUL bytes in it, so it is not text in this encoding; it was left "
                    "as it is. Give its actual --encoding, or leave out the file."
                )
            if part.edit_count and target is None:
                target = stack.enter_context(replace_file(path))
                with open(path, "rb") as beginning:
                    _copy(beginning, target, unchanged)
            edits += part.edit_count
            data = encode(part.text)
            if target is None:
                unchanged += len(data)
            else:
                target.write(data)
    return edits


def _copy(source: BinaryIO, target: BinaryIO, size: int) -> None:
    while size > 0:
        block = source.read(min(size, _BLOCK))
        if not block:
            raise NormalizerError("It was truncated while it was being read; it was left as it is.")
        target.write(block)
        size -= len(block)
