"""Undo and replay runs by their audit logs, in files of any size.

Both move between exactly two contents: what a run read and what it wrote. Any other file is
refused, by its hash, before anything is written. Texts, delimited text and JSON Lines come out
byte for byte, other tables with the same content; see `audit_formats`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from normalizer.errors import NormalizerError, UndoError
from normalizer.rewriting.audit_log import BLOCK, TEXT, HashedWriter, content_of
from normalizer.rewriting.audit_read import Run, choose_run, read_lines, read_splices
from normalizer.rewriting.edits import Splice, backwards, directed, splice
from normalizer.rewriting.files import PathLike
from normalizer.rewriting.table_encoding import Codec
from normalizer.rewriting.text_streams import TextEncoder, read_parts

_WORKBOOK = "excel"
_CONTAINERS = ("parquet", "arrow", _WORKBOOK)


def undo(log: PathLike, source: BinaryIO, target: BinaryIO, name: str = "the file") -> Run:
    """Write what a run read, given what it wrote; see `carry_over`."""
    return carry_over(log, source, target, name, is_undo=True)


def replay(log: PathLike, source: BinaryIO, target: BinaryIO, name: str = "the file") -> Run:
    """Write what a run wrote, given what it read, without a gazetteer; see `carry_over`."""
    return carry_over(log, source, target, name, is_undo=False)


def carry_over(
    log: PathLike, source: BinaryIO, target: BinaryIO, name: str = "the file", *, is_undo: bool
) -> Run:
    """Write one of the two contents that a run connects, given the other.

    Args:
        log: The run's audit log; it may tell of other runs, too.
        source: The rewritten file or the original, in a stream that can be read twice.
        target: Where the other goes.
        name: What to call the file in messages.
        is_undo: Whether the rewritten one is given.

    Returns:
        The run.

    Raises:
        UndoError: If no run of the log wrote (or read) exactly this, or the log is damaged. What
            has been written to `target` by then must not be used.
        UsageError: If a library that the file's format needs is missing.
        OSError: If the log cannot be read.
    """
    run = choose_run(log, name, content_of(source), is_undo=is_undo)
    source.seek(0)
    try:
        if run.header.get("kind") in _CONTAINERS:
            fits = _in_container(log, run, source, target, is_undo)
        else:
            fits = _in_bytes(log, run, source, target, name, is_undo)
    except UndoError:
        raise
    except (NormalizerError, UnicodeError) as error:
        raise UndoError(f"{log} cannot be applied to {name}: {error}") from error
    if not fits:
        raise UndoError(f"{log} was altered: applying it does not give the content that it names.")
    return run


def _in_bytes(
    log: PathLike, run: Run, source: BinaryIO, target: BinaryIO, name: str, is_undo: bool
) -> bool:
    """Carry over what stands in the file's bytes; tell whether they come to be the right ones."""
    writer = HashedWriter(target)
    encoding = str(run.header.get("encoding", "utf-8"))
    carry = _text if run.header.get("kind") == TEXT else _table
    for block in carry(source, read_splices(log, run), encoding, name, is_undo):
        writer.write(block)
    return writer.digest.content() == (run.before if is_undo else run.after)


def _in_container(
    log: PathLike, run: Run, source: BinaryIO, target: BinaryIO, is_undo: bool
) -> bool:
    """Carry over what stands in a container; tell whether that comes to be the right content."""
    from normalizer.rewriting.audit_formats import carry_columns, carry_sheet  # noqa: PLC0415

    kind, content = str(run.header["kind"]), run.content
    if content is None:
        raise UndoError(
            f"{log} does not say what was in the {kind} file before; it was written by an earlier "
            "version. Keep the original."
        )
    try:
        wanted = content["before"], content["after"]
        if kind == _WORKBOOK:
            found = carry_sheet(source, target, content, read_splices(log, run), is_undo)
        else:
            found = carry_columns(kind, source, target, content, read_lines(log, run), is_undo)
    except (KeyError, TypeError, ValueError) as error:
        raise UndoError(f"{log} is damaged: it describes a cell wrongly ({error}).") from error
    return found == (wanted[::-1] if is_undo else wanted)


def _table(
    source: BinaryIO, splices: Iterator[Splice[str]], encoding: str, name: str, is_undo: bool
) -> Iterator[bytes]:
    codec = Codec(encoding)
    for block in splice(codec.blocks(source, BLOCK), directed(splices, codec.inner, is_undo)):
        yield codec.encode(block)
    yield codec.finish()


def _text(
    source: BinaryIO, splices: Iterator[Splice[str]], encoding: str, name: str, is_undo: bool
) -> Iterator[bytes]:
    wanted = backwards(splices) if is_undo else splices
    encode = TextEncoder(encoding)
    for part in splice(read_parts(source, encoding, name), wanted):
        yield encode(part)
