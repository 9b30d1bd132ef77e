"""``normalizer gazetteer diff``: what changed since a git revision."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from normalizer.cli.shared import gazetteer_option
from normalizer.errors import GazetteerError, UsageError

if TYPE_CHECKING:
    from normalizer.cli.gazetteer.diff_formats import Report


@click.command()
@click.argument("revision")
@gazetteer_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="Form of the report; markdown is for posting in a pull request.",
)
@click.option(
    "--check", is_flag=True, help="Exit with 1 if the change calls for a new major version."
)
def diff(revision: str, gazetteers: tuple[str, ...], form: str, check: bool) -> int:
    """Show what has changed in the gazetteer since the git REVISION.

    Lists entities and names that are new, gone or changed; the sentences (the examples of all
    entries, and those of gazetteer/sentences.txt) in which different names are found; and the kind
    of new version that the change calls for (major, minor or patch). For a stack it compares the
    last gazetteer, on top of the others as they are now.
    """
    from normalizer.cli.gazetteer.diff_formats import FORMATS
    from normalizer.gazetteer.locate import stack_paths
    from normalizer.gazetteer.versions import MAJOR

    *below, folder = stack_paths(gazetteers)
    if not os.path.isdir(folder):
        raise UsageError(f"{folder} is a file; give the folder that it is in.")
    report = _compared(below, folder, revision)
    click.echo(FORMATS[form](report))
    return 1 if check and report.change.level == MAJOR else 0


def _compared(below: list[str], folder: str, revision: str) -> Report:
    from normalizer.cli.gazetteer.diff_formats import Report
    from normalizer.gazetteer.difference import entity_changes
    from normalizer.gazetteer.layers import read_stack
    from normalizer.gazetteer.redirects import redirect_targets
    from normalizer.gazetteer.revision import folder_at
    from normalizer.gazetteer.sentences import bundled_sentences
    from normalizer.gazetteer.versions import change_between
    from normalizer.matching.compiled.store import memory_index
    from normalizer.matching.texts.sentence_changes import sentence_changes

    after = read_stack([*below, folder])
    with folder_at(folder, revision) as copy:
        try:
            before = read_stack([*below, copy] if os.listdir(copy) else below)
        except GazetteerError as error:
            told = [problem.replace(copy, f"{revision}:") for problem in error.problems]
            raise GazetteerError(told) from None
    change = change_between(before.entities, after.entities, redirect_targets(folder))
    changes = tuple(entity_changes(before.entities, after.entities))
    if not changes:
        return Report(revision, change)
    stacks = (after, before)
    entities = (entity for stack in stacks for entity in stack.in_order())
    examples = (example.text for entity in entities for example in entity.examples)
    old, new = memory_index(before.in_order()), memory_index(after.in_order())
    sentences = sentence_changes(old, new, [*bundled_sentences(), *examples])
    return Report(revision, change, changes, *sentences)
