"""Compressed files, known by their suffix, as plain streams."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import lzma
import sys
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from normalizer.errors import TableError, UsageError

_BLOCK = 1 << 17


def plain_name(path: str) -> str:
    """Return a file's name without a suffix of compression."""
    return path[: -len(_suffix(path))] if _suffix(path) else path


def _suffix(path: str) -> str:
    """Return the suffix of compression a file's name has, or nothing."""
    return next((end for end in (".gz", ".bz2", ".xz", ".zst") if path.lower().endswith(end)), "")


def _zstd() -> Any:
    """Return the module for Zstandard: Python's from 3.14 on, else the backport of it."""
    try:
        if sys.version_info >= (3, 14):
            from compression import zstd  # noqa: PLC0415
        else:
            from backports import zstd  # noqa: PLC0415
    except ImportError as error:
        raise UsageError(
            "Files that end in .zst need backports.zstd; install it with "
            "pip install 'entity-normalizer[zstd]'."
        ) from error
    return zstd


def _faults(suffix: str) -> tuple[type[Exception], ...]:
    """Return what reading damaged data raises."""
    zstd_faults = (_zstd().ZstdError,) if suffix == ".zst" else ()
    return (EOFError, gzip.BadGzipFile, zlib.error, lzma.LZMAError, *zstd_faults)


def _open(suffix: str, stream: BinaryIO, mode: str) -> BinaryIO:
    if suffix == ".gz":  # without name and time, so that the same content gives the same bytes
        opened: Any = gzip.GzipFile("", mode, 6, stream, mtime=0)
    else:
        makers = {".bz2": bz2.BZ2File, ".xz": lzma.LZMAFile}
        make: Any = makers[suffix] if suffix in makers else _zstd().ZstdFile
        opened = make(stream, mode)
    return cast(BinaryIO, opened)


@contextlib.contextmanager
def decompressed(stream: BinaryIO, path: str) -> Iterator[BinaryIO]:
    """Give a file's content.

    Args:
        stream: The file, opened for reading.
        path: Its name, whose suffix says whether and how it is compressed.

    Raises:
        TableError: If what is read is damaged.
        UsageError: If a library is missing.
    """
    suffix = _suffix(path)
    if not suffix:
        yield stream
        return
    faults = _faults(suffix)
    try:
        with _open(suffix, stream, "rb") as plain:
            yield plain
    except faults as error:
        raise TableError(
            f"It is not a complete {suffix} file: {str(error) or 'its end is missing'}."
        ) from error


@contextlib.contextmanager
def compressed(stream: BinaryIO, path: str) -> Iterator[BinaryIO]:
    """Give a stream whose content goes to a file, compressed if its name says so.

    Args:
        stream: The file, opened for writing; it stays open.
        path: Its name.

    Raises:
        UsageError: If a library is missing.
    """
    suffix = _suffix(path)
    if not suffix:
        yield stream
        return
    with _open(suffix, stream, "wb") as plain:
        yield plain
