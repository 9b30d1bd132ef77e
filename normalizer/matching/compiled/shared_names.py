"""The names that several entities share, with what tells them apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from normalizer.entity import Name
from normalizer.matching.compiled.index import Index, NameRecord


@dataclass(frozen=True, slots=True)
class Use:
    """One entity's use of a shared name."""

    id: str
    name: Name


@dataclass(frozen=True, slots=True)
class SharedName:
    """A written form that is a name of several entities.

    Attributes:
        text: The form, as the first of them lists it.
        uses: The entities with the name as each lists it, by ID.
    """

    text: str
    uses: tuple[Use, ...]


def shared_names(index: Index) -> list[SharedName]:
    """Return the names that several entities share.

    Names that count in one capitalisation only are shared by those who write them alike.

    Args:
        index: The compiled gazetteer.

    Returns:
        The names, in the order of their texts.
    """
    found = []
    for number in range(index.form_count):
        records = index.names_of_form(number)
        if len(records) > 1:
            found += [_shared(index, records) for records in _alike(records)]
    return sorted(found, key=lambda shared: (shared.text.casefold(), shared.text))


def _alike(records: list[NameRecord]) -> Iterator[list[NameRecord]]:
    """Yield groups of names of one form that some text would be all of, of several entities."""
    exact = [record for record in records if record.name.conditions.case == "exact"]
    loose = [record for record in records if record.name.conditions.case != "exact"]
    texts = sorted({record.name.text for record in exact})
    groups = [loose + [record for record in exact if record.name.text == text] for text in texts]
    for group in groups or [loose]:
        if len({record.entity for record in group}) > 1:
            yield group


def _shared(index: Index, records: list[NameRecord]) -> SharedName:
    uses = {(index.entity(record.entity).id, record.name.text): record for record in records}
    return SharedName(
        records[0].name.text,
        tuple(Use(entity_id, uses[entity_id, text].name) for entity_id, text in sorted(uses)),
    )
