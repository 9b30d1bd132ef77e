"""Where a long form may stand beside its acronym: Popular … Units (PMU); PMU, the phasor … unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from normalizer.matching.texts.initials import Word, definition_words, small_words, spell_out
from normalizer.spelling import fold

_OPEN, _CLOSE = r"[(（\[]", r"[)）\]]"
_QUOTES_BEFORE, _QUOTES_BEHIND = "[\"“„«‘']{0,2}", "[\"”»’']{0,2}"
_LEAD = rf"(?P<lead>[^()（）\[\]\n]{{0,40}}?){_QUOTES_BEFORE}$"
_IN_BRACKETS = re.compile(rf"{_QUOTES_BEHIND}[ \n]?{_OPEN} ?{_LEAD}")
_BEHIND_COMMA = re.compile(rf"{_QUOTES_BEHIND}(?:,| [–—]) {_LEAD}")
_SIGNS = 4  # so many quotes and spaces may stand before a bracket
_REACH = 60
_ENDS = re.compile(rf"{_QUOTES_BEHIND}(?: ?{_CLOSE}|[,;])")
_GAP = re.compile(r"[ \n‑/&,’'-]{1,3}")
_MORE_WORDS = 8
_FEW_LETTERS = 3  # an acronym without brackets must have so many


class Site(NamedTuple):
    """A place beside an acronym where its long form may stand.

    Attributes:
        at: Offset where the long form ends, if it stands before the acronym, else where it begins.
        is_bracket: Whether a bracket tells the two apart, or words such as *stands for*.
    """

    at: int
    is_bracket: bool


def site_before(text: str, start: int, end: int) -> Site | None:
    """Return where a long form may end before an acronym: … (PMU), … (hereafter PMU), …, or PMU.

    Args:
        text: The whole text.
        start: Offset of the acronym.
        end: Offset behind it.
    """
    low = max(0, start - _REACH)
    left = text[low:start]
    opened = max(map(left.rfind, "(（["))
    if opened >= 0:
        match = _IN_BRACKETS.search(left, max(0, opened - _SIGNS))
        if match and is_lead(match["lead"]) and _ENDS.match(text, end):
            return Site(low + match.start(), is_bracket=True)
    parted = max(map(left.rfind, (", ", " – ", " — ")))
    if parted > opened:
        match = _BEHIND_COMMA.search(left, max(0, parted - _SIGNS))
        if match and is_lead(match["lead"]):
            return Site(low + match.start(), is_bracket=False)
    return None


def site_behind(text: str, end: int) -> Site | None:
    """Return where a long form may begin behind an acronym: PMU (…), PMU, the …, PMU stands for ….

    Args:
        text: The whole text.
        end: Offset behind the acronym.
    """
    match = _behind().match(text, end)
    return Site(match.end(), match["comma"] is None) if match else None


def closes(text: str, end: int) -> bool:
    """Tell whether what stands in brackets ends here, or is followed by a comma there."""
    return _ENDS.match(text, end) is not None


def spelled_before(text: str, words: Sequence[Word], letters: str, site: Site) -> int:
    """Return how many of the last words before a site spell out an acronym; 0 if none do.

    Args:
        text: The whole text.
        words: Words before the site.
        letters: The acronym's folded letters.
        site: The place.
    """
    if not _enough(letters, site) or not words or text[words[-1].end : site.at].strip():
        return 0
    for count in range(1, min(len(words), len(letters) + _MORE_WORDS) + 1):
        if count > 1 and not _are_together(text, words[-count], words[-count + 1]):
            return 0
        if spell_out(letters, words[-count:], site.is_bracket):
            return count
    return 0


def spelled_behind(text: str, words: Sequence[Word], letters: str, site: Site) -> int:
    """Return how many of the first words behind a site spell out an acronym; 0 if none do.

    Args:
        text: The whole text.
        words: Words from the site on.
        letters: The acronym's folded letters.
        site: The place.
    """
    if not _enough(letters, site) or not words or text[site.at : words[0].start].strip():
        return 0
    for count in range(1, min(len(words), len(letters) + _MORE_WORDS) + 1):
        if count > 1 and not _are_together(text, words[count - 2], words[count - 1]):
            return 0
        if spell_out(letters, words[:count], site.is_bracket):
            return count
    return 0


def _enough(letters: str, site: Site) -> bool:
    return site.is_bracket or len(letters) >= _FEW_LETTERS


def _are_together(text: str, word: Word, other: Word) -> bool:
    return _GAP.fullmatch(text, word.end, other.start) is not None


def is_lead(text: str) -> bool:
    """Tell whether words may lead to another name: none, an article, *hereafter the*.

    Args:
        text: What stands before it, behind a bracket or a comma.
    """
    words = fold.fold(text).split()
    while words and "".join(words) not in leads():
        if words.pop() not in small_words():
            return False
    return True


@lru_cache(maxsize=1)
def leads() -> frozenset[str]:
    """Return the phrases that lead from one name to another of the same, folded: or, known as."""
    phrases = definition_words()["lead"].values()
    return frozenset(fold.fold_key(phrase) for some in phrases for phrase in some)


@lru_cache(maxsize=1)
def _behind() -> re.Pattern[str]:
    """Return what may stand between an acronym and a long form behind it."""
    words = definition_words()
    means, leads, small = (
        "|".join(
            re.escape(phrase)
            for phrase in sorted({p for some in words[kind].values() for p in some}, reverse=True)
        )
        for kind in ("means", "lead", "small")
    )
    return re.compile(
        rf"{_QUOTES_BEHIND}(?: ?{_OPEN}|(?P<comma>,| [–—]| ?=|:)|,? (?:{means})\b)\s?"
        rf"(?:(?:{leads}|{means})\b,? )?(?:(?:{small})[ ’'])?{_QUOTES_BEFORE}",
        re.IGNORECASE,
    )
