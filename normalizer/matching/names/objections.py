"""What speaks against a match although the letters fit: knowledge about names, not letters."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from normalizer.matching.compiled.index import EntityRecord
from normalizer.matching.likeness.distinct_names import (
    are_distinct,
    is_byname,
    may_name_father,
    names_father,
)
from normalizer.matching.likeness.evidence import Comparison
from normalizer.matching.likeness.proposals import nearness
from normalizer.matching.likeness.score import FULL
from normalizer.matching.likeness.views import Spelling
from normalizer.matching.names.fathers import father_objection
from normalizer.matching.names.full_names import generation_objection, is_fuller, is_joined
from normalizer.matching.names.word_order import turned
from normalizer.spelling.romanise import romanise
from normalizer.spelling.script import LATIN
from normalizer.spelling.skeleton import loose_skeleton
from normalizer.spelling.type_words import compatible

_MET = 0.25  # share of the best possible value from which on two words meet
_LETTERS_MET = 9.0  # likeness of the letters (see `proposals.Nearness`) from which two words meet
_BETWEEN = re.compile("[-‐–·・＝=,]")  # what stands between words beside spaces
_VOWELS = frozenset("aeiouyhw")
_HAN, _SAME_CHARACTERS = "Hani", 0.75  # 真珠党 is read as 真主党 and is another party
# Endings of place names that are no sign of where somebody comes from: Benghazi, Kobane, Turkey.
_OPEN_ENDINGS = ("i", "e", "y")
_NOMINATIVE_I = ("Geor", "Grek")  # scripts of languages in which many names just end so

_NAMED_IN_FULL = frozenset(["organization", "media", "event", "facility"])
"""Types of entities of which a word less makes another one: Syrian (Kurdish) National Council."""

WordLikeness = Mapping[tuple[str, str], float]


class AnotherName(NamedTuple):
    """What tells that a spelling is another's name than the listed form it is compared with.

    Attributes:
        told: What tells it, in words; None where nothing does.
        lone: A word that only the spelling has, amid the words of a person's full name: it may tell
            of somebody else, or give the name in full. None where there is none.
    """

    told: str | None = None
    lone: str | None = None


def distinct_names(query: Spelling, comparison: Comparison) -> str | None:
    """Return which words that met are two names though they sound alike, in words.

    Args:
        query: The spelling that was given.
        comparison: Its comparison with a listed form.

    Returns:
        A sentence, or None.
    """
    if _are_other_characters(query, comparison.name):
        return "too many of their characters differ, although they may be pronounced alike"
    if comparison.joined:
        return None
    for ours, theirs, *_ in comparison.pairs:
        one, other = query.core_words[ours], comparison.name.core_words[theirs]
        if one != other and are_distinct(one, other):
            return f"“{one}” and “{other}” are known to be two different names"
    return None


def other_name(
    query: Spelling,
    comparison: Comparison,
    entity: EntityRecord,
    words: WordLikeness | None = None,
) -> AnotherName:
    """Return what else tells that a spelling is of another name.

    Args:
        query: The spelling that was given.
        comparison: Its comparison with a listed form.
        entity: The entity the form belongs to.
        words: What `word_likeness` gave for it among others; looked up where it is needed if None.
    """
    told = _other_kind_of_name(query, comparison)
    if told or comparison.joined:
        return AnotherName(told)
    name = comparison.name
    pairs = sorted([(at, its) for at, its, _, share in comparison.pairs if share >= _MET])
    father = father_objection(query, name, pairs, entity)
    if father:
        return AnotherName(father)
    lone = _lone_word(query, comparison, words)
    if lone and not is_fuller(comparison):
        return AnotherName(f"nothing in the listed name resembles “{lone}”")
    same_script = query.script == name.script and _in_one_script(query, name, pairs, entity)
    return AnotherName(same_script or _says_whence(query, entity), lone)


def _other_kind_of_name(query: Spelling, comparison: Comparison) -> str | None:
    """Return what tells that two names are made otherwise: by fathers, numbers, kinds of things."""
    name = comparison.name
    sides = query.words, name.words
    if any(map(names_father, sides)) and not all(map(may_name_father, sides)):
        return "only one of the two gives a father's name (“bin”)"
    if is_byname(query.words) != is_byname(name.words) and comparison.kind != "same":
        return "only one of the two is a byname (“Abu”)"
    for word in query.words[1:]:
        is_number = word.isdigit() or (word == "i" and query.script == LATIN)
        if is_number and word not in name.words:
            return f"the listed name does not have the number “{word}”"
    generation = generation_objection(comparison)
    if generation:
        return generation
    if query.type_words and compatible(query.type_words, name.type_words) is False:
        return "the names are of different kinds of organisation"
    return None


def _in_one_script(
    query: Spelling, name: Spelling, pairs: list[tuple[int, int]], entity: EntityRecord
) -> str | None:
    """Return what tells two names in one script apart: the order, lack or beginning of words."""
    words = turned(query, name, pairs) if entity.type == "organization" else None
    if words:
        return f"“{words[0]}” and “{words[1]}” are in the opposite order, as in a different name"
    missing = _missing_word(name, pairs) if entity.type in _NAMED_IN_FULL else None
    if missing:
        return f"“{missing}” in the listed name is missing"
    for ours, theirs in pairs if name.script == LATIN else ():
        one, other = query.core_words[ours], name.core_words[theirs]
        if _begin_otherwise(one, other):
            return f"“{one}” and “{other}” begin with different consonants"
    return None


def _says_whence(query: Spelling, entity: EntityRecord) -> str | None:
    """Return that a word is no place, but says that somebody comes from it: Mosuli."""
    is_word = len(query.core_words) == 1 and query.script not in _NOMINATIVE_I
    if entity.type == "place" and is_word and query.core_words[0].endswith("i"):
        # By the canonical name: other forms have endings of their own.
        place = Spelling.of(entity.name).romanised
        if " " not in place and not place.endswith(_OPEN_ENDINGS):
            return f"“{query.core_words[0]}” means somebody or something from “{place}”"
    return None


def _missing_word(name: Spelling, pairs: Sequence[tuple[int, int]]) -> str | None:
    """Return a word of a listed name that no word of the query meets; pairs are of both places."""
    met = {its for _, its in pairs}
    words = enumerate(name.core_words)
    return next((word for its, word in words if its not in met and len(word) > 1), None)


def _are_other_characters(query: Spelling, name: Spelling) -> bool:
    """Tell whether two names in Han share too few characters to be spellings of one another."""
    if query.script != _HAN or name.script != _HAN:
        return False
    return Levenshtein.normalized_similarity(query.folded, name.folded) < _SAME_CHARACTERS


def word_likeness(comparisons: Sequence[Comparison]) -> WordLikeness:
    """Return what the letters say of words that met nothing by their sounds.

    Many together cost much less than one by one.

    Args:
        comparisons: Spellings with listed forms.

    Returns:
        The likeness of their letters by word of the spelling and word of the form.
    """
    pairs = [
        pair
        for it in comparisons
        if not it.joined
        for at in _unmet(it.query, it)
        for pair in _compared_words(it, at)
    ]
    different = list(dict.fromkeys(pairs))
    near = nearness(different) if different else []
    return {pair: found.likeness for pair, found in zip(different, near, strict=True)}


def _lone_word(query: Spelling, comparison: Comparison, words: WordLikeness | None) -> str | None:
    """Return a word of the query that no word of the name is like by sounds or letters.

    Args:
        query: The spelling that was given.
        comparison: Its comparison with a listed form.
        words: What `word_likeness` gave for it among others; looked up where it is needed if None.

    Returns:
        A romanised word, or None.
    """
    for at in _unmet(query, comparison):
        words = word_likeness([comparison]) if words is None else words
        near = [words[pair] for pair in _compared_words(comparison, at)]
        if max(near, default=0.0) <= _LETTERS_MET:
            return query.core_words[at]
    return None


def _unmet(query: Spelling, comparison: Comparison) -> list[int]:
    """Return the places of the words of the query that no word of the name meets by its sounds."""
    scripts = {query.script, comparison.name.script}
    single = len(query.content) == len(comparison.name.content) == 1
    if single and len(scripts) == 2 and LATIN in scripts:
        return []  # of two single words in two scripts the score tells as much as can be told
    if comparison.kind == "han" and len(_parts(_in_han(query, comparison.name).text)) == 1:
        return []  # it tells nothing of words, and how it is written counts in the score
    met = {ours for ours, _, _, share in comparison.pairs if share >= _MET}
    # A single letter is an article or an initial.
    unmet = [at for at, word in enumerate(query.core_words) if at not in met and len(word) > 1]
    if comparison.kind == FULL:
        unmet = [at for at in unmet if not is_joined(comparison, at)]
    return unmet


def _compared_words(comparison: Comparison, at: int) -> list[tuple[str, str]]:
    """Return a word that met nothing by its sounds beside those that it may be by its letters."""
    query, name = comparison.query, comparison.name
    if comparison.kind != FULL:
        return _beside(query, at, name)
    # What two full names share has met by its sounds: only what is left of both may be one word.
    met = {its for _, its, _, share in comparison.pairs if share >= _MET}
    left = [word for its, word in enumerate(name.core_words) if its not in met]
    return [(query.core_words[at], word) for word in left]


def _in_han(query: Spelling, name: Spelling) -> Spelling:
    """Return which of two is written in Han characters."""
    return query if query.script == _HAN else name


def _beside(query: Spelling, at: int, name: Spelling) -> list[tuple[str, str]]:
    """Return a word of the query beside each of the name, where letters can tell more than sounds.

    The sounds of unvowelled and other vague scripts may miss it: صياد, elsayad. What one writes as
    a word another writes as two: القماش, el kamash; بن صالح, bensalah.
    """
    if {query.script, name.script} != {LATIN, query.script}:
        return []
    parts = _parts(query.text)
    written = _written(query, query.content[at], parts)
    if written is None:
        return []
    word, words = parts[written], _parts(name.text)
    pairs = [(word, other) for other in (*words, *_joined(words))]
    some = parts[max(0, written - 1) : written + 2]
    return pairs + [(joined, other) for joined in _joined(some) for other in words]


def _written(query: Spelling, at: int, parts: list[str]) -> int | None:
    """Return which written word a romanised word of the query is read from.

    A word may be romanised to several: العربي, al arabi.

    Args:
        query: A spelling.
        at: The place of one of its romanised words.
        parts: Its written words.

    Returns:
        A place among `parts`; None where there is only one, or where it cannot be told.
    """
    owners = [place for place, part in enumerate(parts) for _ in romanise(part).split()]
    return owners[at] if len(parts) > 1 and len(owners) == len(query.words) else None


def _joined(words: list[str]) -> list[str]:
    """Return neighbouring words, two at a time."""
    return [f"{one} {other}" for one, other in pairwise(words)]


def _parts(text: str) -> list[str]:
    """The words of a text as it is written, without hyphens and the like."""
    return _BETWEEN.sub(" ", text).split()


def _begin_otherwise(one: str, other: str) -> bool:
    """Tell whether two words begin with consonants that no scheme writes for one another."""
    if one == other or one[0] in _VOWELS or other[0] in _VOWELS:
        return False
    first, second = loose_skeleton(one)[:1], loose_skeleton(other)[:1]
    return bool(first and second) and first != second
