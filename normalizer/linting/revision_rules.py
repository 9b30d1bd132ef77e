"""Rules that compare a gazetteer with an earlier state of it: IDs are for ever."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from normalizer.entity import Entity
from normalizer.errors import GazetteerError
from normalizer.gazetteer.check import finding, read_gazetteer
from normalizer.gazetteer.findings import Finding, RuleText
from normalizer.gazetteer.redirects import REDIRECTS, read_redirects
from normalizer.gazetteer.revision import folder_at
from normalizer.gazetteer.rules.base import Gazetteer
from normalizer.gazetteer.versions import is_repointed

REMOVED = RuleText(
    "id-removed",
    "Other people's data holds the ID: it must lead somewhere.",
    f"Add `old-id: new-id` to {REDIRECTS}, or bring the entity back.",
)
REPOINTED = RuleText(
    "id-repointed",
    "Other people's data holds the ID and means what it stood for.",
    f"Give the new entity an ID of its own and redirect the old one in {REDIRECTS}, if something "
    "replaces it.",
)
REDIRECT_REMOVED = RuleText(
    "redirect-removed",
    "A redirect is permanent, as the ID was.",
    "Bring the redirect back.",
)
RULES = (REMOVED, REPOINTED, REDIRECT_REMOVED)


@dataclass(frozen=True, slots=True)
class Revision:
    """A gazetteer as it was at a git revision.

    Attributes:
        name: The revision, as it was given.
        entities: The entities by ID; those of files with faults are left out.
        redirects: The redirects that were in force.
    """

    name: str
    entities: Mapping[str, Entity] = field(default_factory=dict)
    redirects: Mapping[str, str] = field(default_factory=dict)

    def changed(self, gazetteer: Gazetteer) -> set[str]:
        """Return the IDs of the entities that are new or different since then."""
        return {
            source.entity.id
            for source in gazetteer.sources
            if self.entities.get(source.entity.id) != source.entity
        }


def read_revision(folder: str, name: str) -> Revision:
    """Read a gazetteer as it was at a git revision.

    Args:
        folder: The gazetteer's folder, in a git repository.
        name: What git calls a revision: ``HEAD``, ``origin/main``, ``v0.1.0``, a hash.

    Returns:
        The gazetteer; empty where the folder was not there yet.

    Raises:
        UsageError: If the folder is in no git repository, git is missing, or there is no such
            revision.
    """
    with folder_at(folder, name) as copy:
        try:
            gazetteer, _ = read_gazetteer(copy)
        except GazetteerError:  # there was no entity yet
            return Revision(name)
        entities = {source.entity.id: source.entity for source in gazetteer.sources}
        try:
            redirects = read_redirects(copy).targets
        except GazetteerError:
            redirects = {}  # what was wrong then is no matter of today's
        return Revision(name, entities, redirects)


def revision_findings(gazetteer: Gazetteer, revision: Revision) -> list[Finding]:
    """Compare a gazetteer with what it was at a revision.

    Args:
        gazetteer: The files now.
        revision: The gazetteer then.

    Returns:
        A finding for each ID that is gone without a redirect, or stands for another thing.
    """
    redirects = read_redirects(gazetteer.root).targets
    known = gazetteer.by_id.keys() | gazetteer.known_ids
    file = os.path.join(gazetteer.root, REDIRECTS)
    findings = []
    for id_, entity in sorted(revision.entities.items()):
        if id_ not in known and id_ not in redirects:
            what = f'the ID "{id_}" ({entity.name}) was there at {revision.name}.'
            findings.append(_at_redirects(file, REMOVED, what))
    for old in sorted(revision.redirects.keys() - redirects.keys() - known):
        what = f'the redirect of "{old}" was there at {revision.name}.'
        findings.append(_at_redirects(file, REDIRECT_REMOVED, what))
    for source in gazetteer.sources:
        before: Entity | None = revision.entities.get(source.entity.id)
        if before is not None and is_repointed(before, source.entity):
            what = f'"{before.id}" was {before.name} ({before.type}) at {revision.name}.'
            findings.append(finding(REPOINTED, source.document, ("id",), what))
    return findings


def _at_redirects(file: str, rule: RuleText, what: str) -> Finding:
    return Finding(file, 1, 1, rule.name, f"{what} {rule.remedy}", rule.severity)
