"""Tell by the words right beside a name that it is a place's, from a data file of such words.

For names that are common words or given names, too: northern Mali, government of Chad, سفیر روسیه.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from normalizer.matching.conditions import Surroundings
from normalizer.matching.index import NameRecord
from normalizer.spelling import fold

_FEW = 60
_MOST_WORDS = 4
_STOPS = r".!?,;:،؛؟…。、！？\n()«»\"“”|\[\]"
_BEFORE = re.compile(rf"[^{_STOPS}]*$")
_BEHIND = re.compile(rf"[^{_STOPS}]*")
_GOES_ON = re.compile(r",?[ -]([^\W\d_])")
_IN_ONE = {"ar": "وفبل", "he": "ובלמהש"}
"""Letters that are written in one with the word behind them."""
_IN_HEBREW = frozenset("במל")
_UNSPACED = frozenset(["zh", "ja", "ko"])
_LONGEST_GAP = 16


@lru_cache(maxsize=1)
def _rows() -> list[tuple[str, str, list[str]]]:
    """Return kind, language and folded phrases of each line of the data file."""
    path = os.path.join(os.path.dirname(__file__), "data", "place_words.tsv")
    with open(path, encoding="utf-8") as file:
        lines = [line.rstrip("\n").split("\t") for line in file if line[0] != "#"]
    return [
        (kind, language, [_folded(word.replace("_", " ")) for word in words.split(" ")])
        for kind, language, words in lines
    ]


def _folded(phrase: str) -> str:
    return fold.fold(phrase) + "*" * phrase.endswith("*")


@lru_cache(maxsize=16)
def _phrases(kind: str) -> dict[str, tuple[str, ...]]:
    """Return the phrases of a kind with their languages, but for those `_unspaced`."""
    found: dict[str, tuple[str, ...]] = {}
    for its_kind, language, phrases in _rows():
        if its_kind != kind or language in _UNSPACED:
            continue
        for phrase in phrases:
            for letter in ("", *_IN_ONE.get(language, "")):
                of_phrase = found.get(letter + phrase, ())
                found[letter + phrase] = (*of_phrase, language)
    return found


@lru_cache(maxsize=16)
def _begun(kind: str) -> tuple[str, ...]:
    """Return the beginnings of words of a kind."""
    return tuple(phrase[:-1] for phrase in _phrases(kind) if phrase[-1] == "*")


@lru_cache(maxsize=16)
def _unspaced(kind: str) -> tuple[str, ...]:
    """Return the phrases of a kind in languages whose words need no space between them."""
    rows = [row for row in _rows() if row[0] == kind and row[1] in _UNSPACED]
    return tuple(phrase for _, _, phrases in rows for phrase in phrases)


def _unspaced_languages(kind: str, stands: Callable[[str], bool]) -> Iterator[str]:
    """Yield such languages in which a phrase of a kind stands at a place."""
    for its_kind, language, phrases in _rows():
        if its_kind == kind and language in _UNSPACED and any(map(stands, phrases)):
            yield language


def _is_among(name: str, kind: str) -> bool:
    folded = fold.fold(name)
    return folded in _phrases(kind) or folded in _unspaced(kind)


def may_tell(name: NameRecord) -> bool:
    """Tell whether words beside a place's name can tell that it is one.

    Args:
        name: A name that asks for words near by.
    """
    return name.name.conditions.counts_alone or _is_among(name.name.text, "also")


@lru_cache(maxsize=64)
def _affairs(language: str) -> tuple[str, ...]:
    rows = [row for row in _rows() if row[:2] == ("affairs", language)]
    return tuple(phrase for _, _, phrases in rows for phrase in phrases)


def _last(words: list[str], kind: str) -> dict[str, int]:
    """Return the languages in which words end with a phrase of a kind, and its length."""
    phrases = _phrases(kind)
    return {
        language: size
        for size in range(1, min(_MOST_WORDS, len(words)) + 1)
        for language in phrases.get(" ".join(words[-size:]), ())
    }


def _first(words: list[str], kind: str) -> dict[str, int]:
    """Return the languages in which words begin with a phrase of a kind, and its length."""
    phrases = _phrases(kind)
    return {
        language: size
        for size in range(1, min(_MOST_WORDS, len(words)) + 1)
        for language in phrases.get(" ".join(words[:size]), ())
    }


class Place:
    """What stands right beside a name, as far as it tells that the name is a place's.

    Args:
        text: The whole text.
        start: Offset of the name.
        end: Offset behind it.
        around: What stands near it.
        free: From where to where no other name stands round it: what is part of a name, and may be
            rewritten, tells nothing.
    """

    def __init__(
        self, text: str, start: int, end: int, around: Surroundings, free: tuple[int, int]
    ) -> None:
        self._text = text
        self._start = start
        self._end = end
        self._around = around
        self._free = free
        self._name = text[start:end]

    def may_be(self) -> bool:
        """Tell whether the name may be a place's at all: with its capital, and not too common."""
        return not self._name.islower() and not _is_among(self._name, "never")

    def is_told(self) -> bool:
        """Tell whether the words beside the name tell that it is a place's."""
        before = fold.fold(self._clause_before())
        behind = fold.fold(self._clause_behind())
        words = before.split()
        if behind.startswith(_unspaced("behind")) or before.endswith(_unspaced("next")):
            return True
        behind_words = behind.split()
        if _first(behind_words, "behind"):
            return True
        if self._goes_on():
            return False
        if self._is_next(words):
            return True
        if self._is_weak():
            return False
        languages = {*_last(words, "in"), *_first(behind_words, "after")}
        languages.update(_unspaced_languages("in", before.endswith))
        languages.update(_unspaced_languages("after", behind.startswith))
        if self._text[self._start - 1 : self._start] in _IN_HEBREW:
            languages.add("he")
        return self._speaks_of_affairs(languages)

    def is_joined(self, start: int, end: int) -> bool:
        """Tell whether a word such as "and" joins the name to another place's: Mascate et à Doha.

        Args:
            start: Offset of the other place's name.
            end: Offset behind it.
        """
        is_before = end <= self._start
        low, high = (end, self._start) if is_before else (self._end, start)
        if not 0 < high - low <= _LONGEST_GAP or self._is_weak():
            return False
        if is_before and self._goes_on():
            return False
        gap = self._text[low:high]
        words = fold.fold(gap).split()
        if not words or not _BEHIND.fullmatch(gap):
            return False
        languages = _phrases("and").get(words[0], ())
        rest = " ".join(words[1:])
        if not languages or (rest and rest not in _phrases("in")):
            return False
        return script_has_capitals(self._text[self._start]) or self._speaks_of_affairs(languages)

    def _is_weak(self) -> bool:
        return _is_among(self._name, "weak")

    def _clause_before(self) -> str:
        match = _BEFORE.search(self._text, max(self._free[0], self._start - _FEW), self._start)
        return match[0] if match else ""

    def _clause_behind(self) -> str:
        match = _BEHIND.match(self._text, self._end, min(self._free[1], self._end + _FEW))
        return match[0] if match else ""

    def _goes_on(self) -> bool:
        """Tell whether a capitalised word behind makes it another name: Lima, Ohio."""
        match = _GOES_ON.match(self._text, self._end)
        return match is not None and match[1].isupper()

    def _is_next(self, words: list[str]) -> bool:
        """Tell whether words before the name tell it alone: northern, president of."""
        if not words:
            return False
        if _last(words, "next") or words[-1].startswith(_begun("next")):
            return True
        for language, size in _last(words, "of").items():
            if language in _last(words[:-size], "office"):
                return True
        return False

    def _speaks_of_affairs(self, languages: Iterable[str]) -> bool:
        """Tell whether a word of politics or war in one of some languages is near."""
        near = self._around.first_of
        return any(near(_affairs(language), plain=False) for language in languages)


def script_has_capitals(letter: str) -> bool:
    """Tell whether a letter is of a script with capitals."""
    return letter.upper() != letter.lower()
