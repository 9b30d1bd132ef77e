"""What differs between two states of a gazetteer, entity by entity, for people to review.

What it means for the version is `normalizer.gazetteer.versions`' matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from normalizer.entity import Entity, Name

_FIELDS = tuple(field.name for field in fields(Entity) if field.name not in ("id", "names"))


@dataclass(frozen=True, slots=True)
class EntityChange:
    """How one entity differs.

    Attributes:
        before: The entity before, None if it is new.
        after: The entity after, None if it is gone.
        names_added: Written forms that it has only after.
        names_removed: Written forms that it had only before.
        names_changed: Written forms of which kind, language or conditions differ, before and
            after.
        fields: Other fields that differ, where there is an entity before and after.
    """

    before: Entity | None
    after: Entity | None
    names_added: tuple[Name, ...]
    names_removed: tuple[Name, ...]
    names_changed: tuple[tuple[Name, Name], ...]
    fields: tuple[str, ...]

    @property
    def entity(self) -> Entity:
        """The entity as it is, or as it was if it is gone."""
        entity = self.after or self.before
        assert entity is not None
        return entity


def entity_changes(before: Mapping[str, Entity], after: Mapping[str, Entity]) -> list[EntityChange]:
    """Compare two states of a gazetteer.

    Args:
        before: Entities by ID.
        after: Entities by ID.

    Returns:
        A change for each entity that differs, by ID.
    """
    return [
        _change(before.get(entity_id), after.get(entity_id))
        for entity_id in sorted(before.keys() | after.keys())
        if before.get(entity_id) != after.get(entity_id)
    ]


def _change(before: Entity | None, after: Entity | None) -> EntityChange:
    old, new = _forms(before), _forms(after)
    differing = [field for field in _FIELDS if before and after and _differ(before, after, field)]
    return EntityChange(
        before,
        after,
        tuple(name for text, name in new.items() if text not in old),
        tuple(name for text, name in old.items() if text not in new),
        tuple((old[text], new[text]) for text in old if text in new and old[text] != new[text]),
        tuple(differing),
    )


def _forms(entity: Entity | None) -> dict[str, Name]:
    return {name.text: name for name in entity.all_names()} if entity else {}


def _differ(before: Entity, after: Entity, field: str) -> bool:
    return bool(getattr(before, field) != getattr(after, field))
