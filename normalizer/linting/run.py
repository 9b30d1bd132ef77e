"""Lint a gazetteer: the rules for files, those that ask the resolver, and those for revisions."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from dataclasses import dataclass

from normalizer.gazetteer import check
from normalizer.gazetteer.findings import WARNING, Finding, RuleText
from normalizer.gazetteer.layout import laid_out
from normalizer.gazetteer.name_tables import is_name_table
from normalizer.gazetteer.rules import redirects
from normalizer.linting import exceptions, resolver_rules, revision_rules
from normalizer.matching.compiled.index import Index

RULES: tuple[RuleText, ...] = (
    *check.FORM_RULES,
    *check.RULES,
    *redirects.RULES,
    *resolver_rules.RULES,
    *revision_rules.RULES,
    *exceptions.RULES,
)
"""All rules, by what they look at."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What to lint besides the files themselves.

    Attributes:
        curated: Whether to apply the rules of the curated gazetteer, too.
        against: A git revision since when no ID may be gone or re-pointed, or None.
        changed_since: A git revision: names of entities that have changed since are compared with
            all others, and the rest is taken as good; None for all.
        deep: Whether to look for names that the resolver reaches from others, which takes minutes
            for thousands of entities. It is done for those changed where `changed_since` is given.
    """

    curated: bool = True
    against: str | None = None
    changed_since: str | None = None
    deep: bool = False


def lint(
    folder: str,
    asked: Asked,
    open_index: Callable[[], Index] | None = None,
    known_ids: Collection[str] = (),
) -> list[Finding]:
    """Lint a gazetteer.

    The resolver is asked only where the files are without an error: its answers would mean
    nothing else.

    Args:
        folder: The gazetteer's folder, or a single file.
        asked: What to lint.
        open_index: Opens the compiled gazetteer, with the layers below it; None to leave out the
            rules that ask it.
        known_ids: IDs of the layers below.

    Returns:
        What is wrong, by file and line; empty if all is well.

    Raises:
        GazetteerError: If there is no such folder, or no YAML file in it.
        UsageError: If there is no such revision.
    """
    gazetteer, findings = check.read_gazetteer(folder, known_ids)
    findings += check.check(gazetteer, curated=asked.curated)
    done: list[RuleText] = [*check.FORM_RULES, *check.RULES, *redirects.RULES]
    changed = None
    for name in dict.fromkeys(filter(None, (asked.against, asked.changed_since))):
        revision = revision_rules.read_revision(folder, name)
        if name == asked.against:
            findings += revision_rules.revision_findings(gazetteer, revision)
            done += revision_rules.RULES
        if name == asked.changed_since:
            changed = revision.changed(gazetteer)
    if open_index is not None and all(finding.severity == WARNING for finding in findings):
        index = open_index()
        findings += resolver_rules.example_findings(gazetteer, index)
        findings += resolver_rules.collision_findings(gazetteer, index, changed)
        if asked.deep or changed is not None:
            findings += resolver_rules.redundant_findings(gazetteer, index, changed)
        if changed is None:  # else exceptions of the others would seem to be of no use
            done += [
                rule for rule in resolver_rules.RULES if rule.name != "redundant" or asked.deep
            ]
    documents = [source.document for source in gazetteer.sources]
    return exceptions.without_excepted(set(findings), documents, done)


def lay_out(folder: str) -> list[str]:
    """Write the files of a gazetteer anew in the one layout, where they are not in it.

    Files with faults in their form are left as they are, as are tables of names.

    Args:
        folder: The gazetteer's folder, or a single file.

    Returns:
        The files that were rewritten.

    Raises:
        GazetteerError: If there is no such folder, or a file cannot be laid out without loss.
        OSError: If a file cannot be written; it is whole then.
    """
    from normalizer.rewriting.files import write_text  # noqa: PLC0415  # only with --fix

    gazetteer, _ = check.read_gazetteer(folder)
    rewritten = []
    for source in gazetteer.sources:
        if is_name_table(source.document.path):
            continue  # it has no layout but its own
        text = laid_out(source.document)
        if text != source.document.text:
            write_text(os.path.realpath(source.document.path), text, "utf-8")
            rewritten.append(source.document.path)
    return rewritten
