"""Consonant keys that spellings of one name share, whatever the transliteration scheme.

A key finds candidates; it never decides: different names share keys (hrb is حرب and هرب).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from string import ascii_lowercase
from typing import NamedTuple

from normalizer.spelling.data_rows import data_rows


class _Facts(NamedTuple):
    """What the data file says.

    Attributes:
        articles: Words that are dropped.
        sun: Words that are dropped before a word that begins with their last letters.
        words: Words with a key of their own.
        strict: The key of a word.
        loose: The same, with more sounds taken for one.
        even: As loose, with every syllable's.
    """

    articles: frozenset[str]
    sun: frozenset[str]
    words: dict[str, str]
    strict: Callable[[str], str]
    loose: Callable[[str], str]
    even: Callable[[str], str]


def skeleton(romanised: str) -> str:
    """Reduce a name to consonants that all usual transliterations share.

    Args:
        romanised: Words in lower-case ASCII, as `normalizer.spelling.romanise.romanise` returns.

    Returns:
        One key a word, in order, separated by single spaces; articles dropped.

    Source: our own classes, in ``data/skeleton.tsv``; the idea is that of Soundex (R. Russell,
        1918) and Daitch-Mokotoff (1985).
    """
    facts = _facts()
    return _keys(romanised, facts, facts.strict)


def loose_skeleton(romanised: str) -> str:
    """Reduce a name as `skeleton` does, with voiced and voiceless sounds merged and h dropped.

    Args:
        romanised: Words in lower-case ASCII, as `normalizer.spelling.romanise.romanise` returns.

    Returns:
        One key a word, in order, separated by single spaces; articles dropped.

    Source: as `skeleton`.
    """
    facts = _facts()
    return _keys(romanised, facts, facts.loose)


def even_skeleton(word: str) -> str:
    """Reduce a word as `loose_skeleton` does, but count what two syllables share twice: Putyatin.

    Args:
        word: A word in lower-case ASCII.

    Returns:
        One key; may be empty.

    Source: as `skeleton`.
    """
    facts = _facts()
    return facts.even(facts.words.get(word, word))


def _keys(romanised: str, facts: _Facts, key_of: Callable[[str], str]) -> str:
    """The keys of all words but articles."""
    words = romanised.split()
    keys: list[str] = []
    following = [*words[1:], ""]
    for word, after in zip(words, following, strict=False):
        # A name is never an article alone, and an article never ends a name.
        if after and (word in facts.articles or (word in facts.sun and after.startswith(word[1:]))):
            continue
        key = key_of(facts.words.get(word, word))
        if key:
            keys.append(key)
    return " ".join(keys)


@cache
def _facts() -> _Facts:
    """The data file, read and compiled once."""
    rows = [
        ["" if cell == "-" else cell for cell in row] for row in data_rows(__file__, "skeleton.tsv")
    ]

    def of(kind: str) -> list[list[str]]:
        return [row[1:] for row in rows if row[0] == kind]

    letters = {letter: row[1] for row in of("letter") for letter in row[0].split()}
    merges = {key: row[1] for row in of("merge") for key in row[0].split()}
    return _Facts(
        articles=frozenset(word for row in of("article") for word in row[0].split()),
        sun=frozenset(word for row in of("sun") for word in row[0].split()),
        words={word: row[1] for row in of("word") for word in row[0].split()},
        strict=_compile(of("start"), of("sound"), letters, None),
        loose=_compile(of("start"), of("loose") + of("sound"), letters, merges),
        even=_compile(of("start"), of("loose") + of("sound"), letters, merges, gap="-"),
    )


def _compile(
    starts: list[list[str]],
    sounds: list[list[str]],
    letters: dict[str, str],
    merges: dict[str, str] | None,
    gap: str = "",
) -> Callable[[str], str]:
    """Make the function from a word to its key.

    Args:
        starts: Regular expressions for the beginning of a word, and their keys.
        sounds: The same for the rest of it.
        letters: Keys of single letters that differ from the letter.
        merges: What keys become in the end, for the loose views; None for the strict one.
        gap: What vowels become in a loose view, to keep apart what stands around them.

    Returns:
        The function; of the same key twice in a row it keeps one. The strict view keeps both
        where a vowel is written between them: Shaab is not Shabaab.
    """
    start, sound = _pattern(starts), _pattern(sounds)
    # A key is written in capitals until the end, lest it be read as a letter again.
    start_keys = ["", *(key.upper() for _, key in starts)]
    sound_keys = ["", *(key.upper() for _, key in sounds)]
    merged = merges or {}
    last = {key.upper(): merged.get(key, key) for key in ascii_lowercase}
    for letter in ascii_lowercase:
        plain = letters.get(letter, letter)
        last[letter] = merged.get(plain, plain)
    gap = "-" if merges is None else gap
    table = str.maketrans({letter: plain or gap for letter, plain in last.items()})
    doubled = re.compile(r"(.)\1+")

    def value(found: re.Match[str]) -> str:
        return sound_keys[found.lastindex or 0]

    @lru_cache(maxsize=1 << 16)
    def key(word: str) -> str:
        first = start.match(word)
        if first:
            rest = sound.sub(value, word[first.end() :])
            keys = start_keys[first.lastindex or 0] + rest
        else:
            keys = sound.sub(value, word)
        return doubled.sub(r"\1", keys.translate(table)).replace("-", "")

    return key


def _pattern(rules: list[list[str]]) -> re.Pattern[str]:
    """One pattern for all rules; the number of its last group tells which one matched."""
    return re.compile("|".join(f"(?:{expression})()" for expression, _ in rules))
