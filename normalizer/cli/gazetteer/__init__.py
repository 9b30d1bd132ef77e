"""``normalizer gazetteer``: a module a command."""

from __future__ import annotations

import click

from normalizer.cli.lazy import LazyGroup

_HERE = "normalizer.cli.gazetteer"
_COMMANDS = {
    "new": (
        f"{_HERE}.new",
        "new",
        "Create an entity: asks questions, writes the file and checks it.",
    ),
    "add": (f"{_HERE}.add", "add", "Add names to an entity."),
    "lint": (f"{_HERE}.lint", "lint", "Check entries and run their examples."),
    "show": (f"{_HERE}.show", "show", "Print the entries of entities."),
    "search": (f"{_HERE}.search", "search", "Find entities by any spelling or a part of a name."),
    "covered": (
        f"{_HERE}.covered",
        "covered",
        "Show whether names are recognised, and by what rule.",
    ),
    "ambiguous": (f"{_HERE}.ambiguous", "ambiguous", "List the names that several entities share."),
    "stats": (f"{_HERE}.stats", "stats", "Count entities and names."),
    "site": (f"{_HERE}.site", "site", "Write the gazetteer as web pages to browse and search."),
    "build": (f"{_HERE}.build", "build", "Compile a gazetteer into one file."),
    "diff": (f"{_HERE}.diff", "diff", "Show what has changed since a git revision."),
}


@click.command(cls=LazyGroup, lazy=_COMMANDS)
def gazetteer() -> None:
    """Search, check and extend gazetteers.

    Without --gazetteer the commands work on the stack that NORMALIZER_GAZETTEER names, or else
    on the curated gazetteer.
    """
