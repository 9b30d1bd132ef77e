"""Stacks of gazetteers: each layer adds to, replaces or silences what the layers below say."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, replace

from normalizer.entity import Entity
from normalizer.errors import GazetteerError
from normalizer.gazetteer.changes import Change, change_of, extended, is_change
from normalizer.gazetteer.faults import Faults
from normalizer.gazetteer.kept_documents import KeptDocuments
from normalizer.gazetteer.name_tables import has_proposed_id
from normalizer.gazetteer.read import (
    Source,
    documents_of,
    foreign_files,
    is_foreign,
    located,
    problems_of,
    source_of,
)
from normalizer.gazetteer.yaml_nodes import Document, load


@dataclass(slots=True)
class Stack:
    """What a stack of gazetteers says.

    Attributes:
        entities: The entities by ID.
        files: The files that say something of an entity, by its ID, the lowest layer first: one
            with the entity, then those that extend it.
        is_whole: Whether the entities have all that their files say; if not, external IDs lack.
    """

    entities: MutableMapping[str, Entity] = field(default_factory=dict)
    files: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    is_whole: bool = True

    def in_order(self) -> Iterator[Entity]:
        """Yield the entities by ID."""
        for entity_id in sorted(self.entities):
            yield self.entities[entity_id]


def read_stack(paths: Sequence[str | os.PathLike[str]], kept: KeptDocuments | None = None) -> Stack:
    """Read a stack of gazetteers.

    Args:
        paths: Folders or files of YAML, the lowest layer first.
        kept: What files said when they were last read.

    Returns:
        The entities as the uppermost layer leaves them.

    Raises:
        GazetteerError: With the problems of all files of a layer, if there are any: faults in
            their form, two files of one layer about one ID, or changes to what is not there.
    """
    stack = Stack()
    try:
        for path in paths:
            _put_on(stack, path, load if kept is None else kept.load)
    except GazetteerError:
        if kept is None:
            raise
        return read_stack(paths)  # what is kept does not tell the lines of faults
    return stack


class Changed(MutableMapping[str, Entity]):
    """Entities, most of which are as they are elsewhere.

    Args:
        below: The entities as they were; they are read when they are asked for.
    """

    def __init__(self, below: Mapping[str, Entity]) -> None:
        self._below = below
        self.changes: dict[str, Entity | None] = {}
        """The entities that are new or no longer what they were, None for those taken away."""

    def __getitem__(self, entity_id: str) -> Entity:
        entity = self.changes.get(entity_id)
        if entity is None and entity_id not in self.changes:
            return self._below[entity_id]
        if entity is None:
            raise KeyError(entity_id)
        return entity

    def __setitem__(self, entity_id: str, entity: Entity) -> None:
        self.changes[entity_id] = entity

    def __delitem__(self, entity_id: str) -> None:
        self.changes[entity_id] = None

    def __iter__(self) -> Iterator[str]:
        return (it for it in {**dict.fromkeys(self._below), **self.changes} if it in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def read_layers(
    paths: Sequence[str | os.PathLike[str]],
    below: Mapping[str, Entity],
    kept: KeptDocuments | None = None,
    *,
    is_whole: bool = True,
) -> dict[str, Entity | None]:
    """Read the upper layers of a stack, and nothing of those below.

    Args:
        paths: Folders or files of YAML, the lowest layer first.
        below: The entities of the layers below.
        kept: What files said when they were last read.
        is_whole: Whether the entities below have all that their files say. If not, a change that
            may say nothing new is an error, too.

    Returns:
        The entities that the layers give, change or, where the value is None, take away.

    Raises:
        GazetteerError: As `read_stack` does; without the lines of what is kept.
    """
    entities = Changed(below)
    stack = Stack(entities, is_whole=is_whole)
    for path in paths:
        _put_on(stack, path, load if kept is None else kept.load)
    return entities.changes


def read_folder(path: str | os.PathLike[str]) -> list[Entity]:
    """Read all entities in a folder and the folders in it.

    Args:
        path: A folder of YAML files, or a single file.

    Returns:
        The entities, sorted by ID.

    Raises:
        GazetteerError: As `read_stack` does.
    """
    return list(read_stack([path]).in_order())


def read_change(document: Document) -> tuple[Change, Faults]:
    """Return the change that a document says, with the faults in its form.

    Args:
        document: A document of which `is_change` is true.

    Returns:
        The change, and its faults; while there are any, it is not to be used.
    """
    faults = Faults()
    assert isinstance(document.data, dict)
    return change_of(document.data, faults), faults


def meant_to_extend(source: Source, below: Container[str]) -> None:
    """Tell of ``extend`` where a file without a type names an entity of the layers below.

    Args:
        source: The file; its faults are put right.
        below: IDs of the layers below.
    """
    entity_id, data = source.entity.id, source.document.data
    if entity_id not in below or "type" in data or is_change(data):
        return
    source.faults.clear()
    source.faults.add(
        "missing-field",
        ("id",),
        f"an entity has no type, and a layer below has {entity_id}. Write `extend: {entity_id}` "
        "instead of `id: …` to add to that one, or add `type: …` and `name: …` to take its place.",
    )


def _put_on(stack: Stack, path: str | os.PathLike[str], load: Callable[[str], Document]) -> None:
    problems: list[str] = []
    first: dict[str, Document] = {}
    entities: dict[str, Entity] = {}
    changes: list[tuple[Document, Change]] = []
    foreign: list[str] = []

    def unread(error: GazetteerError, _: str) -> None:
        problems.extend(error.problems)

    for document in documents_of(path, load, unread):
        if is_foreign(document) and os.path.isdir(path):
            foreign.append(document.path)
            continue
        if is_change(document.data):
            change, faults = read_change(document)
            changes.append((document, change))
            entity_id, found = change.target, located(faults, document)
        else:
            source = source_of(document)
            meant_to_extend(source, stack.entities)
            entity_id, found = source.entity.id, problems_of(source)
            found += _taken_unasked(document, entity_id, stack.entities)
            entities[entity_id] = source.entity
        problems += found
        other = first.setdefault(entity_id, document)
        if other is not document and not found:
            problems.append(_twice(entity_id, document, other))
    if foreign:  # one sentence, not one for each fault of each
        problems = [foreign_files(os.fspath(path), foreign, are_all=not first)]
    for document, change in changes if not problems else []:
        problems += _make(change, document, stack)
    if problems:
        raise GazetteerError(problems)
    stack.entities.update(entities)
    stack.files.update((entity_id, [first[entity_id].path]) for entity_id in entities)


def _make(change: Change, document: Document, stack: Stack) -> list[str]:
    """Make a change to a stack; return what hinders it."""
    entity = stack.entities.get(change.target)
    if entity is None:
        return [_not_there(change, document, stack)]
    if change.silences:
        del stack.entities[change.target]
        stack.files.pop(change.target, None)
        return []
    faults = Faults()
    changed = extended(entity, change, faults)
    told = changed if stack.is_whole else replace(changed, external_ids=entity.external_ids)
    if told == entity and not faults:
        faults.add("empty", (), f"all of this already holds for {entity.id}. Delete the file.")
    stack.entities[change.target] = changed
    stack.files[change.target].append(document.path)
    return located(faults, document)


def _taken_unasked(document: Document, entity_id: str, below: Container[str]) -> list[str]:
    """Tell of a row that would take the place of an entity below only because of its name."""
    if entity_id not in below or not has_proposed_id(document):
        return []
    return [
        f'{document.path}:{document.line(())}: a layer below has the entity "{entity_id}", and the '
        f"row has no id. Give {entity_id} as extend (without type and name) to add names to that "
        "one, as id to take its place, or another id for another entity."
    ]


def _not_there(change: Change, document: Document, stack: Stack) -> str:
    at = document.line(("silence" if change.silences else "extend",))
    if stack.entities:
        remedy = "Correct the ID, or delete the file if the entity is gone."
    else:
        remedy = "Name the gazetteer that has it first: `-g curated -g …`."
    return f'{document.path}:{at}: no layer below has the entity "{change.target}". {remedy}'


def _twice(entity_id: str, document: Document, other: Document) -> str:
    line = document.line(("id",))
    if is_change(document.data) or is_change(other.data):
        remedy = "A layer keeps everything about an entity in one file: join the two."
    else:
        remedy = "Give one of the two another ID, or join the files."
    return f'{document.path}:{line}: the ID "{entity_id}" belongs to {other.path}. {remedy}'
