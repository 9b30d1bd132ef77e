"""Tell by a profession beside a name that it is a namesake's: the footballer Mahmoud Abbas.

Asked only of names that many bear; data: ``professions.tsv`` beside this module.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from normalizer.matching.texts import bearers
from normalizer.spelling import fold
from normalizer.spelling.data_rows import data_rows

_FEW = 40
_MOST_WORDS = 2
_WORDS_BETWEEN = 4
"""How many words behind a comma may lead to the profession: , the former Egypt goalkeeper."""
_BEFORE = re.compile(r"[^.!?,;:،؛؟…。\n()«»\"“”|\[\]]*[ \u00a0]$")
_QUOTES = re.compile("['’]")
_BEHIND = re.compile(r"(,|،)? ([^.!?,;:،؛؟…。\n()«»\"“”|\[\]]*)")
_AGE = re.compile(
    r"(?:[,،]|,? \()(?: ?([^\W\d_]+))? ?(\d{1,3})"
    r"(?: ([^\W\d_]+)| [^\W\d_]+ ([^\W\d_]+))?(?=[,،)])\)?"
)
_GROWN_UP = 25
"""From this age on somebody may be one of the people of the gazetteer."""


class _Professions:
    """The data file: fields by folded word, fields by entity ID, words that take one back."""

    def __init__(self) -> None:
        self.fields: dict[str, str] = {}
        self.own: dict[str, set[str]] = {}
        self.past: set[str] = set()
        self.many: set[str] = set()
        self.ages: set[str] = set()
        for field, second, words in data_rows(__file__, "professions.tsv"):
            if field == "own":
                for entity in words.split():
                    self.own.setdefault(entity, set()).add(second)
                continue
            phrases = [fold.fold(word.replace("_", " ")) for word in words.split()]
            if field in ("past", "many", "ages"):
                getattr(self, field).update(phrases)
            else:
                self.fields.update(dict.fromkeys(phrases, field))


@lru_cache(maxsize=1)
def _professions() -> _Professions:
    return _Professions()


def may_be_namesakes(full_name: str) -> bool:
    """Tell whether one of the words of a person's canonical name is a name that many bear."""
    return not _borne_by_many().isdisjoint(fold.fold(full_name).split())


@lru_cache(maxsize=1)
def _borne_by_many() -> frozenset[str]:
    return bearers.given_or_common() | _professions().many


def tell_of_another(text: str, start: int, end: int, entities: Iterable[str]) -> bool:
    """Tell whether a profession beside a name is none of its bearers'.

    Args:
        text: The whole text.
        start: Offset of the name.
        end: Offset behind it.
        entities: The IDs of its bearers.
    """
    age, behind = _age(text, end)
    if age is not None and age < _GROWN_UP:
        return True
    told = _beside(text, start, behind)
    if not told:
        return False
    own = _professions().own
    return not any(told & own.get(entity, set()) for entity in entities)


def of_another(words: str, entity: str) -> bool:
    """Tell whether a description has a profession that a person did not have.

    Args:
        words: What is told of somebody: ``"Lebanese footballer"``.
        entity: The ID of the person who may be meant.
    """
    known = _professions()
    parts = fold.fold(_QUOTES.sub(" ", words)).split()
    told = {
        known.fields.get(" ".join(parts[at : at + size]), "")
        for size in range(1, _MOST_WORDS + 1)
        for at in range(len(parts) - size + 1)
    }
    return bool(told - {""} - known.own.get(entity, set()))


def _age(text: str, end: int) -> tuple[int | None, int]:
    """Return the age told behind a name, if any, and where what tells it ends."""
    match = _AGE.match(text, end, end + _FEW)
    if not match:
        return None, end
    ages = _professions().ages
    if any(fold.fold(word) not in ages for word in match.group(1, 3, 4) if word):
        return None, end
    return int(match[2]), match.end()


def _beside(text: str, start: int, end: int) -> set[str]:
    """Return the fields of the professions right before and behind a name and its bearer's age."""
    known = _professions()
    before = _BEFORE.search(text, max(0, start - _FEW), start)
    words = fold.fold(_QUOTES.sub(" ", before[0])).split() if before else []
    found = {
        known.fields.get(" ".join(words[-size:]), "")
        for size in range(1, min(_MOST_WORDS, len(words)) + 1)
    }
    behind = _BEHIND.match(text, end, end + _FEW)
    if behind:
        words = fold.fold(behind[2]).split()[: _WORDS_BETWEEN if behind[1] else 1]
        if known.past.isdisjoint(words):
            found.update(known.fields.get(word, "") for word in words)
            found.update(known.fields.get(" ".join(pair), "") for pair in pairwise(words))
    return found - {""}


def with_own_field() -> frozenset[str]:
    """Return the IDs of those who had a field of their own besides politics."""
    return frozenset(_professions().own)
