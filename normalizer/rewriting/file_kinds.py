"""What bytes are that are taken for text and are none: told by how they begin."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from normalizer.errors import NormalizerError, TableError, UsageError

_BINARY_SHARE = 0.3
"""From this share of control characters on it is no text; of UTF-16 they are nearly half."""
_LOOKED_AT = 1 << 16
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\{\s*\"|\[\s*[\[{\"])")
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))


class FileKind(NamedTuple):
    """A kind of file that is no text.

    Attributes:
        begins: How its bytes begin.
        is_a: What it is, in words.
        remedy: What to do where a text was wanted.
        table_remedy: What to do where a table was wanted.
    """

    begins: re.Pattern[bytes]
    is_a: str
    remedy: str
    table_remedy: str


_UNPACK = "decompress it first ({0} -dc FILE | normalizer …)"
_NAME = "give it a name that ends in {1}, or decompress it first ({0} -dc FILE | normalizer …)"
_CONVERT = "save it as plain text first"
_TABLE = "its columns are rewritten by `normalizer table`"

_KINDS = tuple(
    FileKind(re.compile(begins), *words)
    for begins, *words in (
        (
            rb"PK\x03\x04",
            "a workbook, a document or another zip archive",
            f"of a workbook {_TABLE}; save anything else as plain text first",
            "save it as .xlsx, and give --format excel if its name does not end in .xlsx",
        ),
        (
            rb"\xd0\xcf\x11\xe0",
            "an old workbook or document of Microsoft Office",
            "save it as plain text or .xlsx first",
            "save it as .xlsx",
        ),
        (rb"PAR1\x15", "a Parquet file", _TABLE, "give --format parquet"),
        (rb"ARROW1\0\0", "an Arrow file", _TABLE, "give --format arrow"),
        (rb"%PDF-\d", "a PDF", _CONVERT, "save it as a table in text first"),
        *(
            (begins, f"compressed ({suffix})", _UNPACK.format(tool), _NAME.format(tool, suffix))
            for begins, suffix, tool in (
                (rb"\x1f\x8b", ".gz", "gzip"),
                (rb"BZh[1-9]1AY&SY", ".bz2", "bzip2"),
                (rb"\xfd7zXZ\0", ".xz", "xz"),
                (rb"\x28\xb5\x2f\xfd", ".zst", "zstd"),
            )
        ),
    )
)


def kind_of(start: bytes) -> FileKind | None:
    """Return what kind of file begins with some bytes, None if none that is known here."""
    return next((kind for kind in _KINDS if kind.begins.match(start)), None)


def refuse_what_is_not_delimited(start: bytes) -> None:
    """Refuse a table taken for delimited text, since nobody has said what it is, that is none.

    Args:
        start: Its first bytes.

    Raises:
        TableError: If it begins like JSON or another kind of file.
    """
    if _JSON.match(start):
        raise TableError(
            "It begins like JSON; give --format jsonl if a whole object or array stands on each "
            "line, otherwise convert it first (jq -c '.[]' FILE), or give --format csv."
        )
    kind = kind_of(start)
    if kind is not None:
        raise not_delimited(kind)


def not_delimited(kind: FileKind) -> TableError:
    """Return the error for a file of another kind that was taken for delimited text."""
    return TableError(
        f"It is not delimited text but, by its first bytes, {kind.is_a}; {kind.table_remedy}."
    )


def refuse_what_is_no_text(start: bytes, encoding: str) -> None:
    """Refuse bytes in which no name would be found, since they are no text in their encoding.

    Bytes of another encoding pass, since they come out as they were.

    Args:
        start: The first bytes.
        encoding: The encoding they are taken for, a name Python knows.

    Raises:
        UsageError: If there is no such encoding.
        NormalizerError: If they begin like another kind of file or UTF-16, or three in ten of them
            are control characters.
    """
    try:
        name = codecs.lookup(encoding).name
    except LookupError as error:
        raise UsageError(f"There is no encoding {encoding!r}; give one such as utf-8.") from error
    if name.startswith(("utf-16", "utf-32")):
        return
    kind = kind_of(start)
    if kind is not None:
        raise NormalizerError(f"It is {kind.is_a}, not text; {kind.remedy}.")
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise NormalizerError(
            "It begins with the byte order mark of UTF-16; give --encoding utf-16."
        )
    some = start[:_LOOKED_AT]
    if len(some) - len(some.translate(None, _CONTROLS)) > _BINARY_SHARE * len(some):
        raise NormalizerError(
            "It is binary, or UTF-16 without a byte order mark; leave it out or, if it is UTF-16, "
            "give --encoding utf-16-le or utf-16-be."
        )
