"""Where tags, comments and raw text stand in HTML, by offsets, in one pass over any bytes.

The rules are those of the HTML standard's tokenisation (https://html.spec.whatwg.org, section
13.2.5), which says for every input, however broken, what a browser takes for text. Parsers for
Python give trees or lines, not the offsets of text as it stands in the file; the standard library's
gives positions, but reads broken markup in ways of its own. Where the standard ends a stretch of
markup early and people seldom mean it (``<?php a > b ?>``, CDATA), more is taken for markup: then a
name is left alone and nothing breaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from normalizer.spelling.data_rows import data_rows

TEXT, TAG, OPAQUE = "text", "tag", "opaque"

_NAME = re.compile(r"[^\t\n\f\r />]*")
_BETWEEN = re.compile(r"[\t\n\f\r /]*")
_SPACE = re.compile(r"[\t\n\f\r ]*")
_ATTRIBUTE = re.compile(r"=?[^\t\n\f\r />=]*")
_UNQUOTED = re.compile(r"[^\t\n\f\r >]*")
_COMMENT_END = re.compile(r"--!?>")
_SCRIPT_SIGN = re.compile(r"<!--|</script(?=[\t\n\f\r />])", re.IGNORECASE)
_ESCAPED_SIGN = re.compile(r"-->|<script(?=[\t\n\f\r />])|</script(?=[\t\n\f\r />])", re.IGNORECASE)
_DOUBLE_SIGN = re.compile(r"-->|</script(?=[\t\n\f\r />])", re.IGNORECASE)


class Token(NamedTuple):
    """A stretch of HTML.

    Attributes:
        kind: `TEXT`, `TAG`, or `OPAQUE` for comments, declarations and raw text.
        start: Offset of its first character.
        end: Offset behind its last.
        name: The element's name in lower case, for a tag.
        closing: Whether it is an end tag.
    """

    kind: str
    start: int
    end: int
    name: str = ""
    closing: bool = False


@lru_cache(maxsize=1)
def _roles() -> dict[str, str]:
    roles = {}
    for role, names in data_rows(__file__, "html_elements.tsv"):
        roles.update(dict.fromkeys(names.split(), role))
    return roles


def role_of(element: str) -> str:
    """Return what an element is to running text, as the data file says; empty if it runs on."""
    return _roles().get(element, "")


def html_tokens(text: str) -> Iterator[Token]:
    """Yield the stretches of an HTML text, in order, without a gap.

    Args:
        text: HTML, well formed or not.
    """
    is_xml = text[:200].lstrip("\ufeff \t\r\n").startswith("<?xml")
    at = begin = 0
    while True:
        at = text.find("<", at)
        if at < 0:
            break
        token = markup_at(text, at)
        if token is None:
            at += 1
            continue
        if begin < at:
            yield Token(TEXT, begin, at)
        yield token
        at = begin = token.end
        if token.kind != TAG or token.closing or (is_xml and text.endswith("/>", 0, token.end)):
            continue
        end = raw_end(text, token)
        if end > begin:
            role = role_of(token.name)
            yield Token(TEXT if role == "text" else OPAQUE, begin, end)
        at = begin = end
    if begin < len(text):
        yield Token(TEXT, begin, len(text))


def markup_at(text: str, at: int) -> Token | None:
    """Return the tag, comment or declaration that begins at a ``<``, or None where none does."""
    following = text[at + 1 : at + 3]
    if following[:1].isascii() and following[:1].isalpha():
        return _tag(text, at, at + 1, closing=False)
    if following[:1] == "!":
        return Token(OPAQUE, at, _declaration_end(text, at))
    if following[:1] == "?":
        closes = "?>" if text.startswith(("<?php", "<?="), at) else ">"
        return Token(OPAQUE, at, _behind(text, closes, at + 2))
    if following[:1] == "/" and len(following) == 2:
        if following[1].isascii() and following[1].isalpha():
            return _tag(text, at, at + 2, closing=True)
        return Token(OPAQUE, at, _behind(text, ">", at + 2))
    return None


def raw_end(text: str, tag: Token) -> int:
    """Return where the content without markup of an element ends; its own end if it has none.

    Args:
        text: The whole text.
        tag: The element's start tag.
    """
    if tag.name == "plaintext":
        return len(text)
    if tag.name == "script":
        return _script_end(text, tag.end)
    if role_of(tag.name) not in ("raw", "text"):
        return tag.end
    closing = re.compile(rf"</{tag.name}(?=[\t\n\f\r />])", re.IGNORECASE).search(text, tag.end)
    return closing.start() if closing else len(text)


def _tag(text: str, start: int, at: int, closing: bool) -> Token:
    match = _NAME.match(text, at)
    end = at = match.end() if match else at
    name = text[start + 1 + closing : end].lower()
    return Token(TAG, start, _tag_end(text, at), name, closing)


def _tag_end(text: str, at: int) -> int:
    """Return the offset behind a tag, from behind its name: a ``>`` in a quoted value is none."""
    size = len(text)
    while True:
        at = _skip(_BETWEEN, text, at)
        if at >= size:
            return size
        if text[at] == ">":
            return at + 1
        at = _skip(_SPACE, text, _skip(_ATTRIBUTE, text, at))
        if text[at : at + 1] != "=":
            continue
        at = _skip(_SPACE, text, at + 1)
        if text[at : at + 1] in ('"', "'"):
            at = _behind(text, text[at], at + 1)
        else:
            at = _skip(_UNQUOTED, text, at)


def _declaration_end(text: str, at: int) -> int:
    if text.startswith("<!--", at):
        if text.startswith(("<!-->", "<!--->"), at):
            return text.index(">", at) + 1
        match = _COMMENT_END.search(text, at + 4)
        return match.end() if match else len(text)
    if text.startswith("<![CDATA[", at) and text.find("]]>", at) >= 0:
        return _behind(text, "]]>", at)
    return _behind(text, ">", at + 2)


def _script_end(text: str, at: int) -> int:
    """Return where a script ends: inside ``<!-- <script>`` an end tag ends only the inner one."""
    sign = _SCRIPT_SIGN
    while match := sign.search(text, at):
        found = match[0].lower()
        at = match.end()
        if found == "<!--":
            sign = _ESCAPED_SIGN
            at -= 2  # its dashes may belong to the end of the comment: <!-->
        elif found == "-->":
            sign = _SCRIPT_SIGN
        elif found == "<script":
            sign = _DOUBLE_SIGN
        elif sign is _DOUBLE_SIGN:
            sign = _ESCAPED_SIGN
        else:
            return match.start()
    return len(text)


def _skip(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at


def _behind(text: str, sign: str, at: int) -> int:
    found = text.find(sign, at)
    return found + len(sign) if found >= 0 else len(text)
