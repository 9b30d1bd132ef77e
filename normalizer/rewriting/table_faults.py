"""What can be wrong with a row, each fault with its line and its remedy."""

from __future__ import annotations

from normalizer.errors import TableError
from normalizer.rewriting.table_dialect import Dialect

MOST_FIELDS = 1 << 20
"""Most fields of a row; their positions take some 120 bytes of memory each."""


def check_field(dialect: Dialect, size: int, line: int, before: int) -> None:
    """Refuse a field longer than the cap, or one field too many.

    Args:
        dialect: How the table is written.
        size: The field's length so far, in bytes.
        line: The line it begins on, counted from 1.
        before: How many fields of the row stand before it.

    Raises:
        TableError: If it is too long, or they are too many.
    """
    if size > dialect.field_cap:
        raise TableError(
            f"Line {line}: a field that begins here is longer than {dialect.field_cap:,} bytes; "
            "look for a missing quote or a wrong delimiter. From Python, `field_cap` can be "
            "raised."
        )
    if before >= MOST_FIELDS:
        raise TableError(
            f"Line {line}: a row here has more than {MOST_FIELDS:,} fields; look for missing "
            "line ends or a wrong delimiter."
        )


def too_long(dialect: Dialect, line: int) -> TableError:
    """Return the error for a row longer than the cap that begins on a line."""
    return TableError(
        f"Line {line}: the row that begins here is longer than {dialect.row_cap:,} bytes; look for "
        "a missing quote or missing line ends. From Python, `row_cap` can be raised."
    )


def unclosed(line: int) -> TableError:
    """Return the error for a quote that opens on a line and is never closed."""
    return TableError(
        f"Line {line}: the quote that opens a field here is never closed; close it, or double "
        "it if it is part of the text."
    )


def text_after_quote(line: int, field: int) -> TableError:
    """Return the error for text behind a closing quote.

    Args:
        line: The line of the closing quote, counted from 1.
        field: The field's number in its row, counted from 1.
    """
    return TableError(
        f"Line {line}: text follows the closing quote of field {field}; double the quotes "
        "inside a quoted field, or put the delimiter right after the closing quote."
    )
