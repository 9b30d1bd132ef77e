"""What speaks against a match because a father's name stands where it should not."""

from __future__ import annotations

from collections.abc import Sequence

from normalizer.matching.compiled.index import EntityRecord
from normalizer.matching.likeness.distinct_names import names_father
from normalizer.matching.likeness.views import Spelling
from normalizer.spelling.skeleton import loose_skeleton


def father_objection(
    query: Spelling, name: Spelling, pairs: Sequence[tuple[int, int]], entity: EntityRecord
) -> str | None:
    """Return what the order of given names and fathers' names tells, in words.

    Args:
        query: The spelling that was given.
        name: A listed form.
        pairs: Places of the words of both that met, in the order of the query's.
        entity: The entity the form belongs to.

    Returns:
        A sentence, or None.
    """
    places = [its for _, its in pairs]
    if names_father(query.words) and places != sorted(places):
        return "the son's and the father's names are in the wrong order"
    if entity.type == "person" and _is_called_by_father(name, dict(pairs), entity):
        return (
            f"“{name.core_words[0]}” is missing, and “{query.core_words[0]}” is the father's name"
        )
    return None


def _is_called_by_father(name: Spelling, met: dict[int, int], entity: EntityRecord) -> bool:
    """Tell whether the given name is missing, and the next one is none that the person is known by.

    يحيى إبراهيم السنوار is Yahya Sinwar; Ibrahim Sinwar is a son of his, called as his grandfather.
    """
    if len(met) < 2 or not met.get(0) or 0 in met.values():
        return False
    known_by = Spelling.of(entity.name).core_words
    first = loose_skeleton(name.core_words[met[0]])
    return len(known_by) > 1 and first not in map(loose_skeleton, known_by)
