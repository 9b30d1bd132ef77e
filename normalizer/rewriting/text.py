"""Rewrite the names of a text to one form."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from normalizer.errors import UsageError
from normalizer.matching.results import Mention
from normalizer.rewriting import edits as edits_of
from normalizer.rewriting.edits import Edit


class Named(Protocol):
    """What a form is made from: a mention, or a resolution that is no abstention."""

    @property
    def id(self) -> str | None:
        """The entity's ID."""

    @property
    def name(self) -> str | None:
        """The entity's canonical name."""

    @property
    def type(self) -> str | None:
        """The entity's type."""

    @property
    def labels(self) -> Mapping[str, str]:
        """The entity's display forms by language."""


Render = Callable[[Named], str]

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$")
_FIELDS = ("id", "name", "type", "label", "text")


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A rewritten text and how it came about.

    Attributes:
        original: The text before.
        text: The text after.
        edits: The replacements, in order, with offsets in the original.
        mentions: All mentions, those included that were in the wanted form already.
    """

    original: str
    text: str
    edits: tuple[Edit, ...]
    mentions: tuple[Mention, ...]

    def undo(self) -> str:
        """Return the original text, made from the rewritten one by undoing the edits."""
        return edits_of.revert(self.text, self.edits)


def renderer(to: str) -> Render:
    """Return the function that gives an entity's wanted form.

    Args:
        to: ``"name"``, ``"id"``, a language (``"ar"``: its label, or the canonical name where
            there is none), or a template with fields in braces: ``"{name} [{id}]"``. The fields
            are id, name, type, text (as it stood), and label:LANGUAGE.

    Returns:
        A function from a mention or resolution to text.

    Raises:
        UsageError: If it is none of these.
    """
    if to == "name":
        return lambda named: named.name or ""
    if to == "id":
        return lambda named: named.id or ""
    if "{" in to:
        return _template(to)
    if _LANGUAGE.match(to):
        return lambda named: label_of(named, to)
    raise UsageError(
        f"Cannot rewrite to {to!r}. Use name, id, a language such as ar, "
        'or a template such as "{name} [{id}]".'
    )


def label_of(named: Named, language: str) -> str:
    """Return an entity's display form in a language or its main language, else its name."""
    labels = named.labels
    return labels.get(language) or labels.get(language.split("-", 1)[0]) or named.name or ""


def _template(template: str) -> Render:
    pattern = re.compile(r"\{(\w+)(?::([\w-]+))?\}")
    for match in pattern.finditer(template):
        if match[1] not in _FIELDS:
            raise UsageError(
                f"The template {template!r} has the unknown field {match[1]!r}. "
                f"Use {', '.join(_FIELDS[:3])}, text, or label:LANGUAGE."
            )
    if pattern.sub("", template).count("{"):
        raise UsageError(f"The template {template!r} has an unclosed brace; close it with }}.")

    def render(named: Named) -> str:
        def value(match: re.Match[str]) -> str:
            if match[1] == "label":
                return label_of(named, match[2] or "en")
            return str(getattr(named, match[1], "") or "")

        return pattern.sub(value, template)

    return render


def rewrite_mentions(text: str, mentions: Sequence[Mention], render: Render) -> Rewrite:
    """Replace the mentions of a text.

    Args:
        text: The text.
        mentions: Its mentions, in order.
        render: Gives a mention's wanted form.

    Returns:
        The rewritten text with its edits. A mention that has the wanted form already needs none.
    """
    edits = []
    for mention in mentions:
        after = render(mention)
        if after and after != mention.text:
            edits.append(
                Edit(
                    mention.start,
                    mention.end,
                    mention.text,
                    after,
                    mention.id,
                    mention.score,
                    mention.evidence,
                )
            )
    return Rewrite(text, edits_of.apply(text, edits), tuple(edits), tuple(mentions))
