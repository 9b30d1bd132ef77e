"""Checking a folder of gazetteer files against all rules."""

from __future__ import annotations

import os
from collections.abc import Collection

from normalizer.errors import GazetteerError
from normalizer.gazetteer.changes import is_change
from normalizer.gazetteer.faults import Faults
from normalizer.gazetteer.findings import Finding, RuleText
from normalizer.gazetteer.layers import meant_to_extend, read_change
from normalizer.gazetteer.read import Source, documents_of, source_of
from normalizer.gazetteer.redirects import REDIRECTS, Redirects, read_redirects
from normalizer.gazetteer.rules import (
    acronyms,
    conditions,
    examples,
    identity,
    layers,
    layout,
    letters,
    names,
    natives,
    redirects,
    relations,
    required,
    successions,
    words,
    writing,
)
from normalizer.gazetteer.rules.base import Gazetteer, Rule
from normalizer.gazetteer.yaml_nodes import At, Document, load

RULES: tuple[Rule, ...] = (
    *identity.RULES,
    *layers.RULES,
    *required.RULES,
    *layout.RULES,
    *writing.RULES,
    *letters.RULES,
    *names.RULES,
    *words.RULES,
    *acronyms.RULES,
    *natives.RULES,
    *conditions.RULES,
    *relations.RULES,
    *successions.RULES,
    *examples.RULES,
)

_SAID = "Each finding says what to do."

FORM_RULES = tuple(
    RuleText(name, why, _SAID)
    for name, why in (
        ("yaml", "Files are plain YAML, read without any guessing of types."),
        ("shape", "Every field holds what the table in gazetteer/README.md says."),
        ("empty", "A field that is present must not be empty."),
        ("missing-field", "An entity has at least an ID, a type and a name."),
        ("unknown-field", "A misspelt field would be silently ignored."),
        ("unknown-kind", "The kind of a name decides how it is used."),
        ("unknown-case", "The case condition decides what counts."),
        ("unknown-alone", "Whether a name counts alone decides what a cell means."),
        ("unknown-relation", "Relations are read by programs."),
        ("no-letters", "A form that folds to nothing would match everywhere or nowhere."),
        ("too-long", "No name has hundreds of letters; a note must have got into the field."),
        ("date-form", "Dates are compared, with days and months where they are known."),
        ("date-order", "A period must not end before it begins."),
    )
)
"""What faults in a file's form are called and why they are faults; their messages say the rest."""


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
    gazetteer, findings = read_gazetteer(path, known_ids)
    return sorted({*findings, *check(gazetteer, curated=curated)})


def read_gazetteer(
    path: str | os.PathLike[str], known_ids: Collection[str] = ()
) -> tuple[Gazetteer, list[Finding]]:
    """Read all files of a gazetteer for checking.

    Args:
        path: The folder, or a single file.
        known_ids: IDs of other layers, to which relations may point.

    Returns:
        The files without a fault in their form, and the faults of the others.

    Raises:
        GazetteerError: If there is no such folder, or no YAML file in it.
    """
    findings: list[Finding] = []
    sources: list[Source] = []
    ids = set(known_ids)

    def unread(error: GazetteerError, file: str) -> None:
        findings.extend(_from_problem(problem, file) for problem in error.problems)
        ids.add(os.path.splitext(os.path.basename(file))[0])

    for document in documents_of(path, load, unread):
        source = entry_of(document)
        meant_to_extend(source, known_ids)
        if source.faults:
            findings += _from_faults(source.faults, source.document)
            ids.add(source.entity.id)
        else:
            sources.append(source)
    return Gazetteer(os.fspath(path), sources, ids), findings


def check(gazetteer: Gazetteer, *, curated: bool = True) -> list[Finding]:
    """Apply all rules that need nothing but the files.

    Args:
        gazetteer: The files.
        curated: Whether to apply the rules of the curated gazetteer, too.

    Returns:
        What is wrong, by file and line.
    """
    findings = _redirect_findings(gazetteer)
    for rule in RULES:
        for source in gazetteer.sources:
            if _applies(rule, source, curated):
                violations = rule.find(source, gazetteer)
                findings += [finding(rule, source.document, *it) for it in violations]
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


def finding(rule: RuleText, document: Document, at: At, what: str) -> Finding:
    """Return the finding of a violation.

    Args:
        rule: The rule.
        document: The file.
        at: Where in it.
        what: What is wrong, without the remedy.

    Returns:
        The finding, with the rule's remedy.
    """
    message = f"{what} {rule.remedy}"
    return Finding(document.path, *document.place(at), rule.name, message, rule.severity)


def _redirect_findings(gazetteer: Gazetteer) -> list[Finding]:
    try:
        found: Redirects = read_redirects(gazetteer.root)
    except GazetteerError as error:
        file = os.path.join(gazetteer.root, REDIRECTS)
        return [_from_problem(problem, file) for problem in error.problems]
    if found.document is None:
        return []
    findings = _from_faults(found.faults, found.document)
    ids = gazetteer.by_id.keys() | gazetteer.known_ids
    for rule in redirects.RULES:
        findings += [finding(rule, found.document, *it) for it in rule.find(found, ids)]
    return findings


def _from_faults(faults: Faults, document: Document) -> list[Finding]:
    return [
        Finding(document.path, *document.place(fault.at), fault.rule, fault.message)
        for fault in faults
    ]


def _from_problem(problem: str, file: str) -> Finding:
    line, colon, message = problem.removeprefix(f"{file}:").partition(": ")
    if colon and line.isdigit():
        return Finding(file, int(line), 1, "yaml", message)
    return Finding(file, 1, 1, "yaml", problem.removeprefix(f"{file}: "))
