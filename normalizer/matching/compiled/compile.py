"""Compile entities to an index: every listed form, found by hash, with what it stands for."""

from __future__ import annotations

import json
import sys
from array import array
from collections import Counter
from collections.abc import Iterable
from typing import Any

from normalizer.entity import LOCATED_IN, LONGEST_NAME, NO_CONDITIONS, Entity, Name
from normalizer.errors import GazetteerError
from normalizer.matching import hashing
from normalizer.matching.compiled import container, inflected, letter_tables
from normalizer.matching.hashing import PREFIX, WHOLE
from normalizer.spelling import fold, words

# A probe table this many times the number of its entries answers "not here" 31 times in 32.
_PROBE_FACTOR = 32


class _Blob:
    """Byte strings one after another, with the offset at which each begins."""

    def __init__(self) -> None:
        self.data = bytearray()
        self.offsets = array("I", [0])

    def append(self, item: bytes) -> int:
        self.data += item
        self.offsets.append(len(self.data))
        return len(self.offsets) - 2


def _name_record(entity_number: int, name: Name) -> bytes:
    record: list[Any] = [entity_number, name.text, name.language, name.kind]
    if name.conditions != NO_CONDITIONS:
        conditions = name.conditions
        told: dict[str, Any] = {
            "case": conditions.case,
            "requires": conditions.requires_context,
            "forbids": conditions.forbids_context,
            "since": conditions.since,
            "until": conditions.until,
        }
        if conditions.counts_alone:
            told["alone"] = True
        record.append(told)
    return json.dumps(record, ensure_ascii=False).encode()


def _entity_record(entity: Entity) -> bytes:
    record: dict[str, Any] = {"id": entity.id, "type": entity.type, "name": entity.name}
    if entity.labels:
        record["labels"] = dict(entity.labels)
    places = [relation.target for relation in entity.relations if relation.type == LOCATED_IN]
    if places:
        record["located_in"] = places
    return json.dumps(record, ensure_ascii=False).encode()


def _prefixes(form: str) -> list[str]:
    """Return the letters of a form up to each joint, and to each letter of an unspaced script."""
    roles = fold.kinds(form)
    if fold.UNIT not in roles and form.replace(" ", "").isalnum():
        parts = form.split(" ")
        return ["".join(parts[:count]) for count in range(1, len(parts))]
    prefixes: list[str] = []
    letters: list[str] = []
    for char, role in zip(form, roles, strict=True):
        if role not in (fold.LETTER, fold.UNIT, fold.FOLLOW) or (letters and role == fold.UNIT):
            prefixes.append("".join(letters))
        if role in (fold.LETTER, fold.UNIT, fold.FOLLOW):
            letters.append(char)
    return prefixes


def compile_index(entities: Iterable[Entity], meta: dict[str, Any] | None = None) -> bytes:
    """Compile entities to the image of an index file.

    Args:
        entities: The entities; their IDs must differ.
        meta: What the index's header is to tell besides, such as the content hash.

    Returns:
        The file image, to be opened by `normalizer.matching.compiled.index.Index`.

    Raises:
        GazetteerError: If two entities have one ID, or a name has no letters or too many.
    """
    entity_blob, name_blob = _Blob(), _Blob()
    forms: dict[str, list[int]] = {}
    ids: dict[str, int] = {}
    problems: list[str] = []
    changing: list[inflected.Listed] = []
    labels: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    types: set[str] = set()
    for entity in entities:
        number = entity_blob.append(_entity_record(entity))
        types.add(entity.type)
        labels.update(list(entity.labels))
        numbers: dict[str, int] = {}
        if ids.setdefault(entity.id, number) != number:
            problems.append(f"Two entities have the ID {entity.id!r}; give one of them another.")
        for name, form in _forms(entity):
            if not form or len(form) > LONGEST_NAME:
                fault = "has no letters" if not form else f"is longer than {LONGEST_NAME} letters"
                problems.append(f"The name {name.text[:60]!r} of {entity.id} {fault}; remove it.")
                continue
            languages[name.language] += 1
            name_number = name_blob.append(_name_record(number, name))
            forms.setdefault(form, []).append(name_number)
            numbers.setdefault(form, name_number)  # the first: Ucraina, not UCRAINA
        changing += inflected.changing_names(entity, numbers)
    if problems:
        raise GazetteerError(problems)
    endings = inflected.Endings()
    counts = {"entities": len(ids), "names": len(name_blob.offsets) - 1, "forms": len(forms)}
    sections = _form_sections(forms, inflected.forms_of(changing, endings, forms))
    for label, blob in (("entities", entity_blob), ("names", name_blob)):
        sections[label] = bytes(blob.data)
        sections[f"{label}.offsets"] = _bytes(blob.offsets)
    sections["ids"] = _id_order(ids)
    roles, letters = letter_tables.tables()
    sections["table.roles"] = roles.tobytes()
    sections["table.letters"] = letters.astype("<u2").tobytes()
    header = {
        **counts,
        "endings": endings.listed(),
        "label_languages": _by_count(labels),
        "name_languages": _by_count(languages),
        "types": sorted(types),
    }
    return container.pack(sections, {**(meta or {}), **header})


def _by_count(languages: Counter[str]) -> list[str]:
    """Return languages, the most frequent first."""
    return sorted(languages, key=lambda language: (-languages[language], language))


def _forms(entity: Entity) -> list[tuple[Name, str]]:
    """Return the names of an entity with their forms.

    The canonical name and the labels carry no conditions of their own. Where one of them has the
    same form as a listed name that does, it is that name, and the conditions hold.
    """
    pairs = [(name, inflected.listed_form(name.text)) for name in entity.all_names()]
    conditioned = {form for name, form in pairs if not name.conditions.is_empty}
    if not conditioned:
        return pairs
    listed = len(entity.names)
    displayed = pairs[: len(pairs) - listed]
    kept = [pair for pair in displayed if pair[1] not in conditioned]
    return kept + pairs[len(displayed) :]


def _id_order(ids: dict[str, int]) -> bytes:
    """Return the entity numbers in the order of their IDs, so that an ID is found by bisection."""
    return _bytes(array("I", [ids[key] for key in sorted(ids)]))


def _form_sections(
    forms: dict[str, list[int]], changed: dict[str, list[tuple[int, int]]]
) -> dict[str, bytes]:
    """Return the sections that find a form by hash and tell its names.

    Args:
        forms: The numbers of names by listed form.
        changed: The numbers of names and of endings by inflected form; none of them is listed.
    """
    ordered = sorted(
        (hashing.letters_hash(words.letters_of(form)), form) for form in (*forms, *changed)
    )
    keys = array("I", [key for key, _ in ordered])
    texts = _Blob()
    postings, endings, starts = array("I"), array("I"), array("I", [0])
    prefixes: set[int] = set()
    longest = 1
    for _, form in ordered:
        texts.append(form.encode())
        if form in changed:
            names, kinds = zip(*changed[form], strict=True)
            endings.extend([0] * (len(postings) - len(endings)))
            endings.extend(kinds)
        else:
            names = tuple(forms[form])
        postings.extend(names)
        starts.append(len(postings))
        inner = _prefixes(form)
        longest = max(longest, len(inner) + 1)
        prefixes.update(map(hashing.letters_hash, inner))
    bits = max(10, (_PROBE_FACTOR * (len(keys) + len(prefixes))).bit_length())
    probe = bytearray(1 << bits)
    for key in keys:
        probe[hashing.probe_slot(key, bits)] |= WHOLE
    for key in prefixes:
        probe[hashing.probe_slot(key, bits)] |= PREFIX
    return {
        "form.keys": _bytes(keys),
        "forms": bytes(texts.data),
        "forms.offsets": _bytes(texts.offsets),
        "form.names": _bytes(postings),
        "form.names.offsets": _bytes(starts),
        "form.endings": _bytes(endings),
        "probe": bytes(probe),
        "longest": longest.to_bytes(4, "little"),
    }


def _bytes(numbers: array[int]) -> bytes:
    if numbers.itemsize != 4:  # array("I") is four bytes wherever CPython runs today
        raise GazetteerError([f"This platform's unsigned int has {numbers.itemsize} bytes, not 4."])
    if sys.byteorder == "big":
        numbers = array("I", numbers)
        numbers.byteswap()
    return numbers.tobytes()
