"""Suggestions as files of a gazetteer's folder, for a private layer or a pull request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from normalizer.entity import NO_CONDITIONS, Entity, Name
from normalizer.gazetteer.entry_files import addition_path, addition_text, entry_path, entry_text
from normalizer.gazetteer.plain import plain_entity
from normalizer.gazetteer.scripts import LATIN, scripts_in
from normalizer.rewriting.suggestions import EXTEND, NEW, Suggestion


def suggested_files(
    suggestions: Sequence[Suggestion], files: Mapping[str, Sequence[str]], folder: str
) -> dict[str, str]:
    """Return the text of each file by its path.

    Args:
        suggestions: The suggestions; those with nothing to add are passed over.
        files: The files that speak of an entity by its ID, the lowest layer first.
        folder: The folder of the layer.

    Returns:
        Files to write: with a new entity, with more of one that the folder has, or extending one
        of another layer.

    Raises:
        GazetteerError: If a file that is there cannot be read.
    """
    texts = {}
    for it in suggestions:
        if it.action == NEW:
            path = entry_path(folder, it.type, it.id)
            texts[path] = entry_text(plain_entity(_entity(it)), path, folder)
        elif it.action == EXTEND and it.names:
            path = addition_path(files[it.id], it.id, folder)
            texts[path] = addition_text(path, it.id, it.names, (), folder)
    return texts


def _entity(suggestion: Suggestion) -> Entity:
    rows = "a row" if suggestion.rows == 1 else f"{suggestion.rows:,} rows"
    return Entity(
        suggestion.id,
        suggestion.type,
        suggestion.name,
        names=tuple(it for it in suggestion.names if it.text != suggestion.name or _is_own(it)),
        notes=f"Suggested by {rows} of a table; not yet checked by anybody.",
    )


def _is_own(name: Name) -> bool:
    """Tell whether a canonical name must be listed to say more than that it is an English one."""
    return name.conditions != NO_CONDITIONS or not scripts_in(name.text) <= {LATIN}
