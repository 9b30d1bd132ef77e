"""The nouns of the gazetteer: an entity, its names, and what is known about them.

Plain immutable records. They hold what the YAML says and compute nothing; reading and checking
is `normalizer.gazetteer`'s work, finding them in texts `normalizer.matching`'s.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

TYPES = ("event", "facility", "media", "organization", "person", "place")
"""Entity types the curated gazetteer uses. A private gazetteer may use others."""

KINDS = (
    "name",
    "translation",
    "acronym",
    "short",
    "former",
    "native",
    "nickname",
    "demonym",
    "other",
)
"""What a name is to its entity; see gazetteer/README.md."""

LONGEST_NAME = 400
"""So many letters a name may have, as it is written and folded."""

LOCATED_IN = "located_in"
RELATIONS = (
    "part_of",
    "member_of",
    "successor_of",
    "split_from",
    "allied_with",
    "affiliate_of",
    "led_by",
    "founded_by",
    LOCATED_IN,
    "capital_of",
    "owned_by",
    "different_from",
)
"""Relations between entities, each read «this entity RELATION target»."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """When a name counts as a name of its entity.

    Attributes:
        case: ``"exact"`` where only this capitalisation counts, ``"any"`` otherwise.
        requires_context: Words or phrases of which at least one must stand near the name.
        forbids_context: Words or phrases none of which may stand near the name.
        since: First date of use, ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.
        until: Last date of use, in the same forms.
        counts_alone: Whether a cell that holds nothing but the name needs none of the words that
            must stand near it in running text.
    """

    case: str = "any"
    requires_context: tuple[str, ...] = ()
    forbids_context: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    counts_alone: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether the name always counts."""
        return self is NO_CONDITIONS or self == NO_CONDITIONS


NO_CONDITIONS = Conditions()

MASKS = frozenset({"demonym", "other"})
"""Kinds of names that are recognised so that they are left alone, and never resolve."""


@dataclass(frozen=True, slots=True)
class Name:
    """One written form of an entity.

    Attributes:
        text: The form, as it is written.
        language: BCP 47 tag of the language of the texts it stands in, or ``"und"``.
        kind: One of `KINDS`.
        conditions: When it counts.
    """

    text: str
    language: str = "und"
    kind: str = "name"
    conditions: Conditions = NO_CONDITIONS


@dataclass(frozen=True, slots=True)
class Relation:
    """A dated relation to another entity, by its ID."""

    type: str
    target: str
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence and the mentions of the entity that must be found in it, in order; no others."""

    text: str
    finds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entity:
    """One real thing with a permanent ID.

    Attributes:
        id: A slug; never reused.
        type: What it is; the curated gazetteer uses `TYPES`.
        name: Canonical English name.
        labels: Display form by language; each counts as a name, too.
        names: Other written forms.
        relations: Relations to other entities.
        external_ids: Identifier by authority, such as ``{"wikidata": "Q12345"}``.
        sources: Where a reader can check.
        notes: Remarks for people.
        examples: Sentences with what must be found in them.
    """

    id: str
    type: str
    name: str
    labels: Mapping[str, str] = field(default_factory=dict)
    names: tuple[Name, ...] = ()
    relations: tuple[Relation, ...] = ()
    external_ids: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    notes: str = ""
    examples: tuple[Example, ...] = ()

    def all_names(self) -> tuple[Name, ...]:
        """Return every written form once: the canonical name, the labels, then `names`.

        A form that `names` lists with conditions of its own keeps those conditions, so that a
        canonical name or label can be given some.
        """
        listed = {name.text for name in self.names}
        forms: dict[str, Name] = {}
        if self.name not in listed:
            forms[self.name] = Name(self.name, "en")
        for language, text in self.labels.items():
            if text not in listed and text not in forms:
                forms[text] = Name(text, language)
        return (*forms.values(), *self.names)
