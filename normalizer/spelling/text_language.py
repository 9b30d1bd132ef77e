"""Which of the languages that have data on affixes a text may be in.

In a script that a language has to itself, and in Arabic and Hebrew, the letters tell. Languages
that share theirs (Latin ones, Kazakh, Marathi, Uyghur) are told by a function word, or by a letter
in a word without capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from normalizer.spelling.affix_data import affix_language, affix_languages, affix_rows
from normalizer.spelling.data_rows import data_rows

SAMPLE = 2000
"""How many characters of a text are looked at to tell its language."""
TELLING_SCRIPTS = {
    "Arab": ("\u0620", "\u06ff"),
    "Hebr": ("\u05d0", "\u05ea"),
    "Armn": ("\u0531", "\u0587"),
    "Beng": ("\u0985", "\u09b9"),
    "Telu": ("\u0c05", "\u0c39"),
    "Knda": ("\u0c85", "\u0cb9"),
    "Gujr": ("\u0a85", "\u0ab9"),
    "Orya": ("\u0b05", "\u0b39"),
    "Sinh": ("\u0d85", "\u0dc6"),
    "Ethi": ("\u1200", "\u135a"),
}
"""First and last letter of the scripts that tell a language by themselves."""
_SCRIPTS = {
    script: re.compile(f"[{first}-{last}]") for script, (first, last) in TELLING_SCRIPTS.items()
}
_FEW = 50
"""So many letters hold at most one that the language does not write."""
# Words at the beginning of a sentence, or with a sign behind them.
# The first \b keeps it from trying every letter of a word.
_PARTS = re.compile(r"\w+")
_BEGINS = re.compile(r"\b(?:(?:^|(?<=[.!?\n] )|(?<=\n))\w+|\w+(?=[,.;:!?]))")
_STOPS = ".,;:!?\u060c\u061b\u061f\u0964\u0965"
"""Signs behind a word; `_BEGINS` does not see a word whose vowels are marks (Devanagari)."""


class Signs(NamedTuple):
    """What tells that a text is in a language.

    Attributes:
        script: The script of its names.
        words: Words that tell it.
        letters: Letters in words without capitals that tell it.
        foreign: Letters of the script that it does not write.
    """

    script: str
    words: tuple[str, ...]
    letters: tuple[str, ...]
    foreign: tuple[str, ...]


@cache
def _signs() -> dict[str, Signs]:
    found = {}
    for language in sorted(affix_languages()):
        told: dict[str, list[str]] = {what: [] for what in Signs._fields}
        for what, *cells in affix_rows(language):
            if what in told:
                told[what] += cells[0].split()
        words, letters, foreign = (tuple(told[what]) for what in Signs._fields[1:])
        found[language] = Signs(told["script"][0], words, letters, foreign)
    return found


@cache
def _telling() -> tuple[dict[str, tuple[str, ...]], re.Pattern[str], dict[str, tuple[str, ...]]]:
    """Return the languages told by words, and by letters, with the pattern of the letters."""
    words: dict[str, list[str]] = {}
    letters: dict[str, list[str]] = {}
    for language, signs in _signs().items():
        for word in signs.words:
            words.setdefault(word, []).append(language)
        for letter in signs.letters:
            letters.setdefault(letter, []).append(language)
    pattern = re.compile("|".join(sorted(map(re.escape, letters), key=len, reverse=True)))
    return (
        {word: tuple(languages) for word, languages in words.items()},
        pattern,
        {letter: tuple(languages) for letter, languages in letters.items()},
    )


def telling_words() -> Iterable[str]:
    """Return the words that tell a language, without capitals."""
    return _telling()[0].keys()


def may_tell(word: str) -> bool:
    """Tell whether a word of a text may be one by which `languages_told` tells its language.

    Args:
        word: A word without spaces; signs such as an apostrophe may stand in it.
    """
    words = _telling()[0]
    return any(part in words or part.lower() in words for part in _PARTS.findall(word))


def languages_told(sample: str) -> frozenset[str]:
    """Return the languages told by words and letters that a text may be in.

    Args:
        sample: Some text.

    Returns:
        The languages of which a function word, or a letter in a word without capitals, stands in
        it. Names do not count, so that rewriting names tells nothing new.
    """
    words, pattern, letters = _telling()
    tokens = sample.split()
    found: set[str] = set()
    begins = {word.lower() for word in _BEGINS.findall(sample)}
    for token in words.keys() & begins.union(tokens):
        found.update(words[token])
    if not sample.isascii():
        for token in words.keys() & {token.rstrip(_STOPS) for token in tokens}:
            found.update(words[token])
        small = " ".join([token for token in tokens if token.islower()])
        for letter in pattern.findall(small):
            found.update(letters[letter])
    return frozenset(found)


def languages_in(sample: str, scripts: tuple[str, ...]) -> frozenset[str]:
    """Return the languages that a text may be in, as far as affixes are known of them.

    Args:
        sample: Its beginning; `SAMPLE` characters of it are looked at.
        scripts: Which of the scripts of `scripts_in` it holds.

    Returns:
        Languages that have a data file; in English texts none.
    """
    sample = sample[:SAMPLE]
    told = languages_told(sample)
    if not scripts:
        return told
    return told | {
        language
        for language, signs in _signs().items()
        if signs.script in scripts
        and not is_told(language)
        and not _is_foreign(sample, signs.foreign)
    }


def _is_foreign(sample: str, letters: tuple[str, ...]) -> bool:
    """Tell whether a text holds many letters that a language does not write."""
    return sum(map(sample.count, letters)) * _FEW > len(sample)


@cache
def is_told(language: str) -> bool:
    """Tell whether endings of a language count only in texts that tell that they are in it."""
    signs = _signs().get(affix_language(language))
    return signs is not None and bool(signs.words or signs.letters)


def around(text: str, at: int) -> str:
    """Return the part of a text round an offset that tells its language there."""
    begin = max(0, at // SAMPLE * SAMPLE - SAMPLE // 2)
    return text[begin : begin + 2 * SAMPLE]


def line_around(text: str, at: int) -> str:
    """Return the line round an offset, or of a long one the words near by."""
    begin = max(text.rfind("\n", 0, at) + 1, at - SAMPLE // 4)
    end = text.find("\n", at, at + SAMPLE // 4)
    return text[begin : end if end >= 0 else at + SAMPLE // 4]


@cache
def _plain_words() -> frozenset[str]:
    return frozenset(
        word
        for _, words in data_rows(__file__, "plain_function_words.tsv")
        for word in words.split()
    )


@lru_cache(maxsize=256)
def is_plain(line: str) -> bool:
    """Tell whether a line is in a language whose names take no endings, such as English.

    Lines of one file may be in several languages, so that the text around them says too little.

    Args:
        line: A line in Latin letters, as `line_around` gives it.

    Returns:
        Whether function words of such languages stand in it, and none of those with endings.
    """
    return not _plain_words().isdisjoint(line.lower().split()) and not languages_told(line)


@lru_cache(maxsize=256)
def is_in(language: str, sample: str) -> bool:
    """Tell whether some text tells that it is in a language (see `languages_told`)."""
    return affix_language(language) in languages_told(sample)


def scripts_in(text: str) -> tuple[str, ...]:
    """Return the scripts of a text in which particles and endings always count."""
    if text.isascii():
        return ()
    return tuple(script for script, pattern in _SCRIPTS.items() if pattern.search(text))
