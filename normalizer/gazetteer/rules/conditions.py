"""Rules for conditions and dates."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping

from normalizer.gazetteer.read import Source
from normalizer.gazetteer.rules.base import Gazetteer, Rule, Violation
from normalizer.gazetteer.yaml_nodes import At

_CONTEXT = re.compile(r"[^*\s]+\*?(?: [^*\s]+\*?)*")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


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
            if date is not None and _days(date) is None:
                yield (*at, key), f'"{date}" is not a date.'


def _date_order(source: Source, gazetteer: Gazetteer) -> Iterator[Violation]:
    for at, since, until in _spans(source):
        first, last = _days(since or ""), _days(until or "")
        if first and last and first[0] > last[1]:
            yield (*at, "until"), f"until {until} is before since {since}."


def _days(date: str) -> tuple[datetime.date, datetime.date] | None:
    """Return the first and the last day that a date of any precision means."""
    match = _DATE.fullmatch(date)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        if year and month and day:
            return (datetime.date(year, month, day),) * 2
        first = datetime.date(year or 0, month or 1, 1)
        # The first of the month after, less a day; December is the last of any year.
        last_month = month or 12
        if last_month == 12:
            return first, datetime.date(first.year, 12, 31)
        return first, datetime.date(first.year, last_month + 1, 1) - datetime.timedelta(1)
    except ValueError:
        return None


RULES = (
    Rule(
        "empty-conditions",
        "Conditions without content look like a safeguard and are none.",
        "Fill them in, or delete them.",
        _empty,
    ),
    Rule(
        "context-word",
        "Context words are words, or beginnings of words that end in *; there are no regular "
        "expressions, whose cost and meaning nobody can review.",
        "Write words with single spaces between them, and a * only at the end of a word.",
        _context_word,
    ),
    Rule(
        "date-form",
        "Dates are compared, with days and months where they are known.",
        'Write "2013", "2013-04" or "2013-04-08", in quotes.',
        _date_form,
    ),
    Rule("date-order", "No time is empty.", "Exchange or correct the dates.", _date_order),
)
