"""Rules for relations between entities."""

from __future__ import annotations

from collections.abc import Iterator

from normalizer.gazetteer.read import Source
from normalizer.gazetteer.rules.base import Gazetteer, Rule, Violation

ACYCLIC = ("part_of", "successor_of", "split_from", "located_in")


def _target(source: Source, gazetteer: Gazetteer) -> Iterator[Violation]:
    for number, relation in enumerate(source.entity.relations):
        if relation.target not in gazetteer.by_id and relation.target not in gazetteer.known_ids:
            yield ("relations", number, "target"), f'there is no entity "{relation.target}".'


def _itself(source: Source, gazetteer: Gazetteer) -> Iterator[Violation]:
    for number, relation in enumerate(source.entity.relations):
        if relation.target == source.entity.id:
            yield ("relations", number, "target"), f"it is {relation.type} itself."


def _twice(source: Source, gazetteer: Gazetteer) -> Iterator[Violation]:
    relations = source.entity.relations
    for number, relation in enumerate(relations):
        if relation in relations[:number]:
            what = f"{relation.type} {relation.target} is here twice."
            yield ("relations", number), what


def _circle(source: Source, gazetteer: Gazetteer) -> Iterator[Violation]:
    own = source.entity.id
    for number, relation in enumerate(source.entity.relations):
        if relation.type in ACYCLIC and relation.target != own:
            chain = _way(gazetteer, relation.type, relation.target, own)
            if chain:
                what = f"{relation.type} goes round in a circle: {' → '.join((own, *chain))}."
                yield ("relations", number, "target"), what


def _way(gazetteer: Gazetteer, relation_type: str, start: str, goal: str) -> list[str]:
    """Return the IDs on the way from one entity to another along relations of one type."""
    came_from = {start: ""}
    queue = [start]
    for here in queue:  # grows as it is walked
        if here == goal:
            way = [here]
            while came_from[way[0]]:
                way.insert(0, came_from[way[0]])
            return way
        for source in gazetteer.by_id.get(here, ()):
            for relation in source.entity.relations:
                if relation.type == relation_type and relation.target not in came_from:
                    came_from[relation.target] = here
                    queue.append(relation.target)
    return []


RULES = (
    Rule(
        "relation-target",
        "A relation to nothing is a misspelling or a removed entity.",
        "Correct the ID, or add the entity first.",
        find=_target,
    ),
    Rule("relation-itself", "Nothing is part of itself.", "Delete the relation.", find=_itself),
    Rule("relation-twice", "One fact, one line.", "Delete one of the two.", find=_twice),
    Rule(
        "relation-circle",
        "Parts, places and successors form trees; a circle would be followed for ever.",
        "Turn one of these relations round, or delete it.",
        find=_circle,
    ),
)
