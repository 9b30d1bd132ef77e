"""The forms that the names of a text are to take."""

from __future__ import annotations

from collections.abc import Callable

from normalizer.matching.results import Mention
from normalizer.matching.surnames import Span
from normalizer.rewriting.forms import Render

_FULL_CACHE = 200_000


class WantedForms:
    """The wanted forms of names, made once for each name as it is written.

    Args:
        render: Gives a mention's wanted form.
        mention_of: Gives the mention at a span of a text.

    Attributes:
        mention_of: As given.
    """

    def __init__(self, render: Render, mention_of: Callable[[str, Span], Mention]) -> None:
        self.mention_of = mention_of
        self._render = render
        self._known: dict[tuple[int, str], tuple[str, tuple[int, ...]]] = {}

    def of(self, text: str, span: Span) -> tuple[str, str]:
        """Return a mention as it is written and its wanted form; the same twice if that is there.

        Args:
            text: The text.
            span: The mention's span.
        """
        start, end, name, *_ = span
        before = text[start:end]
        known = self._known.get((name.number, before))
        if known is None:
            known = self._made(text, span, before)
        after, places = known
        # A form may be longer than what is recognised in it ("Islamic State group", "Iraq [iraq]");
        # what was rewritten to it before is not rewritten once more.
        for at in places:
            if start >= at and text.startswith(after, start - at):
                return before, before
        return before, after

    def _made(self, text: str, span: Span, before: str) -> tuple[str, tuple[int, ...]]:
        after = self._render(self.mention_of(text, span))
        if len(self._known) >= _FULL_CACHE:
            self._known.clear()
        made = self._known[span.name.number, before] = after, _places(before, after)
        return made


def _places(part: str, whole: str) -> tuple[int, ...]:
    """Return where a text stands in another."""
    places = []
    at = whole.find(part)
    while at >= 0:
        places.append(at)
        at = whole.find(part, at + 1)
    return tuple(places)
