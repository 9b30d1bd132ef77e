"""Words that stand beside names of places and organisations, from ``beside_words.tsv``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from normalizer.spelling import fold
from normalizer.spelling.data_rows import data_rows

_MOST_WORDS = 4
_ANY = "any"
_IN_ONE = {"ar": "وفبل", "he": "ובלמהש"}
"""Letters that are written in one with the word behind them."""
_UNSPACED = frozenset(["zh", "ja", "ko"])
"""Languages whose words need no space between them."""


class _Row(NamedTuple):
    type: str
    kind: str
    language: str
    phrases: tuple[str, ...]


@lru_cache(maxsize=1)
def _rows() -> list[_Row]:
    return [
        _Row(its_type, kind, language, tuple(map(_folded, words.split(" "))))
        for its_type, kind, language, words in data_rows(__file__, "beside_words.tsv")
    ]


def _folded(phrase: str) -> str:
    return fold.fold(phrase.replace("_", " ")) + "*" * phrase.endswith("*")


class BesideTable:
    """The words that stand beside names of one type of entity.

    Args:
        entity_type: The type.
    """

    def __init__(self, entity_type: str) -> None:
        self._rows = [row for row in _rows() if row.type in (entity_type, _ANY)]
        self._phrases: dict[str, dict[str, tuple[str, ...]]] = {}
        self._begun: dict[str, list[str]] = {}
        self._whole: dict[str, set[str]] = {}
        self._unspaced: dict[str, list[_Row]] = {}
        for row in self._rows:
            self._whole.setdefault(row.kind, set()).update(row.phrases)
            if row.language in _UNSPACED:
                self._unspaced.setdefault(row.kind, []).append(row)
                continue
            phrases = self._phrases.setdefault(row.kind, {})
            for phrase in row.phrases:
                if phrase.endswith("*"):
                    self._begun.setdefault(row.kind, []).append(phrase[:-1])
                for letter in ("", *_IN_ONE.get(row.language, "")):
                    languages = phrases.get(letter + phrase, ())
                    phrases[letter + phrase] = (*languages, row.language)

    def has(self, name: str, kind: str) -> bool:
        """Tell whether a name is one of those of a kind."""
        folded = _folded_name(name)
        return folded in self._phrases.get(kind, {}) or folded in self._whole.get(kind, ())

    def affairs(self, language: str) -> tuple[str, ...]:
        """Return the words of politics and war of a language."""
        rows = [row for row in self._rows if row.kind == "affairs" and row.language == language]
        return tuple(phrase for row in rows for phrase in row.phrases)

    def last(self, words: list[str], kind: str) -> dict[str, int]:
        """Return the languages in which words end with a phrase of a kind, and its length."""
        return self._languages(kind, [words[-size:] for size in _sizes(words)])

    def first(self, words: list[str], kind: str) -> dict[str, int]:
        """Return the languages in which words begin with a phrase of a kind, and its length."""
        return self._languages(kind, [words[:size] for size in _sizes(words)])

    def _languages(self, kind: str, parts: list[list[str]]) -> dict[str, int]:
        """Return the languages that have one of some phrases, and the length of the longest."""
        phrases = self._phrases.get(kind, {})
        return {
            language: len(part) for part in parts for language in phrases.get(" ".join(part), ())
        }

    def begins_one(self, word: str, kind: str) -> bool:
        """Tell whether a word begins as a word of a kind does whose end does not count."""
        return word.startswith(tuple(self._begun.get(kind, ())))

    def unspaced(self, kind: str, stands: Callable[[str], bool]) -> Iterator[str]:
        """Yield languages without spaces in which a phrase of a kind stands at a place.

        Args:
            kind: The kind.
            stands: Tells whether a folded phrase stands there.
        """
        for row in self._unspaced.get(kind, ()):
            if any(map(stands, row.phrases)):
                yield row.language


_folded_name = lru_cache(maxsize=65536)(fold.fold)


def _sizes(words: list[str]) -> range:
    """Return how many of some words a phrase may have."""
    return range(1, min(_MOST_WORDS, len(words)) + 1)


@lru_cache(maxsize=64)
def beside_table(entity_type: str) -> BesideTable | None:
    """Return the words that stand beside names of a type, None where none are known."""
    if not any(row.type == entity_type for row in _rows()):
        return None
    return BesideTable(entity_type)
