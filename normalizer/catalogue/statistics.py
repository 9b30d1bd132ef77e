"""The charts of the page of statistics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from normalizer.catalogue.display import language_name, script_name
from normalizer.entity import Entity
from normalizer.gazetteer.statistics import statistics

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
    """Draw a gazetteer's entities and names.

    Args:
        entities: The gazetteer.

    Returns:
        Charts of entities by type and by country or region, and of names by script, language
        and kind.
    """
    counted = statistics(entities)
    names = {entity.id: entity.name for entity in entities}
    places = {names.get(id_, id_): count for id_, count in counted.located_in.items()}
    scripts = {_scripts(codes): count for codes, count in counted.scripts.items()}
    languages = {language_name(tag): count for tag, count in counted.languages.items()}
    return [
        chart("types", "Entities by type", counted.types),
        chart("places", "Entities by country or region, where their relations give one", places),
        chart("scripts", "Names by script", scripts),
        chart("languages", "Names by language", languages),
        chart("kinds", "Names by kind", counted.kinds),
    ]


def chart(id_: str, title: str, counts: Mapping[str, int]) -> Chart:
    """Return the chart of counts, the first of which are drawn.

    Args:
        id_: Its anchor in the page.
        title: What is counted.
        counts: Count by label, the largest first or in an order of their own.
    """
    bars = tuple(counts.items())
    return Chart(id_, title, bars[:_MOST_BARS], max(0, len(bars) - _MOST_BARS))


def _scripts(codes: str) -> str:
    """The names of the scripts whose codes are joined by +."""
    return ", ".join(map(script_name, codes.split("+")))
