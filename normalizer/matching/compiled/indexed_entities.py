"""The entities of a compiled gazetteer, as far as it holds them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from normalizer.entity import LOCATED_IN, Entity, Relation
from normalizer.matching.compiled.index import Index


class IndexedEntities(Mapping[str, Entity]):
    """Entities by ID, read when they are asked for.

    They have all that an index is made of: names with their conditions, labels, places they lie in.
    Other relations, external IDs, sources, notes and examples are not in an index.

    Args:
        index: The compiled gazetteer.
    """

    def __init__(self, index: Index) -> None:
        self._index = index

    def __getitem__(self, entity_id: str) -> Entity:
        if not self._index.has_id(entity_id):
            raise KeyError(entity_id)
        number = self._index.place_of(entity_id)
        record = self._index.entity(number)
        names = self._index.names_of_entity(number)
        return Entity(
            record.id,
            record.type,
            record.name,
            record.labels,
            tuple(name.name for name in names[self._index.displayed(number) :]),
            tuple(Relation(LOCATED_IN, target) for target in record.located_in),
        )

    def __iter__(self) -> Iterator[str]:
        return (self._index.entity(number).id for number in range(len(self)))

    def __len__(self) -> int:
        return self._index.entity_count
