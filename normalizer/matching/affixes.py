"""What may hang on a name inside its word, and where a name may begin and end."""

from __future__ import annotations

import os
import re
from functools import lru_cache

from normalizer.spelling import fold

_KATAKANA = re.compile("[\u30a1-\u30fa\u30fc-\u30ff\uff66-\uff9f]")
# A language or people: 日本語, 西班牙语, 中国人; but not 中国语境, 中国人民, プーチン人気.
_DERIVED = re.compile(
    "[語语](?![言境文音系])|人(?![民口大才員员間间類类工权權権力士事物寿壽気气质質生道材件选選文])"
)
_LONGEST_PARTICLE = 5
_KATAKANA_BEGINS = "\u30a1"
_POINTED_END = re.compile(r"(?<!\w)(?:\w\.)+\w$")
_CLOSING = "\"'”’»)]"
_PAIRS = {
    "»": "«",
    "”": "“",
    "“": "„",
    "’": "‘",
    ")": "(",
    "]": "[",
    "」": "「",
    "』": "『",
    "》": "《",
}
_MAY_CLOSE = frozenset([".", *_PAIRS])


@lru_cache(maxsize=1)
def _clitics() -> dict[str, frozenset[str]]:
    path = os.path.join(os.path.dirname(fold.__file__), "data", "clitics.tsv")
    places: dict[str, set[str]] = {"before": set(), "after": set(), "particle": set()}
    with open(path, encoding="utf-8") as file:
        for line in file:
            if not line.startswith("#"):
                place, forms, *_ = line.split("\t")
                places[place].update(map(fold.fold_key, forms.split()))
    return {place: frozenset(forms) for place, forms in places.items()}


def may_stand_beside(text: str, start: int, end: int, affix: int) -> bool:
    """Tell whether the letters that share a word with a hit are known to hang on names.

    Args:
        text: The whole text.
        start: Offset of the hit.
        end: Offset behind it.
        affix: Bit 1: letters stand before it; bit 2: letters stand behind it.

    Returns:
        True for l'Iraq, ISIS's, IŞİD'in; False for Qa'im where Qa is listed.
    """
    if affix & 1 and fold.fold_key(_letters_before(text, start)) not in _clitics()["before"]:
        return False
    return not (affix & 2 and fold.fold_key(_letters_after(text, end)) not in _clitics()["after"])


def _in_word(char: str) -> bool:
    return fold.kind_of(ord(char)) not in (fold.SOFT, fold.HARD, fold.DOT, fold.QUOTE)


def _letters_before(text: str, start: int) -> str:
    at = start
    while at > 0 and start - at < 40 and _in_word(text[at - 1]):
        at -= 1
    return text[at:start]


def _letters_after(text: str, end: int) -> str:
    at = end
    while at < len(text) and at - end < 40 and _in_word(text[at]):
        at += 1
    return text[end:at]


def on_border(text: str, start: int, end: int) -> bool:
    """Tell whether a hit ends where a word may end in its script.

    Katakana words run on until another script begins: イラン is not in イランド. A name in Hangul
    begins a word, and only particles follow it there: 이라크에서. A country in 日本語 or 中国人 is
    no mention of it. Of a grapheme a hit always holds the whole.
    """
    if text[start] < _KATAKANA_BEGINS and text[end - 1] < _KATAKANA_BEGINS:
        return True
    if _DERIVED.match(text, end):
        return False
    if start and _KATAKANA.match(text[start]) and _KATAKANA.match(text[start - 1]):
        return False
    if start and _is_hangul(text[start]) and _is_hangul(text[start - 1]):
        return False
    if end < len(text) and _KATAKANA.match(text[end - 1]) and _KATAKANA.match(text[end]):
        return False
    return not _is_hangul(text[end - 1]) or _ends_hangul(text, end)


def _is_hangul(char: str) -> bool:
    return "\uac00" <= char <= "\ud7a3"


def _ends_hangul(text: str, end: int) -> bool:
    """Tell whether only a particle stands behind a name in Hangul, or nothing of its word."""
    at = end
    while at < len(text) and at - end <= _LONGEST_PARTICLE and _is_hangul(text[at]):
        at += 1
    return at == end or text[end:at] in _clitics()["particle"]


def with_closing(text: str, start: int, end: int) -> int:
    """Return the end of a mention with the sign that closes it: an acronym's point, a quote.

    Args:
        text: The whole text.
        start: Offset of the mention.
        end: Offset behind its last letter.

    Returns:
        `end`, or one more. In "the U.S. army" the point is the acronym's; at the end of a
        paragraph it is the sentence's as well and stays. A quote or bracket that opens inside the
        mention is closed inside it: ЧВК «Вагнер».
    """
    following = text[end : end + 1]
    if following not in _MAY_CLOSE:
        return end
    surface = text[start:end]
    opening = _PAIRS.get(following)
    if opening and surface.count(opening) > surface.count(following):
        return end + 1
    if following != "." or not _POINTED_END.search(surface):
        return end
    rest = text[end + 1 : end + 40].lstrip(_CLOSING)
    return end + 1 if rest.strip() and not rest.startswith(("\n", "\r")) else end
