"""Rewrite the names of a text to one form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

from normalizer.collector import collector_paused
from normalizer.matching.names.results import Mention
from normalizer.matching.texts.surnames import Span
from normalizer.rewriting import edits as edits_of
from normalizer.rewriting.affixes import KEEP, Replacement, has_affix, replacement
from normalizer.rewriting.edits import Edit
from normalizer.rewriting.offsets import Offsets
from normalizer.rewriting.wanted import WantedForms
from normalizer.spelling import fold

_Change = tuple[int, int, int, str]
"""The number of a span, and the start, end and text of what replaces it."""


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
        changes: Sequence[_Change],
        mention_of: Callable[[str, Span], Mention],
    ) -> None:
        self.original = original
        self.text = text
        self._spans = spans
        self._changes = changes
        self._mention_of = mention_of

    def __repr__(self) -> str:
        return f"Rewrite({len(self._changes)} edits, {self.text[:60]!r})"

    def __getstate__(self) -> dict[str, object]:
        """Travel to other processes with what was found, without the gazetteer that finds it."""
        found = {"mentions": self.mentions, "edits": self.edits}
        return {**self.__dict__, **found, "_spans": (), "_mention_of": None}

    @property
    def edit_count(self) -> int:
        """The number of replacements."""
        return len(self._changes)

    # Made when asked for: whoever wants only the text does not pay for them.
    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """All mentions, those included that were in the wanted form already."""
        with collector_paused(len(self._spans)):
            return tuple([self._mention_of(self.original, span) for span in self._spans])

    @cached_property
    def edits(self) -> tuple[Edit, ...]:
        """The replacements, in order, with offsets in the original."""
        edits = []
        with collector_paused(len(self._changes)):
            for number, start, end, after in self._changes:
                mention = self._mention_of(self.original, self._spans[number])
                told = (mention.id, mention.score, mention.evidence)
                edits.append(Edit(start, end, self.original[start:end], after, *told))
        return tuple(edits)

    @cached_property
    def offsets(self) -> Offsets:
        """The way from offsets in the original to those in the rewritten text, and back."""
        return Offsets(
            [(start, end, len(after)) for _, start, end, after in self._changes],
            len(self.original),
        )

    def undo(self) -> str:
        """Return the original text, made from the rewritten one by undoing the edits."""
        return edits_of.revert(self.text, self.edits)


def rewrite_spans(
    text: str,
    spans: Sequence[Span],
    wanted: WantedForms,
    part: tuple[int, int] | None = None,
    affixes: str = KEEP,
) -> Rewrite:
    """Replace the mentions of a text, or of a part of it.

    Args:
        text: The text.
        spans: The spans of its mentions, in order.
        wanted: Gives their wanted forms.
        part: Start and end of the part to rewrite, in which all spans lie; all by default.
        affixes: What to do with mentions that have affixes, one of `affixes.CHOICES`.

    Returns:
        The rewritten text or part with its edits. A mention that has the wanted form already needs
        none.
    """
    with collector_paused(len(spans)):
        return _rewritten(text, spans, wanted, part, affixes)


def _rewritten(
    text: str,
    spans: Sequence[Span],
    wanted: WantedForms,
    part: tuple[int, int] | None,
    affixes: str,
) -> Rewrite:
    changes: list[_Change] = []
    parts: list[str] = []
    begin, behind = part or (0, len(text))
    end = begin
    last = text[begin - 1] if begin else " "  # what stands before the mention in the rewritten text
    for number, span in enumerate(spans):
        start, stop, _, _, _, _ = span
        before, after = wanted.of(text, span)
        if after and has_affix(text, span):
            done = replacement(text, span, wanted.mention_of(text, span), after, affixes)
            until = spans[number + 1].start if number + 1 < len(spans) else behind
            # What hangs on it must not belong to another mention.
            if done and end <= done.start and done.end <= until and done.changes(text):
                changes.append((number, *done))
            else:
                done = Replacement(end, stop, text[end:stop])
            parts += (text[end : done.start], done.text)
            end = done.end
            last = parts[-1][-1:] or last
            continue
        if start > end:
            last = text[start - 1]
            parts.append(text[end:start])
        if after and after != before:
            following = text[stop : stop + 1]
            if last != " " or following != " ":
                after = _spaced(last, after, following)
        if after and after != before:
            changes.append((number, start, stop, after))
        else:
            after = before
        parts.append(after)
        end = stop
        last = after[-1]
    parts.append(text[end:behind])
    if part is not None:
        text = text[begin:behind]
        spans = [span._replace(start=span.start - begin, end=span.end - begin) for span in spans]
        changes = [(number, at - begin, to - begin, after) for number, at, to, after in changes]
    return Rewrite(text, "".join(parts), spans, changes, wanted.mention_of)


def _spaced(last: str, after: str, following: str) -> str:
    """Return a new form with the spaces it needs, and without a full stop that is there already.

    Args:
        last: What stands before it.
        after: The new form.
        following: What stands behind it.
    """
    # A name from a script without spaces needs some where its new form has them.
    if last != " " and _runs_on(last, after[0]):
        after = f" {after}"
    if following == " ":
        return after
    if following == "." == after[-1] and len(after) > 1:
        after = after[:-1]  # “Washington, D.C.” at the end of a sentence has one full stop
    if following and _runs_on(after[-1], following):
        after = f"{after} "
    return after


def _runs_on(left: str, right: str) -> bool:
    """Tell whether two letters of scripts with spaces meet, so that they would be one word."""
    return (
        left.isalnum()
        and right.isalnum()
        and fold.kind_of(ord(left)) == fold.LETTER == fold.kind_of(ord(right))
    )
