"""Surnames in scripts without capitals: which may be looked for, and where one stands as such.

Without capitals a surname looks like any word, so beside its bearer's full name before it, it takes
a title or a word that people act by: روحانی گفت, الرئيس السيسي, 네타냐후는, ゴルバチョフ氏.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set
from functools import lru_cache

from normalizer.matching.names.titles import is_title, title_behind
from normalizer.spelling import fold
from normalizer.spelling.data_rows import data_rows
from normalizer.spelling.script import script_of

_PARTS = re.compile(r"[ \n·・•]+")
_FEW = 40
_MOST_WORDS = 3
_WORDS_BEFORE = re.compile(r"[^.!?,;:،؛؟۔।॥…\n()«»\"“”|\[\]]*$")
_UNSPACED = frozenset(["Hani", "Jpan", "Hang", "Thai"])
_SHORTEST = {
    **dict.fromkeys(("Arab", "Hebr", "Deva", "Beng", "Taml", "Jpan"), 3),
    **dict.fromkeys(("Hani", "Hang"), 2),
    **dict.fromkeys(("Thai", "Geor"), 4),
}
"""Fewest letters of a surname in the scripts that are looked at."""
_JOINTS = ("·", "・", "•", "=", "＝")
_AND = {"Arab": "و", "Hebr": "ו"}
"""What may be written in one with the surname before it."""
WRITTEN_BEFORE = frozenset(_AND.values())
"""Letters behind which a surname may begin in scripts with spaces."""


@lru_cache(maxsize=1)
def _all_words() -> dict[tuple[str, str], set[str]]:
    """The folded words of the data file by kind and script."""
    found: dict[tuple[str, str], set[str]] = {}
    for kind, script, words in data_rows(__file__, "surname_words.tsv"):
        folded = (fold.fold(word.replace("_", " ")) for word in words.split())
        found.setdefault((kind, script), set()).update(folded)
    return found


def _words(kind: str, script: str) -> Set[str]:
    return _all_words().get((kind, script), frozenset())


def family_of(full_name: str) -> str:
    """Return the surname of a full name, empty where it is no word to look for.

    Args:
        full_name: A person's name in a script without capitals.
    """
    parts = _PARTS.split(full_name)
    script = script_of(full_name)
    family = parts[-1]
    if len(parts) == 1 or len(family) < _SHORTEST.get(script, len(family) + 1):
        return ""
    if any(map(str.isdigit, family)):
        return ""
    if fold.fold(parts[-2]) in _words("joined", script):
        return ""
    return "" if fold.fold(family) in _words("never", script) else family


def stands_alone(text: str, start: int, end: int) -> bool:
    """Tell whether a surname stands as one at a place: with a title or an act beside it.

    Args:
        text: The whole text.
        start: Offset of the surname.
        end: Offset behind it.
    """
    script = script_of(text[start:end])
    behind = text[end : end + _FEW]
    if script in _UNSPACED:
        return _is_whole_unspaced(text, start, end, script) and (
            title_behind(behind.lstrip(" ")) or _acts_unspaced(behind, script)
        )
    if _is_letter(behind[:1]):
        return False
    if start and _is_letter(text[start - 1]):
        if text[start - 1] != _AND.get(script) or _is_letter(text[start - 2 : start - 1]):
            return False
        start -= 1
    match = _WORDS_BEFORE.search(text, max(0, start - _FEW), start)
    before = fold.fold(match[0]).split() if match else []
    for size in range(1, min(_MOST_WORDS, len(before)) + 1):
        words = " ".join(before[-size:])
        if is_title(words) or words in _words("before", script):
            return True
    if behind[:1] != " " or (before and before[-1] not in _words("and", script)):
        return False  # what stands before may be another's given name
    following = fold.fold(behind).split()
    acts = _words("behind", script)
    return any(" ".join(following[:size]) in acts for size in range(1, _MOST_WORDS + 1))


@lru_cache(maxsize=1 << 16)
def may_follow_letters(family: str) -> bool:
    """Tell whether a surname may stand alone behind a letter that is not one of `WRITTEN_BEFORE`.

    Args:
        family: The surname.
    """
    return not family[0].isupper() and script_of(family) in _UNSPACED


def _is_whole_unspaced(text: str, start: int, end: int, script: str) -> bool:
    """Tell whether a surname is no part of a longer name or word."""
    before, behind = text[max(0, start - 1) : start], text[end : end + 1]
    if before in _JOINTS or behind in _JOINTS:
        return False
    if script == "Hang":
        return not _is_letter(before)
    return script == "Hani" or not (_is_kana(before) or _is_kana(behind))


def _acts_unspaced(behind: str, script: str) -> bool:
    """Tell whether a particle or verb stands right behind a surname."""
    acts = [act for act in _words("behind", script) if behind.startswith(act)]
    if script == "Hang":  # a particle ends its word
        return any(not _is_letter(behind[len(act) : len(act) + 1]) for act in acts)
    return bool(acts)


def _is_letter(char: str) -> bool:
    return unicodedata.category(char)[0] in "LM" if char else False


def _is_kana(char: str) -> bool:
    return "\u30a1" <= char <= "\u30fe"
