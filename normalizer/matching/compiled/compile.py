"""Compile entities to an index: every listed form, found by hash, with what it stands for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from normalizer.collector import collector_paused
from normalizer.entity import Entity
from normalizer.errors import GazetteerError
from normalizer.matching.compiled import container, letter_tables
from normalizer.matching.compiled.entity_rows import Counts, EntityRows, duplicate_id
from normalizer.matching.compiled.form_table import FormTable
from normalizer.matching.compiled.index import Index
from normalizer.matching.joining import Join, Lines

_LETTER_TABLES = ("table.roles", "table.letters")


@collector_paused()
def compile_index(
    entities: Iterable[Entity],
    meta: Mapping[str, Any] | None = None,
    below: Index | None = None,
    gone: Collection[str] = (),
) -> bytes:
    """Compile entities to the image of an index file.

    Args:
        entities: The entities; their IDs must differ.
        meta: What the index's header is to tell besides, such as the content hash.
        below: An index on top of which the entities are put. The sections of the image are those
            that come of compiling all at once.
        gone: IDs of the entities of that index which do not remain; if they are among `entities`,
            too, those take their place.

    Returns:
        The file image, to be opened by `normalizer.matching.compiled.index.Index`.

    Raises:
        GazetteerError: If two entities have one ID, or a name has no letters or too many.
    """
    added, lower = EntityRows.of(entities), _Lower(below)
    twice = [it for it in added.ids if below and it not in gone and below.has_id(it)]
    if twice:
        raise GazetteerError(list(map(duplicate_id, twice)))
    gone_numbers = sorted(lower.places(gone))
    order = Join(lower.entities.total, gone_numbers, lower.places(added.ids))
    new_owners = np.array(added.owners, dtype=np.int64)
    names = order.of_owned(lower.owners, new_owners)
    owners = names.rows(order.old[lower.owners], order.new[new_owners])
    displayed = order.rows(lower.displayed, np.array(added.displayed, dtype="<u4"))
    forms = lower.forms.joined(added.rows, names, owners)
    counts = lower.counts.joined(lower.counts_of(gone_numbers), added.counts)
    sections = {
        **forms.sections(),
        **order.lines(lower.entities, Lines.of(added.entities)).sections("entities"),
        **names.lines(lower.names, Lines.of(added.names)).sections("names"),
        "entities.displayed": displayed.tobytes(),
        "names.entities": owners.astype("<u4").tobytes(),
        **(lower.letter_tables or _letter_tables()),
    }
    header = {
        "entities": len(order),
        "names": len(names),
        "forms": len(forms.keys),
        "endings": forms.kinds,
        "form_sizes": dict(sorted(forms.sizes.items())),
        "label_languages": _by_count(counts.labels),
        "name_languages": _by_count(counts.names),
        "types": dict(sorted(counts.types.items())),
    }
    if below is not None:
        header["joined"] = {
            "below": below.container.header_hash(),
            "gone": gone_numbers,
            "new": order.new.tolist(),
        }
    return container.pack(sections, {**(meta or {}), **header})


class _Lower:
    """What an index holds on top of which entities are put.

    Args:
        index: The index; None where there is nothing below.
    """

    def __init__(self, index: Index | None) -> None:
        self._index = index
        if index is None:
            self.entities, self.names = Lines.of([]), Lines.of([])
            self.owners = np.zeros(0, dtype=np.int64)
            self.displayed = np.zeros(0, dtype="<u4")
            self.forms, self.counts = FormTable.empty(), Counts()
            self.letter_tables: dict[str, bytes] = {}
            return
        section, meta = index.container.section, index.container.meta
        self.entities, self.names = (Lines.read(section, it) for it in ("entities", "names"))
        self.owners = np.frombuffer(section("names.entities"), "<u4").astype(np.int64)
        self.displayed = np.frombuffer(section("entities.displayed"), "<u4")
        self.forms = FormTable.read(index.container)
        labels, spoken = (Counter(dict(meta[f"{it}_languages"])) for it in ("label", "name"))
        self.counts = Counts(labels, spoken, Counter(meta["types"]))
        self.letter_tables = {name: bytes(section(name)) for name in _LETTER_TABLES}

    def places(self, ids: Iterable[str]) -> list[int]:
        """Return for each ID the number of the first entity that has it or a later one."""
        return [0 if self._index is None else self._index.place_of(it) for it in ids]

    def counts_of(self, numbers: Sequence[int]) -> Counts:
        """Return what some of the entities, by number, count."""
        counts = Counts()
        if self._index is not None:
            for fields in self._index.entity_fields(numbers):
                counts.types[fields["type"]] += 1
                counts.labels.update(list(fields.get("labels", ())))
            names = self._index.name_fields(self._index.names_among(numbers))
            counts.names.update(fields[2] for fields in names)
        return counts


def _letter_tables() -> dict[str, bytes]:
    roles, letters = letter_tables.tables()
    return dict(
        zip(_LETTER_TABLES, (roles.tobytes(), letters.astype("<u2").tobytes()), strict=True)
    )


def _by_count(languages: Counter[str]) -> list[tuple[str, int]]:
    """Return languages and their counts, the most frequent first."""
    return sorted(languages.items(), key=lambda item: (-item[1], item[0]))
