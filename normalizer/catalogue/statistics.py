"""Counts of a gazetteer for its page of statistics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from normalizer.catalogue.display import language_name, script_code, script_name
from normalizer.entity import Entity

_PLACED_BY = ("located_in", "capital_of", "part_of")
_MOST_BARS = 30


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar chart.

    Attributes:
        id: Its anchor in the page.
        title: What is counted.
        bars: Label and count, the largest first.
        left_out: How many further labels there are.
    """

    id: str
    title: str
    bars: tuple[tuple[str, int], ...]
    left_out: int = 0

    @property
    def largest(self) -> int:
        """The largest count; at least 1."""
        return max((count for _, count in self.bars), default=1)


def charts(entities: Sequence[Entity]) -> list[Chart]:
    """Count a gazetteer's entities and names.

    Args:
        entities: The gazetteer.

    Returns:
        Charts of entities by type and by country or region, and of names by script, language
        and kind.
    """
    known = {entity.id: entity for entity in entities}
    names = [name for entity in entities for name in entity.all_names()]
    places = (_place_of(entity, known) for entity in entities)
    return [
        _chart("types", "Entities by type", Counter(entity.type for entity in entities)),
        _chart(
            "places",
            "Entities by country or region, as far as their relations tell",
            Counter(known[id_].name for id_ in places if id_ is not None),
        ),
        _chart(
            "scripts",
            "Names by script",
            Counter(script_name(script_code(name.text)) for name in names),
        ),
        _chart(
            "languages",
            "Names by language",
            Counter(language_name(name.language) for name in names),
        ),
        _chart("kinds", "Names by kind", Counter(name.kind for name in names)),
    ]


def _chart(id_: str, title: str, counts: Counter[str]) -> Chart:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return Chart(id_, title, tuple(ordered[:_MOST_BARS]), max(0, len(ordered) - _MOST_BARS))


def _place_of(entity: Entity, known: Mapping[str, Entity]) -> str | None:
    """The ID of the widest place that an entity lies in; None where nothing tells one."""
    seen = {entity.id}
    at, place = entity, None
    while True:
        following = next(
            (
                known[relation.target]
                for relation in at.relations
                if relation.type in _PLACED_BY
                and relation.target in known
                and relation.target not in seen
            ),
            None,
        )
        if following is None:
            return place
        seen.add(following.id)
        at = following
        if at.type == "place":
            place = at.id
