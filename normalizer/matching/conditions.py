"""Decide whether a listed name counts where it stands: capitals, words near by, dates."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache
from itertools import pairwise

from normalizer.entity import Name
from normalizer.matching.country_words import countries_told
from normalizer.spelling import fold
from normalizer.spelling.data_rows import data_rows

_QUOTE_INSIDE = re.compile(r"(?<=[\w.])['’](?=\w)")
_SCRIPT_CHANGE = re.compile("L(?=U)|[UV](?=L)")
_GERSHAYIM = re.compile(f"(?<=[\u05d0-\u05ea])[{fold.HEBREW_QUOTES}](?=[\u05d0-\u05ea])")

_SHORTEST_IN_CAPITALS = 4
_NOT_IN_CAPITALS = frozenset(["acronym", "demonym"])
"""Kinds of names that their capitals tell from words, so that a headline does not tell them."""


def _quiet() -> bool:
    return False


class ContextWords:
    """Folded words around a name, each kind made when first asked for.

    Args:
        near: The text around the name, without the name.
        plain: The text around the name with the name ("Sadr City" tells that "Sadr" is no
            person) but without the other names in it; `near` by default. What must not stand
            near is looked for only here and in `known`, so that rewriting the other names
            changes no decision.
        known: Canonical names of what else is mentioned there.
    """

    def __init__(self, near: str, plain: str | None = None, known: tuple[str, ...] = ()) -> None:
        self._near = near
        self._plain = near if plain is None else plain
        self._known = known

    @cached_property
    def plain(self) -> str:
        """The words without those of other names, but with their canonical ones."""
        return _joined(_context_words(self._plain), self._known)

    @cached_property
    def near(self) -> str:
        """All words, and those of the canonical names."""
        return _joined(_context_words(self._near), self._known)

    @cached_property
    def countries(self) -> str:
        """The countries whose adjectives stand near: where "russe" stands, Russia."""
        return _joined("", countries_told(self.near.split()))


class NamesNear:
    """The listed names near a name, which a condition's words may name, too; here are none."""

    def against(self, name: Name, owner: int) -> str | None:
        """Return the first word that a name forbids and that is a name of what is mentioned near.

        Args:
            name: A listed name.
            owner: The number of its entity.
        """
        return None

    def speak_for(self, phrases: tuple[str, ...]) -> bool:
        """Tell whether one of some words is a name of what is mentioned near.

        Args:
            phrases: The words or phrases that a name asks for.
        """
        return False


NO_NAMES = NamesNear()


class Surroundings:
    """What stands around a name.

    Args:
        words: The words there.
        shouting: Tells whether the text there stands in capitals; asked only where it matters.
        around: What only speaks for the name: places in which it and what else is mentioned are
            located (near Halabja, Iraq is near), and names that count for their own surroundings.
        names: The listed names there, whatever they are written in.
        in_company: Whether another name that counts stands there.
    """

    def __init__(
        self,
        words: ContextWords,
        shouting: Callable[[], bool] = _quiet,
        around: Iterable[str] = (),
        names: NamesNear = NO_NAMES,
        *,
        in_company: bool = False,
    ) -> None:
        self._words = words
        self.shouting = shouting
        self._around = around
        self._names = names
        self.in_company = in_company

    @cached_property
    def _speaking(self) -> tuple[str, str]:
        """The words of what only speaks for the name, and the countries that these tell."""
        if not self._around:
            return "", ""
        words = _joined("", self._around)
        return words, _joined("", countries_told(words.split()))

    def has_against(self, name: Name, owner: int) -> str | None:
        """Return the first word a name forbids that stands near it, or names what is mentioned.

        Args:
            name: The name, whose forbidden words are words or phrases; one that ends in ``*``
                stands for all that begin so.
            owner: The number of its entity, or -1 where no listed names near by are known.

        Returns:
            The word, or None where none stands there.
        """
        # A place around speaks for a name, not against it: that would be to guess.
        phrase = _first_in(self._words.plain, name.conditions.forbids_context)
        return self._names.against(name, owner) if phrase is None else phrase

    def has_for(self, phrases: tuple[str, ...]) -> bool:
        """Tell whether one of the phrases stands near the name, or names what is mentioned there.

        Args:
            phrases: Words or phrases, as `has_against` has them.
        """
        return self.has_words(phrases) or self._names.speak_for(phrases)

    def has_words(self, phrases: tuple[str, ...]) -> bool:
        """Tell whether one of the phrases stands near the name as it is, in other names, too.

        Args:
            phrases: Words or phrases, as `has_against` has them.
        """
        words = self._words
        return (
            _first_in(words.near, phrases) is not None
            or any(_first_in(told, phrases) is not None for told in self._speaking)
            or _first_in(words.countries, phrases) is not None
        )


def _joined(words: str, known: Iterable[str]) -> str:
    """Return folded words and those of canonical names, with spaces round each."""
    return f" {' '.join((words, *map(known_words, known)))} "


def _first_in(words: str, phrases: tuple[str, ...]) -> str | None:
    """Return the first of the phrases among folded words with spaces round them."""
    for phrase, folded, pattern in _patterns(phrases):
        if folded in words and (pattern is None or pattern.search(words)):
            return phrase
    return None


@lru_cache(maxsize=16384)
def _patterns(phrases: tuple[str, ...]) -> list[tuple[str, str, re.Pattern[str] | None]]:
    """Return phrases, each with what stands in all words that hold it, and a pattern if need be."""
    return [
        (phrase, "", _phrase_pattern(phrase))
        if "*" in phrase[:-1]
        else (phrase, folded_phrase(phrase), None)
        for phrase in phrases
    ]


def _folded_words(text: str) -> str:
    """Return folded words, those of scripts without spaces set apart from others."""
    folded = fold.fold(text)
    if _QUOTE_INSIDE.search(text):  # what stands behind the quote may be a word of its own
        folded = f"{folded} | {fold.fold(_QUOTE_INSIDE.sub(' ', text))}"
    roles = "" if folded.isascii() else fold.kinds(folded)
    if fold.UNIT not in roles:
        return folded
    cuts = [0, *(match.end() for match in _SCRIPT_CHANGE.finditer(roles)), len(folded)]
    return " ".join([folded[a:b] for a, b in pairwise(cuts)])


_context_words = lru_cache(maxsize=64)(_folded_words)  # around all names of a sentence the same
known_words = lru_cache(maxsize=65536)(_folded_words)
"""Return the folded words of a name, those of scripts without spaces set apart from others."""


@lru_cache(maxsize=65536)
def folded_phrase(phrase: str) -> str:
    """Return a context phrase folded, with the spaces that make it match whole words only."""
    folded = fold.fold(phrase)
    if fold.UNIT in fold.kinds(folded):
        return folded  # in scripts without spaces there are no word borders to ask for
    return f" {folded}" if phrase.endswith("*") else f" {folded} "


@lru_cache(maxsize=4096)
def _phrase_pattern(phrase: str) -> re.Pattern[str]:
    words = (re.escape(fold.fold(w)) + (r"\S*" if w.endswith("*") else "") for w in phrase.split())
    return re.compile(f" {' '.join(words)} ")


@lru_cache(maxsize=65536)
def cased_letters(text: str) -> str:
    """Return the letters and digits of a text with their case, without accents and signs.

    Gershayim stay: they are what capitals are elsewhere, the mark of an acronym (צה״ל, צהל).
    """
    text = _GERSHAYIM.sub("״", text)
    return "".join([c for c in unicodedata.normalize("NFKD", text) if c.isalnum() or c == "״"])


@lru_cache(maxsize=1)
def _capital_words() -> frozenset[str]:
    rows = data_rows(__file__, "capital_words.txt")
    return frozenset(word for (words,) in rows for word in words.split())


@lru_cache(maxsize=65536)
def is_common_word(surface: str) -> bool:
    """Tell whether a spelling is a common word in capitals."""
    return fold.fold_key(surface) in _capital_words()


def has_its_case(name: Name, surface: str) -> bool:
    """Tell whether a spelling has the capitals that a name asks for, if it asks for any."""
    if name.conditions.case != "exact":
        return True
    return cased_letters(name.text) == cased_letters(surface)


def may_be_headline(name: Name, surface: str) -> bool:
    """Tell whether a name that asks for its capitals may stand in a headline in capitals alone.

    Not an acronym, which capitals tell from a word, nor what is a common word in capitals.

    Args:
        name: The listed name.
        surface: How it is written there.
    """
    return (
        surface.isupper()
        and not name.text.isupper()
        and len(surface) >= _SHORTEST_IN_CAPITALS
        and name.kind not in _NOT_IN_CAPITALS
        and not is_common_word(surface)
    )


def _is_in_headline(
    name: Name, surface: str, surroundings: Surroundings | None, *, introduced: bool
) -> bool:
    """Tell whether a name stands in a headline in capitals, and something else speaks for it."""
    return (
        surroundings is not None
        and may_be_headline(name, surface)
        and bool(introduced or surroundings.in_company or name.conditions.requires_context)
        and surroundings.shouting()
    )


def refusal(
    name: Name,
    surface: str,
    surroundings: Surroundings | None,
    date: str | None,
    introduced: bool = False,
    alone: bool = False,
    owner: int = -1,
) -> str | None:
    """Return why a listed name does not count where it stands, or None where it does.

    Args:
        name: The listed name.
        surface: How it is written there.
        surroundings: The text around it; None where nothing is known of it.
        date: Date of the text, ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, or None.
        introduced: Whether the text has named the entity before in a way that makes the name
            clear, so that it needs no words near by.
        alone: Whether the name is all that a cell holds, and may count for that.
        owner: The number of its entity, where the surroundings know of other names.

    Returns:
        A sentence, or None.
    """
    conditions = name.conditions
    if conditions.is_empty:
        return None
    if not has_its_case(name, surface) and not _is_in_headline(
        name, surface, surroundings, introduced=introduced
    ):
        return f"“{name.text}” counts only in this capitalisation."
    is_exact = conditions.case == "exact"
    if is_exact and surroundings and is_common_word(surface) and surroundings.shouting():
        return f"“{surface}” is a common word, and the text around it is in capitals."
    if surroundings and conditions.forbids_context:
        phrase = surroundings.has_against(name, owner)
        if phrase is not None:
            return f"“{name.text}” does not count near “{phrase}”."
    if conditions.requires_context and not introduced and not (alone and conditions.counts_alone):
        if surroundings is None:
            return f"“{name.text}” counts only with certain words nearby, and there are none."
        if not surroundings.has_for(conditions.requires_context):
            return (
                f"“{name.text}” counts only near words such as “{conditions.requires_context[0]}”."
            )
    # A former name is still told of later ("formerly the GSPC"), but not before it was given.
    until = None if name.kind == "former" else conditions.until
    if date is not None and not in_use(conditions.since, until, date):
        when = "on" if len(date) == len("2014-05-03") else "in"
        return f"“{name.text}” was not in use {when} {date}."
    return None


def in_use(since: str | None, until: str | None, date: str) -> bool:
    """Tell whether a date lies between two others, either of which may be open.

    Args:
        since: First date, ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.
        until: Last date, in the same forms.
        date: The date, likewise.
    """
    # Dates of different precision are compared as far as both go.
    if since and date[: len(since)] < since[: len(date)]:
        return False
    return not (until and date[: len(until)] > until[: len(date)])
