"""The questions for a new entity, each with what follows from the answers before it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from normalizer.cli.gazetteer.asking import Asker
from normalizer.cli.gazetteer.target import Target
from normalizer.entity import KINDS, TYPES, Conditions, Entity, Example, Name
from normalizer.errors import UsageError
from normalizer.gazetteer import drafts
from normalizer.gazetteer.plain import plain_entity
from normalizer.gazetteer.rules.examples import RISKY_KINDS
from normalizer.gazetteer.rules.identity import is_id
from normalizer.gazetteer.rules.required import is_address, is_external_id, is_language
from normalizer.spelling.fold import fold_key

_DERIVED = "-"
_MISSPELT = 0.85
"""Likeness from which a type of one's own is taken for a misspelt one, as organisation is."""


@dataclass(frozen=True, slots=True)
class Given:
    """What the options of the command say; None and nothing where they say nothing."""

    entity_type: str | None = None
    name: str | None = None
    entity_id: str | None = None
    native: str | None = None
    native_language: str | None = None
    names: tuple[tuple[str, str, str], ...] = ()
    wikidata: str | None = None
    sources: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    negatives: tuple[str, ...] = ()
    force: bool = False


class NotNewError(Exception):
    """The entity is there already, and is not to be made a second time."""


class Dialogue:
    """Asks for one entity.

    Args:
        target: The gazetteer that it is for.
        asker: Asks.
        given: What options have answered.
    """

    def __init__(self, target: Target, asker: Asker, given: Given) -> None:
        self._target, self._asker, self._given = target, asker, given
        self._coverage = target.coverage()
        self._ids = target.stack().entities.keys()

    def entity(self) -> Entity:
        """Ask for everything.

        Returns:
            The entity.

        Raises:
            NotNewError: If a name is another entity's, and nobody says that this is another thing.
            UsageError: If an option's answer is wrong, or one is missing where nobody is asked.
        """
        ask, given = self._asker.text, self._given
        types = f"Type ({', '.join(TYPES)})"
        entity_type = ask(types, "--type", given.entity_type, check=self._type_fault)
        name = ask("Canonical English name", "--name", given.name)
        self._look_up(name)
        proposed = drafts.slug(name) or None
        entity_id = ask("ID", "--id", given.entity_id, default=proposed, check=self._id_fault)
        labels = self._labels(name)
        names = self._names([name, *labels.values()])
        wikidata = ask(
            "Wikidata number, if you have looked it up (empty: none)",
            "--wikidata",
            given.wikidata,
            default="",
            check=lambda it: None if is_external_id("wikidata", it) else "write it as Q16930297.",
        )
        sources = self._asker.several(
            "Web address where this can be checked",
            "--source",
            given.sources,
            lambda it: None if is_address(it) else "an address begins with https://.",
        )
        ids = {"wikidata": wikidata} if wikidata else {}
        entity = Entity(
            entity_id, entity_type, name, labels, names, external_ids=ids, sources=tuple(sources)
        )
        return replace(entity, examples=self._examples(entity))

    def _type_fault(self, answer: str) -> str | None:
        if answer in TYPES:
            return None
        if self._target.curated:
            return f"use one of {', '.join(TYPES)}."
        from difflib import get_close_matches

        meant = get_close_matches(answer.lower(), TYPES, 1, _MISSPELT)
        return f"write {meant[0]}, or a word that is less like it." if meant else None

    def _id_fault(self, answer: str) -> str | None:
        if not is_id(answer):
            return "use lower-case ASCII letters and digits, words joined by single hyphens."
        if answer in self._ids:
            return f"{answer} is an entity already (`normalizer gazetteer show {answer}`)."
        return None

    def _look_up(self, name: str) -> None:
        """Show what a name is already a name of, and ask whether this is another thing."""
        found = self._coverage(name)
        if found is None:
            return
        best = found.resolution.evidence[:1]
        told = f": {best[0]}" if best else ""
        self._asker.tell(f"“{name}” is recognised as {', '.join(found.entities)}{told}.")
        if not self._asker.sure("Is yours a different entity?", "--force", self._given.force):
            raise NotNewError(
                "Nothing was written. `normalizer gazetteer add ID NAME` adds names to an entity."
            )

    def _labels(self, name: str) -> dict[str, str]:
        ask, given = self._asker.text, self._given
        native = ask("Name in its own language (empty: none)", "--native", given.native, default="")
        if not native or native == name:
            return {}
        self._look_up(native)
        return {self._language(native, "--native-language", given.native_language): native}

    def _language(self, text: str, option: str, given: str | None) -> str:
        """Return the language of a name; where the script decides, nobody is asked."""
        language, decided = drafts.language_of(text)
        if given in (None, _DERIVED):
            given = language if decided else None
        question = f"Language of the texts with “{text}”"
        default = None if self._asker.silent else language
        check = _language_fault
        return self._asker.text(question, option, given, default=default, check=check)

    def _names(self, listed: list[str]) -> tuple[Name, ...]:
        """Ask for further names until there are no more."""
        names: list[Name] = []
        waiting = list(self._given.names)
        ask, asked = self._asker.text, not (waiting or self._asker.silent)
        seen = {fold_key(text) for text in listed}
        while asked or waiting:
            text, language, kind = waiting.pop(0) if waiting else ("", _DERIVED, "")
            text = text or ask("Further name (empty: no more)", "--also", default="")
            if not text:
                break
            if fold_key(text) in seen:
                self._asker.tell(f"“{text}” is one of its names already.")
                continue
            self._look_up(text)
            seen.add(fold_key(text))
            language = self._language(text, "--also", language)
            proposed = drafts.kind_of(text)
            kind = proposed if kind == _DERIVED else kind
            kind = ask("Kind", "--also", kind or None, default=proposed, check=_kind_fault)
            conditions = drafts.conditions_of(text, kind)
            if asked and kind in RISKY_KINDS:
                conditions = self._in_context(text, conditions)
            names.append(Name(text, language, kind, conditions))
        return tuple(names)

    def _in_context(self, text: str, conditions: Conditions) -> Conditions:
        """Ask for the words that tell whether a name means the entity."""

        def words(what: str) -> tuple[str, ...]:
            question = f"“{text}” counts only {what} one of these words (commas; empty: always)"
            answer = self._asker.text(question, "--also", default="")
            return tuple(word.strip() for word in answer.split(",") if word.strip())

        requires, forbids = words("near"), words("not near")
        return replace(conditions, requires_context=requires, forbids_context=forbids)

    def _examples(self, entity: Entity) -> tuple[Example, ...]:
        """Ask for sentences, and take from each what of the entity is found in it."""
        from normalizer.api import build

        given, several = self._given, self._asker.several
        find = build([plain_entity(entity)]).find

        def finds(text: str) -> tuple[str, ...]:
            return tuple(mention.text for mention in find(text))

        def fault(text: str) -> str | None:
            return None if finds(text) else f"no name of {entity.id} is found in “{text}”."

        texts = several("Sentence that names it", "--example", given.examples, fault)
        risky = [name.text for name in entity.names if name.kind in RISKY_KINDS]
        question = f"Sentence in which “{risky[0]}” means something else" if risky else ""
        negatives: list[str] | tuple[str, ...] = given.negatives
        if risky:
            negatives = several(question, "--negative", given.negatives)
        if self._asker.silent and self._target.curated and not (entity.sources and texts):
            raise UsageError(
                "The curated gazetteer requires a source and a sentence: give --source and "
                "--example."
            )
        return (
            *(Example(text, finds(text)) for text in texts),
            *(Example(text, ()) for text in negatives),
        )


def _language_fault(answer: str) -> str | None:
    return None if is_language(answer) else f"“{answer}” is no known tag such as ar, fa or sr-Latn."


def _kind_fault(answer: str) -> str | None:
    return None if answer in KINDS else f"use one of {', '.join(KINDS)}."
