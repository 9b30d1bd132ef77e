"""What ``--audit`` and ``--resume`` need beside the commands that have them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

import click

if TYPE_CHECKING:
    from normalizer.rewriting.audit_log import AuditLog
    from normalizer.rewriting.resume import Journal
    from normalizer.rewriting.text import Rewrite


def check_record(
    inputs: Sequence[str], output: str | None, audit: str | None, *, silent: bool
) -> None:
    """Refuse a log of nothing, and one that would be written over an input or output.

    Args:
        inputs: The files to read.
        output: The file to write, if one is named.
        audit: The log, if one is asked for.
        silent: Whether nothing is written but what is told of the changes.
    """
    if audit is None:
        return
    if silent:
        raise click.UsageError(
            "--audit records what is written, but this run writes nothing; "
            "leave out one of the options."
        )
    from normalizer.rewriting.files import is_same_place

    for other in (*inputs, output):
        if other not in (None, "-") and is_same_place(audit, str(other)):
            raise click.UsageError(
                f"--audit {audit} would overwrite the file {other}; give it a file of its own."
            )


def check_resume(inputs: Sequence[str], output: str | None, in_place: bool) -> None:
    """Refuse to keep the progress of what cannot go on."""
    target = inputs[0] if in_place else output
    if len(inputs) > 1 or inputs[0] == "-" or target is None:
        raise click.UsageError("--resume needs a single file, and either --output or --in-place.")
    from normalizer.rewriting.formats.compression import plain_name

    if plain_name(target) != target:
        raise click.UsageError("A compressed output cannot be resumed; write an uncompressed one.")


@contextlib.contextmanager
def audit_log(path: str | None, keep_part: bool = False) -> Iterator[AuditLog | None]:
    """Give the log to write, if one is asked for.

    Args:
        path: Where it will be.
        keep_part: Whether what there is of it outlives an error, for `Journal`.
    """
    if path is None:
        yield None
        return
    import os

    from normalizer.rewriting.audit_log import AuditLog
    from normalizer.rewriting.resume import PART

    with AuditLog(path, os.path.realpath(path) + PART if keep_part else None) as log:
        yield log


def header_of(
    signature: Mapping[str, Any], kind: str, encoding: str, path: str, target: str | None
) -> dict[str, Any]:
    """Return the header of a run: what it does with what.

    Args:
        signature: What its output depends on.
        kind: The table's format, or ``"text"``.
        encoding: The file's.
        path: The input; ``-`` is standard input.
        target: The output; None is standard output.
    """
    places = {"input": path, "output": "-" if target is None else target}
    return {"kind": kind, "encoding": encoding, **places, **signature}


@contextlib.contextmanager
def recorded(
    log: AuditLog | None,
    journal: Journal | None,
    header: Mapping[str, Any],
    source: BinaryIO,
    sink: BinaryIO,
) -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """Give the streams to read and write while a log and a journal keep track of them."""
    from normalizer.rewriting.audit_log import logged

    if log is not None and (journal is None or journal.start is None):
        log.begin(header)
    if journal is not None:
        journal.attach(sink, log)
    with logged(log, source, sink) as streams:
        yield streams


def text_recorder(
    log: AuditLog | None, signature: Mapping[str, Any], encoding: str, in_place: bool
) -> Callable[[str, Iterable[Rewrite]], Iterator[Rewrite]] | None:
    """Return what passes a text's stretches on and records them; None without a log."""
    if log is None:
        return None
    from normalizer.rewriting.audit_log import TEXT
    from normalizer.rewriting.audit_text import record_text

    def record(path: str, parts: Iterable[Rewrite]) -> Iterator[Rewrite]:
        target = path if in_place else None
        return record_text(log, header_of(signature, TEXT, encoding, path, target), parts)

    return record
