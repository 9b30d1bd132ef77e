"""Leave alone the surname of somebody else who was named in full: Claire Macron …, Macron lives."""

from __future__ import annotations

from bisect import bisect_left
from itertools import islice

from normalizer.matching.names.titles import has_office
from normalizer.matching.texts.spans import Option
from normalizer.matching.texts.surfaces import Surface

_REACH = 300
"""How many characters behind the other's name the surname alone is his."""


class OtherBearers:
    """Those named in a text who bear a listed surname and are not the listed bearer.

    Args:
        text: The whole text.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._named: list[tuple[int, int, frozenset[int]]] = []

    def add(self, start: int, end: int, surface: Surface) -> None:
        """Take somebody else's name.

        Args:
            start: Offset of what is spelled like a listed name in it.
            end: Offset behind it.
            surface: What that would stand for, were it not another's.
        """
        self._named.append((start, end, frozenset(name.entity for name in surface.names)))

    def without_theirs(self, found: list[Option]) -> list[Option]:
        """Return the options without the surnames that are theirs.

        The listed bearer's it is where he, too, is named in full, was named before them, or has
        his office beside the surname: Biden pardoned Hunter Biden; Biden said so.

        Args:
            found: The options of the text, by start.
        """
        if not self._named:
            return found
        theirs: set[int] = set()
        for start, end, entities in self._named:
            about = [option for option in found if not entities.isdisjoint(_entities(option))]
            if any(not _is_alone(option) or option.start < start for option in about):
                continue
            behind = about[bisect_left(about, end, key=_start) :]
            theirs.update(id(option) for option in behind if self._is_theirs(option, end))
        return [option for option in found if id(option) not in theirs] if theirs else found

    def may_own(self, surnames: list[Option]) -> bool:
        """Tell whether one of some options stands behind the name of one who may bear it.

        Args:
            surnames: The surnames of the text, and other options, by start.
        """
        for _, end, entities in self._named:
            first = bisect_left(surnames, end, key=_start)
            for option in islice(surnames, first, None):
                if option.start > end + _REACH:
                    break
                if _is_alone(option) and not entities.isdisjoint(_entities(option)):
                    return True
        return False

    def _is_theirs(self, option: Option, end: int) -> bool:
        """Tell whether a surname alone stands near another's name that ends at an offset."""
        text = self._text
        if option.start > end + _REACH or "\n\n" in text[end : option.start]:
            return False
        return not has_office(text, option.start, option.end)


def _entities(option: Option) -> set[int]:
    return {name.entity for name in option.surface.names}


def _is_alone(option: Option) -> bool:
    """Tell whether an option is but a surname."""
    return option.surface.may_be_surname


def _start(option: Option) -> int:
    return option.start
