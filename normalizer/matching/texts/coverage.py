"""Whether a name is reached already, and by what rule: what to know before listing it."""

from __future__ import annotations

from dataclasses import dataclass

from normalizer.matching.compiled.index import Index
from normalizer.matching.names import results
from normalizer.matching.names.listed import NOTHING_ASKED, Asked, ListedNames
from normalizer.matching.names.resolve import Resolver
from normalizer.matching.names.results import Resolution
from normalizer.matching.texts.find import Finder
from normalizer.matching.texts.options import Options

READING = "reading"
"""The rule of what is listed without its title, possessive, article or inversion."""
SHARED = "shared"
"""The rule of what is listed for several entities."""
CONDITIONS = "conditions"
"""The rule of what is listed and does not count here."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a name is reached.

    Attributes:
        text: The name.
        rule: ``"exact"``, ``"folded"``, ``"reading"``, ``"spelling"``, ``"shared"``,
            ``"conditions"``, or empty where it is not reached.
        entities: IDs of the entities that it reaches or, where it counts for none, is listed for.
        listed: IDs of all entities that it is listed for.
        in_text: What running text that holds the name would find of those entities: the whole
            name, a part of it, or nothing.
        resolution: What a single name resolves to, with score and evidence.
    """

    text: str
    rule: str
    entities: tuple[str, ...]
    listed: tuple[str, ...]
    in_text: str
    resolution: Resolution

    @property
    def is_whole(self) -> bool:
        """Whether tables and running text reach the whole name, so that listing it adds nothing."""
        listed = self.rule not in ("", results.SPELLING)
        return listed or (self.rule != "" and self.in_text == self.text)


class CoverageCheck:
    """Tells of names how far an index reaches them.

    Args:
        index: The compiled gazetteer.
    """

    def __init__(self, index: Index) -> None:
        self._senses = ListedNames(index).senses
        self._resolver = Resolver(index)
        self._finder = Finder(index)
        self._index = index

    def of(self, text: str, asked: Asked = NOTHING_ASKED) -> Coverage:
        """Return how far a name is reached.

        Args:
            text: The name.
            asked: Context, type, date, language and threshold, as for resolving it.

        Returns:
            The rule that reaches it, the entities, and what running text would find.
        """
        stripped = text.strip()
        resolution = self._resolver.resolve(text, asked)
        senses = self._senses(stripped, asked) if resolution.reason != results.TOO_LONG else []
        listed = tuple(dict.fromkeys(self._index.entity(s.record.entity).id for s in senses))
        entities, rule = listed, ""
        if resolution.id is not None:
            entities, rule = (resolution.id,), resolution.method
            if senses and all(sense.note for sense in senses):
                rule = READING
        elif listed:
            rule = SHARED if resolution.reason == results.AMBIGUOUS else CONDITIONS
        in_text = self._found(stripped, entities, asked)
        return Coverage(stripped, rule, entities, listed, in_text, resolution)

    def _found(self, name: str, entities: tuple[str, ...], asked: Asked) -> str:
        if not entities:
            return ""
        text = f"{name} … {asked.context}" if asked.context else name
        mentions = self._finder.find(text, Options(asked.date))
        found = [m.text for m in mentions if m.end <= len(name) and m.id in entities]
        return max(found, key=len, default="")
