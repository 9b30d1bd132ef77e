"""Rules for the dates of successions: who came after whom."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from normalizer.gazetteer.dates import days_of
from normalizer.gazetteer.read import Source
from normalizer.gazetteer.rules.base import Gazetteer, Rule, Violation

_FROM = ("successor_of", "split_from")


def _dates(source: Source, gazetteer: Gazetteer) -> Iterator[Violation]:
    for number, relation in enumerate(source.entity.relations):
        days = days_of(relation.since)
        if relation.type not in _FROM or days is None:
            continue
        for other in gazetteer.by_id.get(relation.target, ()):
            contradiction = _later(other, relation.type, days[1])
            if contradiction:
                what = f"{relation.type} {relation.target} since {relation.since}, but"
                yield ("relations", number, "since"), f"{what} {contradiction}."


def _later(source: Source, relation_type: str, last: datetime.date) -> str:
    """Return what says that an entity began only after a day, or an empty string."""
    entity = source.entity
    for relation in entity.relations:
        days = days_of(relation.since)
        if relation.type in _FROM and days and days[0] > last:
            began = f"{relation.type} {relation.target} only since {relation.since}"
            return f"that one is {began} ({source.document.path})"
    if relation_type == "successor_of":
        for name in entity.names:
            days = days_of(name.conditions.since)
            if days and days[0] > last:
                newer = f'"{name.text}" only since {name.conditions.since}'
                return f"that one is called {newer} ({source.document.path})"
    return ""


RULES = (
    Rule(
        "succession-dates",
        "A successor cannot follow something before that began.",
        "Correct the date that is wrong.",
        find=_dates,
    ),
)
