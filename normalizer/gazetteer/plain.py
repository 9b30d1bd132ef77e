"""From records back to plain data, in the order and with the fields of the YAML."""

from __future__ import annotations

from typing import Any

from normalizer.entity import Conditions, Entity, Example, Name, Relation
from normalizer.gazetteer.records import COUNTS


def plain_entity(entity: Entity) -> dict[str, Any]:
    """Return an entity as the mapping that the YAML of it would hold.

    Args:
        entity: The entity.

    Returns:
        Plain data in canonical order; fields that say nothing are left out.
    """
    return _without_empty(
        {
            "id": entity.id,
            "type": entity.type,
            "name": entity.name,
            "labels": dict(entity.labels),
            "names": [plain_name(name) for name in entity.names],
            "relations": [_relation(relation) for relation in entity.relations],
            "external_ids": dict(entity.external_ids),
            "sources": list(entity.sources),
            "notes": entity.notes,
            "examples": [plain_example(example) for example in entity.examples],
        }
    )


def plain_name(name: Name) -> dict[str, Any]:
    """Return a name as a mapping of the YAML's form."""
    fields: dict[str, Any] = {"text": name.text, "language": name.language, "kind": name.kind}
    conditions = plain_conditions(name.conditions)
    return {**fields, "conditions": conditions} if conditions else fields


def plain_conditions(conditions: Conditions) -> dict[str, Any]:
    """Return conditions as a mapping of the YAML's form, empty where there are none."""
    return _without_empty(
        {
            "case": "exact" if conditions.case == "exact" else "",
            "requires_context": list(conditions.requires_context),
            "forbids_context": list(conditions.forbids_context),
            "alone": COUNTS if conditions.counts_alone else "",
            "since": conditions.since,
            "until": conditions.until,
        }
    )


def _relation(relation: Relation) -> dict[str, Any]:
    return _without_empty(
        {
            "type": relation.type,
            "target": relation.target,
            "since": relation.since,
            "until": relation.until,
        }
    )


def plain_example(example: Example) -> dict[str, Any]:
    """Return an example as a mapping of the YAML's form."""
    return {"text": example.text, "finds": list(example.finds)}


def _without_empty(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value}
