"""Words that say what an organisation is: brigade, حزب, банк, 株式会社.

They are translated more often than transliterated, so names are better compared by what remains
without them, and by whether the type words may stand for each other. They are curated in
`data/type_words.tsv`, which is read when the first name is split.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from normalizer.spelling import fold
from normalizer.spelling.type_word_forms import NAME, OF, forms, words_of
from normalizer.spelling.words import Word

_NONE: frozenset[str] = frozenset()
_LONGEST = 300  # letters and signs; what is longer is no name


class Split(NamedTuple):
    """A name without its type words.

    Attributes:
        rest: What remains of the name, as it is written.
        classes: What each type word says, in order; a word may say one of several things.
    """

    rest: str
    classes: tuple[frozenset[str], ...]


def split(text: str) -> Split:
    """Take the type words out of a name.

    Args:
        text: A written name in any script.

    Returns:
        The rest, without articles and words like «of» at its ends and behind a type word, and the
        classes. The text as it is, without classes, where no type word stands in it or fewer than
        three letters would remain (in Chinese, Japanese and Korean, two). So, too, a text of more
        than 300 characters.
    """
    name = Split(text, ())
    while _may_hold(name.rest) and (less := _without(name.rest)):
        name = Split(less.rest, name.classes + less.classes)
    return name


def compatible(one: tuple[frozenset[str], ...], other: tuple[frozenset[str], ...]) -> bool | None:
    """Tell whether the type words of two names may be translations of each other.

    Args:
        one: Classes of a name's type words, as `split` returns them.
        other: Those of another name.

    Returns:
        None where either name has none. True where each type word of the shorter list shares a
        class with a different one of the other list.
    """
    if not one or not other:
        return None
    few, many = sorted((one, other), key=len)
    taken: dict[int, frozenset[str]] = {}

    def seat(word: frozenset[str], tried: set[int]) -> bool:
        """Find a partner, moving earlier words to other partners where need be."""
        for at, partner in enumerate(many):
            if at not in tried and not word.isdisjoint(partner):
                tried.add(at)
                if at not in taken or seat(taken[at], tried):
                    taken[at] = word
                    return True
        return False

    return all(seat(word, set()) for word in few)


def _may_hold(text: str) -> bool:
    """Tell quickly whether a text may hold a type word."""
    if len(text) > _LONGEST:
        return False
    table, folded = forms(), fold.fold(text)
    if not table.reach.keys().isdisjoint(folded.split()) or "'" in text or "’" in text:
        return True
    return not folded.isascii() and not table.borders.isdisjoint((folded[0], folded[-1]))


def _without(text: str) -> Split | None:
    """Take type words out once; None where there are none or too little would remain."""
    text = fold.compose(text)
    words = words_of(text)
    kept: list[Word | None] = [None]  # None where a type word stood, and at both ends
    classes: list[frozenset[str]] = []
    connecting = forms().classes[OF]
    at = 0
    while at < len(words):
        size, found = _type_word(words, at)
        if found and NAME not in found:
            kept.append(None)
            classes.append(found)
        elif kept[-1] or NAME in found or words[at].letters not in connecting:
            kept += words[at : at + size]
        at += size
    while len(kept) > 1 and (not kept[-1] or kept[-1].letters in connecting):
        kept.pop()
    letters = "".join([word.letters for word in kept if word])
    least = 2 if any(letter >= "\u2e80" for letter in letters) else 3
    if not classes or sum(not letter.isdigit() for letter in letters) < least:
        return None
    parts: list[str] = []
    for before, word in pairwise(kept):
        if word:
            parts.append(_between(text, before, word) if parts else "")
            parts.append(text[word.start : word.end])
    return Split("".join(parts), tuple(classes))


def _type_word(words: list[Word], at: int) -> tuple[int, frozenset[str]]:
    """Return how many words the longest form at a place has, and its classes; one, if none."""
    table = forms()
    for size in range(min(table.reach.get(words[at].letters, 0), len(words) - at), 0, -1):
        form = " ".join([word.letters for word in words[at : at + size]])
        found = table.classes["word"].get(form, _NONE)
        if at == 0:
            found |= table.classes["first"].get(form, _NONE)
        if at + size == len(words):
            found |= table.classes["last"].get(form, _NONE)
        if found:
            return size, found
    return 1, _NONE


def _between(text: str, before: Word | None, word: Word) -> str:
    """Return what joins a word to the one before it: nothing, a hyphen or the like, or a space."""
    signs = text[before.end : word.start] if before else " "
    return signs if not signs or (fold.kinds(signs) == fold.SOFT and not signs.isspace()) else " "
