"""The running text of Markdown: without code, link targets, link labels and raw HTML.

CommonMark (https://spec.commonmark.org) decides what is markup, with the tables, footnotes and
front matter that are usual beside it. Where a line could be either, it is taken for markup, and its
names are left alone. Emphasis is seen through: ``**PMU**`` is a name.
"""

from __future__ import annotations

import html
import re
from itertools import pairwise

from normalizer.rewriting.html_tokens import TAG, markup_at, raw_end, role_of
from normalizer.rewriting.markdown_blocks import Blocks, label_key
from normalizer.rewriting.markup import OBJECT, View

_SIGN = re.compile(r"[\\`<\[\]*_~&]")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_RUN = re.compile(r"(.)\1*")
_TICKS = re.compile(r"`+")
_BLANK = re.compile(r"\n[ \t\r]*\n")
_AUTOLINK = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[^\s<>@]+@[^\s<>@]+)>")
_TITLE = r"(?:\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|\((?:\\.|[^()\\])*\))"
_TARGET = re.compile(
    rf"\]\(\s*(?:<[^<>\n]*>|(?:\\.|[^\s()\\]|\((?:\\.|[^\s()\\]|\([^\s()]*\))*\))*)(?:\s+{_TITLE})?\s*\)"
)
_LABEL = re.compile(r"\[((?:\\.|[^\[\]\\])*)\]")
_WIKI = re.compile(r"\[\[[^\[\]\n]*\]\]")
_MARKUP = re.compile(r"[\\`*_\[\]<~]|&(?=#?[A-Za-z0-9]+;)")


class MarkdownMarkup:
    """Markdown as it is read and written."""

    def view(self, source: str) -> View:
        """Return the running text of Markdown."""
        blocks = Blocks(source)
        reader = _Reader(source, blocks.labels)
        at = 0
        for start, end in [*blocks.opaque, (len(source), len(source))]:
            if at < start:
                reader.read(at, start)
            at = max(at, end)
            if start < end:
                reader.view.break_with("\n\n")
        return reader.view

    def escape(self, text: str) -> str:
        """Return what stands for a text: the signs that would be markup behind a backslash."""
        return _MARKUP.sub(r"\\\g<0>", text)

    def plain(self, source: str) -> str:
        """Return the text for which something without markup but escapes stands."""
        parts = [
            (match[1] if (match := _ESCAPED.fullmatch(part)) else html.unescape(part))
            for part in re.split(r"(\\[!-/:-@\[-`{-~])", source)
        ]
        return "".join(parts)


class _Reader:
    """Reads the inline markup of stretches of a Markdown text into a view."""

    def __init__(self, source: str, labels: set[str]) -> None:
        self.view = View(source)
        self._source = source
        self._labels = labels

    def read(self, start: int, end: int) -> None:
        """Read a stretch between blocks of code, paragraph by paragraph."""
        borders = [start, *(m.end() for m in _BLANK.finditer(self._source, start, end)), end]
        done = start
        for low, high in pairwise(borders):
            if done < high:
                done = self._paragraph(max(low, done), high, end)

    def _paragraph(self, at: int, high: int, end: int) -> int:
        """Read a paragraph; return where it was left, behind it if an element of HTML runs on."""
        source, view = self._source, self.view
        while at < high:
            match = _SIGN.search(source, at, high)
            sign = match.start() if match else high
            view.add(at, sign)
            if not match:
                return high
            at = self._inline(match[0], sign, high, end)
        return at

    def _inline(self, sign: str, at: int, high: int, end: int) -> int:
        """Read one piece of inline markup; return the offset behind it."""
        source, view = self._source, self.view
        behind = at + 1
        if sign == "\\":
            escaped = _ESCAPED.match(source, at, high)
            if escaped:
                view.add_as(escaped[1], *escaped.span())
                return escaped.end()
        elif sign == "`":
            return self._code(at, high)
        elif sign == "<":
            behind = self._html(at, high, end)
            if behind:
                return behind
            behind = at + 1
        elif sign in "[]":
            link = self._link(sign, at, high)
            if link:
                view.break_with(OBJECT)
                return link
        elif sign == "&":
            behind = min(high, at + 40)
            semicolon = source.find(";", at, behind)
            if semicolon >= 0:
                view.add_text(at, semicolon + 1)
                return semicolon + 1
            behind = at + 1
        else:
            run = _RUN.match(source, at, high)
            behind = run.end() if run else behind
            if self._emphasises(sign, at, behind):
                return behind
        view.add(at, behind)
        return behind

    def _code(self, at: int, high: int) -> int:
        """Pass a code span over; ticks that nothing closes are text."""
        source = self._source
        opening = _TICKS.match(source, at, high)
        behind = opening.end() if opening else at + 1
        for closing in _TICKS.finditer(source, behind, high):
            if closing.end() - closing.start() == behind - at:
                self.view.break_with(OBJECT)
                return closing.end()
        self.view.add(at, behind)
        return behind

    def _html(self, at: int, high: int, end: int) -> int:
        """Pass a tag, a comment, or an element without running text over; 0 where there is none."""
        source = self._source
        link = _AUTOLINK.match(source, at, high)
        if link:
            self.view.break_with(OBJECT)
            return link.end()
        token = markup_at(source, at)
        # A comment may hold blank lines; a tag that does is none, and neither is an open one.
        limit = end if source.startswith(("<!--", "<?"), at) else high
        if token is None or token.end > limit or source[token.end - 1] != ">":
            return 0
        if token.kind != TAG or token.closing or source.endswith("/>", at, token.end):
            return token.end
        behind = raw_end(source, token)
        if role_of(token.name) == "code":
            closing = re.compile(rf"</{token.name}\s*>", re.IGNORECASE).search(source, behind, end)
            behind = closing.end() if closing else end
        if role_of(token.name) in ("raw", "code", "object", "block", "line"):
            self.view.break_with(OBJECT)
        return behind if role_of(token.name) != "text" else token.end

    def _link(self, sign: str, at: int, high: int) -> int:
        """Return the offset behind a link's target or label; 0 where there is none."""
        source = self._source
        if sign == "]":
            target = _TARGET.match(source, at, high) or _LABEL.match(source, at + 1, high)
            return target.end() if target else 0
        wiki = _WIKI.match(source, at, high)
        if wiki:
            return wiki.end()
        label = _LABEL.match(source, at, high)
        if not label or source.startswith("(", label.end()):
            return 0
        following = _LABEL.match(source, label.end(), high)
        if following and following[1].strip():
            return 0  # [text][label]: the text is running text
        if label[1].startswith("^") or label_key(label[1]) in self._labels:
            return following.end() if following else label.end()
        return 0

    def _emphasises(self, sign: str, start: int, end: int) -> bool:
        """Tell whether a run of signs may be emphasis and not a part of a word or a list."""
        before = self._source[start - 1] if start else " "
        after = self._source[end] if end < len(self._source) else " "
        if before.isspace() and after.isspace():
            return False
        return sign == "*" or not (before.isalnum() and after.isalnum())
