"""Changes that a layer makes to an entity of the layers below: additions, and silence.

A file with ``extend: ID`` adds to an entity and silences names of it; one with ``silence: ID``
takes the entity away. docs/layers.md tells what holds when.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from normalizer.entity import Entity, Name
from normalizer.gazetteer.faults import Faults
from normalizer.gazetteer.records import ENTITY_FIELDS, entity_of, strings
from normalizer.spelling.fold import fold_key

EXTEND, SILENCE, SILENCE_NAMES = "extend", "silence", "silence_names"
EXTEND_FIELDS = (EXTEND, SILENCE_NAMES, *(f for f in ENTITY_FIELDS if f not in ("id", "type")))
SILENCE_FIELDS = (SILENCE, "notes")


@dataclass(frozen=True, slots=True)
class Change:
    """What one file of a layer changes about an entity of the layers below.

    Attributes:
        target: The entity's ID.
        silences: Whether the entity is taken away, all its names with it.
        silenced_names: Names that count no longer, in any capitalisation or orthography.
        additions: What is added, in the shape of an entity; its ``name`` is empty where the
            canonical name stays.
    """

    target: str
    silences: bool
    silenced_names: tuple[str, ...]
    additions: Entity


def is_change(data: object) -> bool:
    """Tell whether plain data has the form of a change rather than of an entity."""
    return isinstance(data, Mapping) and (EXTEND in data or SILENCE in data)


def change_of(data: Mapping[Any, Any], faults: Faults) -> Change:
    """Build a change from plain data.

    Args:
        data: A mapping in the YAML's form, with ``extend`` or ``silence``.
        faults: Takes the faults; the change is to be used only if none were added.

    Returns:
        The change.
    """
    silences = SILENCE in data
    key, known = (SILENCE, SILENCE_FIELDS) if silences else (EXTEND, EXTEND_FIELDS)
    if not data.keys() <= set(known):
        faults.unknown_fields(data, f"a file with {key}", known, ())
    target = data[key]
    if not isinstance(target, str) or not target:
        faults.wrong_shape(target, key, "the ID of an entity in the layers below", (key,))
        target = ""
    elif data.keys() == {EXTEND}:
        faults.add("empty", (), "this changes nothing. Add names, labels or silence_names.")
    # The fields mean what they mean in an entity. What every entity has is filled in for the
    # reading, so that it is not missed.
    fields = {field: data[field] for field in ENTITY_FIELDS if field in data}
    read = entity_of({"name": target, **fields, "id": target, "type": key}, faults)
    return Change(
        target,
        silences,
        strings(data, SILENCE_NAMES, (), faults) if SILENCE_NAMES in data else (),
        read if "name" in data else replace(read, name=""),
    )


def extended(entity: Entity, change: Change, faults: Faults) -> Entity:
    """Return an entity with the silenced names taken away and the additions made, in this order.

    A new canonical name or label takes the place of the one before it, which remains a name. A
    name that is there already, letter by letter, is replaced, so that it can be given
    conditions or another kind.

    Args:
        entity: The entity of the layers below.
        change: What to change.
        faults: Takes the faults, such as a silenced name that the entity does not have.

    Returns:
        The entity as the layer has it.
    """
    added = change.additions
    silenced = _silenced(entity, change, faults)
    labels = {tag: text for tag, text in entity.labels.items() if fold_key(text) not in silenced}
    given = {name.text for name in added.names}
    kept = [name for name in entity.names if fold_key(name.text) not in silenced]
    displaced = [name for name in _displaced(entity, added) if fold_key(name.text) not in silenced]
    listed = {name.text for name in kept}
    names = [name for name in kept if name.text not in given]
    names += [name for name in displaced if name.text not in given | listed]
    return replace(
        entity,
        name=added.name or entity.name,
        labels={**labels, **added.labels},
        names=(*names, *added.names),
        relations=entity.relations + added.relations,
        external_ids={**entity.external_ids, **added.external_ids},
        sources=entity.sources + added.sources,
        notes=" ".join(filter(None, (entity.notes, added.notes))),
        examples=entity.examples + added.examples,
    )


def _silenced(entity: Entity, change: Change, faults: Faults) -> set[str]:
    """Return the comparison forms of the silenced names; a name that is not there is a fault."""
    keys = {fold_key(name.text) for name in entity.all_names()}
    silenced = set()
    for number, text in enumerate(change.silenced_names):
        key, at = fold_key(text), (SILENCE_NAMES, number)
        silenced.add(key)
        if key not in keys:
            what = f'"{text}" is not a name of {entity.id} in the layers below.'
            remedy = f"`normalizer gazetteer show {entity.id}` lists them; correct or delete it."
            faults.add("silenced-name", at, f"{what} {remedy}")
        elif key == fold_key(entity.name) and not change.additions.name:
            what = f'"{text}" is the canonical name of {entity.id}, which it cannot be without.'
            remedy = f"Give another with `name: …`, or write `silence: {entity.id}`."
            faults.add("silenced-name", at, f"{what} {remedy}")
    return silenced


def _displaced(entity: Entity, added: Entity) -> Iterator[Name]:
    """Yield what a new canonical name and new labels take the place of, as plain names."""
    if added.name and added.name != entity.name:
        yield Name(entity.name, "en")
    for language, text in added.labels.items():
        before = entity.labels.get(language, text)
        if before != text:
            yield Name(before, language)
