"""``normalizer table``: resolve the names in columns of delimited tables."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import click

from normalizer.cli.audit_option import (
    audit_log,
    check_record,
    check_resume,
)
from normalizer.cli.shared import (
    Progress,
    counted,
    date_option,
    gazetteer_option,
    jobs_option,
    open_normalizer,
    quiet_option,
    reason_of,
    shown,
    strictness_option,
)
from normalizer.cli.signature import print_signature, signature_of_command, signature_option
from normalizer.cli.table_reading import TableReading, reading_options
from normalizer.cli.table_review import Review, deciding, review_options
from normalizer.cli.table_rows import resolver
from normalizer.cli.table_run import TableRun
from normalizer.collector import collector_paused
from normalizer.errors import NormalizerError, UsageError

if TYPE_CHECKING:
    from normalizer.rewriting.table_options import TableReport


@click.command()
@click.argument("files", nargs=-1, type=click.Path())
@gazetteer_option
@date_option
@click.option("--type", "types", multiple=True, help="Only entities of this type.")
@reading_options
@click.option("--replace", is_flag=True, help="Replace the cells instead of adding columns.")
@click.option(
    "--to", default="name", show_default=True,
    help='Form that replaces a cell: name, id, a language such as ar, or "{name} [{id}]".',
)  # fmt: skip
@strictness_option
@click.option(
    "--escape-formulas",
    is_flag=True,
    help="Escape cells that begin with = + - @, which spreadsheets take for formulas.",
)
@click.option(
    "--output", "-o", type=click.Path(), help="Write to this file instead of standard output."
)
@click.option(
    "--in-place", "-i", is_flag=True, help="Write each file back, as a whole or not at all."
)
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print only the changed cells, a JSON object on each line.",
)
@click.option(
    "--diff", "as_diff", is_flag=True, help="Print only the changed cells, for people to read."
)
@click.option(
    "--audit", type=click.Path(), help="Write a log to this file, with which the run can be undone."
)
@review_options
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if any cell would change.")
@click.option(
    "--resume", is_flag=True,
    help="Save progress beside the output; continue a run that was interrupted.",
)  # fmt: skip
@signature_option
@jobs_option
@quiet_option
def table(
    files: tuple[str, ...],
    gazetteers: tuple[str, ...],
    date: str | None,
    types: tuple[str, ...],
    reading: TableReading,
    replace: bool,
    to: str,
    strictness: str,
    escape_formulas: bool,
    output: str | None,
    in_place: bool,
    as_json: bool,
    as_diff: bool,
    audit: str | None,
    decisions: str | None,
    report_path: str | None,
    check: bool,
    resume: bool,
    signature: bool,
    jobs: int | None,
    quiet: bool,
) -> int:
    """Resolve the names in columns of FILES (or standard input, -).

    Adds the columns COLUMN_id, COLUMN_name, COLUMN_score and COLUMN_evidence, or with --replace
    rewrites the cells themselves. Every other byte stays as it was.

    \b
    normalizer table actors.csv --column actor > out.csv
    normalizer table actors.csv --column actor --replace --diff
    normalizer table actors.csv --column actor --replace --in-place --audit edits.jsonl
    """  # noqa: D301  # click wants the backspace itself
    inputs = files or ("-",)
    _check_use(inputs, types, {
        "--json": as_json, "--diff": as_diff, "--in-place": in_place, "--check": check,
        "--output": output is not None,
    })  # fmt: skip
    if not replace:
        _check_adding(to, check and not escape_formulas)
    check_record(inputs, output, audit, silent=as_json or as_diff or check)
    if resume:
        check_resume(inputs, output, in_place)
    review = Review(report_path, (*inputs, output, audit, decisions), resume)
    asked: dict[str, Any] = {
        "date": date, "type": types[0] if types else None, "strictness": strictness,
    }  # fmt: skip
    if reading.min_score is not None:
        asked["min_score"] = reading.min_score
    normalizer = open_normalizer(gazetteers, types)
    made_by = signature_of_command(normalizer) if signature or audit or resume else {}
    if signature:
        return print_signature(made_by)
    form: Any = to if to in ("name", "id") else normalizer.renderer(to, date=date)
    options = functools.partial(
        reading.options, replace=replace, to=form, escape_formulas=escape_formulas
    )
    progress = Progress("values", quiet)

    failed = changed = 0
    # What is kept of a table holds no cycles.
    with collector_paused(), normalizer.workers(jobs) as workers, audit_log(audit, resume) as log:
        resolve = deciding(
            resolver(normalizer, asked, progress.add, workers), normalizer, gazetteers, decisions
        )
        run = TableRun(
            reading.format, options, resolve, review.on_value, log, made_by, output,
            in_place=in_place, as_json=as_json, as_diff=as_diff, check=check, resume=resume,
        )  # fmt: skip
        for path in inputs:
            try:
                report = run.over(path)
            except BrokenPipeError:
                raise
            except (OSError, NormalizerError) as error:
                if isinstance(error, UsageError) and len(inputs) == 1:
                    raise
                failed += 1
                click.echo(f"Error: {shown(path)}: {reason_of(error, path)}", err=True)
                continue
            review.add(shown(path), report)
            progress.clear()
            changed += report.changed + report.escaped
            if not quiet:
                _tell(shown(path), report)
    review.write(resolver(normalizer, asked, progress.add))
    return 1 if failed or (check and changed) else 0


def _check_use(inputs: tuple[str, ...], types: tuple[str, ...], outputs: dict[str, bool]) -> None:
    """Refuse options that do not go together."""
    if sum(outputs.values()) > 1:
        raise click.UsageError(f"Give only one of {', '.join(outputs)}.")
    if len(inputs) > 1 and not any(outputs[key] for key in outputs if key != "--output"):
        raise click.UsageError("Several tables cannot be written to one output; add --in-place.")
    if outputs["--in-place"] and "-" in inputs:
        raise click.UsageError("--in-place needs files; standard input cannot be written back.")
    if len(types) > 1:
        raise click.UsageError("Give --type at most once.")


def _check_adding(to: str, check: bool) -> None:
    """Refuse options that say something of cells that are replaced, where columns are added."""
    if to != "name":
        raise click.UsageError("--to says what replaces a cell; add --replace.")
    if check:
        raise click.UsageError("--check tells whether cells would change; add --replace.")


def _tell(path: str, report: TableReport) -> None:
    """Print what was done with a table."""
    from normalizer.gazetteer.dates import TEXT_FORMS
    from normalizer.rewriting.row_columns import BAD_DATE

    click.echo(f"{path}: {_summary(report)}", err=True)
    if BAD_DATE in report.abstained:
        click.echo(f"{path}: dates are read only if written {TEXT_FORMS}.", err=True)


def _summary(report: TableReport) -> str:
    resolved = counted(report.resolved, "value")
    parts = [counted(report.rows, "row"), f"{resolved} resolved"]
    if report.changed:
        parts.append(f"{counted(report.changed, 'cell')} changed")
    parts += [f"{count:,} {reason}" for reason, count in sorted(report.abstained.items())]
    if report.skipped:
        parts.append(f"{counted(report.skipped, 'row')} not selected")
    if report.ragged:
        parts.append(f"{counted(report.ragged, 'ragged row')} left alone")
    return ", ".join(parts)
