"""``normalizer gazetteer add``: add names to an entity."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from normalizer.cli.gazetteer.target import target_option
from normalizer.entity import KINDS
from normalizer.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from normalizer.entity import Conditions, Entity, Example, Name
    from normalizer.matching.texts.coverage import Coverage


@click.command()
@click.argument("entity_id", metavar="ID")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@target_option
@click.option("--language", "--lang", help="Language of the texts in which the names occur.")
@click.option("--kind", type=click.Choice(KINDS), help="Kind of the names.")
@click.option("--exact-case", is_flag=True, help="They count only with this capitalisation.")
@click.option(
    "--requires-context",
    "requires",
    multiple=True,
    metavar="WORD",
    help="Words near which the names count.",
)
@click.option(
    "--forbids-context",
    "forbids",
    multiple=True,
    metavar="WORD",
    help="Words near which the names do not count.",
)
@click.option("--since", metavar="DATE", help="First date of use.")
@click.option("--until", metavar="DATE", help="Last date of use.")
@click.option("--example", "examples", multiple=True, help="A sentence that names the entity.")
@click.option(
    "--negative",
    "negatives",
    multiple=True,
    help="A sentence in which a name means something else.",
)
@click.option(
    "--force",
    is_flag=True,
    help="Add names even if they are recognised already or are another entity's.",
)
def add(
    entity_id: str,
    names: tuple[str, ...],
    gazetteers: tuple[str, ...],
    language: str | None,
    kind: str | None,
    exact_case: bool,
    requires: tuple[str, ...],
    forbids: tuple[str, ...],
    since: str | None,
    until: str | None,
    examples: tuple[str, ...],
    negatives: tuple[str, ...],
    force: bool,
) -> int:
    """Add NAMES to the entity ID, after those that its file has, and check the file.

    A name that is recognised already in tables and running text is not added, nor is one that is
    recognised as another entity. If the entity belongs to a lower layer, the names go into a file
    that extends it. The file is kept only if lint finds no fault in it; its path is printed.
    """
    from normalizer.cli.gazetteer.asking import Asker
    from normalizer.cli.gazetteer.target import keep_if_sound, target_of
    from normalizer.entity import Conditions
    from normalizer.gazetteer.entry_files import addition_path, addition_text

    target, asker = target_of(gazetteers), Asker(silent=True)
    stack = target.stack()
    if entity_id not in stack.entities:
        hint = f"`normalizer gazetteer search {entity_id}` looks for it."
        raise UsageError(f"There is no entity {entity_id!r}. {hint}")
    wanted, refused = _wanted(entity_id, names, target.coverage(), force)
    if not wanted:
        return 1 if refused else 0
    case = "exact" if exact_case else "any"
    conditions = Conditions(case, requires, forbids, since, until)
    added = [_name(text, language, kind, conditions) for text in wanted]
    sentences = _examples(stack.entities[entity_id], added, examples, negatives)
    path = addition_path(stack.files[entity_id], entity_id, target.folder)
    text = addition_text(path, entity_id, added, sentences, target.folder)
    if not keep_if_sound(path, text, target, asker):
        return 1
    click.echo(path)
    return 1 if refused else 0


def _wanted(
    entity_id: str,
    names: tuple[str, ...],
    coverage: Callable[[str], Coverage | None],
    force: bool,
) -> tuple[list[str], bool]:
    """Return the names that are worth adding, and whether any is another entity's.

    Says of each of the others why it is not.
    """
    wanted, refused = [], False
    for text in dict.fromkeys(name.strip() for name in names):
        found = coverage(text)
        others = [other for other in found.entities if other != entity_id] if found else []
        if found and entity_id in (*found.entities, *found.listed) and found.is_whole:
            why = f"is covered ({found.rule}): {'; '.join(found.resolution.evidence)}"
            enough = True
        elif found and others:
            why = f"reaches {', '.join(others)} ({found.rule}), so it would be ambiguous"
            enough = refused = True
        else:
            enough = False
        if enough:
            click.echo(f"“{text}” {why.rstrip('.')}." + ("" if force else " Not added."), err=True)
        if force or not enough:
            wanted.append(text)
    return wanted, refused and not force


def _name(text: str, language: str | None, kind: str | None, conditions: Conditions) -> Name:
    from dataclasses import replace

    from normalizer.entity import Name
    from normalizer.gazetteer import drafts

    told, decided = drafts.language_of(text)
    if language is None and not decided:
        raise UsageError(
            f"The language of “{text}” cannot be told from its script; give --language."
        )
    kind = kind or drafts.kind_of(text)
    if not drafts.conditions_of(text, kind).is_empty:
        conditions = replace(conditions, case="exact")
    return Name(text, language or told or "und", kind, conditions)


def _examples(
    entity: Entity, added: list[Name], texts: tuple[str, ...], negatives: tuple[str, ...]
) -> list[Example]:
    from dataclasses import replace

    from normalizer.api import build
    from normalizer.entity import Example
    from normalizer.gazetteer.plain import plain_entity

    find = build([plain_entity(replace(entity, names=(*entity.names, *added)))]).find
    positive = [Example(text, tuple(mention.text for mention in find(text))) for text in texts]
    for example in positive:
        if not example.finds:
            raise UsageError(f"No name of {entity.id} is found in “{example.text}”.")
    return [*positive, *(Example(text, ()) for text in negatives)]
