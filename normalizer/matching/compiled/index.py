"""Read a compiled index: forms, names and entities, straight from the mapped file.

Nothing is loaded on opening, and nothing here needs numpy: a listed name is answered after a few
look-ups in the mapped file.
"""

from __future__ import annotations

import json
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from normalizer.entity import NO_CONDITIONS, TYPES, Conditions, Name
from normalizer.errors import IndexFileError
from normalizer.matching import hashing
from normalizer.matching.compiled.container import Container
from normalizer.spelling import words

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_decode = json.JSONDecoder().raw_decode


@dataclass(frozen=True, slots=True)
class EntityRecord:
    """What results tell of an entity."""

    number: int
    id: str
    type: str
    name: str
    labels: Mapping[str, str]
    located_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Inflection:
    """The language of an inflected form, and the cases it may stand for."""

    language: str
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NameRecord:
    """A listed name and the entity it belongs to, by number.

    Attributes:
        number: The name's number.
        entity: The entity's number.
        name: The name.
        inflection: How the form that was looked up differs from the name; None where it is
            the name itself.
    """

    number: int
    entity: int
    name: Name
    inflection: Inflection | None = None


class Index:
    """A compiled gazetteer.

    Args:
        container: The opened file or file image.
        open_spellings: Opens what finds spellings that nobody listed, which lies in a file of its
            own; None to compile it in memory when it is needed.
        folders: The stack of gazetteers that the file was compiled from, where that is known.

    Raises:
        IndexFileError: If a section is missing.
    """

    def __init__(
        self,
        container: Container,
        open_spellings: Callable[[Index], Container] | None = None,
        folders: Sequence[str] = (),
    ) -> None:
        self.container = container
        self.folders = folders
        self._open_spellings = open_spellings
        self._spellings: Container | None = None
        try:
            self.keys = self.numbers("form.keys")
            self.probe = container.section("probe")
            self._forms = container.section("forms")
            self._form_offsets = self.numbers("forms.offsets")
            self._postings = self.numbers("form.names")
            self._posting_offsets = self.numbers("form.names.offsets")
            self._endings = self.numbers("form.endings")
            self._names = container.section("names")
            self._name_offsets = self.numbers("names.offsets")
            self._entities = container.section("entities")
            self._entity_offsets = self.numbers("entities.offsets")
            self._owners = self.numbers("names.entities")
        except KeyError as error:
            raise IndexFileError(
                f"The index has no section {error}; delete it to rebuild it."
            ) from None
        self.probe_bits = len(self.probe).bit_length() - 1
        self._inflections = [
            Inflection(language, tuple(cases))
            for language, cases in container.meta.get("endings", ())
        ]
        self._entity_cache: dict[int, EntityRecord] = {}
        self._places_around: dict[int, tuple[int, ...]] = {}
        self._name_cache: dict[int, NameRecord] = {}

    def fingerprint(self) -> str:
        """Return a hash of what the gazetteer says; of a layered one, of each layer."""
        layers = self.container.meta.get("fingerprints")
        if layers:
            return "+".join(layers)
        return self.container.header_hash()

    def spellings(self) -> Container:
        """Return what finds spellings that nobody listed, opened or compiled when first needed."""
        if self._spellings is None:
            if self._open_spellings:
                self._spellings = self._open_spellings(self)
            else:
                from normalizer.matching.compiled.compile_spellings import (  # noqa: PLC0415  # numpy
                    compile_spellings,
                )

                self._spellings = type(self.container)(compile_spellings(self))
        return self._spellings

    def images(self) -> tuple[bytes, bytes | None]:
        """Return copies of the file images: of this, and of the spellings where they are open."""
        return self.container.image(), self._spellings.image() if self._spellings else None

    def numbers(self, section: str) -> memoryview:
        """Return a section as unsigned 32-bit numbers, without copying it where possible."""
        view = self.container.section(section)
        if sys.byteorder == "big":
            from array import array  # noqa: PLC0415  # such machines are rare

            swapped = array("I", view.tobytes())
            swapped.byteswap()
            return memoryview(swapped)
        return view.cast("I")

    @property
    def longest_form(self) -> int:
        """The number of words of the longest form; letters of unspaced scripts count as words."""
        return int.from_bytes(self.container.section("longest"), "little")

    def letter_tables(self) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint16]]:
        """Return the tables of roles and folded letters for scanning in numpy."""
        import numpy as np  # noqa: PLC0415  # only long texts need it

        roles = np.frombuffer(self.container.section("table.roles"), dtype=np.uint8)
        letters = np.frombuffer(self.container.section("table.letters"), dtype="<u2")
        return roles, letters.astype(np.uint16, copy=False)

    @property
    def label_languages(self) -> list[str]:
        """The languages in which entities have display forms, the most frequent first."""
        return [language for language, _ in self.container.meta["label_languages"]]

    @property
    def name_languages(self) -> list[str]:
        """The languages of the listed names, labels included, the most frequent first."""
        return [language for language, _ in self.container.meta["name_languages"]]

    @property
    def types(self) -> frozenset[str]:
        """The entity types that can be asked for: those of the schema and of the entities."""
        return frozenset((*TYPES, *self.container.meta["types"]))

    @property
    def entity_count(self) -> int:
        """The number of entities."""
        return len(self._entity_offsets) - 1

    @property
    def name_count(self) -> int:
        """The number of listed names, labels and canonical names included."""
        return len(self._name_offsets) - 1

    @property
    def form_count(self) -> int:
        """The number of distinct folded forms."""
        return len(self.keys)

    def form(self, number: int) -> str:
        """Return a folded form with its joints, by number."""
        start, end = self._form_offsets[number], self._form_offsets[number + 1]
        return str(self._forms[start:end], "utf-8")

    def forms(self, numbers: Iterable[int]) -> list[str]:
        """Return many folded forms with their joints, by number."""
        forms, offsets = self._forms, self._form_offsets
        return [str(forms[offsets[number] : offsets[number + 1]], "utf-8") for number in numbers]

    def forms_with_hash(self, value: int) -> range:
        """Return the numbers of the forms whose letters have this hash."""
        first = last = bisect_left(self.keys, value)
        while last < len(self.keys) and self.keys[last] == value:
            last += 1
        return range(first, last)

    def forms_of(self, letters: str) -> list[int]:
        """Return the numbers of the forms that have these folded letters, joints aside."""
        if not letters:
            return []
        value = hashing.letters_hash(letters)
        if not self.probe[hashing.probe_slot(value, self.probe_bits)]:
            return []
        return [
            number
            for number in self.forms_with_hash(value)
            if words.letters_of(self.form(number)) == letters
        ]

    def hashed_forms(self) -> tuple[memoryview, memoryview, memoryview, memoryview]:
        """Return the sections that lead from the hashes of forms to names, as 32-bit numbers.

        Returns:
            The hashes of all forms, sorted; where the names of each form begin, and the last end;
            their numbers; and the endings of the first of them, 0 where a form is the name itself.
        """
        return self.keys, self._posting_offsets, self._postings, self._endings

    def names_of_form(self, number: int) -> list[NameRecord]:
        """Return the listed names that have this form, or of which it is an inflected form."""
        span = range(self._posting_offsets[number], self._posting_offsets[number + 1])
        # Behind the last inflected form there are no endings.
        if span.start < len(self._endings) and self._endings[span.start]:
            return [
                replace(
                    self.name(self._postings[at]),
                    inflection=self._inflections[self._endings[at] - 1],
                )
                for at in span
            ]
        return [self.name(self._postings[at]) for at in span]

    def names_of_entity(self, number: int) -> list[NameRecord]:
        """Return the listed names of an entity, in the order in which it lists them."""
        first = bisect_left(self._owners, number)  # compiled entity by entity
        return list(map(self.name, range(first, bisect_right(self._owners, number, first))))

    def displayed(self, number: int) -> int:
        """Return how many of an entity's first names are its canonical name and labels alone."""
        return self.numbers("entities.displayed")[number]

    def names_among(self, entities: Sequence[int]) -> list[int]:
        """Return the numbers of the names of entities, given in order by their numbers."""
        spans = ((bisect_left(self._owners, it), bisect_right(self._owners, it)) for it in entities)
        return [number for span in spans for number in range(*span)]

    def owners_of(self, names: Sequence[int] | npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Return the number of the entity of each of some names, by their numbers."""
        import numpy as np  # noqa: PLC0415  # only compiling needs it

        owners: npt.NDArray[Any] = np.frombuffer(self._owners, dtype=np.uint32)
        return owners[np.asarray(names, dtype=np.int64)]

    def name(self, number: int) -> NameRecord:
        """Return a listed name by number."""
        record = self._name_cache.get(number)
        if record is None:
            start, end = self._name_offsets[number], self._name_offsets[number + 1]
            text, language, kind, *rest = _decoded(self._names[start:end])
            conditions = NO_CONDITIONS
            if rest:
                conditions = Conditions(
                    rest[0]["case"],
                    tuple(rest[0]["requires"]),
                    tuple(rest[0]["forbids"]),
                    rest[0]["since"],
                    rest[0]["until"],
                    rest[0].get("alone", False),
                )
            name = Name(text, language, kind, conditions)
            record = NameRecord(number, self._owners[number], name)
            self._name_cache[number] = record
        return record

    def entity(self, number: int) -> EntityRecord:
        """Return what results tell of an entity, by number."""
        record = self._entity_cache.get(number)
        if record is None:
            start, end = self._entity_offsets[number], self._entity_offsets[number + 1]
            fields = _decoded(self._entities[start:end])
            record = EntityRecord(
                number,
                fields["id"],
                fields["type"],
                fields["name"],
                fields.get("labels", {}),
                tuple(fields.get("located_in", ())),
            )
            self._entity_cache[number] = record
        return record

    def places_around(self, number: int) -> tuple[int, ...]:
        """Return the places that an entity is located in, all by number: Anbar, Iraq."""
        known = self._places_around.get(number)
        if known is None:
            found: dict[int, None] = {}
            waiting = list(self.entity(number).located_in)
            while waiting:
                place = self.entity_by_id(waiting.pop())
                if place is not None and place.number not in found:
                    found[place.number] = None
                    waiting += place.located_in
            known = self._places_around[number] = tuple(found)
        return known

    def name_fields(self, numbers: Iterable[int]) -> list[list[Any]]:
        """Return what the file tells of many listed names, keeping none.

        Args:
            numbers: The names' numbers.

        Returns:
            For each the number of its entity, its text, language and kind, and its conditions
            where it has some.
        """
        numbers = list(numbers)
        fields = _parsed(self._names, self._name_offsets, numbers)
        return [[self._owners[number], *told] for number, told in zip(numbers, fields, strict=True)]

    def entity_fields(self, numbers: Iterable[int]) -> list[dict[str, Any]]:
        """Return what the file tells of many entities, by their numbers, keeping nothing."""
        return _parsed(self._entities, self._entity_offsets, numbers)

    def entity_ids(self) -> list[str]:
        """Return the IDs of all entities, in their order."""
        return [fields["id"] for fields in self.entity_fields(range(self.entity_count))]

    def entity_by_id(self, entity_id: str) -> EntityRecord | None:
        """Return what results tell of an entity, by its ID; None where there is none.

        An ID that was given up for another one gives the entity that has that one.
        """
        record = self._with_id(entity_id)
        if record is None and (target := self.container.meta.get("redirects", {}).get(entity_id)):
            record = self._with_id(target)
        return record

    def place_of(self, entity_id: str) -> int:
        """Return the number of the first entity that has an ID or a later one."""
        everything = range(self.entity_count)  # compiled in the order of IDs
        return bisect_left(everything, entity_id, key=lambda number: self.entity(number).id)

    def has_id(self, entity_id: str) -> bool:
        """Tell whether an entity has an ID; one that was given up for another is nobody's."""
        return self._with_id(entity_id) is not None

    def _with_id(self, entity_id: str) -> EntityRecord | None:
        at = self.place_of(entity_id)
        if at < self.entity_count and self.entity(at).id == entity_id:
            return self.entity(at)
        return None


def _decoded(record: memoryview) -> Any:
    """Return what a record of the index holds; `json.loads` takes twice the time."""
    return _decode(str(record, "utf-8"))[0]


def _parsed(section: memoryview, offsets: memoryview, numbers: Iterable[int]) -> list[Any]:
    """Return records of a section; parsed together they take a third of the time."""
    records = [section[offsets[number] : offsets[number + 1]] for number in numbers]
    parsed: list[Any] = json.loads(b"[%b]" % b",".join(records))
    return parsed
