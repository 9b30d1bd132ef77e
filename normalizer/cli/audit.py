"""``normalizer undo``, ``replay`` and ``audit``: what can be done with an audit log."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from normalizer.cli.shared import Function, counted, shown, stdout_bytes, write_stdout
from normalizer.errors import UndoError

if TYPE_CHECKING:
    from normalizer.rewriting.audit_read import Run

_MOST_ENTITIES = 20


def _options(function: Function) -> Function:
    """Add what `undo` and `replay` have in common."""
    for add in (
        click.option(
            "--in-place", "-i", is_flag=True, help="Write the file back, as a whole or not at all."
        ),
        click.option(
            "--output", "-o", type=click.Path(), help="Write to this file, not to standard output."
        ),
        click.argument("file", required=False, type=click.Path()),
        click.argument("log", type=click.Path()),
    ):
        function = add(function)
    return function


@click.command()
@_options
def undo(log: str, file: str | None, output: str | None, in_place: bool) -> int:
    """Restore FILE as it was before the run that LOG records.

    FILE is the rewritten file, by default the one that the log names; - is standard input. Any
    other content is refused. Texts, delimited text and JSON Lines come out byte for byte, other
    tables with every value, type and format that they had.

    \b
    normalizer table actors.csv -c actor --replace -i --audit edits.jsonl
    normalizer undo edits.jsonl > before.csv
    normalizer undo edits.jsonl --in-place
    """  # noqa: D301  # click wants the backspace itself
    return _carry_over(log, file, output, in_place, is_undo=True)


@click.command()
@_options
def replay(log: str, file: str | None, output: str | None, in_place: bool) -> int:
    """Repeat on FILE the run that LOG records, without a gazetteer.

    FILE is the original, by default the one that the log names; - is standard input. Any other
    file is refused.
    """
    return _carry_over(log, file, output, in_place, is_undo=False)


def _carry_over(
    log: str, file: str | None, output: str | None, in_place: bool, *, is_undo: bool
) -> int:
    if in_place and (output is not None or file == "-"):
        raise click.UsageError("--in-place needs a file, and cannot be combined with --output.")
    files = [file] if file is not None else _named_files(log, is_undo)
    if len(files) > 1 and not in_place:
        raise click.UsageError(
            f"{log} records {len(files)} files; give one of them, or add --in-place for all."
        )
    from normalizer.errors import NormalizerError
    from normalizer.rewriting.audit import carry_over

    failed = 0
    for path in files:
        try:
            with _source(path) as source, _target(log, path, output, in_place) as target:
                carry_over(log, source, target, shown(path), is_undo=is_undo)
        except BrokenPipeError:
            raise
        except (OSError, NormalizerError) as error:
            if len(files) == 1:
                raise
            failed += 1
            click.echo(f"Error: {error}", err=True)
    return 1 if failed else 0


def _named_files(log: str, is_undo: bool) -> list[str]:
    """Return the files that the runs of a log read or wrote."""
    from normalizer.rewriting.audit_read import read_runs

    key = "output" if is_undo else "input"
    names = [run.header.get(key) for run in read_runs(log) if run.after is not None]
    files = [name for name in dict.fromkeys(names) if isinstance(name, str) and name != "-"]
    if not files:
        what = "the rewritten file" if is_undo else "the original file"
        raise UndoError(f"{log} names no file; give {what}, or - for standard input.")
    return files


@contextlib.contextmanager
def _source(path: str) -> Iterator[BinaryIO]:
    """Give a file's content, or standard input, as a stream that can be read twice."""
    from normalizer.cli.table_files import source
    from normalizer.rewriting.formats.compression import decompressed, plain_name

    with source(path) as file, decompressed(file, path) as content:
        if path != "-" and plain_name(path) == path:
            yield content
            return
        import shutil
        import tempfile

        with tempfile.TemporaryFile() as copy:
            shutil.copyfileobj(content, copy)
            copy.seek(0)
            yield copy


@contextlib.contextmanager
def _target(log: str, path: str, output: str | None, in_place: bool) -> Iterator[BinaryIO]:
    from normalizer.cli.table_files import standard_output
    from normalizer.rewriting.files import refuse_same_file, replace_file
    from normalizer.rewriting.formats.compression import compressed
    from normalizer.rewriting.formats.open import format_of

    if output is not None:
        for other in (log, path):
            refuse_same_file(other, output)
    place = path if in_place else output
    if place is None:
        with standard_output(format_of(path) or "csv") as sink:
            yield sink
    else:
        with replace_file(place) as file, compressed(file, place) as plain:
            yield plain


@click.group()
def audit() -> None:
    """Read audit logs (table --audit, text --audit)."""


@audit.command()
@click.argument("log", type=click.Path())
@click.option("--id", "ids", multiple=True, help="Only changes to this entity; may be repeated.")
@click.option("--below-score", type=click.FloatRange(0, 1), help="Only changes with a lower score.")
def show(log: str, ids: tuple[str, ...], below_score: float | None) -> None:
    """List the changes that LOG records."""
    from normalizer.rewriting.audit_read import ids_of, read_edits, read_runs

    for run in read_runs(log):
        write_stdout(_heading(run).encode("utf-8", "backslashreplace"))
        sink = stdout_bytes()
        for edit in read_edits(log, run):
            if ids and not set(ids).intersection(ids_of(run, edit)):
                continue
            if below_score is None or edit["score"] < below_score:
                sink.write(_readable(edit).encode("utf-8", "backslashreplace"))
        sink.flush()


def _heading(run: Run) -> str:
    header = run.header
    output = "standard output" if header["output"] == "-" else header["output"]
    paths = f"{shown(header['input'])} → {output}"
    state = "interrupted" if run.after is None else counted(run.edits, "change")
    made = f"normalizer {header['normalizer']}, signature {header['signature']}"
    return f"# {paths}: {state}; {made}\n"


def _readable(edit: dict[str, Any]) -> str:
    place = f"line {edit['line']}, {edit['name'] or edit['column']}" if "line" in edit else ""
    place = place or f"character {edit['start']}"
    score = f"{edit['id']} {edit['score']:.3f}" if edit["id"] else "-"
    why = "; ".join(edit["evidence"])
    return f"{place}: {edit['before']!r} → {edit['after']!r} [{score}] {why}\n"


@audit.command()
@click.argument("log", type=click.Path())
def stats(log: str) -> None:
    """Count the changes that LOG records, by entity, evidence and score."""
    from normalizer.rewriting.audit_stats import BANDS, audit_stats

    found = audit_stats(log)
    cut = f" ({found.unfinished:,} interrupted)" if found.unfinished else ""
    lines = [f"runs\t{found.runs:,}{cut}", f"changes\t{found.edits:,}"]
    entities = [(key or "(none)", count) for key, count in found.entities.items()]
    _table(lines, "entity", entities, _MOST_ENTITIES)
    _table(lines, "evidence", list(found.evidence.items()), _MOST_ENTITIES)
    lines.append("")
    lines += [f"score from {band:.2f}\t{found.bands[band]:,}" for band in BANDS]
    write_stdout("".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace"))


def _table(lines: list[str], what: str, counts: list[tuple[str, int]], most: int) -> None:
    """Add the greatest counts to some lines, and how many more there are."""
    lines.append("")
    greatest: Callable[[tuple[str, int]], tuple[int, str]] = lambda row: (-row[1], row[0])  # noqa: E731
    lines += [f"{what} {name}\t{count:,}" for name, count in sorted(counts, key=greatest)[:most]]
    if len(counts) > most:
        lines.append(f"… and {len(counts) - most:,} more")
