"""Names as they were met, made ready for a file: language, kind and conditions proposed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from normalizer.entity import Entity, Name
from normalizer.errors import GazetteerError
from normalizer.gazetteer import drafts
from normalizer.gazetteer.check import check
from normalizer.gazetteer.entry_files import entry_text
from normalizer.gazetteer.findings import ERROR
from normalizer.gazetteer.plain import plain_entity
from normalizer.gazetteer.read import source_of
from normalizer.gazetteer.rules.base import Gazetteer
from normalizer.gazetteer.yaml_nodes import parse

_SHORT = "short-name"


def name_draft(text: str, language: str | None = None) -> tuple[Name | None, str]:
    """Return a name for a text that was met, or why it can be none.

    Args:
        text: The text.
        language: BCP 47 tag of its language where that is known; else what its script decides,
            or ``"und"``.

    Returns:
        The name, None if lint would refuse it in any gazetteer; and what lint says then.
    """
    told, decided = drafts.language_of(text)
    kind = drafts.kind_of(text)
    tag = language or (told if decided and told else "und")
    name = Name(text, tag, kind, drafts.conditions_of(text, kind))
    faults = dict(_faults(name))
    if _SHORT in faults:
        name = replace(name, conditions=replace(name.conditions, case="exact"))
        faults = dict(_faults(name))
    return (None, next(iter(faults.values()))) if faults else (name, "")


def _faults(name: Name) -> Iterable[tuple[str, str]]:
    """Yield what lint finds in a name by itself, by rule."""
    path = "name.yaml"
    trial = plain_entity(Entity("name", "organization", "Name of a trial", names=(name,)))
    try:
        source = source_of(parse(entry_text(trial, path, ""), path))
    except GazetteerError as error:
        yield "yaml", error.problems[0]
        return
    for fault in source.faults:
        yield fault.rule, fault.message
    if not source.faults:
        for finding in check(Gazetteer(path, [source]), curated=False):
            if finding.severity == ERROR:
                yield finding.rule, finding.message
