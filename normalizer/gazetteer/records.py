"""From plain data (mappings, lists, strings) to an `Entity`, with every fault in its form.

One way for both sources of data, YAML files and mappings given from Python. It is on the path of
`normalizer.build`, which takes 100,000 mappings, so messages are worked out only for faults.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar

from normalizer.entity import (
    KINDS,
    LONGEST_NAME,
    NO_CONDITIONS,
    RELATIONS,
    Conditions,
    Entity,
    Example,
    Name,
    Relation,
)
from normalizer.gazetteer.dates import days_of
from normalizer.gazetteer.faults import Faults
from normalizer.gazetteer.yaml_nodes import At
from normalizer.spelling.fold import fold_key

T = TypeVar("T")
Fields = Mapping[Any, Any]

ENTITY_FIELDS = (
    "id",
    "type",
    "name",
    "labels",
    "names",
    "relations",
    "external_ids",
    "sources",
    "notes",
    "examples",
)
NAME_FIELDS = ("text", "language", "kind", "conditions")
COUNTS, REFUSED = "counts", "refused"
"""What a name may do that is all a cell holds (`Conditions.counts_alone`)."""
CONDITION_FIELDS = ("case", "requires_context", "forbids_context", "alone", "since", "until")
RELATION_FIELDS = ("type", "target", "since", "until")
EXAMPLE_FIELDS = ("text", "finds")
CASES = ("any", "exact")

# One comparison of sets a mapping, where a look at each key would be a third of the whole work.
_ENTITY, _NAME, _CONDITIONS = map(frozenset, (ENTITY_FIELDS, NAME_FIELDS, CONDITION_FIELDS))
_RELATION, _EXAMPLE = map(frozenset, (RELATION_FIELDS, EXAMPLE_FIELDS))
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")  # UTF-8 cannot hold half a surrogate pair


def entity_of(data: object, faults: Faults) -> Entity:
    """Build an entity from plain data.

    Args:
        data: A mapping in the YAML's form. Required are ``id``, ``type`` and ``name``.
        faults: Takes the faults; the entity is to be used only if none were added.

    Returns:
        The entity.
    """
    if type(data) is not dict and not isinstance(data, Mapping):
        faults.wrong_shape(data, "an entity", "a mapping with id, type and name", ())
        return Entity("", "", "")
    if not data.keys() <= _ENTITY:
        faults.unknown_fields(data, "an entity", ENTITY_FIELDS, ())
    return Entity(
        _text(data, "id", "an entity", (), faults),
        _text(data, "type", "an entity", (), faults),
        _form(data, "name", "an entity", (), faults),
        _labels(data, faults) if "labels" in data else {},
        _items(data, "names", _name, faults) if "names" in data else (),
        _items(data, "relations", _relation, faults) if "relations" in data else (),
        _texts(data, "external_ids", faults) if "external_ids" in data else {},
        strings(data, "sources", (), faults) if "sources" in data else (),
        _notes(data["notes"], faults) if "notes" in data else "",
        _items(data, "examples", _example, faults) if "examples" in data else (),
    )


def _name(item: object, at: At, faults: Faults) -> Name:
    if isinstance(item, str):
        _check_text(item, "a name", at, faults)
        _check_letters(item, at, faults)
        return Name(item)
    if type(item) is not dict and not isinstance(item, Mapping):
        faults.wrong_shape(item, "a name", "a string or a mapping with text", at)
        return Name("")
    if not item.keys() <= _NAME:
        faults.unknown_fields(item, "a name", NAME_FIELDS, at)
    kind = item.get("kind", "name")
    if kind not in KINDS:
        faults.unknown_word("kind", kind, KINDS, (*at, "kind"))
    return Name(
        _form(item, "text", "a name", at, faults),
        _text(item, "language", "a name", at, faults) if "language" in item else "und",
        kind,
        _conditions(item, at, faults) if "conditions" in item else NO_CONDITIONS,
    )


def _conditions(name: Fields, at: At, faults: Faults) -> Conditions:
    item, at = name["conditions"], (*at, "conditions")
    if type(item) is not dict and not isinstance(item, Mapping):
        faults.wrong_shape(item, "conditions", "a mapping such as `case: exact`", at)
        return NO_CONDITIONS
    if not item.keys() <= _CONDITIONS:
        faults.unknown_fields(item, "conditions", CONDITION_FIELDS, at)
    case = item.get("case", "any")
    if case not in CASES:
        faults.unknown_word("case", case, CASES, (*at, "case"))
    alone = item.get("alone", REFUSED)
    if alone not in (COUNTS, REFUSED):
        faults.unknown_word("alone", alone, (COUNTS, REFUSED), (*at, "alone"))
    return Conditions(
        case,
        strings(item, "requires_context", at, faults) if "requires_context" in item else (),
        strings(item, "forbids_context", at, faults) if "forbids_context" in item else (),
        *_dates(item, "conditions", at, faults),
        counts_alone=alone == COUNTS,
    )


def _relation(item: object, at: At, faults: Faults) -> Relation:
    if type(item) is not dict and not isinstance(item, Mapping):
        faults.wrong_shape(item, "a relation", "a mapping with type and target", at)
        return Relation("", "")
    if not item.keys() <= _RELATION:
        faults.unknown_fields(item, "a relation", RELATION_FIELDS, at)
    relation = _text(item, "type", "a relation", at, faults)
    if relation and relation not in RELATIONS:
        faults.unknown_word("relation", relation, RELATIONS, (*at, "type"))
    return Relation(
        relation,
        _text(item, "target", "a relation", at, faults),
        *_dates(item, "a relation", at, faults),
    )


def _example(item: object, at: At, faults: Faults) -> Example:
    if type(item) is not dict and not isinstance(item, Mapping):
        faults.wrong_shape(item, "an example", "a mapping with text and finds", at)
        return Example("", ())
    if not item.keys() <= _EXAMPLE:
        faults.unknown_fields(item, "an example", EXAMPLE_FIELDS, at)
    text = _text(item, "text", "an example", at, faults)
    if "finds" not in item:
        what = "an example has no finds. List its mentions, or write `finds: []` if it has none."
        faults.add("missing-field", at, what)
        return Example(text, ())
    return Example(text, strings(item, "finds", at, faults))


def _notes(value: object, faults: Faults) -> str:
    if not isinstance(value, str):
        faults.wrong_shape(value, "notes", "a string", ("notes",))
        return ""
    return value


def _dates(item: Fields, owner: str, at: At, faults: Faults) -> tuple[str | None, str | None]:
    since = _text(item, "since", owner, at, faults) if "since" in item else None
    until = _text(item, "until", owner, at, faults) if "until" in item else None
    if since or until:
        _check_dates(since, until, at, faults)
    return since, until


def _check_dates(since: str | None, until: str | None, at: At, faults: Faults) -> None:
    """Refuse what would be a name for no day at all, or for every day, without a word."""
    first, last = days_of(since), days_of(until)
    for key, date, days in (("since", since, first), ("until", until, last)):
        if date and days is None:
            what = f'"{date}" is not a date. Write "2013", "2013-04" or "2013-04-08", in quotes.'
            faults.add("date-form", (*at, key), what)
    if first and last and first[0] > last[1]:
        what = f"until {until} is before since {since}. Swap or correct the dates."
        faults.add("date-order", (*at, "until"), what)


def _form(item: Fields, key: str, owner: str, at: At, faults: Faults) -> str:
    """Read a text that counts as a name."""
    text = _text(item, key, owner, at, faults)
    _check_letters(text, (*at, key), faults)
    return text


def _labels(data: Fields, faults: Faults) -> dict[str, str]:
    labels = _texts(data, "labels", faults)
    for language, text in labels.items():
        if isinstance(text, str):
            _check_letters(text, ("labels", str(language)), faults)
    return labels


@cache
def _counts(char: str) -> bool:
    return bool(fold_key(char))


def _check_letters(text: str, at: At, faults: Faults) -> None:
    """Refuse a name that no text could hold, or none would."""
    # Nearly every name begins with a letter: no more than this is done for it.
    if text and not _counts(text[0]) and not text.isspace() and not fold_key(text):
        faults.add("no-letters", at, f'"{text}" has neither letters nor digits. Delete it.')
    elif len(text) > LONGEST_NAME:
        what = f'"{text[:60]}…" has more than {LONGEST_NAME} letters. Shorten or delete it.'
        faults.add("too-long", at, what)


def _text(item: Fields, key: str, owner: str, at: At, faults: Faults) -> str:
    if key not in item:
        faults.add("missing-field", at, f"{owner} has no {key}. Add `{key}: …`.")
        return ""
    value = item[key]
    if not isinstance(value, str):
        faults.wrong_shape(value, f"the {key} of {owner}", "a string", (*at, key))
        return ""
    # Nearly every text is printable and not blank: no more than this is done for it.
    if not value.isprintable() or not value or value.isspace():
        _check_text(value, f"the {key} of {owner}", (*at, key), faults)
    return value


def _check_text(value: str, owner: str, at: At, faults: Faults) -> None:
    if not value or value.isspace():
        faults.add("empty", at, f"{owner} is empty. Fill it in, or delete it.")
    elif _UNSTORABLE.search(value):
        what = f"{owner} holds a NUL or half a surrogate pair. Delete that character."
        faults.add("invisible", at, what)


def _texts(data: Fields, key: str, faults: Faults) -> dict[str, str]:
    value = data[key]
    if not isinstance(value, Mapping):
        faults.wrong_shape(value, key, "a mapping of strings", (key,))
        return {}
    for word, text in value.items():
        at, owner = (key, str(word)), f"an entry of {key}"
        if not isinstance(word, str) or not word:
            faults.wrong_shape(word, f"a key of {key}", "a string", at)
        elif not isinstance(text, str):
            faults.wrong_shape(text, owner, "a string", at)
        else:
            _check_text(text, owner, at, faults)
    return dict(value)


def strings(item: Fields, key: str, at: At, faults: Faults) -> tuple[str, ...]:
    """Read a list of strings.

    Args:
        item: The mapping that has it.
        key: The field.
        at: Where the mapping stands.
        faults: Takes the faults.

    Returns:
        The strings; none if it is no list.
    """
    value = item[key]
    if not isinstance(value, (list, tuple)):
        faults.wrong_shape(value, key, "a list such as `[one, two]`", (*at, key))
        return ()
    for number, text in enumerate(value):
        if isinstance(text, str):
            _check_text(text, f"an item of {key}", (*at, key, number), faults)
        else:
            faults.wrong_shape(text, f"an item of {key}", "a string", (*at, key, number))
    return tuple(value)


def _items(
    data: Fields, key: str, build: Callable[[object, At, Faults], T], faults: Faults
) -> tuple[T, ...]:
    value = data[key]
    if not isinstance(value, (list, tuple)):
        faults.wrong_shape(value, key, "a list, each item after a hyphen", (key,))
        return ()
    return tuple([build(item, (key, number), faults) for number, item in enumerate(value)])
