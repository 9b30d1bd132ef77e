"""Names of places whose words are shortened, as tables have them: Egypt, Arab Rep.; Russian Fed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, islice, product, zip_longest

from normalizer.spelling import fold
from normalizer.spelling.data_rows import data_rows

_SHORT = re.compile(r"(?<!\w)([^\W\d_]{1,5})\.")
_INVERTED = re.compile(r"^([^,]+),\s*([^,]+?)(?:\s+(?:of|of the|du|de|del|de la))?$")
_MOST = 8
"""Readings of one name that are looked up; names with more are no names of places."""
_OF = {"en": ("of", "of the"), "fr": ("du", "de", "de la"), "es": ("de", "del", "de la")}


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, tuple[str, ...]]]:
    """Return by language what each shortened word, folded, may stand for."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for language, short, words in data_rows(__file__, "abbreviated_words.tsv"):
        found.setdefault(language, {})[fold.fold(short)] = tuple(words.split())
    return found


def written_out(text: str) -> Iterator[str]:
    """Yield a place's name with its shortened words written out, and in the usual order.

    Args:
        text: A name such as ``"Congo, Dem. Rep."``, ``"Russian Fed."`` or ``"N. Korea"``.

    Yields:
        What it may stand for; nothing where a word with a point is none that is shortened so.
    """
    shortened = _SHORT.findall(text)
    if not shortened:
        return
    for language, known in _words().items():
        options = [known.get(fold.fold(word), ()) for word in shortened]
        for words in islice(product(*options), _MOST):
            capital = (_as_in(word, short) for word, short in zip(words, shortened, strict=True))
            whole = " ".join(chain(*zip_longest(_SHORT.split(text)[::2], capital, fillvalue="")))
            yield from _in_order(" ".join(whole.split()).replace(" ,", ","), language)


def _as_in(word: str, short: str) -> str:
    """Return a word with a capital if what it is shortened to has one."""
    return word.capitalize() if short[0].isupper() else word


def _in_order(name: str, language: str) -> Iterator[str]:
    """Yield a name, and what is inverted in it the other way: Congo, Democratic Republic."""
    yield name
    inverted = _INVERTED.match(name)
    if inverted:
        place, kind = inverted.groups()
        for of in _OF[language]:
            yield f"{kind} {of} {place}"
    else:
        first, _, last = name.rpartition(" ")
        for of in _OF[language] if first else ():
            yield f"{first} {of} {last}"
