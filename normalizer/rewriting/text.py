"""Rewrite the names of a text to one form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from normalizer.collector import collector_paused
from normalizer.matching.names.results import Mention
from normalizer.matching.texts.spans import Span, columns_of
from normalizer.rewriting import edits as edits_of
from normalizer.rewriting.affixes import KEEP, Replacement, has_affix, replacement
from normalizer.rewriting.edits import Edit
from normalizer.rewriting.in_place import said_twice
from normalizer.rewriting.offsets import Offsets
from normalizer.rewriting.wanted import WantedForms
from normalizer.spelling import fold


class _Changes(NamedTuple):
    """What is replaced, in columns: a text has thousands, and few callers look at each.

    Attributes:
        numbers: The numbers of the spans.
        starts: Where what is replaced begins.
        ends: Where it ends.
        forms: What replaces it.
    """

    numbers: list[int]
    starts: list[int]
    ends: list[int]
    forms: list[str]

    def add(self, number: int, start: int, end: int, form: str) -> None:
        """Add a change."""
        self.add_all([number], [start], [end], [form])

    def add_all(
        self,
        numbers: Iterable[int],
        starts: Iterable[int],
        ends: Iterable[int],
        forms: Iterable[str],
    ) -> None:
        """Add changes, in order."""
        self.numbers.extend(numbers)
        self.starts.extend(starts)
        self.ends.extend(ends)
        self.forms.extend(forms)


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
        changes: _Changes,
        mention_of: Callable[[str, Span], Mention],
        begin: int = 0,
    ) -> None:
        self.original = original
        self.text = text
        self._spans = spans
        self._changes = changes
        self._mention_of = mention_of
        self._begin = begin  # where the original begins in the text that spans and changes count in

    def __repr__(self) -> str:
        return f"Rewrite({self.edit_count} edits, {self.text[:60]!r})"

    def __getstate__(self) -> dict[str, object]:
        """Travel to other processes with what was found, without the gazetteer that finds it."""
        found = {"mentions": self.mentions, "edits": self.edits}
        return {**self.__dict__, **found, "_spans": (), "_mention_of": None}

    @property
    def edit_count(self) -> int:
        """The number of replacements."""
        return len(self._changes.numbers)

    # Made when asked for: whoever wants only the text does not pay for them.
    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """All mentions, those included that were in the wanted form already."""
        with collector_paused(len(self._spans)):
            return tuple(map(self._mention, self._spans))

    @cached_property
    def edits(self) -> tuple[Edit, ...]:
        """The replacements, in order, with offsets in the original."""
        edits = []
        with collector_paused(self.edit_count):
            for number, start, end, after in zip(*self._changes, strict=True):
                mention = self._mention(self._spans[number])
                told = (mention.id, mention.score, mention.evidence)
                first, last = start - self._begin, end - self._begin
                edits.append(Edit(first, last, self.original[first:last], after, *told))
        return tuple(edits)

    def _mention(self, span: Span) -> Mention:
        """Return the mention at a span, with its offsets in the original."""
        if self._begin:
            span = span._replace(start=span.start - self._begin, end=span.end - self._begin)
        return self._mention_of(self.original, span)

    @cached_property
    def offsets(self) -> Offsets:
        """The way from offsets in the original to those in the rewritten text, and back."""
        return Offsets(
            [
                (start - self._begin, end - self._begin, len(after))
                for _, start, end, after in zip(*self._changes, strict=True)
            ],
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
        return _rewritten(text, spans, wanted, part or (0, len(text)), affixes)


def _rewritten(
    text: str,
    spans: Sequence[Span],
    wanted: WantedForms,
    part: tuple[int, int],
    affixes: str,
) -> Rewrite:
    under_way = _UnderWay(text, spans, wanted, part, affixes)
    plain = wanted.plainly(text, spans)
    if wanted.are_names:
        for number in _staying(text, spans, wanted):
            under_way.staying.add(number)
            plain[number] = ""
    asking = [number for number, form in enumerate(plain) if not form]
    at = 0
    for number in asking:
        under_way.put_plainly(at, plain[at:number])
        under_way.put(number)
        at = number + 1
    under_way.put_plainly(at, plain[at:])
    return under_way.done()


def _staying(text: str, spans: Sequence[Span], wanted: WantedForms) -> Iterator[int]:
    """Yield which mentions stay as they are, so that no name explains itself: ISIS (ISIS)."""
    for chosen, others in said_twice(text, spans):
        yield from others
        forms = (wanted.of(text, spans[number]) for number in others)
        if any(before == after for before, after in forms):
            yield chosen


class _UnderWay:
    """A text that is being rewritten.

    Args:
        text: The text.
        spans: The spans of its mentions, in order.
        wanted: Gives their wanted forms.
        part: Start and end of what is to be rewritten.
        affixes: What to do with mentions that have affixes.

    Attributes:
        staying: The numbers of mentions that stay as they are written.
    """

    def __init__(
        self,
        text: str,
        spans: Sequence[Span],
        wanted: WantedForms,
        part: tuple[int, int],
        affixes: str,
    ) -> None:
        self._text = text
        self._spans = spans
        self._wanted = wanted
        self._part = part
        self._affixes = affixes
        self._columns = columns_of(spans)
        self.staying: set[int] = set()
        self._parts: list[str] = []
        self._changes = _Changes([], [], [], [])
        self._end = part[0]
        # What stands before the mention in the rewritten text.
        self._last = text[part[0] - 1] if part[0] else " "

    def put_plainly(self, first: int, forms: list[str]) -> None:
        """Put forms in the place of some mentions in a row that have spaces around them.

        Args:
            first: The number of the first mention.
            forms: The form of each (`WantedForms.plainly`).
        """
        if forms and self._columns[0][first] <= self._end:
            self.put(first)  # what was put before it took the space between them away
            first, forms = first + 1, forms[1:]
        if not forms:
            return
        text = self._text
        starts, ends = (column[first : first + len(forms)] for column in self._columns)
        before = [text[end:start] for end, start in zip([self._end, *ends], starts, strict=False)]
        self._parts += chain.from_iterable(zip(before, forms, strict=True))
        self._end, self._last = ends[-1], forms[-1][-1]
        # All are changes: of a form that is there already more is to be looked at.
        self._changes.add_all(range(first, first + len(forms)), starts, ends, forms)

    def put(self, number: int) -> None:
        """Put its form in the place of a mention, whatever stands around it."""
        text, span = self._text, self._spans[number]
        start, stop, _, _, _, _ = span
        before, after = self._wanted.of(text, span)
        if number in self.staying:
            after = ""
        if after and has_affix(text, span):
            self._put_with_affixes(number, after)
            return
        if start > self._end:
            self._last = text[start - 1]
            self._parts.append(text[self._end : start])
        if after and after != before:
            following = text[stop : stop + 1]
            if self._last != " " or following != " ":
                after = _spaced(self._last, after, following)
        if after and after != before:
            self._changes.add(number, start, stop, after)
        else:
            after = before
        self._parts.append(after)
        self._end = stop
        self._last = after[-1]

    def _put_with_affixes(self, number: int, after: str) -> None:
        text, span, end = self._text, self._spans[number], self._end
        mention = self._wanted.mention_of(text, span)
        done = replacement(text, span, mention, after, self._affixes)
        is_last = number + 1 == len(self._spans)
        until = self._part[1] if is_last else self._columns[0][number + 1]
        # What hangs on it must not belong to another mention.
        if done and end <= done.start and done.end <= until and done.changes(text):
            self._changes.add(number, *done)
        else:
            done = Replacement(end, span.end, text[end : span.end])
        self._parts += (text[end : done.start], done.text)
        self._end = done.end
        self._last = self._parts[-1][-1:] or self._last

    def done(self) -> Rewrite:
        """Return the rewritten text."""
        begin, behind = self._part
        self._parts.append(self._text[self._end : behind])
        return Rewrite(
            self._text[begin:behind],
            "".join(self._parts),
            self._spans,
            self._changes,
            self._wanted.mention_of,
            begin,
        )


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
