"""``normalizer gazetteer ambiguous``: the names that several entities share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from normalizer.cli.shared import gazetteer_option, json_line, open_normalizer

if TYPE_CHECKING:
    from normalizer.matching.compiled.shared_names import SharedName


@click.command()
@gazetteer_option
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object on each line.")
def ambiguous(gazetteers: tuple[str, ...], as_json: bool) -> None:
    """List the names that several entities share, with what distinguishes them.

    Prints a line for each name and, under it, a line for each entity: its ID, the name as it lists
    it, kind, language and conditions.
    """
    from normalizer.matching.compiled.shared_names import shared_names

    found = shared_names(open_normalizer(gazetteers).index)
    for shared in found:
        if as_json:
            click.echo(json_line({"text": shared.text, "entities": _uses(shared)}))
            continue
        click.echo(shared.text)
        for use in _uses(shared):
            conditions = "; ".join(map(_condition, use.get("conditions", {}).items()))
            click.echo("\t" + "\t".join((*list(use.values())[:4], conditions or "no conditions")))
    click.echo(f"{len(found)} shared names", err=True)


def _uses(shared: SharedName) -> list[dict[str, Any]]:
    from normalizer.gazetteer.plain import plain_name

    return [{"id": use.id, **plain_name(use.name)} for use in shared.uses]


def _condition(item: tuple[str, Any]) -> str:
    key, value = item
    return f"{key}: {', '.join(value) if isinstance(value, list) else value}"
