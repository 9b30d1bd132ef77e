"""Whether a person's name in a text is a namesake's, by what stands right beside it."""

from __future__ import annotations

from normalizer.matching.compiled.index import Index
from normalizer.matching.texts import (
    bearers,
    given_initials,
    joined_given_names,
    professions,
)
from normalizer.matching.texts.hits import INITIALS
from normalizer.matching.texts.surfaces import Surface


def told_beside(
    index: Index, text: str, start: int, end: int, surface: Surface, *, follows_name: bool
) -> int | None:
    """Return what stands beside a person's name that tells its bearer.

    Args:
        index: The compiled gazetteer.
        text: The whole text.
        start: Offset of the name.
        end: Offset behind it.
        surface: What it may stand for.
        follows_name: Whether what stands before may be a name itself: Iran's Ali, Macron.

    Returns:
        `INITIALS` where his initials do, 0 where nothing does, None where a
        profession, initials or a given name make it another's.
    """
    entities = [index.entity(name.entity) for name in surface.names]
    if professions.tell_of_another(text, start, end, (entity.id for entity in entities)):
        return None
    if not surface.may_be_surname:
        return 0
    initials = given_initials.beside(text, start, end)
    if initials is not None:
        known = [given_initials.given_names(index, name) for name in surface.names]
        if any(given_initials.are_of(initials.letters, given) for given in known):
            return INITIALS
        return None if initials.are_sure else 0
    full = [name for entity in entities for name in (entity.name, *entity.labels.values())]
    if joined_given_names.stand_behind(text, start, end, full):
        return None
    if bearers.is_before_anothers(text, end, full):
        return None
    if follows_name:
        return 0
    return None if bearers.is_of_another(text, start, full) else 0
