"""``normalizer gazetteer new``: make an entity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from normalizer.cli.gazetteer.target import target_option

if TYPE_CHECKING:
    from normalizer.cli.gazetteer.asking import Asker
    from normalizer.cli.gazetteer.target import Target
    from normalizer.entity import Entity


@click.command()
@target_option
@click.option("--type", "entity_type", help="Type of the entity, such as organization.")
@click.option("--name", help="Canonical English name.")
@click.option("--id", "entity_id", help="Its ID; derived from the name if left out.")
@click.option("--native", help="Its name in its own language.")
@click.option(
    "--native-language",
    metavar="TAG",
    help="Language of that name, if its script does not determine it.",
)
@click.option(
    "--also",
    "names",
    nargs=3,
    multiple=True,
    metavar="TEXT LANGUAGE KIND",
    help="A further name; - for a language or kind that can be derived from the text.",
)
@click.option("--wikidata", metavar="QID", help="Its Wikidata number, if you have looked it up.")
@click.option(
    "--source",
    "sources",
    multiple=True,
    metavar="URL",
    help="Web address where this can be checked.",
)
@click.option("--example", "examples", multiple=True, help="A sentence that names it.")
@click.option(
    "--negative",
    "negatives",
    multiple=True,
    help="A sentence in which a name means something else.",
)
@click.option("--force", is_flag=True, help="Go on even if a name is another entity's.")
@click.option("--yes", is_flag=True, help="Ask nothing; derive the rest from what is given.")
def new(gazetteers: tuple[str, ...], yes: bool, **options: Any) -> int:
    """Create an entity: ask for its names, write its file, and check it.

    Questions that options answer are not asked. The names are looked up first, so that nothing is
    entered twice. The file is kept only if lint finds no fault in it; its path is printed.
    """
    from normalizer.cli.gazetteer.asking import Asker
    from normalizer.cli.gazetteer.dialogue import Dialogue, Given, NotNewError
    from normalizer.cli.gazetteer.target import target_of

    target, asker = target_of(gazetteers), Asker(yes)
    try:
        entity = Dialogue(target, asker, Given(**options)).entity()
    except NotNewError as reason:
        asker.tell(str(reason))
        return 1
    return _write(entity, target, asker)


def _write(entity: Entity, target: Target, asker: Asker) -> int:
    from normalizer.cli.gazetteer.target import keep_if_sound
    from normalizer.gazetteer.entry_files import entry_path, entry_text
    from normalizer.gazetteer.plain import plain_entity

    path = entry_path(target.folder, entity.type, entity.id)
    text = entry_text(plain_entity(entity), path, target.folder)
    if not asker.silent:
        click.echo(f"\n{text}", err=True)
        if not click.confirm(f"Write {path}?", default=True, err=True):
            return 1
    if not keep_if_sound(path, text, target, asker):
        return 1
    click.echo(path)
    return 0
