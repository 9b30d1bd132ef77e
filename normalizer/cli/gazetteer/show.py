"""``normalizer gazetteer show``: print entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from normalizer.cli.shared import gazetteer_option, json_line, open_normalizer

if TYPE_CHECKING:
    from normalizer.gazetteer.layers import Stack


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@gazetteer_option
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print a JSON object on each line, with all layers merged.",
)
def show(names: tuple[str, ...], gazetteers: tuple[str, ...], as_json: bool) -> int:
    """Print the entries of entities, given by ID or by any spelling of a name.

    For a name that several entities share, it prints all of them. Where several layers describe an
    entity, it prints the files of all of them, the lowest first.
    """
    from normalizer.gazetteer.layers import read_stack
    from normalizer.gazetteer.locate import stack_paths

    stack = read_stack(stack_paths(gazetteers))
    missing = 0
    for given in names:
        ids = [given] if given in stack.entities else _meant(given, gazetteers)
        missing += not ids
        for entity_id in ids:
            _print(entity_id, stack, as_json)
    return 1 if missing else 0


def _meant(given: str, gazetteers: tuple[str, ...]) -> tuple[str, ...]:
    """Return the IDs of the entities that a spelling means, and say so where there are none."""
    from normalizer.matching.texts.coverage import CoverageCheck

    found = CoverageCheck(open_normalizer(gazetteers).index).of(given)
    ids = found.listed or found.entities
    if not ids:
        near = ", ".join(candidate.id for candidate in found.resolution.candidates[:3])
        hint = f" Similar IDs are {near}." if near else ""
        click.echo(f"Error: {given!r} is neither an ID nor a known name.{hint}", err=True)
    return ids


def _print(entity_id: str, stack: Stack, as_json: bool) -> None:
    if as_json:
        from normalizer.gazetteer.plain import plain_entity

        files = {"files": stack.files[entity_id]}
        click.echo(json_line({**plain_entity(stack.entities[entity_id]), **files}))
        return
    for path in stack.files[entity_id]:
        click.echo(f"# {path}")
        click.echo(_text(path, entity_id), nl=False)


def _text(path: str, entity_id: str) -> str:
    """Return what a file says of an entity, rows of a table in the form of the YAML."""
    from normalizer.gazetteer.entry_files import entry_text
    from normalizer.gazetteer.name_tables import is_name_table, rows_of

    if is_name_table(path):
        return entry_text(rows_of(path, entity_id), path, "")
    with open(path, encoding="utf-8") as file:
        return file.read()
