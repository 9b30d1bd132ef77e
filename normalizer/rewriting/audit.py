"""Undo and replay runs by their audit logs, byte for byte, in files of any size.

Both move between exactly two contents: what a run read and what it wrote. Any other file is
refused, by its hash, before anything is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from normalizer.errors import NormalizerError, UndoError
from normalizer.rewriting.audit_log import BLOCK, TEXT, HashedWriter, content_of
from normalizer.rewriting.audit_read import Run, choose_run, read_splices
from normalizer.rewriting.edits import Splice, backwards, splice
from normalizer.rewriting.files import PathLike
from normalizer.rewriting.table_encoding import Codec
from normalizer.rewriting.text_streams import TextEncoder, read_parts


def undo(log: PathLike, source: BinaryIO, target: BinaryIO, name: str = "the file") -> Run:
    """Write what a run read, given what it wrote.

    Args:
        log: The run's audit log; it may tell of other runs, too.
        source: The rewritten file, in a stream that can be read twice.
        target: Where the original goes.
        name: What to call the file in messages.

    Returns:
        The run.

    Raises:
        UndoError: If no run of the log wrote exactly this, or the log is damaged. What has been
            written to `target` by then must not be used.
        OSError: If the log cannot be read.
    """
    return _carry_over(log, source, target, name, is_undo=True)


def replay(log: PathLike, source: BinaryIO, target: BinaryIO, name: str = "the file") -> Run:
    """Write what a run wrote, given what it read; no gazetteer is needed.

    Args:
        log: The run's audit log; it may tell of other runs, too.
        source: The original file, in a stream that can be read twice.
        target: Where the rewritten one goes.
        name: What to call the file in messages.

    Returns:
        The run.

    Raises:
        UndoError: If no run of the log read exactly this, or the log is damaged. What has been
            written to `target` by then must not be used.
        OSError: If the log cannot be read.
    """
    return _carry_over(log, source, target, name, is_undo=False)


def _carry_over(
    log: PathLike, source: BinaryIO, target: BinaryIO, name: str, *, is_undo: bool
) -> Run:
    run = choose_run(log, name, content_of(source), is_undo=is_undo)
    source.seek(0)
    writer = HashedWriter(target)
    splices = read_splices(log, run)
    encoding = str(run.header.get("encoding", "utf-8"))
    carry = _text if run.header.get("kind") == TEXT else _table
    try:
        for block in carry(source, splices, encoding, name, is_undo):
            writer.write(block)
    except UndoError:
        raise
    except (NormalizerError, UnicodeError) as error:
        raise UndoError(f"{log} does not fit {name}: {error}") from error
    if writer.digest.content() != (run.before if is_undo else run.after):
        raise UndoError(f"{log} was altered: it does not lead to the bytes that it names.")
    return run


def _table(
    source: BinaryIO, splices: Iterator[Splice[str]], encoding: str, name: str, is_undo: bool
) -> Iterator[bytes]:
    codec = Codec(encoding)
    inner = (
        (at, before.encode(codec.inner), after.encode(codec.inner)) for at, before, after in splices
    )
    for block in splice(codec.blocks(source, BLOCK), backwards(inner) if is_undo else inner):
        yield codec.encode(block)
    yield codec.finish()


def _text(
    source: BinaryIO, splices: Iterator[Splice[str]], encoding: str, name: str, is_undo: bool
) -> Iterator[bytes]:
    wanted = backwards(splices) if is_undo else splices
    encode = TextEncoder(encoding)
    for part in splice(read_parts(source, encoding, name), wanted):
        yield encode(part)
