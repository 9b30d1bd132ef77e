"""``normalizer table``: resolve the names in columns of delimited tables."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any, BinaryIO

import click

from normalizer.cli.shared import (
    Progress,
    date_option,
    gazetteer_option,
    open_normalizer,
    quiet_option,
    shown,
    type_option,
    write_stdout,
)

if TYPE_CHECKING:
    from normalizer.rewriting.tables import CellEdit, TableOptions, TableReport

_TAB_ENDINGS = (".tsv", ".tab")


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
    r"""Resolve the names in columns of FILES (or standard input, -).

    Adds the columns COLUMN_id, COLUMN_name, COLUMN_score and COLUMN_evidence, or with --replace
    rewrites the cells themselves. Every other byte stays as it was.

    \b
    normalizer table actors.csv --column actor > out.csv
    normalizer table actors.csv --column actor --replace --in-place
    normalizer table actors.csv --column actor --replace --diff
    """
    if sum((as_json, as_diff, in_place, check, output is not None)) > 1:
        raise click.UsageError("Give only one of --json, --diff, --in-place, --check, --output.")
    inputs = files or ("-",)
    if len(inputs) > 1 and not (in_place or check or as_json or as_diff):
        raise click.UsageError("Several tables cannot go to one output; add --in-place.")
    if in_place and "-" in inputs:
        raise click.UsageError("--in-place needs files; standard input cannot be written back.")
    if len(types) > 1:
        raise click.UsageError("Give --type at most once.")
    from normalizer.errors import NormalizerError, UsageError
    from normalizer.rewriting.files import refuse_same_file, replace_file
    from normalizer.rewriting.tables import TableOptions, rewrite_table
    from normalizer.rewriting.text import renderer

    target_form = to if to in ("name", "id") else renderer(to)
    normalizer = open_normalizer(gazetteers)
    asked: dict[str, Any] = {"date": date, "type": types[0] if types else None}
    if min_score is not None:
        asked["min_score"] = min_score
    progress = Progress("values", quiet)
    resolved = 0

    def resolve(texts: list[str]) -> list[Any]:
        nonlocal resolved
        resolutions = normalizer.resolve_many(texts, **asked)
        resolved += len(texts)
        progress.show(resolved)
        return resolutions

    def options_for(path: str) -> TableOptions:
        sign = delimiter or ("\t" if path.lower().endswith(_TAB_ENDINGS) else ",")
        return TableOptions(
            columns=columns,
            replace=replace,
            to=target_form,
            split=split,
            header=not no_header,
            min_score=min_score or 0.0,
            escape_formulas=escape_formulas,
            delimiter="\t" if sign == "\\t" else sign,
            encoding=encoding,
            ragged=ragged,
        )

    failed = changed = 0
    with _audit_log(audit) as log:
        for path in inputs:

            def on_edit(edit: CellEdit, path: str = path) -> None:
                if as_json:
                    write_stdout(_json(path, edit).encode())
                if as_diff:
                    click.echo(_readable(path, edit))
                if log is not None:
                    log.write(_json(path, edit))

            def run(source: BinaryIO, target: BinaryIO, path: str = path) -> TableReport:
                return rewrite_table(source, target, resolve, options_for(path), on_edit=on_edit)  # noqa: B023

            try:
                with _source(path) as source:
                    if in_place:
                        with replace_file(path) as target:
                            report = run(source, target)
                    elif output is not None:
                        refuse_same_file(source.fileno(), output)
                        with replace_file(output) as target:
                            report = run(source, target)
                    elif as_json or as_diff or check:
                        report = run(source, _Nowhere())
                    else:
                        report = run(source, sys.stdout.buffer)
                        sys.stdout.buffer.flush()
                progress.clear()
                changed += report.changed + report.escaped
                if not quiet:
                    click.echo(f"{shown(path)}: {_summary(report)}", err=True)
            except BrokenPipeError:
                raise
            except (OSError, NormalizerError) as error:
                if isinstance(error, UsageError) and len(inputs) == 1:
                    raise
                failed += 1
                reason = error.strerror if isinstance(error, OSError) else str(error)
                click.echo(f"Error: {shown(path)}: {reason}", err=True)
    return 1 if failed or (check and changed) else 0


class _Nowhere:
    """A stream that forgets what is written to it."""

    def write(self, data: bytes) -> int:
        return len(data)


@contextlib.contextmanager
def _source(path: str) -> Iterator[BinaryIO]:
    if path == "-":
        yield sys.stdin.buffer
    else:
        with open(path, "rb") as file:
            yield file


@contextlib.contextmanager
def _audit_log(path: str | None) -> Iterator[IO[str] | None]:
    if path is None:
        yield None
    else:
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            yield file


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
    return f"{path}:{edit.line}: {place}\n-{edit.before}\n+{edit.after}"


def _summary(report: TableReport) -> str:
    parts = [f"{report.rows:,} rows", f"{report.resolved:,} values resolved"]
    if report.changed:
        parts.append(f"{report.changed:,} cells changed")
    parts += [f"{count:,} {reason}" for reason, count in sorted(report.abstained.items())]
    if report.ragged:
        parts.append(f"{report.ragged:,} ragged rows left alone")
    return ", ".join(parts)
