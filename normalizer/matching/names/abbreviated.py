"""Names of people whose given names are abbreviated: V. Putin, Путин В. В., Recep T. Erdogan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from normalizer.matching.texts.given_initials import folded_initials
from normalizer.spelling import fold
from normalizer.spelling.script import script_of

_INITIAL = r"[^\W\d_](?:[^\W\d_]?\.|(?![^\W\d_]))(?:-[^\W\d_]\.)?"
_BEFORE = re.compile(rf"^((?:{_INITIAL}[ \u00a0]?){{1,3}})(?<=[. \u00a0])(.+)$")
_BEHIND = re.compile(rf"^(.+?),?[ \u00a0]((?:{_INITIAL}[ \u00a0]?){{1,3}})$")
_TOGETHER = re.compile(r"(?<=\b[^\W\d_]\.)(?=[^\W\d_])")
_SHORTEST_SURNAME = 3
_WRITTEN_OUT = 2
"""Words of a name that must be written out before an initial in it is read as one of its words."""


class Abbreviated(NamedTuple):
    """A surname and the initials beside it.

    Attributes:
        surname: The surname, as written.
        letters: The initials, folded, in their order.
    """

    surname: str
    letters: tuple[str, ...]


def abbreviated(text: str) -> Abbreviated | None:
    """Part a name into a surname and initials, if it is made of these.

    Args:
        text: A name without spaces around it: ``V. Putin``, ``Путин В.В.``, ``PUTIN V V``.

    Returns:
        Its parts, or None if it has no initials, or words besides them and the surname.
    """
    before, behind = _BEFORE.match(text), _BEHIND.match(text)
    if before:
        initials, surname = before.groups()
    elif behind:
        surname, initials = behind.groups()
    else:
        return None
    letters = folded_initials(initials)
    if not letters or "." in surname or len(fold.fold_key(surname)) < _SHORTEST_SURNAME:
        return None
    return Abbreviated(surname, letters)


def written_out(text: str, full_names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield a name with its initials written out as words of somebody's full names.

    Args:
        text: A name with two words at least that are no initials: ``Recep T. Erdogan``.
        full_names: Full names of people who may be meant: ``Recep Tayyip Erdoğan``.

    Yields:
        The name with whole words in place of its initials, and how they were read, in words; one
        for each full name that has a word for every initial, in their order.
    """
    words = _words(text)
    if len(words) - sum(map(_is_initial, words)) < _WRITTEN_OUT:
        return
    for full in full_names:
        read = _given_for(words, full.split()[:-1])
        if read:
            whole = [read.get(number, word) for number, word in enumerate(words)]
            yield (
                " ".join(whole),
                ", ".join(f"“{words[n]}” read as “{it}”" for n, it in read.items()),
            )


def initials_of_another(text: str, full_names: Iterable[str]) -> tuple[str, ...]:
    """Return the initials of a name if they are not those of somebody's given names.

    Where no second given name of the person is known in the script, any initial may be its.

    Args:
        text: A name, perhaps with initials: ``George H. W. Bush``.
        full_names: Full names of the person who may be meant: ``George W. Bush``.

    Returns:
        The initials as written; none if they may be the person's.
    """
    words = _words(text)
    initials = [word for word in words if _is_initial(word)]
    if not initials or len(words) - len(initials) < _WRITTEN_OUT:
        return ()
    script = script_of(text)
    given = [
        [word for word in full.split()[:-1] if word[0].isupper()]
        for full in full_names
        if script_of(full) == script
    ]
    several = [names for names in given if len(names) > 1]
    letters = [fold.fold(initial.rstrip(".")) for initial in initials]
    if not several or any(_stand_in_order(letters, names) for names in several):
        return ()
    return tuple(initials)


def _stand_in_order(letters: list[str], given: list[str]) -> bool:
    rest = iter(given)
    return all(any(fold.fold(name).startswith(it) for name in rest) for it in letters)


def _words(text: str) -> list[str]:
    """Return the words of a name, initials without a space between them parted: H.W."""
    return _TOGETHER.sub(" ", text).split()


def _is_initial(word: str) -> bool:
    return len(word.rstrip(".")) == 1 and word[0].isalpha() and word[0].isupper()


def _given_for(words: list[str], given: list[str]) -> dict[int, str]:
    """Return the given names that initials stand for, by the initials' places among the words.

    Words that are written out go by with theirs, since both stand in one order. Nothing is
    returned where an initial stands for none.
    """
    found: dict[int, str] = {}
    at = 0
    for place, word in enumerate(words):
        is_initial = _is_initial(word)
        letters = fold.fold(word.rstrip(".") if is_initial else word)
        for number, name in enumerate(given[at:], at):
            folded = fold.fold(name)
            if folded == letters or (is_initial and folded.startswith(letters)):
                at = number + 1
                break
        else:
            if is_initial:
                return {}
            continue
        if is_initial:
            found[place] = name
    return found
