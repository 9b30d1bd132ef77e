"""Rules for conditions and dates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from normalizer.gazetteer.dates import days_of
from normalizer.gazetteer.read import Source
from normalizer.gazetteer.rules.base import Gazetteer, Rule, Violation
from normalizer.gazetteer.yaml_nodes import At

_CONTEXT = re.compile(r"[^*\s]+\*?(?: [^*\s]+\*?)*")


def _empty(source: Source, gazetteer: Gazetteer) -> Iterator[Violation]:
    data = source.document.data
    names = data.get("names", []) if isinstance(data, Mapping) else []
    for number, name in enumerate(names):
        conditions = name.get("conditions") if isinstance(name, Mapping) else None
        if not isinstance(conditions, Mapping):
            continue
        at: At = ("names", number, "conditions")
        if not conditions or conditions == {"case": "any"}:
            yield at, "these conditions say nothing."
        for key in ("requires_context", "forbids_context"):
            if key in conditions and not conditions[key]:
                yield (*at, key), f"{key} is an empty list."
        if "alone" in conditions and not conditions.get("requires_context"):
            yield (*at, "alone"), "alone says something only beside requires_context."


def _context_word(source: Source, gazetteer: Gazetteer) -> Iterator[Violation]:
    for number, name in enumerate(source.entity.names):
        for key in ("requires_context", "forbids_context"):
            for place, word in enumerate(getattr(name.conditions, key)):
                if not _CONTEXT.fullmatch(word) or not any(map(str.isalnum, word)):
                    at = ("names", number, "conditions", key, place)
                    yield at, f'"{word}" is neither words nor beginnings of words.'


def _spans(source: Source) -> Iterator[tuple[At, str | None, str | None]]:
    for number, name in enumerate(source.entity.names):
        conditions = name.conditions
        yield ("names", number, "conditions"), conditions.since, conditions.until
    for number, relation in enumerate(source.entity.relations):
        yield ("relations", number), relation.since, relation.until


def _date_form(source: Source, gazetteer: Gazetteer) -> Iterator[Violation]:
    for at, since, until in _spans(source):
        for key, date in (("since", since), ("until", until)):
            if date is not None and days_of(date) is None:
                yield (*at, key), f'"{date}" is not a date.'


def _date_order(source: Source, gazetteer: Gazetteer) -> Iterator[Violation]:
    for at, since, until in _spans(source):
        first, last = days_of(since), days_of(until)
        if first and last and first[0] > last[1]:
            yield (*at, "until"), f"until {until} is before since {since}."


RULES = (
    Rule(
        "empty-conditions",
        "Conditions without content look like a safeguard and are none.",
        "Fill them in, or delete them.",
        find=_empty,
    ),
    Rule(
        "context-word",
        "Context words are words, or beginnings of words that end in *; there are no regular "
        "expressions, whose cost and meaning nobody can review.",
        "Write words with single spaces between them, and a * only at the end of a word.",
        find=_context_word,
    ),
    Rule(
        "date-form",
        "Dates are compared, with days and months where they are known.",
        'Write "2013", "2013-04" or "2013-04-08", in quotes.',
        find=_date_form,
    ),
    Rule("date-order", "No time is empty.", "Exchange or correct the dates.", find=_date_order),
)
