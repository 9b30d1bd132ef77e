"""Cut a text into runs of words that may be parts of one name.

In scripts with capitals these are capitalised words, with small particles between them (al-, bin,
de, аш-); in other scripts with spaces every word may be one. Scripts without spaces are left out.
A run never goes over the end of a sentence, since no stop may stand in it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from normalizer.matching.likeness.views import light_words
from normalizer.matching.texts.spans import Span
from normalizer.spelling.romanise import romanise

LONG_WORD = 7
"""Letters from which on a word alone may be a name with a slip."""
_LONGEST_WORD = 24
_APOSTROPHES = "'’‘ʼʾʿ`´"
_HYPHENS = r"‐‑־\-"
_SPACES = " \n\u00a0"
_BETWEEN = re.compile(f"[{_SPACES}{_HYPHENS}]")
_JOINT = re.compile(f"[{_SPACES}{_APOSTROPHES}{_HYPHENS}]+")
_POSSESSIVE = re.compile(rf"(?:['’]s)?[{_APOSTROPHES}]*$")
_ARTICLE = re.compile(rf"(?<!\w)(?:(\w{{1,4}})[{_HYPHENS}]|[AE]l )$")
_MARKS = "\u0300-\u036f"
_CASED = rf"[\w{_MARKS}{_APOSTROPHES}]*"  # behind the capital
_ZERO_WIDTH_JOINERS = "\u200c\u200d"
# Hebrew to Sinhala, Georgian, Ethiopic and Hangul: scripts with spaces and no capitals.
_UNCASED = ((0x0590, 0x0DFF), (0x10D0, 0x10FF), (0x1200, 0x139F), (0xAC00, 0xD7A3))
_FIRST_UNCASED = "\u0590"


class Word(NamedTuple):
    """A word of a text, or a mention in the place of some.

    Attributes:
        start: Offset of its first character.
        end: Offset behind its last character.
        text: The word.
        canonical: What stands there after rewriting: of a mention its entity's name, or
            nothing where it cannot be a part of another name.
        is_mention: Whether it is a mention.
    """

    start: int
    end: int
    text: str
    canonical: str
    is_mention: bool

    @property
    def is_cased(self) -> bool:
        """Whether its script has capitals."""
        return self.text[:1] < _FIRST_UNCASED


def runs(text: str, mentions: Sequence[tuple[Span, str]]) -> Iterator[list[Word]]:
    """Yield the runs of words that may be parts of one name: two or more, or one long one.

    Args:
        text: The whole text.
        mentions: The listed names found in it, in order, each with its canonical name
            or nothing, as `Word.canonical`.

    Yields:
        The words of each run, particles left out.
    """
    at = 0
    for found in _runs().finditer(text):
        start, end = found.span()
        while at < len(mentions) and mentions[at][0].end <= start:
            at += 1
        inside = at
        while inside < len(mentions) and mentions[inside][0].start < end:
            inside += 1
        some = mentions[at:inside]
        if len(some) == 1 and some[0][0].start <= start and end <= some[0][0].end:
            continue  # most runs that hold a listed name are just that
        if found[1] is None:
            uncased = not some and text[start] >= _FIRST_UNCASED
            words = _plain_words(text, start, end) if uncased else _words(text, start, end, some)
            yield from _split(text, words)
        elif not some and len(bare := _bare(found[0])) >= LONG_WORD:
            yield [Word(start, start + len(bare), bare, bare, False)]


def may_be_alone(run: Sequence[Word]) -> bool:
    """Tell whether a word of a run may be a name by itself: only where there are capitals."""
    return next((word.is_cased for word in run if not word.is_mention), False)


def with_article(text: str, start: int) -> int:
    """Return where a name begins, with the article before its first word: al-Shaabi.

    Args:
        text: The whole text.
        start: Offset of the first word that carries the name.
    """
    low = max(0, start - 6)
    found = _ARTICLE.search(text[low:start])
    return low + found.start() if found and (not found[1] or _is_light(found[1])) else start


def _split(text: str, words: Sequence[Word]) -> Iterator[list[Word]]:
    """Yield the words that stand together, in twos or more, and long ones."""
    begin = 0
    for at in range(1, len(words) + 1):
        if at < len(words) and _joins(text[words[at - 1].end : words[at].start]):
            continue
        first = words[begin]
        if at - begin > 1 or (not first.is_mention and len(first.text) >= LONG_WORD):
            yield list(words[begin:at])
        begin = at


def _words(text: str, start: int, end: int, mentions: Sequence[tuple[Span, str]]) -> list[Word]:
    """Yield the words of a stretch that may be parts of a name, and the mentions, in order."""
    waiting = [Word(it.start, it.end, text[it.start : it.end], name, True) for it, name in mentions]
    words: list[Word] = []
    for found in _word().finditer(text, start, end):
        first, last = found.span()
        while waiting and waiting[0].end <= first:
            words.append(waiting.pop(0))
        if waiting and waiting[0].start < last:
            continue  # inside a mention
        bare = _bare(found[0])
        if bare:
            words.append(Word(first, first + len(bare), bare, bare, False))
    return words + waiting


def _plain_words(text: str, start: int, end: int) -> list[Word]:
    """Return the words of a stretch of a script without capitals that holds no mention."""
    words = []
    at = start
    for written in _BETWEEN.split(text[start:end]):  # one sign, as `_runs` has it
        bare = _bare(written)
        if bare:
            words.append(Word(at, at + len(bare), bare, bare, False))
        at += len(written) + 1
    return words


@lru_cache(maxsize=1 << 16)
def _bare(word: str) -> str:
    """Return a word without a possessive ending; nothing for acronyms, particles and numbers."""
    bare = _POSSESSIVE.sub("", word)
    letters = [char for char in bare if char.isalpha()]
    if not 1 < len(letters) <= _LONGEST_WORD or any(char.isdigit() or char == "_" for char in bare):
        return ""
    return "" if "".join(letters[:2]).isupper() or _is_light(bare) else bare


@lru_cache(maxsize=1 << 14)
def _joins(gap: str) -> bool:
    """Tell whether words with this between them may belong to one name."""
    return (
        bool(gap) and gap.count("\n") < 2 and all(map(_is_light, filter(None, _JOINT.split(gap))))
    )


def _is_light(word: str) -> bool:
    return word.isalpha() and romanise(word) in light_words()


@cache
def _runs() -> re.Pattern[str]:
    """Match capitalised words with particles between them, and words that know no capitals.

    A long word alone ends in an empty group. The pattern begins with the letters a run may begin
    with, since that is searched for several times as fast as two patterns or a look behind.
    """
    capitals, uncased = _capitals(), _uncased()
    latin = "|".join(sorted(light_words(), key=len, reverse=True))
    particle = rf"(?:{latin}|[^\W\d_a-z]{{1,4}})[{_SPACES}{_HYPHENS}{_APOSTROPHES}]"
    gap = rf"[{_SPACES}{_HYPHENS}](?:{particle}){{0,2}}"
    more = rf"(?:{gap}[{capitals}]{_CASED})+"
    alone = rf"(?=\w{{{LONG_WORD - 1}}}){_CASED}()"
    return re.compile(
        rf"[{capitals}{uncased}](?:(?<=[{capitals}])(?<!\w\w)(?:{_CASED}{more}|{alone})"
        rf"|(?<=[{uncased}])[{uncased}{_ZERO_WIDTH_JOINERS}]+"
        rf"(?:[{_SPACES}{_HYPHENS}][{uncased}][{uncased}{_ZERO_WIDTH_JOINERS}]+)+)"
    )


@cache
def _word() -> re.Pattern[str]:
    """Match the words of a run."""
    uncased = _uncased()
    return re.compile(
        rf"(?<!\w)[{_capitals()}]{_CASED}|[{uncased}][{uncased}{_ZERO_WIDTH_JOINERS}]+"
    )


@cache
def _capitals() -> str:
    return _ranges(code for code in range(0x10000) if chr(code).isupper() or chr(code).istitle())


@cache
def _uncased() -> str:
    """Return the letters and marks of scripts with spaces and no capitals."""
    return _ranges(
        code
        for first, last in _UNCASED
        for code in range(first, last + 1)
        if unicodedata.category(chr(code)) in ("Lo", "Lm", "Ll", "Mn", "Mc")
    )


def _ranges(codes: Iterable[int]) -> str:
    """Return characters as what stands between the brackets of a regular expression."""
    parts: list[list[int]] = []
    for code in codes:
        if parts and parts[-1][1] == code - 1:
            parts[-1][1] = code
        else:
            parts.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in parts)
