"""Rules for files that change entities of the layers below."""

from __future__ import annotations

from collections.abc import Iterator

from normalizer.gazetteer.changes import EXTEND, SILENCE, is_change
from normalizer.gazetteer.read import Source
from normalizer.gazetteer.rules.base import Gazetteer, Rule, Violation
from normalizer.gazetteer.yaml_nodes import At


def _curated(source: Source, gazetteer: Gazetteer) -> Iterator[Violation]:
    if is_change(source.document.data):
        yield _place(source), "this changes an entity of another layer."


def _target(source: Source, gazetteer: Gazetteer) -> Iterator[Violation]:
    if is_change(source.document.data) and gazetteer.known_ids:
        target = source.entity.id
        if target not in gazetteer.known_ids:
            yield _place(source), f'no layer below has the entity "{target}".'


def _place(source: Source) -> At:
    data = source.document.data
    return (EXTEND,) if isinstance(data, dict) and EXTEND in data else (SILENCE,)


RULES = (
    Rule(
        "layer-file",
        "The curated gazetteer is the lowest layer: its mistakes are corrected in its own files.",
        "Change the entity's own file, or put this one into a private gazetteer.",
        find=_curated,
        curated=True,
    ),
    Rule(
        "layer-target",
        "A change to something that does not exist would be silently ignored.",
        "Correct the ID, or delete the file if the entity is gone.",
        find=_target,
    ),
)
