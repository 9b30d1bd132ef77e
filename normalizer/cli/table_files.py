"""Where the tables of ``normalizer table`` come from and go to."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from typing import BinaryIO

import click

from normalizer.cli.shared import stdin_bytes, stdout_bytes
from normalizer.rewriting.formats.compression import compressed
from normalizer.rewriting.formats.open import format_of, is_delimited


@contextlib.contextmanager
def target(
    source: BinaryIO,
    path: str | None,
    silent: bool,
    in_place: bool,
    part: str | None = None,
) -> Iterator[BinaryIO]:
    """Give the stream that a rewritten table goes to.

    Args:
        source: The table's file, not yet decompressed.
        path: The file to write, compressed if its name says so; None for standard output.
        silent: Whether the table goes nowhere.
        in_place: Whether the file to write is the table's own.
        part: Where it grows until it is whole; see `replace_file`.
    """
    from normalizer.rewriting.files import refuse_same_file, replace_file

    if silent:
        with open(os.devnull, "wb") as nowhere:
            yield nowhere
    elif path is None:
        sink = stdout_bytes()
        yield sink
        sink.flush()
    else:
        if not in_place:
            refuse_same_file(source.fileno(), path, path)
        with replace_file(path, part=part) as file, compressed(file, path) as plain:
            yield plain


@contextlib.contextmanager
def source(path: str) -> Iterator[BinaryIO]:
    """Give the stream that a table is read from, standard input for ``-``."""
    if path == "-":
        yield stdin_bytes()
    else:
        with open(path, "rb") as file:
            yield file


def format_for(path: str, wanted: str | None, output: str | None) -> str:
    """Return the format of a table.

    Args:
        path: Its file.
        wanted: The format asked for, None to go by the file's name.
        output: The file it goes to, if another.

    Raises:
        click.UsageError: If the output's name tells of another format; none is turned into another.
    """
    format = wanted or format_of(path) or "csv"
    other = output and format_of(output)
    if other and other != format and not (is_delimited(other) and is_delimited(format)):
        raise click.UsageError(
            f"{path} is in the format {format} and would not become {other} by the name {output}; "
            "give the output a name of the same format."
        )
    return format
