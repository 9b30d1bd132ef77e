"""Reads audit logs, a line at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from normalizer.errors import UndoError
from normalizer.rewriting.audit_log import TEXT, VERSION, Content
from normalizer.rewriting.edits import Splice
from normalizer.rewriting.files import PathLike

_HEADER, _END = b'{"audit"', b'{"end"'
_BESIDE, _CONTENT = b'{"beside"', b'{"beside": "content"'


class Run(NamedTuple):
    """One run of a log.

    Attributes:
        header: What was done with what.
        before: What was read; None in a run that was cut short.
        after: What was written; None likewise.
        edits: How many changes it tells of.
        start: Where its first change stands in the log, in bytes.
        line: The line it begins on, counted from 1.
        content: What its changes were made in, where it is not the bytes of a file; None else.
    """

    header: dict[str, Any]
    before: Content | None
    after: Content | None
    edits: int
    start: int
    line: int
    content: dict[str, Any] | None = None


def read_runs(log: PathLike) -> list[Run]:
    """Return the runs of a log without holding their changes.

    Args:
        log: The log.

    Raises:
        UndoError: If it is none, or one of another version.
        OSError: If it cannot be read.
    """
    runs: list[Run] = []
    offset = 0
    with open(log, "rb") as stream:
        for number, line in enumerate(stream, 1):
            offset += len(line)
            if line.startswith(_HEADER):
                header = _fields(log, number, line)
                if header["audit"] != VERSION:
                    raise UndoError(
                        f"{log}: Line {number}: this log is of version {header['audit']}, and "
                        f"this program reads version {VERSION}; use the one that wrote it."
                    )
                runs.append(Run(header, None, None, 0, offset, number))
            elif not runs:
                raise UndoError(
                    f"{log}: Line {number} is not the header of an audit log; give a file "
                    "written with --audit."
                )
            elif line.startswith(_CONTENT) and line.endswith(b"\n"):
                runs[-1] = runs[-1]._replace(content=_fields(log, number, line))
            elif line.startswith(_END) and line.endswith(b"\n"):
                runs[-1] = _ended(log, number, line, runs[-1])
    if not runs:
        raise UndoError(f"{log} is empty; give a file written with --audit.")
    return runs


def _ended(log: PathLike, number: int, line: bytes, run: Run) -> Run:
    end = _fields(log, number, line)
    try:
        before, after = Content(**end["input"]), Content(**end["output"])
        count, beside = int(end["edits"]), int(end.get("beside", 0))
    except (KeyError, TypeError, ValueError) as error:
        raise UndoError(
            f"{log}: Line {number}: the end of a run does not have its hashes."
        ) from error
    there = number - run.line - 1 - beside
    if there != count:
        raise UndoError(
            f"{log}: Line {number}: the run that begins on line {run.line} should have {count:,} "
            f"changes and has {there:,}; lines were added or lost."
        )
    return run._replace(before=before, after=after, edits=count)


def ids_of(run: Run, edit: Mapping[str, Any]) -> list[str]:
    """Return the entities that a change is of: of a cell with several names, each one resolved.

    Args:
        run: The run that made the change.
        edit: The change.
    """
    sign = run.header.get("options", {}).get("split")
    found = str(edit["id"]).split(sign) if sign else [str(edit["id"])]
    return [entity_id for entity_id in found if entity_id.strip()]


def read_edits(log: PathLike, run: Run) -> Iterator[dict[str, Any]]:
    """Yield the changes of a run, as the log has them; all there are if it was cut short.

    Args:
        log: The log.
        run: One of its runs.

    Raises:
        UndoError: If a line is damaged.
        OSError: If the log cannot be read.
    """
    return (fields for fields in read_lines(log, run) if "beside" not in fields)


def read_lines(log: PathLike, run: Run) -> Iterator[dict[str, Any]]:
    """Yield the changes of a run and what is told beside them; as for `read_edits`."""
    with open(log, "rb") as stream:
        stream.seek(run.start)
        for number, line in enumerate(stream, run.line + 1):
            if line.startswith((_HEADER, _END)):
                return
            if run.after is None and not line.endswith(b"\n"):
                return  # the run was cut short in the middle of this line
            yield _fields(log, number, line)


def _fields(log: PathLike, number: int, line: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(line)
    except ValueError as error:
        raise UndoError(f"{log}: Line {number} is damaged ({error}).") from error
    if not isinstance(fields, dict):
        raise UndoError(f"{log}: Line {number} is damaged (it is not a JSON object).")
    return fields


def choose_run(log: PathLike, file: str, content: Content, *, is_undo: bool) -> Run:
    """Return the run of a log that a file belongs to.

    Args:
        log: The log.
        file: What to call the file in messages.
        content: What it holds.
        is_undo: Whether it must be what the run wrote, or else what it read.

    Raises:
        UndoError: If no run wrote (or read) exactly this, or several did from different inputs.
    """
    runs = read_runs(log)
    found = [run for run in runs if content == (run.after if is_undo else run.before)]
    if len({run[1:3] for run in found}) > 1:
        raise UndoError(
            f"{log} tells of several runs that wrote what {file} holds, from different inputs; "
            "there is no telling which of them it was."
        )
    if found:
        return found[0]
    if not any(run.after for run in runs):
        raise UndoError(f"{log} has no end: its run was interrupted, and nothing was written.")
    if any(content == (run.before if is_undo else run.after) for run in runs):
        state = "as it was before the run" if is_undo else "as the run left it"
        raise UndoError(f"{file} is already {state}; there is nothing to do.")
    done = "written" if is_undo else "read"
    wanted = next(run for run in reversed(runs) if run.after)
    expected = (wanted.after if is_undo else wanted.before) or content
    raise UndoError(
        f"{file} is not the file that was {done} in this run: it has {content.size:,} bytes and "
        f"SHA-256 {content.sha256[:12]}…, not {expected.size:,} and {expected.sha256[:12]}…. "
        f"Give the file as it was {'after' if is_undo else 'before'} the run."
    )


def read_splices(log: PathLike, run: Run) -> Iterator[Splice[str]]:
    """Yield the changes of a run as splices of the text or the bytes that it was made in.

    Args:
        log: The log.
        run: One of its runs.

    Raises:
        UndoError: If a line is damaged.
    """
    at, before, after = ("at", "raw_before", "raw_after")
    if run.header.get("kind") == TEXT:
        at, before, after = ("start", "before", "after")
    for entry in read_lines(log, run):
        if "beside" in entry and at not in entry:
            continue
        try:
            yield int(entry[at]), str(entry[before]), str(entry[after])
        except (KeyError, TypeError, ValueError) as error:
            raise UndoError(f"{log}: a change has no {error}; the log is damaged.") from error
