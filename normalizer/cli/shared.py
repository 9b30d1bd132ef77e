"""Options and small things that several commands share."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

import click

from normalizer.errors import UsageError
from normalizer.gazetteer.locate import CURATED

if TYPE_CHECKING:
    from normalizer.api import Normalizer

Function = TypeVar("Function", bound=Callable[..., Any])

_BAR = 30
"""Characters of a full progress bar."""


class GazetteerPath(click.Path):
    """A folder or file that is there, or the word that names the curated gazetteer."""

    name = "gazetteer"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path, or the word."""
        return value if value == CURATED else super().convert(value, param, ctx)


def gazetteer_option(function: Function) -> Function:
    """Add ``--gazetteer``."""
    return click.option(
        "--gazetteer",
        "-g",
        "gazetteers",
        multiple=True,
        type=GazetteerPath(exists=True),
        help="Folder, file or table (.csv) of entities instead of the curated gazetteer; repeat it "
        "to stack layers, the lowest first (`-g curated -g mine`).",
    )(function)


def quiet_option(function: Function) -> Function:
    """Add ``--quiet``."""
    return click.option("--quiet", "-q", is_flag=True, help="Show neither progress nor a summary.")(
        function
    )


def date_option(function: Function) -> Function:
    """Add ``--date``."""
    return click.option(
        "--date",
        callback=_checked_date,
        help="Date of the text (YYYY, YYYY-MM, YYYY-MM-DD or DD.MM.YYYY): names that were not in "
        "use then do not count.",
    )(function)


def _checked_date(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    from normalizer.gazetteer.dates import TEXT_FORMS, date_of_text

    date = None if value is None else date_of_text(value)
    if value is not None and date is None:
        raise click.BadParameter(f"Give one that exists, {TEXT_FORMS}.", ctx, param)
    return date


def type_option(function: Function) -> Function:
    """Add ``--type``."""
    return click.option(
        "--type", "types", multiple=True, help="Only entities of this type; may be repeated."
    )(function)


def strictness_option(function: Function) -> Function:
    """Add ``--strictness``."""
    return click.option(
        "--strictness",
        type=click.Choice(["0.1%", "1%", "5%"]),
        default="1%",
        show_default=True,
        help="Share of unlisted names that may wrongly be taken for a spelling of a listed one.",
    )(function)


def jobs_option(function: Function) -> Function:
    """Add ``--jobs``, of commands that resolve many names."""
    return click.option(
        "--jobs",
        "-j",
        type=click.IntRange(1),
        help="Processes for names that are not listed; by default, one for each core.",
    )(function)


def open_normalizer(gazetteers: tuple[str, ...], types: tuple[str, ...] = ()) -> Normalizer:
    """Load the gazetteers asked for, or the curated one.

    Args:
        gazetteers: Where they are.
        types: Entity types that are going to be asked for.

    Raises:
        UsageError: If they know no such type.
    """
    from normalizer.api import load
    from normalizer.matching.names.arguments import checked_types

    normalizer = load(*gazetteers)
    checked_types(normalizer.index, types)
    return normalizer


def tab_line(*fields: str) -> str:
    """Return fields as one line separated by tabs, with no tab or line end inside a field."""
    return "\t".join(" ".join(field.split()) for field in fields)


def json_line(value: object) -> str:
    """Return plain data as one line of JSON, in the letters that it is written in."""
    import json

    return json.dumps(value, ensure_ascii=False)


class Progress:
    """A line on standard error that says how far a command is, where that is a terminal.

    Args:
        what: What is counted, for example ``"rows"``.
        quiet: Whether to show nothing.
    """

    def __init__(self, what: str, quiet: bool) -> None:
        self._what = what
        self._shown = not quiet and sys.stderr.isatty()
        self._last = 0.0
        self._count = 0

    def add(self, count: int) -> None:
        """Show a count that grew by `count`."""
        self._count += count
        self.show(self._count)

    def show(self, count: int, total: int | None = None) -> None:
        """Show a count, at most ten times a second."""
        if not self._shown:
            return
        import time

        now = time.monotonic()
        if now - self._last > 0.1:
            self._last = now
            of = f" of {total:,}" if total else ""
            done = _BAR * count // total if total else 0
            bar = f"{'#' * done}{'-' * (_BAR - done)} " if total else ""
            click.echo(f"\r{bar}{count:,}{of} {self._what}", nl=False, err=True)

    def clear(self) -> None:
        """Take the line away."""
        if self._shown and self._last:
            click.echo("\r\033[K", nl=False, err=True)


def stdin_bytes() -> BinaryIO:
    """Return standard input, which may have been closed before we began (``<&-``)."""
    if sys.stdin is None:
        raise UsageError("Standard input is closed; give files or names as arguments.")
    if sys.stdin.isatty():  # else a command without arguments seems to hang
        end = "Ctrl-Z and Enter" if os.name == "nt" else "Ctrl-D"
        told = f"Reading from the terminal; {end} on a line of its own, perhaps twice, ends it."
        click.echo(told, err=True)
    return sys.stdin.buffer


def stdout_bytes() -> BinaryIO:
    """Return standard output."""
    sys.stdout.flush()
    return sys.stdout.buffer


def write_stdout(data: bytes) -> None:
    """Write bytes to standard output as they are."""
    stream = stdout_bytes()
    stream.write(data)
    stream.flush()


def reason_of(error: Exception, path: str = "") -> str:
    """Return what went wrong with an input, and with which file where it is another one.

    Args:
        error: What went wrong.
        path: The input; empty if it happened with none.
    """
    if not isinstance(error, OSError):
        return str(error)
    reason = error.strerror or str(error)
    if isinstance(error, IsADirectoryError):
        reason = "It is a folder; give the files in it"
    if isinstance(error, FileNotFoundError) and _may_be_text(path):
        reason += (
            ". To process a text that is not in a file, use standard input: echo TEXT | "
            "normalizer text"
        )
    other = error.filename
    if path and other is None and error.errno == errno.ENOSPC:
        return f"cannot write the output: {reason}."
    if not isinstance(other, str) or other == path:
        return f"{reason}."
    if os.path.basename(other).startswith(".normalizer-"):  # the temporary file beside the output
        return f"cannot write in the folder {os.path.dirname(other)}: {reason}."
    return f"{other}: {reason}."


def _may_be_text(path: str) -> bool:
    """Tell whether what was given for a file looks like a sentence: words, no folder or suffix."""
    return " " in path and os.sep not in path and os.path.splitext(path)[1] in ("", ".")


def counted(number: int, one: str, several: str = "") -> str:
    """Return a number with the word for what is counted."""
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def shown(path: str) -> str:
    """Return how to call an input in messages."""
    return "standard input" if path == "-" else os.fspath(path)
