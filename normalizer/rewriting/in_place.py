"""What a new form depends on where it stands: a capital, an article before it, its name twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, cast

from normalizer.matching.texts.affixes import begins_sentence
from normalizer.matching.texts.definition_sites import is_lead, leads
from normalizer.matching.texts.initials import small_words
from normalizer.matching.texts.spans import Span
from normalizer.spelling import fold
from normalizer.spelling.data_rows import data_rows

if TYPE_CHECKING:
    from normalizer.matching.texts.in_columns import SpansInColumns

_LONGEST_GAP = 60
_QUOTES = " \"“”„«»‘’'"
_GAP = re.compile(
    r"[\"”»’']?(?: ?[(（\[](?P<bracket>[^()（）\[\]\n]*)"
    r"| ?(?P<slash>/) ?|(?P<comma>[,;]?) (?P<words>[^\n]*))"
)
_POSSESSOR = re.compile(r"[^,.;:]{1,60}(?:['’ʼ]s|s['’ʼ]) ")
_WORD = re.compile(r"\w+['’]| ?\w+ ")


@lru_cache(maxsize=1)
def _articles() -> frozenset[str]:
    rows = data_rows(__file__, "lead_words.tsv")
    return frozenset(word for _, words in rows for word in words.split())


def before_form(mention: str) -> int:
    """Return how many letters at the beginning of a mention are an article or whose it is.

    The Gambia, L'État islamique, India's Border Security Force.

    Args:
        mention: The mention as it is written.
    """
    at = 0
    while match := _WORD.match(mention, at):
        if match[0].strip().lower() not in _articles():
            break
        at = match.end()
    owner = _POSSESSOR.match(mention, at)
    return owner.end() if owner else at


def with_capital(text: str, start: int, form: str) -> str:
    """Return a form as it is written at the beginning of a sentence if the mention was: Al-Shabaab.

    Args:
        text: The whole text.
        start: Where the mention begins.
        form: Its new form, which begins with a small letter.
    """
    if not text[start].isupper() or not begins_sentence(text, start):
        return form
    return form[0].upper() + form[1:]


def said_twice(text: str, spans: Sequence[Span]) -> Iterator[tuple[int, list[int]]]:
    """Yield where a text names an entity several times over, one name explaining another.

    ISIS (Islamic State), Daesh/ISIS, Islamic State, also known as ISIS.

    Args:
        text: The whole text.
        spans: The spans of its mentions, in order.

    Yields:
        The number of the one to be rewritten, the first that is no acronym, and of the others.
    """
    group: list[int] = []
    for number in _alike_in_a_row(spans):
        if not _are_together(text, spans[number], spans[number + 1]):
            continue
        if group and group[-1] != number:
            yield _parted(group, spans)
            group = []
        group = [*(group or [number]), number + 1]
    if group:
        yield _parted(group, spans)


def _alike_in_a_row(spans: Sequence[Span]) -> list[int]:
    """Return which mentions have one of the same entity not far behind them."""
    if not isinstance(spans, list):
        return _alike_in_columns(cast("SpansInColumns", spans))
    return [
        number
        for number, (one, other) in enumerate(pairwise(spans))
        if one[2].entity == other[2].entity and other[0] - one[1] <= _LONGEST_GAP
    ]


def _alike_in_columns(spans: SpansInColumns) -> list[int]:
    """Do the same for spans of which most are plain names."""
    entities = spans.entity_of_each()
    alike = entities[1:] == entities[:-1]
    alike &= spans.starts[1:] - spans.ends[:-1] <= _LONGEST_GAP
    numbers: list[int] = alike.nonzero()[0].tolist()
    return numbers


def with_last(text: str, spans: Sequence[Span], following: Span) -> int:
    """Return how many of the last mentions say what a following one says once more.

    Args:
        text: The text.
        spans: The spans of mentions in order.
        following: The span of the mention behind them.
    """
    count = 0
    for span in reversed(spans):
        if span.name.entity != following.name.entity or not _are_together(text, span, following):
            break
        count, following = count + 1, span
    return count


def _are_together(text: str, one: Span, other: Span) -> bool:
    """Tell whether one of two names of one entity in a row explains the other."""
    return other.start - one.end <= _LONGEST_GAP and _explains(text[one.end : other.start])


def _parted(group: list[int], spans: Sequence[Span]) -> tuple[int, list[int]]:
    """Part the one of some mentions that is to be rewritten from the others."""
    spelled_out = (number for number in group if spans[number].name.name.kind != "acronym")
    chosen = next(spelled_out, group[0])
    return chosen, [number for number in group if number != chosen]


def _explains(gap: str) -> bool:
    """Tell by what stands between two names of one entity whether one explains the other."""
    match = _GAP.fullmatch(gap)
    if not match:
        return False
    if match["slash"]:
        return True
    bracket, comma, words = match["bracket"], match["comma"], match["words"]
    if bracket is not None:
        return is_lead(bracket.rstrip(_QUOTES))
    said = fold.fold(words.rstrip(_QUOTES)).split()
    if not said or not is_lead(words.rstrip(_QUOTES)):
        return False
    if all(word in small_words() for word in said) and "".join(said) not in leads():
        return bool(comma) and all(word in _articles() for word in said)
    return True
