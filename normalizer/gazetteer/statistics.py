"""Counts of a gazetteer: entities by type and place, names by kind, script and language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from normalizer.entity import LOCATED_IN, Entity
from normalizer.gazetteer.scripts import scripts_in


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts of a gazetteer, each mapping by falling count and then by word.

    Attributes:
        entities: How many entities.
        names: How many names, canonical names and labels included.
        conditional_names: How many of them have conditions.
        examples: How many example sentences.
        types: Entities by type.
        located_in: Entities by the ID of the outermost place they are located in, mostly a
            country; those without such a relation do not count.
        kinds: Names by kind; canonical names and labels are of the kind ``name``.
        scripts: Names by script (ISO 15924); those of several by all of them, ``Hani+Kana``.
        languages: Names by language (BCP 47).
    """

    entities: int
    names: int
    conditional_names: int
    examples: int
    types: Mapping[str, int]
    located_in: Mapping[str, int]
    kinds: Mapping[str, int]
    scripts: Mapping[str, int]
    languages: Mapping[str, int]


def statistics(entities: Iterable[Entity]) -> Statistics:
    """Count entities and names.

    Args:
        entities: The entities.

    Returns:
        The counts.
    """
    given = list(entities)
    names = [name for entity in given for name in entity.all_names()]
    return Statistics(
        len(given),
        len(names),
        sum(not name.conditions.is_empty for name in names),
        sum(len(entity.examples) for entity in given),
        _counted(entity.type for entity in given),
        _counted(_outermost(given)),
        _counted(name.kind for name in names),
        _counted(_script(name.text) for name in names),
        _counted(name.language for name in names),
    )


def _script(text: str) -> str:
    return "+".join(sorted(scripts_in(text))) or "none"


def _outermost(entities: list[Entity]) -> Iterator[str]:
    """Yield, for each entity that lies in a place, the place that itself lies in none."""
    around = {
        entity.id: relation.target
        for entity in entities
        for relation in entity.relations
        if relation.type == LOCATED_IN
    }
    for entity_id, target in around.items():
        seen, place = {entity_id}, target
        while place in around and place not in seen:
            seen.add(place)
            place = around[place]
        yield place


def _counted(words: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(words).items(), key=lambda item: (-item[1], item[0])))
