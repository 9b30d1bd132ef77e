"""How a person's name in Han characters is read in several languages.

The romanisation reads such names as Mandarin. Here a Japanese surname, alone or with characters of
given names behind it, is read in kana, a name that begins with a Korean surname in Hangul, and one
that begins with a Chinese or Vietnamese surname as pinyin, Wade-Giles, Hong Kong's romanisation of
Cantonese and Vietnamese spell it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice, product
from math import prod
from typing import NamedTuple

from normalizer.spelling.data_rows import data_rows
from normalizer.spelling.fold import fold_key

_JAPANESE_LENGTHS = range(3, 9)
_LENGTHS = (2, 3, 4)
"""How many characters full names of Japanese have, and those of Chinese, Koreans and Vietnamese:
two are seldom a full Japanese name, and nearly any two can be read as one."""
_SURNAME_LENGTHS = (2, 1, 3)
"""How many characters a Japanese surname has, the most usual number first."""
_GIVEN_LENGTH = 2
"""How many characters a Chinese given name has at most: longer ones transcribe foreign names."""
_MOST_JAPANESE = 4
"""Readings of a Japanese name that are tried."""
_FIRST_HANGUL, _INITIALS, _VOWELS = 0xAC00, 588, 28
_N, _R, _SILENT = 2, 5, 11
_YA_LIKE = frozenset([2, 3, 6, 7, 12, 17, 20])
"""Numbers of jamo: the initials n, r and none, and the vowels i, ya, yae, yeo, ye, yo, yu."""


class HanReading(NamedTuple):
    """A reading of a name.

    Attributes:
        language: What it is read as, in English.
        text: The name in kana, Hangul or Latin letters.
    """

    language: str
    text: str


def has_han(text: str) -> bool:
    """Tell whether a text holds Han characters."""
    return any("\u4e00" <= char <= "\u9fff" for char in text)


def han_readings(text: str) -> list[HanReading]:
    """Return how a person's name in Han characters may be read.

    Args:
        text: A name.

    Returns:
        Readings, the surname first; none where no known surname begins it.
    """
    key = fold_key(text)
    readings: list[HanReading] = []
    if len(key) in _SURNAME_LENGTHS:
        alone = _japanese_tables().names.get(("surname", japanese_key(text)), [])
        readings += [HanReading("Japanese", it) for it in alone]
    if len(key) in _JAPANESE_LENGTHS:
        japanese = dict.fromkeys(islice(_japanese(text), _MOST_JAPANESE))
        readings += [HanReading("Japanese", it) for it in japanese]
    if len(key) in _LENGTHS:
        readings += [HanReading("Korean", it) for it in _korean(key)]
        readings += _vietnamese(key)
        readings += _chinese(key)
    return readings


def _japanese(text: str) -> Iterator[str]:
    """Yield readings of a surname and a given name together, in kana, the likeliest first."""
    names, key = _japanese_tables().names, japanese_key(text)
    for size in _SURNAME_LENGTHS:
        known = names.get(("surname", key[:size]), ())
        if known and len(key) > size:
            given = _japanese_given(key[size:])
            yield from (f"{surname} {name}" for name, surname in product(given, known))


def _japanese_given(key: str) -> list[str]:
    """Return readings of a given name, the likeliest first; none if it can be none."""
    if all("\u3041" <= char <= "\u30fc" for char in key):
        return [key]
    whole = _japanese_tables().names.get(("given", key), [])
    known = _japanese_tables().characters
    if len(key) > max(_LENGTHS) - 1 or not all(char in known for char in key):
        return list(whole)
    ways = product(*(known[char] for char in key))
    ordered = sorted(ways, key=lambda way: -prod(share for _, share in way))
    return [*whole, *("".join(kana for kana, _ in way) for way in ordered[:_MOST_JAPANESE])]


def _korean(key: str) -> Iterator[str]:
    """Yield the Sino-Korean reading, in Hangul."""
    for surname in surnames("ko").get(key[0], ()):
        syllables = _read(key, "ko")
        if syllables:
            yield "".join([surname, _at_beginning(syllables[1]), *syllables[2:]])


def _at_beginning(syllable: str) -> str:
    """Return a syllable as it is read at the beginning of a word: 룡 as 용, 로 as 노."""
    initial, rest = divmod(ord(syllable) - _FIRST_HANGUL, _INITIALS)
    if initial in (_N, _R):
        initial = _SILENT if rest // _VOWELS in _YA_LIKE else _N
    return chr(_FIRST_HANGUL + initial * _INITIALS + rest)


def _vietnamese(key: str) -> Iterator[HanReading]:
    """Yield the Sino-Vietnamese reading."""
    given = _read(key[1:], "vi")
    if given:
        for surname in surnames("vi").get(key[0], ()):
            yield HanReading("Vietnamese", " ".join([surname, *given]).title())


def _chinese(key: str) -> Iterator[HanReading]:
    """Yield the readings of Mandarin and Cantonese."""
    known = surnames("zh")
    size = 2 if key[:2] in known and len(key) > 2 else 1
    if key[:size] not in known or len(key) - size > _GIVEN_LENGTH:
        return
    for language, code, joint in _CHINESE:
        syllables = _read(key, code)
        if syllables:
            usual = surnames(code).get(key[:size])
            surname = usual[0] if usual else "".join(syllables[:size])
            given = joint.join(syllables[size:])
            yield HanReading(language, f"{surname.title()} {given.capitalize()}")


_CHINESE = (("Mandarin", "cmn", ""), ("Mandarin", "tw", "-"), ("Cantonese", "yue", "-"))
"""Language, its syllables, and what stands between two of a given name."""


def _read(key: str, code: str) -> list[str]:
    """Return the syllables of characters; none if one of them is not known."""
    known = _syllables()[code]
    syllables = [known.get(char, "") for char in key]
    return syllables if all(syllables) else []


class _Japanese(NamedTuple):
    """How Japanese names are read.

    Attributes:
        names: Readings of surnames, and of given names that are read otherwise than their
            characters, by kind and name.
        characters: Readings of the characters of given names, with their shares.
    """

    names: dict[tuple[str, str], list[str]]
    characters: dict[str, list[tuple[str, float]]]


@cache
def _japanese_tables() -> _Japanese:
    tables = _Japanese({}, {})
    for kind, head, rest in data_rows(__file__, "han/japanese.tsv"):
        if kind == "character":
            read = (it.split(":") for it in rest.split())
            tables.characters[head] = [(kana, float(share)) for kana, share in read]
            continue
        for name in rest.split():
            tables.names.setdefault((kind, name), []).append(head)
    return tables


def japanese_key(text: str) -> str:
    """Return folded text in which traditional and simplified characters are those of Japan.

    Args:
        text: A name.
    """
    new = _shinjitai()
    return "".join([new.get(char, char) for char in fold_key(text)])


@cache
def _shinjitai() -> dict[str, str]:
    """The characters of Japan by those of China, both folded."""
    rows = data_rows(__file__, "han/shinjitai.tsv")
    return {fold_key(old): fold_key(new) for new, old in rows}


@cache
def _syllables() -> dict[str, dict[str, str]]:
    """The syllable of each character, by reading."""
    syllables: dict[str, dict[str, str]] = {}
    for name in ("han/syllables.tsv", "han/exceptions.tsv"):
        for code, syllable, chars in data_rows(__file__, name):
            syllables.setdefault(code, {}).update((fold_key(char), syllable) for char in chars)
    return syllables


@cache
def _surnames() -> dict[str, dict[str, list[str]]]:
    """The readings of surnames, by reading and surname."""
    surnames: dict[str, dict[str, list[str]]] = {}
    for code, reading, written in data_rows(__file__, "han/surnames.tsv"):
        known = surnames.setdefault(code, {})
        for name in written.split() if " " in written else written:
            known.setdefault(fold_key(name), []).append(reading)
    return surnames


def surnames(code: str) -> dict[str, list[str]]:
    """Return how surnames are read.

    Args:
        code: The reading: ``"zh"`` for all of Chinese, ``"cmn"``, ``"tw"``, ``"yue"``, ``"ko"``
            or ``"vi"``.

    Returns:
        Readings by folded surname; ``-`` where it is read as its characters are.
    """
    return _surnames()[code]
