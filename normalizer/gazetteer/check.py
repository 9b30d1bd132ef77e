"""Checking a folder of gazetteer files against all rules."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass

from normalizer.errors import GazetteerError
from normalizer.gazetteer.changes import is_change
from normalizer.gazetteer.faults import Faults
from normalizer.gazetteer.layers import read_change
from normalizer.gazetteer.read import Source, gazetteer_files, source_of
from normalizer.gazetteer.rules import (
    conditions,
    examples,
    identity,
    layers,
    names,
    relations,
    required,
    writing,
)
from normalizer.gazetteer.rules.base import Gazetteer, Rule
from normalizer.gazetteer.yaml_nodes import Document, load

RULES: tuple[Rule, ...] = (
    *identity.RULES,
    *layers.RULES,
    *required.RULES,
    *writing.RULES,
    *names.RULES,
    *conditions.RULES,
    *relations.RULES,
    *examples.RULES,
)

FORM_RULES = {
    "yaml": "Files are plain YAML, read without any guessing of types.",
    "shape": "Every field holds what the table in gazetteer/README.md says.",
    "empty": "A field that is there says something.",
    "invisible": "What cannot be seen cannot be reviewed.",
    "missing-field": "An entity has at least an ID, a type and a name.",
    "unknown-field": "A misspelt field would be passed over in silence.",
    "unknown-kind": "The kind of a name decides how it is used.",
    "unknown-case": "The case condition decides what counts.",
    "unknown-relation": "Relations are read by programs.",
}
"""What faults in a file's form are called and why they are faults; their messages say the rest."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One violation.

    Attributes:
        path: The file.
        line: The line, counted from 1.
        rule: The rule's name.
        message: What is wrong and how to mend it.
    """

    path: str
    line: int
    rule: str
    message: str

    def __str__(self) -> str:
        """Return the finding as compilers write it."""
        return f"{self.path}:{self.line}: {self.message} [{self.rule}]"


def check_folder(
    path: str | os.PathLike[str], *, curated: bool = True, known_ids: Collection[str] = ()
) -> list[Finding]:
    """Check all entity files in a folder and the folders in it.

    Files with faults in their form are reported and take no part in the rules; relations to them
    count as good.

    Args:
        path: The folder, or a single file.
        curated: Whether to apply the rules of the curated gazetteer, too: a folder for each
            type, sources, examples.
        known_ids: IDs of the layers below, to which relations may point and which may be
            extended and silenced; none if they are not known.

    Returns:
        What is wrong, by file and line; empty if all is well.

    Raises:
        GazetteerError: If there is no such folder, or no YAML file in it.
    """
    findings: list[Finding] = []
    sources: list[Source] = []
    ids = set(known_ids)
    for file in gazetteer_files(path):
        try:
            source = entry_of(load(file))
        except GazetteerError as error:
            findings += [_from_problem(problem, file) for problem in error.problems]
            ids.add(os.path.splitext(os.path.basename(file))[0])
            continue
        if source.faults:
            findings += _from_faults(source.faults, source)
            ids.add(source.entity.id)
        else:
            sources.append(source)
    gazetteer = Gazetteer(os.fspath(path), sources, ids)
    for rule in RULES:
        for source in sources:
            if _applies(rule, source, curated):
                findings += _from_rule(rule, source, gazetteer)
    return sorted(set(findings))


def entry_of(document: Document) -> Source:
    """Return what a file says; of a change to another layer's entity, what it adds to it."""
    if not is_change(document.data):
        return source_of(document)
    change, faults = read_change(document)
    return Source(change.additions, document, faults)


def _applies(rule: Rule, source: Source, curated: bool) -> bool:
    """Tell whether a rule binds a file: what the curated gazetteer asks, it asks of entities."""
    if not rule.curated:
        return True
    return curated and (rule in layers.RULES or not is_change(source.document.data))


def _from_rule(rule: Rule, source: Source, gazetteer: Gazetteer) -> list[Finding]:
    document = source.document
    return [
        Finding(document.path, document.line(at), rule.name, f"{what} {rule.remedy}")
        for at, what in rule.find(source, gazetteer)
    ]


def _from_faults(faults: Faults, source: Source) -> list[Finding]:
    document = source.document
    return [
        Finding(document.path, document.line(fault.at), fault.rule, fault.message)
        for fault in faults
    ]


def _from_problem(problem: str, file: str) -> Finding:
    line, colon, message = problem.removeprefix(f"{file}:").partition(": ")
    if colon and line.isdigit():
        return Finding(file, int(line), "yaml", message)
    return Finding(file, 1, "yaml", problem.removeprefix(f"{file}: "))
