"""Particles and endings that are written in one with a name, by language.

They are looked for only in texts that may be in the language (`text_language`), so that an English
text is searched for none of them.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from normalizer.spelling import fold
from normalizer.spelling.affix_data import affix_language, affix_languages, affix_rows
from normalizer.spelling.text_language import languages_in

LONGEST = 8
"""How many folded letters a particle or ending has at most."""
FIRST_NOT_LATIN = "\u0250"
"""The first character behind the Latin letters with accents."""
SHORTEST_NAME = 3
"""How many folded letters a name has at least that something is written in one with."""
SHORTEST_WORD = 2
"""How many the first word of a longer name has at least behind a particle: בתל אביב."""

_VOWELS = frozenset("aeiouyաեէըիոօւ")
_AGAIN = "="
_LATIN_CONSONANTS = "bcdfghjklmnpqrstvwxz"


class Adjectival(NamedTuple):
    """Endings of inflected forms that adjectives have, too.

    Attributes:
        endings: The endings.
        prepositions: The words behind which such a form is none of an adjective.
        nouns: What a word behind it ends in that makes it an adjective nevertheless.
    """

    endings: tuple[str, ...]
    prepositions: frozenset[str]
    nouns: tuple[str, ...]


class Attached(NamedTuple):
    """What may be written in one with a name in texts of one language.

    Attributes:
        prefixes: Folded particles before a name.
        suffixes: Folded endings by what the name ends in: V, C, ``*`` or letters.
        bare: Folded endings of inflected forms that bare names have, too.
        adjectival: Endings of inflected forms that adjectives have, too, and what tells them apart.
    """

    prefixes: frozenset[str]
    suffixes: dict[str, frozenset[str]]
    bare: tuple[str, ...]
    adjectival: tuple[Adjectival, ...]


class Bounds(NamedTuple):
    """The particles and endings to look for in a text, and how many letters they have at most."""

    prefixes: frozenset[str]
    suffixes: frozenset[str]
    longest: int


NO_BOUNDS = Bounds(frozenset(), frozenset(), 0)


@cache
def attached_of(language: str) -> Attached:
    """Return what is written in one with names in a language that has a data file."""
    prefixes: set[str] = set()
    suffixes: dict[str, frozenset[str]] = {}
    bare: tuple[str, ...] = ()
    adjectival: list[Adjectival] = []
    for what, *cells in affix_rows(language):
        if what == "prefix":
            prefixes.update(map(fold.fold_key, cells[0].split()))
        elif what == "suffix":
            folded = {_folded(ending) for ending in cells[1].split()}
            suffixes[cells[0]] = suffixes.get(cells[0], frozenset()) | folded
        elif what == "bare":
            bare = tuple(map(fold.fold_key, cells[0].split()))
        elif what == "adjectival":
            endings, prepositions, *nouns = (tuple(cell.split()) for cell in cells)
            adjectival.append(Adjectival(endings, frozenset(prepositions), sum(nouns, ())))
    return Attached(frozenset(prefixes), suffixes, bare, tuple(adjectival))


def _folded(ending: str) -> str:
    again = _AGAIN if ending.startswith(_AGAIN) else ""
    return again + fold.fold_key(ending)


def _table(language: str) -> Attached | None:
    key = affix_language(language)
    return attached_of(key) if key in affix_languages() else None


@cache
def bare_ending(language: str) -> str:
    """Return the ending of bare names where a language's endings stand outside the name.

    It goes before other endings: თბილისი, თბილის-იდან. Empty in other languages.
    """
    key = affix_language(language)
    if key not in affix_languages():
        return ""
    return next((cells[0] for what, *cells in affix_rows(key) if what == "outside"), "")


def may_be_bare(letters: str, language: str) -> bool:
    """Tell whether an inflected form ends as bare names of its language do (Катара, Мосула)."""
    table = _table(language)
    return table is not None and letters.endswith(table.bare)


def may_be_adjective(spelled: str, language: str) -> bool:
    """Tell whether an inflected form is spelled like one of an adjective (Донецька)."""
    table = _table(language)
    return table is not None and any(
        spelled.casefold().endswith(row.endings) for row in table.adjectival
    )


def settles_noun(before: str, spelled: str, behind: str, language: str) -> bool:
    """Tell whether such a form is none of an adjective between two words.

    Args:
        before: The word before it: до Донецька.
        spelled: The form.
        behind: The word behind it, empty if there is none: у Донецьку область.
        language: Its language.
    """
    table = _table(language)
    return table is not None and any(
        spelled.casefold().endswith(row.endings)
        and before.casefold() in row.prepositions
        and not (row.nouns and behind.casefold().endswith(row.nouns))
        for row in table.adjectival
    )


def bounds_for(sample: str, scripts: tuple[str, ...]) -> Bounds:
    """Return the particles and endings to look for in a text.

    Args:
        sample: Its beginning.
        scripts: Which of the scripts of `text_language.scripts_in` it holds.

    Returns:
        Their folded letters; mostly nothing.
    """
    languages = languages_in(sample, scripts)
    return _bounds(languages) if languages else NO_BOUNDS


@lru_cache(maxsize=256)
def _bounds(languages: frozenset[str]) -> Bounds:
    prefixes: set[str] = set()
    suffixes: set[str] = set()
    for table in map(attached_of, languages):
        prefixes |= table.prefixes
        for endings in table.suffixes.values():
            for ending in endings:
                if ending.startswith(_AGAIN):
                    suffixes.update(c + ending[1:] for c in _LATIN_CONSONANTS)
                else:
                    suffixes.add(ending)
    longest = max(map(len, prefixes | suffixes), default=0)
    return Bounds(frozenset(prefixes), frozenset(suffixes), longest)


def ends_alike(letter: str, other: str) -> bool:
    """Tell whether two folded letters are both vowels, or both consonants."""
    return (letter in _VOWELS) == (other in _VOWELS)


def is_followed_by(bare: str, form: str, language: str) -> bool:
    """Tell whether an inflected form is the bare one with an ending that texts are searched for."""
    table = _table(language)
    if table is None or not table.suffixes or not form.startswith(bare):
        return False
    return _follows(form[len(bare) :], bare[-1:], table)


@lru_cache(maxsize=4096)
def is_suffix(letters: str, last: str) -> bool:
    """Tell whether folded letters are an ending that may follow a name.

    Args:
        letters: The folded letters behind the name.
        last: The name's last folded letter.

    Returns:
        Whether it is one in any language.
    """
    return any(_follows(letters, last, attached_of(language)) for language in affix_languages())


@cache
def _spelled_suffixes() -> frozenset[str]:
    """Return the endings of all languages as their data spells them."""
    return frozenset(
        ending
        for language in affix_languages()
        for what, *cells in affix_rows(language)
        if what == "suffix"
        for ending in cells[1].split()
    )


def has_own_accents(ending: str) -> bool:
    """Tell whether a Latin ending is written as in some language, or without its accents.

    With others it is another word's: Japonų (of the Japanese) is no Japonu.

    Args:
        ending: The ending as it stands in a text.
    """
    if ending.isascii() or ending[:1] >= FIRST_NOT_LATIN:
        return True
    return ending.casefold() in _spelled_suffixes()


def _follows(letters: str, last: str, table: Attached) -> bool:
    kind = "V" if last in _VOWELS else "C"
    for condition, endings in table.suffixes.items():
        if condition not in ("*", kind, last):
            continue
        if letters in endings or (letters[:1] == last and _AGAIN + letters[1:] in endings):
            return True
    return False
