"""Tell by the words right beside a name that it is one, though it is a common word, too.

For names of places and organisations: northern Mali, سفیر روسیه, fighters of Fatah.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from normalizer.matching.compiled.index import NameRecord
from normalizer.matching.conditions import Surroundings
from normalizer.matching.texts.bearers import is_given_or_common
from normalizer.matching.texts.beside_table import BesideTable
from normalizer.spelling import fold

_FEW = 60
_STOPS = r".!?,;:،؛؟…。、！？\n()«»\"“”|\[\]"
_BEFORE = re.compile(rf"[^{_STOPS}]*$")
_BEHIND = re.compile(rf"[^{_STOPS}]*")
_GOES_ON = re.compile(r",?[ -]([^\W\d_])")
_NAME_BEFORE = re.compile(r"(?<![^\W\d_])([A-ZÀ-ÞА-ЯЁІЇЄҐ][\w’'-]*)\.? $")
_IN_HEBREW = frozenset("במל")
_LONGEST_GAP = 16


class Site(NamedTuple):
    """Where a name stands.

    Attributes:
        text: The whole text.
        start: Offset of the name.
        end: Offset behind it.
        around: What stands near it.
        low: Offset behind the name before it: what is part of a name, and may be rewritten, tells
            nothing.
        high: Offset of the name behind it.
    """

    text: str
    start: int
    end: int
    around: Surroundings
    low: int
    high: int


def may_tell(table: BesideTable, spelled: str, name: NameRecord) -> bool:
    """Tell whether the words beside a name can tell at all that it is one.

    Args:
        table: The words that stand beside names of its type.
        spelled: How it is written.
        name: The listed name that it spells.
    """
    if spelled.islower() or table.has(spelled, "never"):
        return False
    return name.name.conditions.counts_alone or table.has(name.name.text, "also")


class Beside:
    """What stands right beside a name that asks for words near by.

    Args:
        site: Where it stands.
        table: The words that stand beside names of its type.
    """

    def __init__(self, site: Site, table: BesideTable) -> None:
        self._site = site
        self._table = table
        self._name = site.text[site.start : site.end]

    def is_told(self) -> bool:
        """Tell whether the words beside the name tell that it is one."""
        table = self._table
        before, behind = fold.fold(self._clause_before()), fold.fold(self._clause_behind())
        words, behind_words = before.split(), behind.split()
        if table.first(behind_words, "behind"):
            return True
        if any(table.unspaced("behind", behind.startswith)):
            return True
        if any(table.unspaced("next", before.endswith)):
            return True
        if self._goes_on():
            return False
        if self._is_next(words):
            return True
        if self._is_weak():
            return False
        languages = {*table.last(self._without_article(words), "in")}
        if not self._follows_name(words):
            languages.update(table.first(behind_words, "after"))
        languages.update(table.unspaced("in", before.endswith))
        languages.update(table.unspaced("after", behind.startswith))
        if self._site.text[self._site.start - 1 : self._site.start] in _IN_HEBREW:
            languages.add("he")
        return self._speaks_of_affairs(languages)

    def is_title(self, language: str) -> bool:
        """Tell whether the name is several words with capitals where politics or war are spoken of.

        Args:
            language: The name's language.
        """
        capitals = sum(word[0].isupper() for word in self._name.split())
        if capitals < 2 or self._goes_on() or self._is_weak():
            return False
        return self._speaks_of_affairs([language])

    def is_spoken(self) -> bool:
        """Tell whether it is an acronym written as a word behind an article: l'Onu, die Nato."""
        if not self._name[1:].islower():
            return False
        words = fold.fold(self._clause_before()).split()
        return bool(self._table.last(words[-1:], "spoken"))

    def is_joined(self, start: int, end: int) -> bool:
        """Tell whether a word such as "and" joins the name to another: Mascate et à Doha.

        Args:
            start: Offset of the other name, which is of the same type.
            end: Offset behind it.
        """
        site = self._site
        is_before = end <= site.start
        low, high = (end, site.start) if is_before else (site.end, start)
        if not 0 < high - low <= _LONGEST_GAP or self._is_weak():
            return False
        if is_before and self._goes_on():
            return False
        gap = site.text[low:high]
        words = fold.fold(gap).split()
        if not words or not _BEHIND.fullmatch(gap):
            return False
        languages = self._table.first(words[:1], "and")
        rest = self._without_article(words[1:])
        if not languages or (rest and not self._table.last(rest, "in")):
            return False
        return _has_capitals(self._name[0]) or self._speaks_of_affairs(languages)

    def _is_weak(self) -> bool:
        return self._table.has(self._name, "weak")

    def _clause_before(self) -> str:
        site = self._site
        match = _BEFORE.search(site.text, max(site.low, site.start - _FEW), site.start)
        return match[0] if match else ""

    def _clause_behind(self) -> str:
        site = self._site
        match = _BEHIND.match(site.text, site.end, min(site.high, site.end + _FEW))
        return match[0] if match else ""

    def _goes_on(self) -> bool:
        """Tell whether a capitalised word behind makes it another name: Lima, Ohio."""
        match = _GOES_ON.match(self._site.text, self._site.end, self._site.high)
        return match is not None and match[1].isupper()

    def _follows_name(self, words: list[str]) -> bool:
        """Tell whether a word before makes it somebody's name: John Gorran, Mr. Danab."""
        site = self._site
        low = max(site.low, site.start - _FEW)
        match = _NAME_BEFORE.search(site.text, low, site.start)
        if not match or self._table.last(words, "article"):
            return False
        begins = not site.text[low : match.start()].strip()
        return not begins or is_given_or_common(fold.fold(match[1]))

    def _without_article(self, words: list[str]) -> list[str]:
        return words[:-1] if words and self._table.last(words[-1:], "article") else words

    def _is_next(self, words: list[str]) -> bool:
        """Tell whether words before the name tell it alone: northern, president of."""
        table = self._table
        for last in (words, self._without_article(words)):
            if not last:
                continue
            if table.last(last, "next") or table.begins_one(last[-1], "next"):
                return True
            for language, size in table.last(last, "of").items():
                if language in table.last(last[:-size], "office"):
                    return True
        return False

    def _speaks_of_affairs(self, languages: Iterable[str]) -> bool:
        """Tell whether a word of politics or war in one of some languages is near."""
        has = self._site.around.has_words
        return any(has(self._table.affairs(language)) for language in languages)


def _has_capitals(letter: str) -> bool:
    """Tell whether a letter is of a script with capitals."""
    return letter.upper() != letter.lower()
