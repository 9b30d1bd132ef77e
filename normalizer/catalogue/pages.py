"""What the page of an entity shows, worked out as plain records for its template."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from normalizer.catalogue.display import (
    direction,
    language_name,
    relation_words,
    script_code,
    script_name,
)
from normalizer.entity import Conditions, Entity, Example, Name, Relation
from normalizer.spelling.fold import fold_key

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+){0,40}")
_LONGEST = 100
_NOT_STATED = "und"
_ADDRESS = re.compile(r"https?://\S+")
_AUTHORITIES = {
    "wikidata": (re.compile(r"Q\d+"), "https://www.wikidata.org/wiki/{}"),
    "geonames": (re.compile(r"\d+"), "https://www.geonames.org/{}"),
}


@dataclass(frozen=True, slots=True)
class Written:
    """A piece of text with what a browser must know to show it.

    Attributes:
        text: The text.
        language: Its BCP 47 tag; empty where it is not stated.
        direction: ``"ltr"`` or ``"rtl"``.
    """

    text: str
    language: str
    direction: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link to the page of an entity."""

    page: str
    name: str


@dataclass(frozen=True, slots=True)
class NameRow:
    """A line of the table of names.

    Attributes:
        written: The name.
        kind: Its kind.
        conditions: When it counts, in words.
        shared_with: Other entities of the same name.
    """

    written: Written
    kind: str
    conditions: tuple[str, ...]
    shared_with: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation as told on the page of one of its two entities."""

    words: str
    other: Link | None
    other_id: str
    dates: str


@dataclass(frozen=True, slots=True)
class ShownExample:
    """A sentence in pieces, those marked that are mentions of the entity."""

    direction: str
    pieces: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """Something to check at: an address, or an identifier, which may have an address."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class EntityPage:
    """What the page of an entity shows.

    Attributes:
        link: The page and the canonical name.
        entity: The entity.
        names: Script, and its languages with their names.
        ties: Relations, its own and those of others to it.
        examples: The examples.
        references: Identifiers and sources.
    """

    link: Link
    entity: Entity
    names: tuple[tuple[str, tuple[tuple[str, tuple[NameRow, ...]], ...]], ...]
    ties: tuple[Tie, ...]
    examples: tuple[ShownExample, ...]
    references: tuple[Reference, ...]


class Pages:
    """Makes the pages of a gazetteer.

    Args:
        entities: All entities.
    """

    def __init__(self, entities: Sequence[Entity]) -> None:
        self._links = {entity.id: link_to(entity) for entity in entities}
        self._relations_to: dict[str, list[tuple[Entity, Relation]]] = {}
        self._holders: dict[str, dict[str, Link]] = {}
        for entity in entities:
            for relation in entity.relations:
                self._relations_to.setdefault(relation.target, []).append((entity, relation))
            for name in entity.all_names():
                holders = self._holders.setdefault(fold_key(name.text), {})
                holders[entity.id] = self._links[entity.id]

    def page(self, entity: Entity) -> EntityPage:
        """Return what an entity's page shows."""
        return EntityPage(
            self._links[entity.id],
            entity,
            self._names(entity),
            self._ties(entity),
            tuple(_shown(example) for example in entity.examples),
            (
                *(_identifier(*item) for item in entity.external_ids.items()),
                *(Reference(it, it if _ADDRESS.fullmatch(it) else "") for it in entity.sources),
            ),
        )

    def _names(
        self, entity: Entity
    ) -> tuple[tuple[str, tuple[tuple[str, tuple[NameRow, ...]], ...]], ...]:
        """Names by script and language, Latin and English first, then by the alphabet."""
        groups: dict[str, dict[str, list[NameRow]]] = {}
        for name in entity.all_names():
            languages = groups.setdefault(script_name(script_code(name.text)), {})
            row = self._row(entity, name)
            languages.setdefault(language_name(name.language), []).append(row)
        return tuple(
            (
                script,
                tuple(
                    (language, tuple(groups[script][language]))
                    for language in sorted(groups[script], key=lambda it: (it != "English", it))
                ),
            )
            for script in sorted(groups, key=lambda it: (it != "Latin", it))
        )

    def _row(self, entity: Entity, name: Name) -> NameRow:
        holders = self._holders[fold_key(name.text)]
        others = tuple(link for id_, link in holders.items() if id_ != entity.id)
        written = written_as(name.text, name.language)
        return NameRow(written, name.kind, _in_words(name.conditions), others)

    def _ties(self, entity: Entity) -> tuple[Tie, ...]:
        ties = [
            self._tie(relation, _words(relation.type)[0], relation.target)
            for relation in entity.relations
        ]
        told = {(tie.words, tie.other_id) for tie in ties}
        for other, relation in self._relations_to.get(entity.id, ()):
            words = _words(relation.type)[1]
            if (words, other.id) not in told:  # both may tell that they are allied
                ties.append(self._tie(relation, words, other.id))
        return tuple(ties)

    def _tie(self, relation: Relation, words: str, other_id: str) -> Tie:
        dates = _dates(relation.since, relation.until)
        return Tie(words, self._links.get(other_id), other_id, dates)


def page_name(id_: str) -> str:
    """Return the name of an entity's page, without folder and suffix, safe as a file's name.

    Args:
        id_: An ID. A private gazetteer may have others than slugs.

    Returns:
        The ID where it is a slug, else a hash of it.
    """
    if _SLUG.fullmatch(id_) and len(id_) <= _LONGEST:
        return id_
    return "x--" + hashlib.sha256(id_.encode()).hexdigest()[:32]


def link_to(entity: Entity) -> Link:
    """Return the link to an entity's page."""
    return Link(page_name(entity.id), entity.name)


def written_as(text: str, language: str) -> Written:
    """Return a name in a language as a browser must know it."""
    return Written(text, "" if language == _NOT_STATED else language, direction(text))


def _words(relation: str) -> tuple[str, str]:
    plain = relation.replace("_", " ")
    return relation_words().get(relation, (plain, f"{plain} (stated by)"))


def _in_words(conditions: Conditions) -> tuple[str, ...]:
    said = []
    if conditions.case == "exact":
        said.append("only in this capitalisation")
    if conditions.requires_context:
        said.append("only near: " + ", ".join(conditions.requires_context))
    if conditions.counts_alone:
        said.append("or alone in a cell")
    if conditions.forbids_context:
        said.append("not near: " + ", ".join(conditions.forbids_context))
    if dates := _dates(conditions.since, conditions.until):
        said.append("in use " + dates)
    return tuple(said)


def _dates(since: str | None, until: str | None) -> str:
    if since and until:
        return f"{since} to {until}"
    return f"since {since}" if since else f"until {until}" if until else ""


def _shown(example: Example) -> ShownExample:
    """The sentence cut at its mentions, which stand in it in order."""
    pieces = []
    at = 0
    for mention in example.finds:
        start = example.text.find(mention, at)
        if start < 0:
            break
        pieces += [(example.text[at:start], False), (mention, True)]
        at = start + len(mention)
    pieces.append((example.text[at:], False))
    kept = tuple(piece for piece in pieces if piece[0])
    return ShownExample(direction(example.text), kept)


def _identifier(authority: str, value: str) -> Reference:
    form, address = _AUTHORITIES.get(authority, (None, ""))
    known = form is not None and form.fullmatch(value)
    return Reference(f"{authority} {value}", address.format(value) if known else "")
