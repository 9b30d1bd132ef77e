"""Rules for redirects from IDs that were given up."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

from normalizer.gazetteer.findings import RuleText
from normalizer.gazetteer.redirects import Redirects
from normalizer.gazetteer.rules.base import Violation
from normalizer.gazetteer.rules.identity import is_id


@dataclass(frozen=True, slots=True)
class RedirectRule(RuleText):
    """A rule for the file of redirects.

    Attributes:
        find: Yields the violations, given the redirects and the IDs of all entities.
    """

    find: Callable[[Redirects, Collection[str]], Iterator[Violation]] = field(kw_only=True)


def _form(redirects: Redirects, ids: Collection[str]) -> Iterator[Violation]:
    for old in redirects.targets:
        if not is_id(old):
            yield (old,), f'"{old}" is not an ID.'


def _target(redirects: Redirects, ids: Collection[str]) -> Iterator[Violation]:
    for old, target in redirects.targets.items():
        if target not in ids and target not in redirects.targets:
            yield (old,), f'there is no entity "{target}".'


def _chain(redirects: Redirects, ids: Collection[str]) -> Iterator[Violation]:
    for old, target in redirects.targets.items():
        if target == old:
            yield (old,), f'"{old}" points to itself.'
        elif target in redirects.targets and target not in ids:
            further = redirects.targets[target]
            yield (old,), f'"{old}" points to "{target}", which points on to "{further}".'


def _reused(redirects: Redirects, ids: Collection[str]) -> Iterator[Violation]:
    for old in redirects.targets:
        if old in ids:
            yield (old,), f'the ID "{old}" was given up and is an entity\'s again.'


RULES = (
    RedirectRule(
        "redirect-form",
        "An old ID was an ID.",
        "Use lower-case ASCII letters and digits, words joined by single hyphens.",
        find=_form,
    ),
    RedirectRule(
        "redirect-target",
        "A redirect to nothing helps nobody.",
        "Correct the ID that it points to.",
        find=_target,
    ),
    RedirectRule(
        "redirect-chain",
        "Redirects are followed once, so that they can never go round in a circle.",
        "Point it to the current ID.",
        find=_chain,
    ),
    RedirectRule(
        "id-reused",
        "Other people's data holds the old ID for ever; it must not come to mean something else.",
        "Give the entity a new ID, or delete the redirect if it is the same entity as before.",
        find=_reused,
    ),
)
