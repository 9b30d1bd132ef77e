"""``normalizer table``: resolve the names in columns of delimited tables."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from typing import IO, TYPE_CHECKING, Any, BinaryIO

import click

from normalizer.cli import table_files
from normalizer.cli.shared import (
    Progress,
    date_option,
    gazetteer_option,
    open_normalizer,
    quiet_option,
    reason_of,
    shown,
    strictness_option,
    type_option,
    write_stdout,
)
from normalizer.cli.table_files import format_for
from normalizer.cli.table_rows import resolver, row_options
from normalizer.errors import NormalizerError, UsageError
from normalizer.rewriting.formats.compression import decompressed
from normalizer.rewriting.formats.open import FORMATS

if TYPE_CHECKING:
    from normalizer.rewriting.row_columns import RowColumns
    from normalizer.rewriting.table_options import CellEdit, Resolver, TableOptions, TableReport


@click.command()
@click.argument("files", nargs=-1, type=click.Path())
@gazetteer_option
@date_option
@type_option
@click.option(
    "--column", "-c", "columns", multiple=True, required=True,
    help="Column by name or number (from 1); may be repeated.",
)  # fmt: skip
@click.option("--replace", is_flag=True, help="Replace the cells instead of adding columns.")
@click.option(
    "--to", default="name", show_default=True,
    help='What replaces a cell: name, id, a language such as ar, or "{name} [{id}]".',
)  # fmt: skip
@click.option("--split", help="Sign between several names in one cell, such as ';'.")
@click.option("--min-score", type=click.FloatRange(0, 1), help="Least score that counts.")
@strictness_option
@row_options
@click.option(
    "--format", "-f", type=click.Choice(FORMATS),
    help="What the files are in; default: what their names say, else csv.",
)  # fmt: skip
@click.option("--sheet", help="Sheet of a workbook by name or number; default: the first.")
@click.option("--delimiter", "-d", help="Default: a tab for .tsv and .tab, else a comma.")
@click.option("--encoding", default="utf-8", show_default=True)
@click.option("--no-header", is_flag=True, help="The first row is data.")
@click.option(
    "--ragged", type=click.Choice(["error", "keep"]), default="error", show_default=True,
    help="What to do with rows of another width.",
)  # fmt: skip
@click.option("--escape-formulas", is_flag=True, help="Disarm cells that begin with = + - @.")
@click.option("--output", "-o", type=click.Path(), help="Write there instead of standard output.")
@click.option("--in-place", "-i", is_flag=True, help="Write each file back, whole or not at all.")
@click.option("--json", "as_json", is_flag=True, help="The changed cells, a JSON object a line.")
@click.option("--diff", "as_diff", is_flag=True, help="The changed cells, for reading.")
@click.option("--audit", type=click.Path(), help="Write the changed cells there, as with --json.")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if a cell would change.")
@quiet_option
def table(
    files: tuple[str, ...],
    gazetteers: tuple[str, ...],
    date: str | None,
    types: tuple[str, ...],
    columns: tuple[str, ...],
    replace: bool,
    to: str,
    split: str | None,
    min_score: float | None,
    strictness: str,
    rows: RowColumns,
    format: str | None,
    sheet: str | None,
    delimiter: str | None,
    encoding: str,
    no_header: bool,
    ragged: str,
    escape_formulas: bool,
    output: str | None,
    in_place: bool,
    as_json: bool,
    as_diff: bool,
    audit: str | None,
    check: bool,
    quiet: bool,
) -> int:
    """Resolve the names in columns of FILES (or standard input, -).

    Adds the columns COLUMN_id, COLUMN_name, COLUMN_score and COLUMN_evidence, or with --replace
    rewrites the cells themselves. Every other byte stays as it was.

    \b
    normalizer table actors.csv --column actor > out.csv
    normalizer table actors.csv --column actor --replace --in-place
    normalizer table actors.csv --column actor --replace --diff
    """  # noqa: D301  # click wants the backspace itself
    inputs = files or ("-",)
    if delimiter == "":
        raise click.BadParameter("It is empty; give one character.", param_hint="--delimiter")
    _check_use(inputs, types, {
        "--json": as_json, "--diff": as_diff, "--in-place": in_place, "--check": check,
        "--output": output is not None,
    })  # fmt: skip
    from normalizer.rewriting.tables import TableOptions

    asked: dict[str, Any] = {
        "date": date, "type": types[0] if types else None, "strictness": strictness,
    }  # fmt: skip
    if min_score is not None:
        asked["min_score"] = min_score
    if (as_json or as_diff or check or audit) and not (replace or escape_formulas):
        raise click.UsageError(
            "--json, --diff, --check and --audit tell of changed cells; add --replace."
        )
    _check_audit(audit, (*inputs, output))
    normalizer = open_normalizer(gazetteers)
    form: Any = to if to in ("name", "id") else normalizer.renderer(to, date=date)
    progress = Progress("values", quiet)
    resolve = resolver(normalizer, asked, progress.add)

    def options_for(kind: str) -> TableOptions:
        sign = delimiter or ("\t" if kind == "tsv" else ",")
        return TableOptions(
            columns=columns,
            replace=replace,
            to=form,
            split=split,
            header=not no_header,
            min_score=min_score or 0.0,
            escape_formulas=escape_formulas,
            delimiter="\t" if sign == "\\t" else sign,
            encoding=encoding,
            ragged=ragged,
            sheet=sheet,
            rows=rows,
        )

    failed = changed = 0
    with _audit_log(audit) as log:
        for path in inputs:
            target = path if in_place else output
            shows: list[Callable[[str], object]] = [log.write] if log is not None else []
            shows += [_write_line] if as_json else []
            silent = as_json or as_diff or check
            try:
                kind = format_for(path, format, output)
                options = options_for(kind)
                with (
                    table_files.source(path) as file,
                    table_files.target(file, target, silent, in_place) as sink,
                    decompressed(file, path) as source,
                ):
                    report = rewrite_path(
                        path, kind, source, sink, resolve, options, shows, as_diff
                    )
            except BrokenPipeError:
                raise
            except (OSError, NormalizerError) as error:
                if isinstance(error, UsageError) and len(inputs) == 1:
                    raise
                failed += 1
                click.echo(f"Error: {shown(path)}: {reason_of(error, path)}", err=True)
                continue
            progress.clear()
            changed += report.changed + report.escaped
            if not quiet:
                click.echo(f"{shown(path)}: {_summary(report)}", err=True)
    return 1 if failed or (check and changed) else 0


def _check_use(inputs: tuple[str, ...], types: tuple[str, ...], outputs: dict[str, bool]) -> None:
    """Refuse options that do not go together."""
    if sum(outputs.values()) > 1:
        raise click.UsageError(f"Give only one of {', '.join(outputs)}.")
    if len(inputs) > 1 and not any(outputs[key] for key in outputs if key != "--output"):
        raise click.UsageError("Several tables cannot go to one output; add --in-place.")
    if outputs["--in-place"] and "-" in inputs:
        raise click.UsageError("--in-place needs files; standard input cannot be written back.")
    if len(types) > 1:
        raise click.UsageError("Give --type at most once.")


def _check_audit(audit: str | None, others: Sequence[str | None]) -> None:
    """Refuse a log that would be written over a table."""
    from normalizer.rewriting.files import is_same_file

    for other in others:
        if audit is not None and other is not None and is_same_file(audit, other):
            raise click.UsageError(
                f"--audit {audit} would write over the table {other}; give it a file of its own."
            )


def rewrite_path(
    path: str,
    kind: str,
    source: BinaryIO,
    sink: BinaryIO,
    resolve: Resolver,
    options: TableOptions,
    shows: Sequence[Callable[[str], object]],
    as_diff: bool,
) -> TableReport:
    """Rewrite one table and show its changed cells where that is asked for."""
    from normalizer.rewriting.formats.open import rewrite_any

    def on_edit(edit: CellEdit) -> None:
        for show in shows:
            show(_json(path, edit))
        if as_diff:
            _write_line(_readable(path, edit))

    tells = on_edit if shows or as_diff else None
    return rewrite_any(kind, source, sink, resolve, options, on_edit=tells)


@contextlib.contextmanager
def _audit_log(path: str | None) -> Iterator[IO[str] | None]:
    if path is None:
        yield None
    else:
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            yield file


def _write_line(line: str) -> None:
    write_stdout(line.encode("utf-8", "surrogatepass"))


def _json(path: str, edit: CellEdit) -> str:
    import json

    fields = {
        "file": path,
        "row": edit.row,
        "line": edit.line,
        "column": edit.column,
        "name": edit.name,
        "before": edit.before,
        "after": edit.after,
        "raw_before": edit.raw_before,
        "raw_after": edit.raw_after,
        "id": edit.id,
        "score": round(edit.score, 4),
        "evidence": edit.evidence,
    }
    return json.dumps(fields, ensure_ascii=False) + "\n"


def _readable(path: str, edit: CellEdit) -> str:
    place = edit.name or f"column {edit.column}"
    return f"{path}:{edit.line}: {place}\n-{edit.before}\n+{edit.after}\n"


def _summary(report: TableReport) -> str:
    parts = [f"{report.rows:,} rows", f"{report.resolved:,} values resolved"]
    if report.changed:
        parts.append(f"{report.changed:,} cells changed")
    parts += [f"{count:,} {reason}" for reason, count in sorted(report.abstained.items())]
    if report.skipped:
        parts.append(f"{report.skipped:,} rows not asked for")
    if report.ragged:
        parts.append(f"{report.ragged:,} ragged rows left alone")
    return ", ".join(parts)
