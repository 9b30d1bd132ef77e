"""The name that an entity had at a date, from the dates that the gazetteer gives its names."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from normalizer.matching.compiled.index import Index, NameRecord
from normalizer.matching.conditions import in_use
from normalizer.rewriting.forms import ENGLISH, Named, label_of


class NamesInUse:
    """What an index knows of names by date.

    Args:
        index: The compiled gazetteer.
        date: The date of the text, ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, or None.
    """

    def __init__(self, index: Index, date: str | None) -> None:
        self._index = index
        self.date = date
        self._dated = lru_cache(maxsize=None)(self._dated_name)

    def knows(self, entity_id: str) -> bool:
        """Tell whether there is an entity of this ID."""
        return self._index.entity_by_id(entity_id) is not None

    def label_languages(self) -> Sequence[str]:
        """Return the languages in which entities have labels, the most frequent first."""
        return self._index.label_languages

    def name_languages(self) -> Sequence[str]:
        """Return the languages in which entities have names, the most frequent first."""
        return self._index.name_languages

    def name_in_use(self, named: Named, language: str) -> str:
        """Return the name that an entity had in a language at the date.

        A former name that was in use then goes before all others, of several the one that was
        given up first, of those the one that the entry lists first. Else the youngest name that
        had come into use by then, and where the entry dates none, the label or canonical name.

        Args:
            named: A mention or resolution.
            language: BCP 47 tag, such as ``"en"``.

        Returns:
            The name.
        """
        dated = self._dated(named.id or "", language)
        if dated:
            return dated
        return named.name or "" if language == ENGLISH else label_of(named, language)

    def _dated_name(self, entity_id: str, language: str) -> str:
        entity = self._index.entity_by_id(entity_id)
        if entity is None or self.date is None:
            return ""
        names = [
            record
            for record in self._index.names_of_entity(entity.number)
            if record.name.language == language and self._in_use(record)
        ]
        former = [name for name in names if name.name.kind == "former"]
        if former:
            return min(former, key=lambda name: name.name.conditions.until or "").name.text
        youngest = max(names, key=lambda name: name.name.conditions.since or "", default=None)
        return youngest.name.text if youngest else ""

    def _in_use(self, record: NameRecord) -> bool:
        """Tell whether a dated name that can stand for the entity was in use at the date."""
        conditions, kind = record.name.conditions, record.name.kind
        if kind == "former":
            dated = conditions.until is not None
        else:
            dated = kind == "name" and conditions.since is not None
        return dated and in_use(conditions.since, conditions.until, self.date or "")
