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
@click.option("--type", "entity_type", help="What it is, such as organization.")
@click.option("--name", help="Canonical English name.")
@click.option("--id", "entity_id", help="Its ID; follows from the name if left out.")
@click.option("--native", help="Its name in its own language.")
@click.option("--native-language", metavar="TAG", help="That language, if no script tells it.")
@click.option(
    "--also",
    "names",
    nargs=3,
    multiple=True,
    metavar="TEXT LANGUAGE KIND",
    help="A further name; - for a language or kind that follows from the text.",
)
@click.option("--wikidata", metavar="QID", help="Its number there, after looking it up.")
@click.option("--source", "sources", multiple=True, metavar="URL", help="Where to check.")
@click.option("--example", "examples", multiple=True, help="A sentence that names it.")
@click.option(
    "--negative", "negatives", multiple=True, help="A sentence in which a name means another thing."
)
@click.option("--force", is_flag=True, help="Also if a name is another entity's.")
@click.option("--yes", is_flag=True, help="Ask nothing; take what follows from the rest.")
def new(gazetteers: tuple[str, ...], yes: bool, **options: Any) -> int:
    """Make an entity: ask for what it is called, write its file, and check it.

    What options answer is not asked. The names are looked up first, so that nothing is entered
    twice. The file is kept only if lint finds no fault in it; its path is printed.
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
