"""``normalizer gazetteer stats``: counts."""

from __future__ import annotations

from collections.abc import Mapping

import click

from normalizer.cli.shared import gazetteer_option, json_line

_SHOWN = 20


@click.command()
@gazetteer_option
@click.option(
    "--all", "show_all", is_flag=True, help="Whole tables, not just the first twenty rows."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, with whole tables.")
def stats(gazetteers: tuple[str, ...], show_all: bool, as_json: bool) -> None:
    """Count entities by type and place, and names by kind, script and language."""
    from dataclasses import asdict

    from normalizer.gazetteer.layers import read_stack
    from normalizer.gazetteer.locate import stack_paths
    from normalizer.gazetteer.statistics import statistics

    counts = asdict(statistics(read_stack(stack_paths(gazetteers)).in_order()))
    if as_json:
        click.echo(json_line(counts))
        return
    for title, value in counts.items():
        words = title.replace("_", " ")
        if isinstance(value, int):
            click.echo(f"{value:>9,}  {words}")
        else:
            click.echo(f"\n{words.capitalize()}: {len(value)}")
            _print_table(value, None if show_all else _SHOWN)


def _print_table(table: Mapping[str, int], shown: int | None) -> None:
    rows = list(table.items())
    for word, count in rows[:shown]:
        click.echo(f"{count:>9,}  {word}")
    if shown is not None and len(rows) > shown:
        rest = sum(count for _, count in rows[shown:])
        click.echo(f"{rest:>9,}  in {len(rows) - shown} more (--all)")
