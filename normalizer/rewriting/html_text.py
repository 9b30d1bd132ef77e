"""The running text of HTML: text nodes, without scripts, styles and code."""

from __future__ import annotations

import html

from normalizer.rewriting.html_tokens import TAG, TEXT, Token, html_tokens, role_of
from normalizer.rewriting.markup import OBJECT, View

_BREAKS = {"block": "\n\n", "text": "\n\n", "line": "\n", "object": OBJECT, "raw": OBJECT}


class HtmlMarkup:
    """HTML as it is read and written."""

    def view(self, source: str) -> View:
        """Return the text nodes of HTML as running text."""
        view = View(source)
        inside = _Code()
        for token in html_tokens(source):
            if token.kind == TAG:
                if inside.leaves_out(token):
                    continue
                sign = OBJECT if inside.name else _sign(token)
                if sign:
                    view.break_with(sign)
            elif token.kind == TEXT and not inside.name:
                view.add_text(token.start, token.end)
        return view

    def escape(self, text: str) -> str:
        """Return what stands for a text in a text node."""
        return html.escape(text, quote=False)

    def plain(self, source: str) -> str:
        """Return the text for which something without tags stands."""
        return html.unescape(source)


def _sign(tag: Token) -> str:
    """Return what a tag is in the running text."""
    role = role_of(tag.name)
    return "" if role == "raw" and tag.closing else _BREAKS.get(role, "")


class _Code:
    """The element without running text that is open, if one is, and how often inside itself."""

    def __init__(self) -> None:
        self.name = ""
        self._depth = 0

    def leaves_out(self, tag: Token) -> bool:
        """Take account of a tag; True where it stands inside such an element or ends it."""
        if not self.name:
            if role_of(tag.name) == "code" and not tag.closing:
                self.name, self._depth = tag.name, 1
            return False
        if tag.name == self.name:
            self._depth += -1 if tag.closing else 1
            if not self._depth:
                self.name = ""
        return True
