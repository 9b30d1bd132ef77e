"""Tell whether words spell out an acronym: phasor measurement unit, PMU.

After the idea of Schwartz and Hearst, A simple algorithm for identifying abbreviation definitions
in biomedical text (2003): the letters of the short form are looked for in the words beside it.
They may take any letter inside a word; we ask for the beginnings of words, since what is found here
takes a name's meaning away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from normalizer.matching.conditions import cased_letters
from normalizer.spelling import fold
from normalizer.spelling.data_rows import data_rows

_WORD = re.compile(r"[^\W_]+(?:[’ʼʿʾ`'][^\W_]+)*")
_ELIDED = re.compile(r"[’ʼ'](?=\w)")
_FEW_LETTERS = 4  # an acronym of fewer must have a letter of each word
_LONGEST_BEGINNING = 3
_LATIN = frozenset(("ca", "es", "fr", "it", "pt", "ro"))
"""Languages that put the words of an English name in another order, and keep its acronym."""
_OTHER = frozenset(("cs", "de", "en", "hr", "hu", "pl", "sr"))


class Word(NamedTuple):
    """A word of a text.

    Attributes:
        start: Offset of its first letter.
        end: Offset behind its last.
        letters: Its folded letters; empty for a name of the gazetteer, which may be rewritten and
            so stands for any letters.
        capitals: Its folded capitals, where it has some inside: ``yt`` of YouTube.
    """

    start: int
    end: int
    letters: str
    capitals: str = ""

    @property
    def is_small(self) -> bool:
        """Whether it is an article, a preposition or the like."""
        return self.letters in small_words()


@lru_cache(maxsize=1)
def definition_words() -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the words with which texts define acronyms: by class, by language."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for kind, language, words in data_rows(__file__, "definition_words.tsv"):
        parted = words.split() if kind == "small" else words.split("; ")
        found.setdefault(kind, {})[language] = tuple(parted)
    return found


@lru_cache(maxsize=1)
def small_words() -> dict[str, frozenset[str]]:
    """Return articles, prepositions and the like, folded, each with its languages."""
    found: dict[str, set[str]] = {}
    for language, words in definition_words()["small"].items():
        for word in words:
            found.setdefault(fold.fold_letters(word), set()).add(language)
    return {word: frozenset(languages) for word, languages in found.items()}


def words_of(text: str, start: int, end: int) -> list[Word]:
    """Return the words of a stretch of text, elided articles as words of their own (l'Irak)."""
    found: list[Word] = []
    for match in _WORD.finditer(text, start, end):
        begin, word = match.start(), match[0]
        elided = _ELIDED.search(word)
        if elided and fold.fold_letters(word[: elided.start()]) in small_words():
            found.append(_word(begin, word[: elided.start()]))
            begin, word = begin + elided.end(), word[elided.end() :]
        found.append(_word(begin, word))
    return found


def _word(start: int, word: str) -> Word:
    return Word(start, start + len(word), *_letters(word))


@lru_cache(maxsize=65536)
def _letters(word: str) -> tuple[str, str]:
    """Return a word's folded letters, and its folded capitals where it has some inside."""
    capitals = "".join([char for char in word if char.isupper()])
    inside = len(capitals) > 1 and not word.isupper()
    return fold.fold_letters(word), fold.fold_letters(capitals) if inside else ""


@lru_cache(maxsize=4096)
def acronym_letters(short: str) -> str:
    """Return the folded letters of an acronym, points and quotes aside."""
    return fold.fold_letters(cased_letters(short).replace("״", ""))


def spell_out(letters: str, words: Sequence[Word], may_skip: bool = True) -> bool:
    """Tell whether words, all of them, spell out an acronym.

    Each gives its first letter or its beginning, in order. Small words may give none; in a longer
    acronym one other may give none, too. In Latin languages the order may be another.

    Args:
        letters: The acronym's folded letters.
        words: The words, all of which must be part of it.
        may_skip: Whether a word that is not small may give no letter.
    """
    if len(letters) < 2 or not words or not _may_spell(letters, words[0], words[-1]):
        return False
    if words[0].is_small or words[-1].is_small:
        return False
    if sum(1 for word in words if word.letters and not word.is_small) < 2:
        return False
    return _spell(letters, words, may_skip) or _spell_in_any_order(letters, words)


def _may_spell(letters: str, first: Word, last: Word) -> bool:
    """Tell whether the words at either end may give letters, in order or in any: most do not."""
    in_order = (
        not first.letters
        or first.letters[0] == letters[0]
        or (first.capitals != "" and letters.startswith(first.capitals))
    ) and (
        not last.letters
        or any(
            last.letters.startswith(letters[-size:]) for size in range(1, _LONGEST_BEGINNING + 1)
        )
        or (last.capitals != "" and letters.endswith(last.capitals))
    )
    return in_order or (first.letters[:1] in letters and last.letters[:1] in letters)


def _spell(letters: str, words: Sequence[Word], may_skip: bool) -> bool:
    """Tell whether words give the letters in order."""
    inner = range(1, len(words) - 1)
    reached = {(0, may_skip and len(letters) >= _FEW_LETTERS)}
    for place, word in enumerate(words):
        reached = {
            state
            for at, skips in reached
            for state in _behind(word, letters, at, skips, place in inner)
        }
    return any(at == len(letters) for at, _ in reached)


def _behind(
    word: Word, letters: str, at: int, may_skip: bool, is_inner: bool
) -> Iterator[tuple[int, bool]]:
    """Yield how many letters may be told when a word has given its own, and what is still open."""
    if word.is_small:
        yield at, may_skip
    elif word.letters and may_skip and is_inner:
        yield at, False
    for size in range(1, min(_LONGEST_BEGINNING, len(letters) - at) + 1):
        if not word.letters or word.letters.startswith(letters[at : at + size]):
            yield at + size, may_skip
    if word.capitals and letters.startswith(word.capitals, at):
        yield at + len(word.capitals), may_skip


def _spell_in_any_order(letters: str, words: Sequence[Word]) -> bool:
    """Tell whether words of a Latin language give each their first letter, in any order."""
    own = [word for word in words if not word.is_small]
    if len(own) != len(letters) or len(letters) <= 2 or not all(word.letters for word in own):
        return False
    if sorted(letters) != sorted(word.letters[0] for word in own):
        return False
    small = [small_words()[word.letters] for word in words if word.is_small]
    return any(_LATIN & languages and not _OTHER & languages for languages in small)
