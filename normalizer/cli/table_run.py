"""What ``normalizer table`` does with one table."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING, Any

from normalizer.cli import table_files
from normalizer.cli.audit_option import header_of, recorded
from normalizer.cli.shared import stdout_bytes
from normalizer.rewriting.formats.compression import decompressed

if TYPE_CHECKING:
    from normalizer.rewriting.audit_log import AuditLog
    from normalizer.rewriting.table_options import (
        CellEdit,
        OnValue,
        Resolver,
        TableOptions,
        TableReport,
    )


@dataclass(frozen=True, slots=True)
class TableRun:
    """What one call of the command does with each of its tables.

    Attributes:
        format: The format that was asked for; None to go by the file's name.
        options: Gives what to do with a table of a format.
        resolve: Resolves values.
        on_value: Told of the values of a table, if anything wants to know them.
        log: Where changes are recorded, if anywhere.
        made_by: The signature of the run, for logs and for going on.
        output: The file to write to; None for standard output.
        in_place: Whether each table is written back.
        as_json: Whether changes are told in JSON instead.
        as_diff: Whether they are told for reading instead.
        check: Whether nothing is written.
        resume: Whether to keep how far the run is, and to go on where one was stopped.
    """

    format: str | None
    options: Callable[[str], TableOptions]
    resolve: Resolver
    on_value: OnValue | None
    log: AuditLog | None
    made_by: Mapping[str, Any]
    output: str | None
    _: KW_ONLY
    in_place: bool
    as_json: bool
    as_diff: bool
    check: bool
    resume: bool

    def over(self, path: str) -> TableReport:
        """Rewrite a table, or tell what would change in it.

        Args:
            path: The file, or ``-`` for standard input.

        Returns:
            What was done.

        Raises:
            NormalizerError: If it cannot be rewritten as asked.
            OSError: If it cannot be read, or the output not be written.
        """
        from normalizer.rewriting.formats.open import rewrite_any
        from normalizer.rewriting.resume import Journal

        target = path if self.in_place else self.output
        silent = self.as_json or self.as_diff or self.check
        journal = Journal(target, self.made_by) if self.resume and target else None
        part = None if journal is None else journal.part
        kind = table_files.format_for(path, self.format)
        options = self.options(kind)
        header = header_of(self.made_by, kind, options.encoding, path, target)
        with (
            table_files.table_source(path, self.format) as file,
            table_files.target(file, target, silent, self.in_place, part, kind=kind) as sink,
            decompressed(file, path) as source,
            recorded(self.log, journal, header, source, sink) as (reader, writer),
            _changes_told(path, self.log, self.as_json, self.as_diff) as on_edit,
        ):
            report = rewrite_any(
                kind, reader, writer, self.resolve, options,
                on_edit=on_edit, on_value=self.on_value,
                on_beside=None if self.log is None else self.log.add_beside, journal=journal,
            )  # fmt: skip
        if journal is not None:
            journal.remove()
        return report


@contextlib.contextmanager
def _changes_told(
    path: str, log: AuditLog | None, as_json: bool, as_diff: bool
) -> Iterator[Callable[[CellEdit], object] | None]:
    """Give what is done with every change; None if nothing is, which is faster.

    Args:
        path: The table.
        log: Where changes are recorded, if anywhere; then they are not told on standard output.
        as_json: Whether to tell of them there in JSON.
        as_diff: Whether to tell of them there for reading.
    """
    if log is None and not as_json and not as_diff:
        yield None
        return
    from normalizer.rewriting.edit_lines import EditLines

    if log is not None:
        yield EditLines(log.add_lines)
        return
    stream = stdout_bytes()
    try:
        if as_json:
            yield EditLines(lambda lines, _: stream.write(lines), {"file": path})
        else:
            yield lambda edit: stream.write(_as_diff(path, edit))
    finally:
        stream.flush()


def _as_diff(path: str, edit: CellEdit) -> bytes:
    place = edit.name or f"column {edit.column}"
    lines = f"{path}:{edit.line}: {place}\n-{edit.before}\n+{edit.after}\n"
    if not edit.raw_before:
        added = edit.raw_after[1:]
        if edit.raw_after.startswith("<"):  # a workbook's XML, which is nothing to read
            added = ", ".join((edit.id, edit.after, f"{edit.score:.3f}", *edit.evidence))
        lines = f"{path}:{edit.line}: {place}: {edit.before}\n+{added}\n"
    return lines.encode("utf-8", "surrogatepass")
