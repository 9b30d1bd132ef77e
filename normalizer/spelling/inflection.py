"""Inflected forms of names, by the paradigms of a language's data file.

A file `data/affixes/LANGUAGE.tsv` tells how the words of a name change by case (or, in Bulgarian,
with the article). Which words change depends on what the name names: of a person every word
(Касема Сулеймани, Хасаном Насраллой), of anything else the adjectives and the noun that head it
(Исламского государства Ирака).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import product
from typing import NamedTuple

from normalizer.spelling.affix_data import affix_language, affix_languages, affix_rows
from normalizer.spelling.script import script_of

_PERSON, _THING = "person", "thing"
_SAME, _NO_FORM, _ZERO = "=", "-", "0"
_MOST_FORMS = 4
"""Alternatives of one case that are kept; more come from doubtful products only."""
_MOST_WORDS = 8
_PARTS = re.compile(r"[ \u00a0-]")
_LETTER = "(?:[^\\W\\d_\u0900-\u0d7f]|[\u0900-\u0d7f])"  # vowels of Indian scripts are marks
_PLAIN = re.compile(f"{_LETTER}+(?:[ '’ʼ-]{_LETTER}+)*")


class _Pattern(NamedTuple):
    """One line of a paradigm: which words it is for, and their endings by case."""

    whose: str
    gender: str
    matches: re.Pattern[str]
    cut: int
    endings: tuple[tuple[str, ...], ...]


class _Word(NamedTuple):
    """What a word of a name becomes, by case; the cases without a form of their own are bare."""

    gender: str
    forms: tuple[tuple[str, ...], ...]


class Paradigms:
    """The paradigms of one language.

    Args:
        language: BCP 47 tag; its data file must exist.
    """

    def __init__(self, language: str) -> None:
        self.cases: tuple[str, ...] = ()
        self.script = ""
        self._fixed: frozenset[str] = frozenset()
        self._types: frozenset[str] = frozenset()
        self._adjectives_follow = False
        self._only = ""
        self._tail = re.compile("$^")
        self.patterns: dict[str, list[_Pattern]] = {"noun": [], "adjective": [], "surname": []}
        for what, *cells in affix_rows(language):
            if what in self.patterns:
                self.patterns[what].append(_pattern(*cells))
            elif what == "cases":
                self.cases = tuple(cells[0].split())
            elif what == "script":
                self.script = cells[0]
            elif what == "fixed":
                self._fixed = frozenset(cells[0].split())
            elif what == "tail":
                self._tail = re.compile(rf"-(?:{'|'.join(cells[0].split())})-[\w-]+$")
            elif what == "only":
                self._types = frozenset(cells[0].split())
            elif what == "changes":
                self._only = cells[0]
            elif what == "adjectives":
                self._adjectives_follow = cells[0] == "follow"

    def forms(self, name: str, entity_type: str) -> dict[str, tuple[str, ...]]:
        """Return the inflected forms of a name with the cases each may stand for.

        Args:
            name: A name in this language, in its bare form.
            entity_type: What it names; of a person every word changes.

        Returns:
            Cases by form; the bare form is not among them.
        """
        if not self.cases or (self._types and entity_type not in self._types):
            return {}
        if not _PLAIN.fullmatch(name) or script_of(name) != self.script:
            return {}
        head = self._tail.sub("", name)
        tail = name[len(head) :]
        words = head.split(" ")
        if len(words) > _MOST_WORDS or (self._types and len(words) == 1):
            return {}
        changed = self._changed(words, entity_type)
        found: dict[str, list[str]] = {}
        for number, case in enumerate(self.cases):
            choices = [word.forms[number] or (bare,) for word, bare in changed]
            for form in (f"{joined}{tail}" for joined in _joined(choices)):
                if form != name:
                    found.setdefault(form, []).append(case)
        return {form: tuple(cases) for form, cases in found.items()}

    def _changed(self, words: list[str], entity_type: str) -> list[tuple[_Word, str]]:
        """Return the words of a name, each with what it becomes."""
        whose = _PERSON if entity_type == _PERSON else _THING
        if self._only == "last":
            last = self._inflect("noun", words[-1], whose) or self._unchanged()
            return [*((self._unchanged(), word) for word in words[:-1]), (last, words[-1])]
        if self._only == "first":
            first = self._inflect("adjective", words[0], whose)
            first = first or self._inflect("noun", words[0], whose) or self._unchanged()
            return [(first, words[0]), *((self._unchanged(), word) for word in words[1:])]
        return self._of_person(words) if whose == _PERSON else self._of_thing(words)

    def _of_person(self, words: list[str]) -> list[tuple[_Word, str]]:
        changed: list[tuple[_Word, str]] = []
        first_gender = ""
        for number, bare in enumerate(words):
            word = None
            if number == len(words) - 1:
                word = self._inflect("surname", bare, _PERSON)
            word = word or self._inflect("noun", bare, _PERSON) or self._unchanged()
            if number == len(words) - 1 and first_gender == "f" and word.gender == "m":
                # Ангелы Меркель, but Мустафы Кемаля: the first name does not tell the sex.
                word = _Word("m", tuple((*forms, bare) for forms in word.forms))
            first_gender = first_gender or word.gender
            changed.append((word, bare))
        return changed

    def _of_thing(self, words: list[str]) -> list[tuple[_Word, str]]:
        changed: list[tuple[_Word, str]] = []
        gender = ""
        head = False
        for number, bare in enumerate(words):
            word = None
            if not head and number < len(words) - 1:
                word = self._inflect("adjective", bare, _THING, gender)
            if word is None and not head:
                word = self._inflect("noun", bare, _THING)
                # A word in capitals before a name is its kind: ЧВК Вагнера.
                head = word is not None or not (bare.isupper() or self._is_fixed(bare))
            elif word is None and self._adjectives_follow and gender:
                word = self._inflect("adjective", bare, _THING, gender)
                gender = gender if word else ""
            if word and not gender:
                gender = word.gender if head or word.gender else ""
            changed.append((word or self._unchanged(), bare))
        return changed

    def _unchanged(self) -> _Word:
        return _Word("", ((),) * len(self.cases))

    def _is_fixed(self, word: str) -> bool:
        return word.casefold() in self._fixed

    def _inflect(self, what: str, word: str, whose: str, gender: str = "") -> _Word | None:
        """Return what a word becomes by the longest ending of a kind that it has, or None."""
        *before, last = re.split("(-)", word)
        if self._is_fixed(last) or len(last) < 2:
            return None
        best: list[_Pattern] = []
        longest = -1
        for pattern in self.patterns[what]:
            if pattern.whose not in ("*", whose) or (gender and pattern.gender != gender):
                continue
            if last.isupper() and (pattern.cut or len(last) < 4):
                continue  # an acronym takes endings, but does not lose letters
            match = pattern.matches.search(last)
            if match and len(last) - pattern.cut >= 2 and len(match[0]) >= longest:
                best = [*best, pattern] if len(match[0]) == longest else [pattern]
                longest = len(match[0])
        if not best:
            return None
        stem = "".join(before) + last
        forms: list[tuple[str, ...]] = []
        for number in range(len(self.cases)):
            alternatives: dict[str, None] = {}
            for pattern in best:
                for ending in pattern.endings[number]:
                    if ending == _SAME:
                        alternatives[word] = None
                    elif ending != _NO_FORM:
                        kept = stem[: len(stem) - pattern.cut]
                        alternatives[kept + ("" if ending == _ZERO else ending)] = None
            forms.append(tuple(alternatives))
        return _Word(best[0].gender, tuple(forms))


def _pattern(whose: str, gender: str, kept: str, cut: str, endings: str) -> _Pattern:
    bare = "" if cut == _ZERO else cut
    before = "" if kept == "*" else f"(?:{kept})"
    matches = re.compile(f"{before}{re.escape(bare)}$", re.IGNORECASE)
    by_case = tuple(tuple(cell.split("/")) for cell in endings.split())
    return _Pattern(whose, gender, matches, len(bare), by_case)


def _joined(choices: list[tuple[str, ...]]) -> Iterator[str]:
    for number, parts in enumerate(product(*choices)):
        if number >= _MOST_FORMS:
            return
        yield " ".join(parts)


@cache
def paradigms(language: str) -> Paradigms | None:
    """Return the paradigms of a language, or of its main language; None where there are none."""
    key = affix_language(language)
    if key not in affix_languages():
        return None
    found = Paradigms(key)
    return found if found.cases else None


@lru_cache(maxsize=4096)
def inflected(name: str, language: str, entity_type: str) -> Mapping[str, tuple[str, ...]]:
    """Return the inflected forms of a name with the cases each may stand for.

    Args:
        name: A name in its bare form.
        language: BCP 47 tag of its language.
        entity_type: What it names.

    Returns:
        Cases by form; nothing where the language has no paradigms.
    """
    found = paradigms(language)
    return found.forms(name, entity_type) if found else {}
