"""``normalizer suggest``: what the unresolved values of tables may be names of, as YAML."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from normalizer.cli.shared import (
    Progress,
    counted,
    gazetteer_option,
    jobs_option,
    json_line,
    open_normalizer,
    quiet_option,
    strictness_option,
    write_stdout,
)
from normalizer.cli.table_reading import TableReading, read_values, reading_options
from normalizer.cli.table_review import deciding, layer_folder, visible, write_files
from normalizer.cli.table_rows import resolver

if TYPE_CHECKING:
    from normalizer.rewriting.suggestions import Suggestion

_SHOWN = 5


@click.command()
@click.argument("files", nargs=-1, type=click.Path())
@gazetteer_option
@reading_options
@strictness_option
@click.option("--decisions", type=click.Path(exists=True, dir_okay=False),
              help="File of decisions; values that it decides are left out.")  # fmt: skip
@click.option("--min-count", type=click.IntRange(1), default=1, show_default=True,
              help="Only values in at least this many rows.")  # fmt: skip
@click.option("--new-type", default="organization", show_default=True,
              help="Type of new entities, where no --type-column gives it.")  # fmt: skip
@click.option("--output", "-o", type=click.Path(file_okay=False),
              help="Folder of a layer to write the files to.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object for each group.")
@jobs_option
@quiet_option
def suggest(
    files: tuple[str, ...],
    gazetteers: tuple[str, ...],
    reading: TableReading,
    strictness: str,
    decisions: str | None,
    min_count: int,
    new_type: str,
    output: str | None,
    as_json: bool,
    jobs: int | None,
    quiet: bool,
) -> None:
    """Group the unresolved values of FILES by similarity, and propose entries for them.

    Prints the YAML to add for each group, the most frequent first: names for an existing entity, or
    a new entity. With --output, it writes files of a layer and prints their paths. Somebody must
    check them: a candidate is proposed because it was not certain enough to be accepted.

    \b
    normalizer suggest actors.csv --column actor
    normalizer suggest actors.csv --column actor --output mine
    normalizer table actors.csv --column actor -g curated -g mine
    """  # noqa: D301  # click wants the backspace itself
    from normalizer.gazetteer.layers import read_stack
    from normalizer.gazetteer.locate import stack_paths
    from normalizer.matching.names.listed import ListedNames
    from normalizer.rewriting.suggestion_files import suggested_files
    from normalizer.rewriting.suggestions import MOST, suggestions
    from normalizer.rewriting.tally import Tally, resolved_again

    layers = stack_paths(gazetteers)
    folder = layer_folder(output, layers) if output else ""
    normalizer = open_normalizer(gazetteers)
    progress = Progress("values", quiet)
    asked = {"strictness": strictness}
    tally = Tally()
    with normalizer.workers(jobs) as workers:
        resolve = resolver(normalizer, asked, progress.add, workers)
        resolve = deciding(resolve, normalizer, gazetteers, decisions)
        read_values(files or ("-",), reading, resolve, tally.add)
    resolve = deciding(resolver(normalizer, asked, progress.add), normalizer, gazetteers, decisions)
    unresolved = [value for value in tally.unresolved() if value.rows >= min_count]
    values = unresolved[:MOST]
    found = suggestions(
        values,
        resolved_again(values, resolve),
        ListedNames(normalizer.index),
        lambda entity_id: normalizer.entity(entity_id) is not None,
        new_type,
    )
    progress.clear()
    stack = read_stack(layers) if output or not as_json else None
    if as_json:
        for suggestion in found:
            line = json_line(_plain(suggestion)) + "\n"
            write_stdout(line.encode("utf-8", "surrogatepass"))
    elif not output:
        assert stack is not None
        for suggestion in found:
            texts = suggested_files([suggestion], stack.files, "")
            click.echo("\n".join(("---", *_told(suggestion), *texts.values())).rstrip("\n"))
    if output:
        assert stack is not None
        write_files(suggested_files(found, stack.files, folder))
    if not quiet:
        click.echo(_summary(found, len(unresolved) - len(values), tally.most_missed), err=True)


def _plain(suggestion: Suggestion) -> dict[str, Any]:
    from normalizer.gazetteer.plain import plain_name

    return {
        "action": suggestion.action,
        "id": suggestion.id or None,
        "name": suggestion.name or None,
        "type": suggestion.type or None,
        "rows": suggestion.rows,
        "values": [
            {"value": it.text, "rows": it.rows, "reason": it.reason} for it in suggestion.values
        ],
        "candidates": [
            {"id": it.id, "name": it.name, "score": round(it.score, 4), "evidence": it.evidence}
            for it in suggestion.candidates
        ],
        "names": [plain_name(name) for name in suggestion.names],
        "left_out": suggestion.left_out,
    }


def _told(suggestion: Suggestion) -> list[str]:
    """Return what people should know of a group, as comments of the YAML."""
    from normalizer.matching.names.results import in_a_line

    values = [f"{it.text} ({it.rows:,})" for it in suggestion.values[:_SHOWN]]
    if len(suggestion.values) > _SHOWN:
        values.append(f"{len(suggestion.values) - _SHOWN:,} more")
    lines = [f"{counted(suggestion.rows, 'row')}: {', '.join(values)}"]
    if suggestion.action == "decide":
        lines.append(
            f"nothing to add: {suggestion.values[0].reason}; decide with `normalizer review`"
        )
    for candidate in suggestion.candidates:
        evidence = in_a_line(candidate.evidence)
        lines.append(f"{candidate.id}, {candidate.score:.3f}: {evidence}")
    return [f"# {visible(line)}" for line in (*lines, *suggestion.left_out)]


def _summary(found: Sequence[Suggestion], waiting: int, missed: int) -> str:
    count = dict.fromkeys(("extend", "new", "decide"), 0)
    for suggestion in found:
        count[suggestion.action] += 1
    told = ", ".join(
        (
            f"names for {counted(count['extend'], 'entity', 'entities')}",
            counted(count["new"], "new entity", "new entities"),
            f"{counted(count['decide'], 'group')} to decide on",
        )
    )
    if waiting:
        wait = "waits" if waiting == 1 else "wait"
        told += f"; {counted(waiting, 'value')} in fewer rows {wait} for the next time"
    if missed:
        told += f"; values in up to {counted(missed, 'row')} may be missing"
    return told
