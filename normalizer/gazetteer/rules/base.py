"""What a rule is, and what it can look at."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from normalizer.entity import Conditions, Name
from normalizer.gazetteer.findings import RuleText
from normalizer.gazetteer.read import Source
from normalizer.gazetteer.yaml_nodes import At
from normalizer.spelling.fold import fold_key

Violation = tuple[At, str]
"""Where, and what is wrong there: a sentence without the remedy, which the rule adds."""


@dataclass(frozen=True, slots=True)
class Form:
    """One written form of an entity and where the file says it.

    Attributes:
        name: The form, with its kind, language and conditions.
        at: Where its text stands.
        key: Its comparison form.
        source: The file.
    """

    name: Name
    at: At
    key: str
    source: Source


class Gazetteer:
    """All the files under check, with the look-ups that rules across files need.

    Args:
        root: The folder under check, or the single file.
        sources: The files that could be read without a fault in form.
        known_ids: IDs of other layers, to which relations may point.
    """

    def __init__(self, root: str, sources: list[Source], known_ids: Collection[str] = ()) -> None:
        self.root = root
        self.sources = sources
        self.known_ids = frozenset(known_ids)
        self._forms: dict[int, list[Form]] = {}

    @cached_property
    def by_id(self) -> dict[str, list[Source]]:
        """Files by the ID of their entity: more than one is a fault."""
        found: dict[str, list[Source]] = defaultdict(list)
        for source in self.sources:
            found[source.entity.id].append(source)
        return dict(found)

    @cached_property
    def by_key(self) -> dict[str, list[Form]]:
        """The forms of all entities by comparison form."""
        found: dict[str, list[Form]] = defaultdict(list)
        for source in self.sources:
            for form in self.forms(source):
                found[form.key].append(form)
        return dict(found)

    def forms(self, source: Source) -> list[Form]:
        """Return every form that `Entity.all_names` gives, with its place.

        Args:
            source: The file.

        Returns:
            The canonical name, the labels, then the names.
        """
        cached = self._forms.get(id(source))
        if cached is not None:
            return cached
        entity = source.entity
        places: dict[str, At] = {}
        for language, text in entity.labels.items():
            places.setdefault(text, ("labels", language))
        places[entity.name] = ("name",)
        own = len(entity.names)
        names = entity.all_names()
        forms = [
            Form(name, places[name.text], fold_key(name.text), source)
            for name in names[: len(names) - own]
            if name.text  # what extends an entity has no canonical name of its own
        ]
        for number, name in enumerate(entity.names):
            forms.append(Form(name, ("names", number, "text"), fold_key(name.text), source))
        self._forms[id(source)] = forms
        return forms

    def relative(self, source: Source) -> str:
        """Return the path of a file from the folder under check, with slashes.

        Args:
            source: The file.

        Returns:
            Such as ``people/qasem-soleimani.yaml``.
        """
        if source.document.path == self.root:
            return os.path.basename(self.root)
        return os.path.relpath(source.document.path, self.root).replace(os.sep, "/")


@dataclass(frozen=True, slots=True)
class Rule(RuleText):
    """A named rule for one file among the others.

    Attributes:
        find: Yields the violations in one file.
        curated: Whether it binds the curated gazetteer only, and not private ones.
    """

    find: Callable[[Source, Gazetteer], Iterator[Violation]] = field(kw_only=True)
    curated: bool = field(default=False, kw_only=True)


def is_dated(conditions: Conditions) -> bool:
    """Tell whether a name counts only in certain years.

    Args:
        conditions: The conditions of a name.

    Returns:
        True if either date is given.
    """
    return conditions.since is not None or conditions.until is not None


def has_context(conditions: Conditions) -> bool:
    """Tell whether words near a name decide about it.

    Args:
        conditions: The conditions of a name.

    Returns:
        True if it requires or forbids context.
    """
    return bool(conditions.requires_context or conditions.forbids_context)
