"""Spans of text that must not be touched although a name stands in them.

Addresses, e-mail addresses, paths and file names, handles, hashtags and code spans are looked at
only round a hit, so that a long text costs nothing for them.
"""

from __future__ import annotations

import re

# Longest stretch without spaces that is looked at on either side of a hit.
_REACH = 300
_AMOUNT_SIGNS = ("$", "+")
_SPACE = re.compile(r"[\s<>\"“”«»()\[\]{}|]")
_PATH = re.compile(
    r"""(?:^|[='"])(?:/|\./|\.\./|~/|[A-Za-z]:[\\/]|\\\\)  # absolute and relative paths
        | [^/\\]+[/\\][^/\\]+[/\\]                        # two separators
        | \w\.\w*[a-z0-9]\w*/ | /[^/]*\.[a-z0-9]{1,5}$    # example.org/x, x/file.txt
    """,
    re.VERBOSE,
)


def guarded(text: str, start: int, end: int, hashtags: bool = False) -> str | None:
    """Return what kind of protected span a hit stands in, or None.

    Args:
        text: The whole text.
        start: Offset of the hit.
        end: Offset behind it.
        hashtags: Whether names in hashtags count.

    Returns:
        For example ``"an address"``, or None where the hit may be a name.
    """
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if before.isspace() and after.isspace():
        token = text[start:end]
    else:
        left, right = _token(text, start, end)
        token = text[left:right]
        kind = _kind(text, token, start - left, end - left, before, hashtags)
        if kind:
            return kind
    if "`" in text and _in_code(text, start, end):
        return "code"
    return None


def _token(text: str, start: int, end: int) -> tuple[int, int]:
    left, right = start, end
    floor, ceiling = max(0, start - _REACH), min(len(text), end + _REACH)
    while left > floor and not _SPACE.match(text[left - 1]):
        left -= 1
    while right < ceiling and not _SPACE.match(text[right]):
        right += 1
    return left, right


def _kind(text: str, token: str, start: int, end: int, before: str, hashtags: bool) -> str | None:
    if "://" in token or token[:4].casefold() == "www." or token[:7].casefold() == "mailto:":
        return "an address"
    if "@" in token:
        return "a handle or an e-mail address"
    if before == "#" and not hashtags:
        return "a hashtag"
    if "#" in token[:start] and not hashtags:
        return "a hashtag"
    # A point with letters directly behind it, or before it: iraq.csv, pmu.org, en.iraq
    rest = token[end:]
    if rest[:1] == "." and rest[1:2].isalnum() and not rest[1:2].isupper():
        return "a file or domain name"
    if (
        before == "."
        and token[:start].rstrip(".")[-1:].islower()
        and token[start : start + 1].islower()
    ):
        return "a file or domain name"
    if ("/" in token or "\\" in token) and _PATH.search(token):
        return "a path"
    if rest[:1] in _AMOUNT_SIGNS:
        return "an amount or another name"  # US$5, OPEC+
    if before == "_" or rest[:1] == "_":
        return "an identifier"
    return None


def _in_code(text: str, start: int, end: int) -> bool:
    """Tell whether an odd number of backticks stands before the hit on its line, one after it."""
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    if text.count("`", line_start, start) % 2 == 0:
        return False
    return "`" in text[end:line_end]
