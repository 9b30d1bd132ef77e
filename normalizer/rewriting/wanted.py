"""The forms that the names of a text are to take."""

from __future__ import annotations

from collections.abc import Callable

from normalizer.errors import UsageError
from normalizer.matching.names.results import Mention
from normalizer.matching.texts.surnames import Span
from normalizer.rewriting.forms import GivenRender
from normalizer.rewriting.hashtags import hash_before, hashtag_of

_FULL_CACHE = 200_000


class WantedForms:
    """The wanted forms of names, made once for each name as it is written.

    Args:
        render: Gives a mention's wanted form; None or nothing leaves it as it stands.
        mention_of: Gives the mention at a span of a text.
        plain: Gives the name for which a form stands, so that it can be written in one word in a
            hashtag; None where forms are no names but IDs and templates, which stand as they are.

    Attributes:
        mention_of: As given.
    """

    def __init__(
        self,
        render: GivenRender,
        mention_of: Callable[[str, Span], Mention],
        plain: Callable[[str], str] | None = None,
    ) -> None:
        self.mention_of = mention_of
        self._plain = plain
        self._render = render
        self._known: dict[tuple[int, str], tuple[str, tuple[int, ...]]] = {}

    def of(self, text: str, span: Span) -> tuple[str, str]:
        """Return a mention as it is written and its wanted form; the same twice if that is there.

        Args:
            text: The text.
            span: The mention's span.

        Returns:
            Both; the form is empty where the mention is to stay as it stands.

        Raises:
            UsageError: If what gives forms gave something else than text.
        """
        start, end, name, _, _, _ = span
        before = text[start:end]
        known = self._known.get((name.number, before))
        if known is None:
            known = self._made(text, span, before)
        after, places = known
        if start and text[start - 1] != " " and self._plain is not None:
            sign = hash_before(text, start)
            if 0 <= sign < start - 1:  # a particle in one with it: no form fits into the hashtag
                return before, before
            if sign >= 0:
                after = hashtag_of(self._plain(after)) or before
                places = _places(before, after)
        # A form may be longer than what is recognised in it ("Islamic State group", "Iraq [iraq]");
        # what was rewritten to it before is not rewritten once more.
        for at in places:
            if start >= at and text.startswith(after, start - at):
                return before, before
        return before, after

    def _made(self, text: str, span: Span, before: str) -> tuple[str, tuple[int, ...]]:
        after = self._render(self.mention_of(text, span)) or ""
        if not isinstance(after, str):
            kind = type(after).__name__
            raise UsageError(
                f"The function given as `to` made {after!r} of type {kind} of {before!r}; "
                "return a string, or None to leave the name as it stands."
            )
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
