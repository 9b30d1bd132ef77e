"""The running text of HTML and Markdown, and where each piece of it stands in the file.

Names are looked for in what a reader sees (tags gone, ``&rsquo;`` an apostrophe) and replaced in
the file, and only where all of a name stands in one stretch of text. So whatever is no running
text keeps its bytes.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Protocol

from normalizer.errors import UsageError
from normalizer.matching.texts.spans import Span
from normalizer.rewriting.forms import GivenRender, Named

AUTO, NONE, HTML, MARKDOWN = "auto", "none", "html", "markdown"
MARKUPS = (AUTO, HTML, MARKDOWN, NONE)
_SUFFIXES = {
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
}
_REFERENCE = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9A-Fa-f]+;?|[A-Za-z][A-Za-z0-9]*;?)")
OBJECT = "\ufffc"
"""Stands for a picture or a piece of code: words on both sides of it do not make a name."""


class View:
    """The running text of a marked-up text, built piece by piece.

    Attributes:
        source: The marked-up text.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self._parts: list[str] = []
        self._size = 0
        # A piece begins here in the running text, here in the source, and ends here in it. What
        # is no stretch of characters that stand for themselves counts only as a whole.
        self._begins: list[int] = []
        self._pieces: list[tuple[int, int, bool]] = []

    @property
    def text(self) -> str:
        """The running text."""
        return "".join(self._parts)

    def add(self, start: int, end: int) -> None:
        """Add characters of the source that stand for themselves."""
        if start < end:
            self._put(self.source[start:end], start, end, True)

    def add_as(self, shown: str, start: int, end: int) -> None:
        """Add a stretch of the source that is shown as something else, such as ``&amp;``."""
        self._put(shown, start, end, False)

    def add_text(self, start: int, end: int) -> None:
        """Add characters of the source in which character references may stand."""
        source = self.source
        at = source.find("&", start, end)
        while at >= 0:
            from html import unescape  # noqa: PLC0415  # few commands meet any reference

            match = _REFERENCE.match(source, at, end)
            shown = unescape(match[0]) if match else ""
            if match and shown and shown != match[0]:
                self.add(start, at)
                self.add_as(shown, at, match.end())
                start = match.end()
            at = source.find("&", max(at + 1, start), end)
        self.add(start, end)

    def break_with(self, sign: str) -> None:
        """Put a sign into the running text that stands nowhere in the source."""
        self._put(sign, 0, 0, False)

    def _put(self, shown: str, start: int, end: int, literal: bool) -> None:
        self._begins.append(self._size)
        self._pieces.append((start, end, literal))
        self._parts.append(shown)
        self._size += len(shown)

    def in_source(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where a span of the running text stands in the source.

        Args:
            start: Where it begins in the running text.
            end: The offset behind it.

        Returns:
            Start and end; None where markup stands inside it.
        """
        first = bisect_right(self._begins, start) - 1
        last = bisect_right(self._begins, end - 1) - 1
        begins = [*self._begins[first : last + 1], self._size]
        if last + 1 < len(self._begins):
            begins[-1] = self._begins[last + 1]
        behind = -1
        for begin, limit, (source, stop, literal) in zip(
            begins, begins[1:], self._pieces[first : last + 1], strict=False
        ):
            whole = start <= begin and limit <= end
            if source == stop or not (literal or whole) or behind not in (-1, source):
                return None
            behind = stop
        source, _, literal = self._pieces[first]
        at = source + (start - begins[0] if literal else 0)
        source, stop, literal = self._pieces[last]
        return at, source + end - begins[-2] if literal else stop

    def spans_in_source(self, spans: Sequence[Span]) -> list[Span]:
        """Return the spans of mentions as they stand in the source, without those it breaks up."""
        placed = []
        for span in spans:
            place = self.in_source(span.start, span.end)
            if place:
                placed.append(Span(*place, span.name, span.evidence, span.affix))
        return placed


class Markup(Protocol):
    """How a kind of markup is read and written."""

    def view(self, source: str) -> View:
        """Return the running text of a marked-up text."""

    def escape(self, text: str) -> str:
        """Return what stands for a text in the markup."""

    def plain(self, source: str) -> str:
        """Return the text for which something without tags stands in the markup."""


def markup_named(name: str) -> Markup | None:
    """Return how a markup is read and written; None for plain text.

    Args:
        name: ``"html"``, ``"markdown"`` or ``"none"``.

    Raises:
        UsageError: If it is none of these.
    """
    if name == NONE:
        return None
    if name == HTML:
        from normalizer.rewriting.html_text import HtmlMarkup  # noqa: PLC0415  # seldom used

        return HtmlMarkup()
    if name == MARKDOWN:
        from normalizer.rewriting.markdown_text import MarkdownMarkup  # noqa: PLC0415  # as above

        return MarkdownMarkup()
    raise UsageError(f"There is no markup {name!r}; give html, markdown or none.")


def markup_of_file(path: str, wanted: str = AUTO) -> str:
    """Return the markup of a file.

    Args:
        path: The file; its suffix tells where `wanted` is ``"auto"``.
        wanted: One of `MARKUPS`.

    Returns:
        ``"html"``, ``"markdown"`` or ``"none"``.
    """
    if wanted != AUTO:
        return wanted
    return _SUFFIXES.get(os.path.splitext(path)[1].lower(), NONE)


def keeping(render: GivenRender, plain: Callable[[str], str]) -> GivenRender:
    """Return a function that leaves a form as it is written where it reads as it should.

    Args:
        render: Gives a mention's form in the markup.
        plain: As `Markup.plain`: ``Kata&rsquo;ib`` needs no edit to become ``Kata’ib``.
    """

    def form(named: Named) -> str | None:
        wanted = render(named)
        stands = str(getattr(named, "text", ""))
        return stands if isinstance(wanted, str) and plain(stands) == plain(wanted) else wanted

    return form
