"""Tell a news agency's acronym by the dateline it stands in: BAMAKO (AFP) -, МОСКВА. /ТАСС/."""

from __future__ import annotations

import re

_FEW = 60
_OTHER = r"(?:[^\W\d_]+[/,=-] ?)?"
_PLACE = r"(?:[^\W\d_a-zа-яёіїєґ][\w’'-]*[ \u00a0]?)"
_BEFORE = re.compile(
    rf"(?:^|\n)[ \u00a0]*{_PLACE}{{1,4}}(?:,[^\n!?;:()（）\[\]/]{{1,40}})?[ .]*[(（\[/]{_OTHER}$"
)
"""Where a paragraph begins, a place in capitals, perhaps a date behind a comma, and what opens."""
_BEHIND = re.compile(r"(?:[/,=-] ?[^\W\d_]+)?[)）\]][ \u00a0]?[-–—―]|/(?:[.,]|[ \u00a0]?[-–—―])")
"""What closes, and a dash: with none the brackets may explain a word, advanced placement (AP)."""


def names_source(text: str, start: int, end: int) -> bool:
    """Tell whether a name stands where a dateline names the news agency.

    Args:
        text: The whole text.
        start: Offset of the name.
        end: Offset behind it.
    """
    if not _BEHIND.match(text, end):
        return False
    return _BEFORE.search(text, max(0, start - _FEW), start) is not None


_SOURCE_BEHIND = re.compile(
    r"(?:, [^\n(（\[]{1,30})?[ \u00a0]?[(（\[]([^\n()（）\[\]]{2,20})[)）\]][ \u00a0]?[-–—―]"
)


def source_behind(text: str, start: int, end: int) -> str:
    """Return what stands in a dateline's brackets behind a name that begins a paragraph.

    Args:
        text: The whole text.
        start: Offset of the name.
        end: Offset behind it.

    Returns:
        The word or words in the brackets; empty where no dateline begins with the name.
    """
    if text[max(0, start - _FEW) : start].rpartition("\n")[2].strip():
        return ""
    behind = _SOURCE_BEHIND.match(text, end)
    return behind[1] if behind else ""
