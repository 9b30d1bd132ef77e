"""``normalizer text``: rewrite the names in running text."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

import click

from normalizer.cli.audit_option import audit_log, check_record, text_recorder
from normalizer.cli.shared import (
    Progress,
    date_option,
    gazetteer_option,
    open_normalizer,
    quiet_option,
    shown,
    stdout_bytes,
    type_option,
)
from normalizer.cli.signature import print_signature, signature_of_command, signature_option
from normalizer.cli.text_work import CHECK, DIFF, IN_PLACE, JSON, TEXT, Outcome, TextTask

if TYPE_CHECKING:
    from normalizer.api import Normalizer


@click.command()
@click.argument("files", nargs=-1, type=click.Path())
@gazetteer_option
@date_option
@type_option
@click.option(
    "--to",
    default="name",
    show_default=True,
    help="Form to write: name, id, a language such as ar, as-of (the name in use on --date), "
    'style:FILE (a house style), or a template: "{name} [{id}]".',
)
@click.option(
    "--annotate",
    type=click.Choice(["html", "markdown", "brat", "jsonl", "conll", "spacy"]),
    help="Mark the names instead of rewriting them.",
)
@click.option(
    "--markup",
    type=click.Choice(["auto", "html", "markdown", "none"]),
    default="auto",
    show_default=True,
    help="Markup of the texts, of which only running text is changed; auto decides by the suffix.",
)
@click.option(
    "--json", "as_json", is_flag=True, help="Print mentions and edits, a JSON object for each file."
)
@click.option("--diff", "as_diff", is_flag=True, help="Print a unified diff instead of the text.")
@click.option(
    "--in-place", "-i", is_flag=True, help="Write each file back, as a whole or not at all."
)
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if any file would change.")
@click.option(
    "--audit", type=click.Path(), help="Write a log to this file, with which the run can be undone."
)
@click.option("--hashtags", is_flag=True, help="Rewrite names in hashtags, too.")
@click.option("--unlisted", is_flag=True, help="Rewrite names in unlisted spellings, too.")
@click.option(
    "--affixes",
    type=click.Choice(["keep", "drop", "skip"]),
    default="keep",
    show_default=True,
    help="Particles and endings attached to a name: keep them where the form allows, drop them, "
    "or skip such a name.",
)
@click.option("--encoding", default="utf-8", show_default=True, help="Encoding of the files.")
@click.option(
    "--jobs", "-j", type=click.IntRange(1), default=1, show_default=True, help="Processes."
)
@signature_option
@quiet_option
def text(
    files: tuple[str, ...],
    gazetteers: tuple[str, ...],
    date: str | None,
    types: tuple[str, ...],
    to: str,
    annotate: str | None,
    markup: str,
    as_json: bool,
    as_diff: bool,
    in_place: bool,
    check: bool,
    audit: str | None,
    hashtags: bool,
    unlisted: bool,
    affixes: str,
    encoding: str,
    jobs: int,
    signature: bool,
    quiet: bool,
) -> int:
    """Rewrite the names in FILES (or standard input, -) to one form each.

    Only listed names are rewritten, if the words around them allow it, and with --unlisted also
    other spellings that are clearly one of them; every other byte stays as it was. URLs, e-mail
    addresses, paths, handles and code are not changed.

    \b
    normalizer text article.txt
    normalizer text --to id --diff *.txt
    cat article.txt | normalizer text --to ar > article.ar.txt
    """  # noqa: D301  # click wants the backspace itself
    outputs = {JSON: as_json, DIFF: as_diff, IN_PLACE: in_place, CHECK: check}
    wanted = [output for output, given in outputs.items() if given] + [annotate] * bool(annotate)
    if len(wanted) > 1:
        raise click.UsageError(
            "Give only one of --json, --diff, --in-place, --check and --annotate."
        )
    inputs = files or ("-",)
    if in_place and "-" in inputs:
        raise click.UsageError("--in-place needs files; standard input cannot be written back.")
    check_record(inputs, None, audit, silent=bool(wanted) and not in_place)
    if audit is not None and ((len(inputs) > 1 and not in_place) or jobs > 1):
        raise click.UsageError("--audit of several files needs --in-place and a single process.")
    if annotate and (to != "name" or affixes != "keep"):
        raise click.UsageError("--annotate marks names as they are; leave out --to and --affixes.")
    if annotate == "brat" and len(inputs) > 1:
        raise click.UsageError(
            "brat keeps a separate file of annotations for each text; give one file at a time."
        )
    found = {"date": date, "types": types or None, "hashtags": hashtags, "unlisted": unlisted}
    output = (wanted or [TEXT])[0] or TEXT
    normalizer = open_normalizer(gazetteers, types)
    normalizer.renderer(to, date=date)  # refuse a wrong form before reading anything
    made_by = signature_of_command(normalizer) if signature or audit else {}
    if signature:
        return print_signature(made_by)
    log = click.get_current_context().with_resource(audit_log(audit))
    record = text_recorder(log, made_by, encoding, in_place)
    task = TextTask(output, to, found, markup, encoding, affixes, record)
    progress = Progress("files", quiet or len(inputs) < 2)
    failed = changed = 0
    for number, done in enumerate(_outcomes(task, normalizer, gazetteers, inputs, jobs), 1):
        progress.show(number, len(inputs))
        changed += bool(done.edits)
        if done.error:
            failed += 1
            click.echo(f"Error: {shown(done.path)}: {done.error}", err=True)
        elif check and done.edits and not quiet:
            click.echo(f"{shown(done.path)}: {done.edits} to rewrite", err=True)
    progress.clear()
    return 1 if failed or (check and changed) else 0


def _outcomes(
    task: TextTask,
    normalizer: Normalizer,
    gazetteers: tuple[str, ...],
    inputs: tuple[str, ...],
    jobs: int,
) -> Iterator[Outcome]:
    """Yield what came of each input, in order, once its output is written."""
    out = BytesIO() if task.output in (IN_PLACE, CHECK) else stdout_bytes()
    jobs = min(jobs, len(inputs))
    if jobs > 1 and "-" not in inputs:
        from normalizer.cli.parallel import run_in_order

        yield from run_in_order(task, gazetteers, inputs, jobs, out)
        return
    for path in inputs:
        yield task.outcome(normalizer, path, out, strict=len(inputs) == 1)
        out.flush()
