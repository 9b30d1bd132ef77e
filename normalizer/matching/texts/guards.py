"""Spans of text that must not be touched although a name stands in them.

Addresses, e-mail addresses, paths and file names, handles, hashtags and code spans are looked at
only round a hit, so that a long text costs nothing for them.
"""

from __future__ import annotations

import re

# Longest stretch without spaces that is looked at on either side of a hit.
_REACH = 300
_AMOUNT_SIGNS = ("$", "+")

STOPS = ",;.:!?"
"""What may stand between a name and a space."""
BREAKS = frozenset(["", *' \t\n\r\x0b\x0c\u00a0\u2028\u2029\u3000<>"“”«»()[]{}|'])
"""What may touch a name on either side: borders of the stretches that are looked at."""

_PATH = re.compile(
    r"""(?:^|[='"])(?:/|\./|\.\./|~/|[A-Za-z]:[\\/]|\\\\)  # absolute and relative paths
        | [^/\\]+[/\\][^/\\]+[/\\]                        # two separators
        | \w\.\w*[a-z0-9]\w*/ | /[^/]*\.[a-z0-9]{1,5}$    # example.org/x, x/file.txt
        | (?:^|[='"‘’])(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Pacific)
          /[A-Z][a-z]+(?:_[A-Z][a-z]+)*\b                  # a time zone: Europe/Istanbul
    """,
    re.VERBOSE,
)

_AGENCY = re.compile(r"/[^\W\d_]{2,8}/[.,]?")


def guarded(text: str, start: int, end: int, hashtags: bool = False) -> str | None:
    """Return what kind of protected span a hit stands in, or None.

    Args:
        text: The whole text.
        start: Offset of the hit.
        end: Offset behind it.
        hashtags: Whether names in hashtags count.

    Returns:
        For example ``"an address"``, or None where the hit may be a name. Code spans are
        `in_code`'s.
    """
    before = text[start - 1] if start else " "
    following = text[end : end + 2]
    if before in BREAKS and (
        following[:1] in BREAKS or (following[:1] in STOPS and following[1:] in BREAKS)
    ):
        return None
    left, right = _token(text, start, end)
    return _kind(text[left:right], start - left, end - left, before, hashtags)


def _token(text: str, start: int, end: int) -> tuple[int, int]:
    left, right = start, end
    floor, ceiling = max(0, start - _REACH), min(len(text), end + _REACH)
    while left > floor and text[left - 1] not in BREAKS:
        left -= 1
    while right < ceiling and text[right] not in BREAKS:
        right += 1
    return left, right


def _kind(token: str, start: int, end: int, before: str, hashtags: bool) -> str | None:
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
    if rest[:1] == "." and (rest[1:2].islower() or rest[1:2].isdigit()):
        return "a file or domain name"
    if (
        before == "."
        and token[:start].rstrip(".")[-1:].islower()
        and token[start : start + 1].islower()
    ):
        return "a file or domain name"
    if ("/" in token or "\\" in token) and _PATH.search(token) and not _is_agency(token):
        return "a path"
    if rest[:1] in _AMOUNT_SIGNS:
        return "an amount or another name"  # US$5, OPEC+
    if before == "_" or rest[:1] == "_":
        return "an identifier"
    return None


def _is_agency(token: str) -> bool:
    """Tell whether a word is how a dateline names a news agency, in capitals: /ТАСС/, not /etc/."""
    return token.isupper() and _AGENCY.fullmatch(token) is not None


def in_code(text: str, start: int, end: int) -> bool:
    """Tell whether an odd number of backticks stands before the hit on its line, one after it."""
    # Bounded, as a line may be the whole text.
    if text.find("`", end, end + _REACH) < 0:
        return False
    low = max(0, start - _REACH)
    line_start = max(low, text.rfind("\n", low, start) + 1)
    if text.count("`", line_start, start) % 2 == 0:
        return False
    line_end = text.find("\n", end, end + _REACH)
    return text.find("`", end, line_end if line_end >= 0 else end + _REACH) >= 0
