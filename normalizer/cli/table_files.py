"""Where the tables of ``normalizer table`` come from and go to."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Iterator
from typing import BinaryIO, cast

import click

from normalizer.cli.held_output import HeldOutput
from normalizer.cli.shared import stdin_bytes, stdout_bytes
from normalizer.errors import UsageError
from normalizer.rewriting.file_kinds import refuse_what_is_not_delimited
from normalizer.rewriting.formats.compression import compressed, plain_name
from normalizer.rewriting.formats.open import format_of, is_delimited, is_text


@contextlib.contextmanager
def target(
    source: BinaryIO,
    path: str | None,
    silent: bool,
    in_place: bool,
    part: str | None = None,
    *,
    kind: str,
) -> Iterator[BinaryIO]:
    """Give the stream that a rewritten table goes to.

    Args:
        source: The table's file, not yet decompressed.
        path: The file to write, compressed if its name says so; None for standard output.
        silent: Whether the table goes nowhere.
        in_place: Whether the file to write is the table's own.
        part: Where it grows until it is whole; see `replace_file`.
        kind: Its format.

    Raises:
        click.UsageError: If it would go to a terminal, and is in no format that people read, or to
            a file whose name tells of another format.
    """
    from normalizer.rewriting.files import refuse_same_file, replace_file

    if silent:
        with open(os.devnull, "wb") as nowhere:
            yield nowhere
    elif path is None:
        with standard_output(kind) as sink:
            yield sink
    else:
        if not in_place:
            refuse_same_file(source.fileno(), path, path)
            _refuse_another_format(kind, path)
        with replace_file(path, part=part) as file, compressed(file, path) as plain:
            yield plain


@contextlib.contextmanager
def standard_output(kind: str) -> Iterator[BinaryIO]:
    """Give standard output for a table; after wrong use nothing is written to it.

    Args:
        kind: Its format.

    Raises:
        click.UsageError: If that would be a terminal, and people do not read the format.
    """
    sink = stdout_bytes()
    if not is_text(kind) and sink.isatty():
        raise click.UsageError(
            f"The format {kind} cannot be shown in a terminal; give --output FILE or --in-place."
        )
    if not is_text(kind):
        yield sink
        sink.flush()
        return
    held = HeldOutput(sink)
    try:
        yield cast(BinaryIO, held)
    except UsageError:
        raise
    except BaseException:
        held.release()
        raise
    held.release()
    if held.within_line and sink.isatty():  # messages are not to go on in a row of the table
        click.echo(err=True)


@contextlib.contextmanager
def source(path: str) -> Iterator[BinaryIO]:
    """Give the stream that a table is read from, standard input for ``-``."""
    if path == "-":
        yield stdin_bytes()
    else:
        with open(path, "rb") as file:
            yield file


@contextlib.contextmanager
def table_source(path: str, wanted: str | None) -> Iterator[BinaryIO]:
    """Give what `source` gives, and refuse what nobody has called a table of its kind.

    Args:
        path: The file.
        wanted: The format asked for, None to go by the file's name.

    Raises:
        TableError: If it is taken for delimited text and begins like something else.
    """
    with source(path) as file:
        if wanted is None and is_delimited(format_for(path, None)):
            is_compressed = plain_name(path) != path
            if isinstance(file, io.BufferedReader) and not is_compressed:
                refuse_what_is_not_delimited(file.peek(1))
        yield file


def format_for(path: str, wanted: str | None) -> str:
    """Return the format of a table.

    Args:
        path: Its file.
        wanted: The format asked for, None to go by the file's name.
    """
    return wanted or format_of(path) or "csv"


def _refuse_another_format(kind: str, output: str) -> None:
    """Refuse an output whose name tells of another format; none is turned into another."""
    other = format_of(output)
    if other and other != kind and not (is_delimited(other) and is_delimited(kind)):
        raise click.UsageError(
            f"The table is in the format {kind} and would not become {other} by the name {output}; "
            "give the output a name of the same format."
        )
