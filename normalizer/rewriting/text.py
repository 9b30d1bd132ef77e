"""Rewrite the names of a text to one form."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Protocol

from normalizer.errors import UsageError
from normalizer.matching.results import Mention
from normalizer.matching.surnames import Span
from normalizer.rewriting import edits as edits_of
from normalizer.rewriting.edits import Edit
from normalizer.spelling import fold


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


class Rewrite:
    """A rewritten text and how it came about.

    Attributes:
        original: The text before.
        text: The text after.
    """

    def __init__(
        self,
        original: str,
        text: str,
        spans: Sequence[Span],
        changes: Sequence[tuple[int, str]],
        mention_of: Callable[[str, Span], Mention],
    ) -> None:
        self.original = original
        self.text = text
        self._spans = spans
        self._changes = changes
        self._mention_of = mention_of

    def __repr__(self) -> str:
        return f"Rewrite({len(self._changes)} edits, {self.text[:60]!r})"

    # Made when asked for: whoever wants only the text does not pay for them.
    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """All mentions, those included that were in the wanted form already."""
        return tuple(self._mention_of(self.original, span) for span in self._spans)

    @cached_property
    def edits(self) -> tuple[Edit, ...]:
        """The replacements, in order, with offsets in the original."""
        edits = []
        for number, after in self._changes:
            mention = self._mention_of(self.original, self._spans[number])
            edits.append(Edit(*mention[:3], after, mention.id, mention.score, mention.evidence))
        return tuple(edits)

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


def rewrite_spans(
    text: str,
    spans: Sequence[Span],
    mention_of: Callable[[str, Span], Mention],
    render: Render,
) -> Rewrite:
    """Replace the mentions of a text.

    Args:
        text: The text.
        spans: The spans of its mentions, in order.
        mention_of: Gives the mention at a span.
        render: Gives a mention's wanted form; called once for each name as it is written.

    Returns:
        The rewritten text with its edits. A mention that has the wanted form already needs none.
    """
    forms: dict[tuple[int, str], str] = {}
    changes: list[tuple[int, str]] = []
    parts: list[str] = []
    end = 0
    last = " "  # what stands before the mention in the rewritten text
    for number, span in enumerate(spans):
        start = span.start
        before = text[start : span.end]
        key = (span.name.number, before)
        after = forms.get(key)
        if after is None:
            after = forms[key] = render(mention_of(text, span))
        if start > end:
            last = text[start - 1]
            parts.append(text[end:start])
        if after and after != before:
            # A name from a script without spaces needs some where its new form has them.
            if last != " " and _runs_on(last, after[0]):
                after = f" {after}"
            following = text[span.end : span.end + 1]
            if following == "." == after[-1] and len(after) > 1:
                after = after[:-1]  # “Washington, D.C.” at the end of a sentence has one full stop
            if following not in ("", " ") and _runs_on(after[-1], following):
                after = f"{after} "
        if after and after != before:
            changes.append((number, after))
        else:
            after = before
        parts.append(after)
        end = span.end
        last = after[-1]
    parts.append(text[end:])
    return Rewrite(text, "".join(parts), spans, changes, mention_of)


def _runs_on(left: str, right: str) -> bool:
    """Tell whether two letters of scripts with spaces meet, so that they would be one word."""
    return (
        left.isalnum()
        and right.isalnum()
        and fold.kind_of(ord(left)) == fold.LETTER == fold.kind_of(ord(right))
    )
