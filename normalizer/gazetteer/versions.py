"""What a change of the gazetteer means for those who use its data: major, minor or patch.

A removed or re-pointed ID or name is a major change, a new entity or name a minor one, and all
else (labels' languages, kinds, conditions, relations, sources, notes, examples) a patch.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from normalizer.entity import MASKS, Entity
from normalizer.spelling.fold import fold_key

MAJOR, MINOR, PATCH, NONE = "major", "minor", "patch", "none"


@dataclass(frozen=True, slots=True)
class Change:
    """What is different between two states of a gazetteer. All lists are sorted.

    Attributes:
        removed_ids: IDs that are gone, with the ID they are redirected to, or None.
        repointed_ids: IDs that stand for another thing than before.
        added_ids: New IDs.
        removed_names: Names that no longer stand for an entity: its ID and the name.
        added_names: Names that newly stand for an entity that there was: its ID and the name.
        changed_ids: Entities of which anything else is different.
    """

    removed_ids: tuple[tuple[str, str | None], ...] = ()
    repointed_ids: tuple[str, ...] = ()
    added_ids: tuple[str, ...] = ()
    removed_names: tuple[tuple[str, str], ...] = ()
    added_names: tuple[tuple[str, str], ...] = ()
    changed_ids: tuple[str, ...] = ()

    @property
    def level(self) -> str:
        """The part of the version that grows: `MAJOR`, `MINOR`, `PATCH`, or `NONE`."""
        if self.removed_ids or self.repointed_ids or self.removed_names:
            return MAJOR
        if self.added_ids or self.added_names:
            return MINOR
        return PATCH if self.changed_ids else NONE


def change_between(
    old: Mapping[str, Entity],
    new: Mapping[str, Entity],
    redirects: Mapping[str, str] | None = None,
) -> Change:
    """Compare two states of a gazetteer.

    Names are compared as texts spell them: a name that is only written in another capitalisation
    or with other marks is the same name. Names that only keep something from being found (demonyms
    and names of other things) are metadata.

    Args:
        old: The entities before, by ID.
        new: The entities now, by ID.
        redirects: Redirects in force now: the new ID by the old one.

    Returns:
        What is different. The names of an entity that was redirected are expected at its new ID.
    """
    targets = redirects or {}
    removed = tuple((id_, targets.get(id_)) for id_ in sorted(old.keys() - new.keys()))
    removed_names: list[tuple[str, str]] = []
    added_names: list[tuple[str, str]] = []
    repointed: list[str] = []
    changed: list[str] = []
    for id_ in sorted(old):
        now = new.get(id_) or new.get(targets.get(id_, ""))
        if now is None or now is old[id_]:
            continue
        before, after = _names(old[id_]), _names(now)
        removed_names += [(id_, before[key]) for key in before if key not in after]
        if now.id != id_:
            continue  # what its new entity gains are names that it had
        if is_repointed(old[id_], now):
            repointed.append(id_)
        added_names += [(id_, after[key]) for key in after if key not in before]
        if now != old[id_]:
            changed.append(id_)
    return Change(
        removed,
        tuple(repointed),
        tuple(sorted(new.keys() - old.keys())),
        tuple(sorted(removed_names)),
        tuple(sorted(added_names)),
        tuple(changed),
    )


def is_repointed(old: Entity, new: Entity) -> bool:
    """Tell whether one ID stands for another thing than before.

    Args:
        old: The entity that had the ID.
        new: The entity that has it.

    Returns:
        True if its type is another one, if they share no name, or if an authority's identifier,
        such as Wikidata's, is another one and neither canonical name is a name of the other.
    """
    before, after = _names(old), _names(new)
    if old.type != new.type or not before.keys() & after.keys():
        return True
    if fold_key(old.name) in after or fold_key(new.name) in before:
        return False
    return any(
        new.external_ids.get(authority, identifier) != identifier
        for authority, identifier in old.external_ids.items()
    )


def _names(entity: Entity) -> dict[str, str]:
    """Return the names that stand for an entity, by comparison form."""
    return {fold_key(name.text): name.text for name in entity.all_names() if name.kind not in MASKS}
