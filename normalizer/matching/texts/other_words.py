"""Tell a name from an ordinary word of the text's language that is spelled like it.

Romanian *Puțin* is a little and no president, Latvian *Viena* is one and no capital: but Puţin is
Putin's name to nobody, and Viena is Vienna's in Spanish. Data: ``other_words.tsv`` beside this
module.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from normalizer.spelling import text_language
from normalizer.spelling.affix_data import affix_languages
from normalizer.spelling.data_rows import data_rows

_ANY, _FIRST, _SMALL, _TELLS = "any", "first", "small", "tells"
_FEW = 200
_ENOUGH = 2
_WORDS = re.compile(r"[^\W\d_]+")


class _Words(NamedTuple):
    """What the data file says.

    Attributes:
        anywhere: Words that are never the name.
        first: Languages of words that are not the name in small letters and first in a sentence.
        small: Languages of words that are not the name in small letters.
        telling: Languages by the words that tell them.
    """

    anywhere: frozenset[str]
    first: dict[str, frozenset[str]]
    small: dict[str, frozenset[str]]
    telling: dict[str, frozenset[str]]


@lru_cache(maxsize=1)
def _words() -> _Words:
    found: dict[str, dict[str, set[str]]] = {_ANY: {}, _FIRST: {}, _SMALL: {}, _TELLS: {}}
    for kind, languages, words in data_rows(__file__, "other_words.tsv"):
        for word in words.split():
            found[kind].setdefault(word.replace("_", " "), set()).update(languages.split())
    first, small, telling = (
        {word: frozenset(languages) for word, languages in found[kind].items()}
        for kind in (_FIRST, _SMALL, _TELLS)
    )
    return _Words(frozenset(found[_ANY]), first, small, telling)


def _spelled(word: str) -> str:
    """Return a word without capitals, its accents in one with their letters."""
    return unicodedata.normalize("NFC", word).casefold()


def is_word(spelled: str) -> bool:
    """Tell whether a spelling, with its accents, is another word wherever it stands.

    Args:
        spelled: A name as it stands in a text, in any capitals.
    """
    return _spelled(spelled) in _words().anywhere


def may_be_word(spelled: str) -> bool:
    """Tell whether a spelling is an ordinary word of some language.

    Args:
        spelled: A name as it stands in a text, in any capitals.
    """
    words = _words()
    word = _spelled(spelled)
    return word in words.first or word in words.small


def is_word_there(text: str, start: int, end: int, *, begins_sentence: bool) -> bool:
    """Tell whether a spelling that `may_be_word` is the word where it stands.

    In capitals throughout it is taken for the name: headlines are.

    Args:
        text: The whole text.
        start: Offset of the spelling.
        end: Offset behind it.
        begins_sentence: Whether a sentence begins with it.
    """
    spelled = text[start:end]
    words = _words()
    word = _spelled(spelled)
    languages = words.first.get(word, frozenset())
    if spelled.islower():
        languages |= words.small.get(word, frozenset())
    elif spelled.isupper() or not begins_sentence:
        return False
    if not languages:
        return False
    sample = f"{text_language.around(text, start)} {word}"  # its own letters tell, too: groźny
    told = text_language.languages_told(sample)
    if told & languages:
        return True
    if not told and any(map(_is_told_by_script, languages)):
        return True
    beside = _languages_beside(text[max(0, start - _FEW) : start + _FEW])
    # In small letters it is hardly the name, so that the language need not be sure.
    return bool(beside & languages) and (spelled.islower() or beside <= languages)


def _is_told_by_script(language: str) -> bool:
    return language in affix_languages() and not text_language.is_told(language)


def _languages_beside(near: str) -> frozenset[str]:
    """Return the languages of which the most words stand in a piece of text, two at least."""
    telling = _words().telling
    counts = Counter(
        language
        for word in {*_WORDS.findall(near.casefold())} & telling.keys()
        for language in telling[word]
    )
    most = max(counts.values(), default=0)
    if most < _ENOUGH:
        return frozenset()
    return frozenset(language for language, count in counts.items() if count == most)
