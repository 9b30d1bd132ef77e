"""What each entity adds to an index by itself: records, names, forms, counts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import starmap
from typing import Any

from normalizer.entity import LOCATED_IN, LONGEST_NAME, NO_CONDITIONS, Entity, Name
from normalizer.errors import GazetteerError
from normalizer.matching.compiled.form_table import Row
from normalizer.matching.compiled.inflected import inflected_forms, listed_form

_ENCODER = json.JSONEncoder(ensure_ascii=False)


@dataclass(slots=True)
class Counts:
    """What an index's header counts: labels and names by language, entities by type."""

    labels: Counter[str] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)

    def joined(self, gone: Counts, new: Counts) -> Counts:
        """Return these without some and with others."""
        return Counts(
            self.labels + new.labels - gone.labels,
            self.names + new.names - gone.names,
            self.types + new.types - gone.types,
        )


@dataclass(slots=True)
class EntityRows:
    """What entities add to the tables of an index, in the order of their IDs.

    Attributes:
        ids: Their IDs.
        entities: A record of each.
        displayed: How many of the names of each are its canonical name and labels alone.
        names: A record of each of their names.
        owners: The number of each name's entity.
        rows: The forms of the names.
        counts: What they count.
    """

    ids: list[str] = field(default_factory=list)
    entities: list[bytes] = field(default_factory=list)
    displayed: list[int] = field(default_factory=list)
    names: list[bytes] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)

    @classmethod
    def of(cls, entities: Iterable[Entity]) -> EntityRows:
        """Return what entities add.

        Raises:
            GazetteerError: If two have one ID, or a name has no letters or too many.
        """
        made = cls()
        problems: list[str] = []
        for entity in sorted(entities, key=lambda entity: entity.id):
            if made.ids and made.ids[-1] == entity.id:
                problems.append(duplicate_id(entity.id))
            problems += made._add(entity)
        if problems:
            raise GazetteerError(problems)
        return made

    def _add(self, entity: Entity) -> Iterator[str]:
        """Add an entity; yield what is wrong with its names."""
        number = len(self.ids)
        self.ids.append(entity.id)
        self.entities.append(_entity_record(entity))
        self.counts.types[entity.type] += 1
        self.counts.labels.update(list(entity.labels))
        numbers: dict[str, int] = {}
        forms = _forms(entity)
        self.displayed.append(len(forms) - len(entity.names))
        for name, form in forms:
            if not form or len(form) > LONGEST_NAME:
                fault = "has no letters" if not form else f"is longer than {LONGEST_NAME} letters"
                yield f"The name {name.text[:60]!r} of {entity.id} {fault}; remove it."
                continue
            self.counts.names[name.language] += 1
            numbers.setdefault(form, len(self.names))  # the first: Ucraina, not UCRAINA
            self.rows.append(Row(form, len(self.names)))
            self.names.append(_name_record(name))
            self.owners.append(number)
        self.rows += starmap(Row, inflected_forms(entity, numbers))


def duplicate_id(entity_id: str) -> str:
    """Return the message about two entities with one ID."""
    return f"Two entities have the ID {entity_id!r}; give one of them a different one."


def _name_record(name: Name) -> bytes:
    record: list[Any] = [name.text, name.language, name.kind]
    if name.conditions != NO_CONDITIONS:
        conditions = name.conditions
        fields: dict[str, Any] = {
            "case": conditions.case,
            "requires": conditions.requires_context,
            "forbids": conditions.forbids_context,
            "since": conditions.since,
            "until": conditions.until,
        }
        if conditions.counts_alone:
            fields["alone"] = True
        record.append(fields)
    return _ENCODER.encode(record).encode()


def _entity_record(entity: Entity) -> bytes:
    record: dict[str, Any] = {"id": entity.id, "type": entity.type, "name": entity.name}
    if entity.labels:
        record["labels"] = dict(entity.labels)
    places = [relation.target for relation in entity.relations if relation.type == LOCATED_IN]
    if places:
        record["located_in"] = places
    return _ENCODER.encode(record).encode()


def _forms(entity: Entity) -> list[tuple[Name, str]]:
    """Return the names of an entity with their forms.

    The canonical name and the labels carry no conditions of their own. Where one of them has the
    same form as a listed name that does, it is that name, and the conditions hold.
    """
    pairs = [(name, listed_form(name.text)) for name in entity.all_names()]
    conditioned = {form for name, form in pairs if not name.conditions.is_empty}
    if not conditioned:
        return pairs
    listed = len(entity.names)
    displayed = pairs[: len(pairs) - listed]
    kept = [pair for pair in displayed if pair[1] not in conditioned]
    return kept + pairs[len(displayed) :]
