"""Tell whether a name is but part of another thing's name: Haifa Street, the film “Beirut”.

Streets, schools, hotels, clubs, works and people are named after places and people. Data:
``longer_names.tsv`` beside this module.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from normalizer.matching.compiled.index import Index
from normalizer.matching.texts import place_namesakes
from normalizer.matching.texts.surfaces import Surface
from normalizer.spelling import fold
from normalizer.spelling.data_rows import data_rows

_ANY = "any"
_PERSON = "person"
_TYPES = ("place", _PERSON)
_UNSPACED = frozenset(["zh", "ja", "ko"])
_SPACE_SIGN, _HYPHEN = "_", "-"
_UNDECLINED = frozenset("иоуюэеєё")
"""Last letters of Cyrillic names whose cases may all be alike: улица Каддафи."""
_FEW = 60
_MOST_WORDS = 4
BEFORE = BEHIND = 4
"""How many letters beside a name are looked at to leave most names in peace."""
_BEHIND_WORD = ("", *" .,;:!?'’-\n")
_GAPS = " -\u00a0"
QUOTES = frozenset("\"“”„«»‘’'‹›「『《")
_APOSTROPHES = "'’"
_CLOSING = "\"”“»«’'›‹」』》"
# Vowels are marks in Indic scripts, which \w leaves out.
_WORD = r"[^\W\d_][\w\u0900-\u0963\u0966-\u0dff]*"
_NEXT_WORDS = re.compile(rf"[ \u00a0-]({_WORD})(?:[ \u00a0-]({_WORD}))?")
_QUOTED_BEHIND = re.compile(rf"[{_CLOSING}][ \u00a0-]?({_WORD})")
_SENTENCE = 160
_SENTENCE_BEFORE = re.compile(r"[^.!?…:\n]*$")
_TITLE = re.compile(rf"[“„«‹「『《\"][^{_CLOSING}]+[{_CLOSING}]")
_NAME_DOT = "·"
_HAN_BEFORE = re.compile("([\u3400-\u9fff]+)·$")
_ELISION = re.compile(r"(?<=\w)['’](?=\w|$)")


class _Words:
    """Words of one kind: as written, those in small letters in any capitals, and beginnings."""

    def __init__(self, words: Iterable[str]) -> None:
        spelled = [word.replace("_", " ") for word in words]
        self._whole = frozenset(word for word in spelled if word[-1] != "*")
        self._begun = tuple(word[:-1] for word in spelled if word[-1] == "*")

    def has(self, word: str) -> bool:
        """Tell whether a word is one of them."""
        if word in self._whole:
            return True
        low = word.lower()
        return low in self._whole or word.startswith(self._begun) or low.startswith(self._begun)

    def forms(self) -> Iterable[str]:
        """Yield how the words, or their beginnings, are written."""
        for word in (*self._whole, *self._begun):
            yield from (word, word.upper(), word[0].upper() + word[1:])


class LongerNames:
    """The words that make a name of one type part of another thing's name.

    Args:
        entity_type: The type of what the name is listed for.
    """

    def __init__(self, entity_type: str) -> None:
        rows = [row for row in _rows() if row[1] in (entity_type, _ANY)]
        particles = {row[2]: row[3].split() for row in rows if row[0] == "particle"}

        def words(kind: str) -> _Words:
            chosen = [
                (word.removeprefix(_SPACE_SIGN), particles.get(row[2], ()))
                for row in rows
                if row[0] == kind
                for word in row[3].split()
                if row[2] not in _UNSPACED or word[0] == _SPACE_SIGN
            ]
            return _Words(
                [word for word, _ in chosen]
                + [particle + word for word, several in chosen for particle in several]
            )

        self._behind, self._between = words("behind"), words("between")
        self._before, self._of, self._common = words("before"), words("of"), words("common")
        self._titled = words("titled")
        self._named, self._naming = words("named"), words("naming")
        self._whose = words("whose")
        unspaced = [row for row in rows if row[2] in _UNSPACED]

        def joined(kind: str) -> tuple[str, ...]:
            found = (word for row in unspaced if row[0] == kind for word in row[3].split())
            return tuple(word for word in found if word[0] != _SPACE_SIGN)

        self._joined, self._unless = joined("behind"), joined("unless")
        self._titled_joined = joined("titled")
        self._unless_words = words("unless")
        self._endings = tuple(word for row in rows if row[0] == "ending" for word in row[3].split())
        self._written_before = tuple(
            word for row in rows if row[0] == "joined" for word in row[3].split()
        )

    def heads(self) -> Iterable[str]:
        """Yield what may stand directly behind a name, as far as `borders` tells."""
        for words in (self._behind, self._between):
            for form in words.forms():
                for gap in [""] if form[0] == _HYPHEN else _GAPS:
                    yield from (f"{gap}{form}{mark}"[:BEHIND] for mark in _BEHIND_WORD)
                yield from (f"{ending} {form} "[:BEHIND] for ending in self._endings)
        yield from (word[0] for word in self._joined)

    def tails(self) -> Iterable[str]:
        """Yield what may stand directly before a name, as far as `borders` tells."""
        for words in (self._before, self._whose, self._of, self._named, self._naming):
            for form in words.forms():
                yield f" {form} "[-BEFORE:]
                yield f"{form} "[-BEFORE:]
        for word in self._written_before:
            yield word[-BEFORE:]

    def hold(self, text: str, start: int, end: int, *, is_bare: bool) -> bool:
        """Tell whether a name is part of a longer one where it stands.

        Args:
            text: The whole text.
            start: Offset of the name.
            end: Offset behind it.
            is_bare: Whether it stands in its bare form.
        """
        return (
            self._stands_behind(text, end)
            or any(
                text.startswith(ending, end) and self._stands_behind(text, end + len(ending))
                for ending in self._endings
            )
            or self._stands_before(text, start, end, is_bare=is_bare)
            or (text[start - 1 : start] in QUOTES and self._is_titled(text, start, end))
        )

    def _stands_behind(self, text: str, end: int) -> bool:
        if text.startswith(self._joined, end):
            return not text.startswith(self._unless, end)
        match = _NEXT_WORDS.match(text, end)
        if not match:
            return False
        first, second = match.groups()
        if second and self._unless_words.has(f"{first} {second}"):
            return False
        if self._between.has(first) and second:
            return self._behind.has(second)
        if text[end] == _HYPHEN and self._behind.has(_HYPHEN + first):
            return True
        return self._behind.has(first)

    def _stands_before(self, text: str, start: int, end: int, *, is_bare: bool) -> bool:
        if text.endswith(self._written_before, 0, start):
            return True
        words = self._words_before(text, start)
        if is_bare and words and self._named.has(words[-1]):
            return True
        if words and (not is_bare or text[end - 1] in _UNDECLINED) and self._whose.has(words[-1]):
            return True
        if len(words) > 1 and self._naming.has(words[-1]):
            return self._titled.has(words[-2]) or self._named.has(words[-2])
        if len(words) > 1 and self._of.has(words[-1]):
            words.pop()
        for size in (1, 2):
            if len(words) >= size and self._before.has(" ".join(words[-size:])):
                return not (len(words) > size and self._common.has(words[-size - 1]))
        return False

    def _is_titled(self, text: str, start: int, end: int) -> bool:
        """Tell whether a name stands in quotation marks beside a word for what has a title."""
        line = text[max(0, start - _FEW) : start - 1]
        if text[start - 1] in _APOSTROPHES and line[-1:].isalnum():
            return False
        if not any(mark in text[end : end + _FEW] for mark in _CLOSING):
            return False
        before = line.rstrip()
        if self._has_title(before) or self._follows_title(text, start):
            return True
        behind = _QUOTED_BEHIND.match(text, end)
        return behind is not None and self._titled.has(behind[1])

    def _has_title(self, before: str) -> bool:
        """Tell whether a piece of text ends with a word for what has a title."""
        words = before.split()
        return before.endswith(self._titled_joined) or bool(words and self._titled.has(words[-1]))

    def _follows_title(self, text: str, start: int) -> bool:
        """Tell whether another title stands before it in the sentence: film “A” and then “B”."""
        sentence = _SENTENCE_BEFORE.search(text, max(0, start - _SENTENCE), start - 1)
        if not sentence:
            return False
        return any(
            self._has_title(sentence[0][: opening.start()].rstrip())
            for opening in _TITLE.finditer(sentence[0])
        )

    @staticmethod
    def _words_before(text: str, start: int) -> list[str]:
        before = text[max(0, start - _FEW) : start]
        if "'" in before or "’" in before:
            before = _ELISION.sub(" ", before)
        return before.split()[-_MOST_WORDS:]


@lru_cache(maxsize=1)
def _rows() -> list[list[str]]:
    return data_rows(__file__, "longer_names.tsv")


@lru_cache(maxsize=1)
def _given_places() -> frozenset[str]:
    return frozenset(word for row in _rows() if row[0] == "given" for word in row[3].split())


@lru_cache(maxsize=8)
def _of_type(entity_type: str) -> LongerNames | None:
    return LongerNames(entity_type) if entity_type in _TYPES else None


@lru_cache(maxsize=1)
def borders() -> tuple[frozenset[str], frozenset[str]]:
    """Return the letters beside a name by which it may be part of a longer one.

    Returns:
        The last `BEFORE` letters before it and the first `BEHIND` letters behind it, with the
        spaces, where nothing but spaces touches it.
    """
    tails, heads = any_borders()
    return tails | place_tails(), heads


@lru_cache(maxsize=1)
def person_borders() -> tuple[frozenset[str], frozenset[str]]:
    """Return the letters of `borders` that count where a name is a person's."""
    words = LongerNames(_PERSON)
    return frozenset(words.tails()), frozenset(words.heads())


@lru_cache(maxsize=1)
def place_tails() -> frozenset[str]:
    """Return those letters before a name that count where it is but a place's."""
    return frozenset(place_namesakes.given_tails(BEFORE))


@lru_cache(maxsize=1)
def any_borders() -> tuple[frozenset[str], frozenset[str]]:
    """Return the letters of `borders` that count whatever the name is."""
    known = [words for words in map(_of_type, _TYPES) if words is not None]
    tails = {tail for words in known for tail in words.tails()}
    heads = {head for words in known for head in words.heads()}
    tails.update(place_namesakes.tails(BEFORE))
    heads.update(place_namesakes.heads(BEHIND))
    return frozenset(tails), frozenset(heads)


def touched(text: str, start: int, end: int) -> bool:
    """Tell whether what touches a name may make it part of a longer one: Bagdad-Straße, 上海路."""
    tails, heads = borders()
    return (
        text[end : end + BEHIND] in heads
        or text[max(0, start - BEFORE) : start] in tails
        or text[end : end + 1] in heads
        or _NAME_DOT in (text[start - 1 : start], text[end : end + 1])
    )


def is_part(
    index: Index, text: str, start: int, end: int, surface: Surface, *, is_alone: bool
) -> bool:
    """Tell whether a name is but part of another thing's name where it stands.

    Args:
        index: The compiled gazetteer.
        text: The whole text.
        start: Offset of the name.
        end: Offset behind it.
        surface: What it may stand for.
        is_alone: Whether nothing but spaces touches it, so that `borders` tell.
    """
    types = {index.entity(name.entity).type for name in surface.names}
    if is_alone and _PERSON in types:  # a quarter of what may be part of any name
        tails, heads = person_borders()
        if not (
            text[end : end + BEHIND] in heads
            or text[start - BEFORE : start] in tails
            or text[start - 1 : start] in QUOTES
        ):
            return False
    if (
        types == {"place"}
        and text[start - 1 : start] == _NAME_DOT
        and _is_joined(index, text, start)
    ):
        return True
    if types == {"place"} and text[end : end + 1] == _NAME_DOT:
        return text[start:end] in _given_places()
    known = map(_of_type, types)
    is_bare = all(name.inflection is None for name in surface.names)
    if all(words is not None and words.hold(text, start, end, is_bare=is_bare) for words in known):
        return True
    if types != {"place"}:
        return False
    return place_namesakes.hold(text, start, end, is_bare=is_bare)


def holds_unlisted(entity_type: str, text: str, start: int, end: int) -> bool:
    """Tell whether an unlisted spelling of a name is part of a longer one, declined or not.

    Args:
        entity_type: The type of what it spells.
        text: The whole text.
        start: Offset of the spelling.
        end: Offset behind it.
    """
    words = _of_type(entity_type)
    if words is None:
        return False
    return any(words.hold(text, start, end, is_bare=is_bare) for is_bare in (True, False))


def _is_joined(index: Index, text: str, start: int) -> bool:
    """Tell whether a given name is joined to a place's in Chinese: 杰克·伦敦, but not 中国·上海."""
    given = _HAN_BEFORE.search(text, max(0, start - _FEW), start)
    if not given:
        return False
    letters = given[1]
    return not any(index.forms_of(fold.fold_key(letters[at:])) for at in range(len(letters)))
