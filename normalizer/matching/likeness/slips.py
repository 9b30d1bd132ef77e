"""How a spelling was changed, where its words are a listed form's but for slips of the pen.

A logistic model says how likely it is the same name: a letter struck twice or two in the wrong
order are slips, a letter in place of another often makes another name, and a word that stands in
other listed names is hardly a slip at all. Fitted to made slips of listed names, and to names that
were not listed and came near a listed one by chance (``training/fit_slips.py``).

Source: what kinds of slips there are, after F. Damerau, A Technique for Computer Detection and
Correction of Spelling Errors (1964).
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from normalizer.matching.likeness.letter_runs import rarity

_DATA = Path(__file__).parent / "data" / "slip_weights.json"
_VOWELS = frozenset("aeiouyаеиоуыэюяіїєёαεηιουω")
_VOWEL_LETTERS = dict.fromkeys(map(ord, "aeiouyhаеиоуыэюяіїєёαεηιουωاويهאויה"))
_DOUBLED = re.compile(r"(.)\1+")
_LONG_WORD = 6
_ABJADS = ("Arab", "Hebr")  # scripts in which every letter belongs to the root
_NUMERAL = re.compile(r"\d+|[ivxlc]+")
_MANY_LETTERS = 12
_LETTERS = 4.0  # what lengths are measured by
_TELLING_WORDS = 2  # so many that are the same leave no doubt of the rest of a name
_MANY_FORMS = 60_000
"""From so many forms on 85 to 92% of the short words of names that are not listed are known."""
_ODD = 3.3  # rarity a letter that two in a hundred short words of names have
_NATS = 10.0  # what logarithms are measured by

FEATURES = (
    "always",
    "missing",
    "surplus",
    "swapped",
    "replaced",
    "two_slips",
    "vowels",
    "doubled",
    "first_letter",
    "last_letter",
    "short_word",
    "short_name",
    "known_word",
    "several_words",
    "single_word",
    "letters_unchanged",
    "light_words",
    "abjad",
    "rarity",
    "rarer",
    "crowded",
    "shared_word",
    "listed",
)
"""What is measured: kinds of slips, where they are, and how much of the name is left."""


class Surroundings(NamedTuple):
    """What there is in a gazetteer that a spelling may have come near by chance.

    Attributes:
        known: Whether each word of the spelling is a word of some listed form.
        near: How many listed words are a slip away from each.
        forms: How many forms are listed.
    """

    known: tuple[bool, ...]
    near: tuple[int, ...]
    forms: int


def measured(
    query: Sequence[str],
    name: Sequence[str],
    uses: Sequence[int],
    around: Surroundings,
    script: str,
) -> tuple[float, ...]:
    """Measure how the words of a spelling differ from those of a listed form.

    Args:
        query: The folded words of the spelling.
        name: As many folded words of the form.
        uses: In how many places of listed forms each of these stands.
        around: What else is listed near it.
        script: ISO 15924 code of their script.

    Returns:
        A value for each of `FEATURES`.
    """
    values = dict.fromkeys(FEATURES, 0.0)
    changed = unchanged = 0
    rarest = 0
    every = zip(query, name, uses, around.known, around.near, strict=True)
    for one, other, often, is_known, near in every:
        if one == other:
            unchanged += len(one)
            rarest = min(rarest or often, often)
            continue
        changed += 1
        for what in _change(one, other):
            values[what] += 1.0
        values["known_word"] += is_known
        values["short_word"] += _LETTERS / max(len(one), len(other))
        values["crowded"] += math.log1p(near)
        rare = rarity(one, script) / _NATS
        values["rarity"] += rare
        values["rarer"] += rare - rarity(other, script) / _NATS
    values["always"] = 1.0
    values["letters_unchanged"] = min(unchanged, _MANY_LETTERS) / _MANY_LETTERS
    values["several_words"] = float(changed > 1)
    values["light_words"] = float(changed == 0)  # nothing else differs
    values["single_word"] = float(len(query) == 1)
    values["short_name"] = _LETTERS / max(1, sum(map(len, name)))
    values["abjad"] = float(script in _ABJADS)
    values["shared_word"] = math.log(max(1, rarest)) / _NATS
    values["listed"] = math.log(max(1, around.forms)) / _NATS
    return tuple(values.values())


def _change(query: str, name: str) -> list[str]:
    """Return which features tell how a word was changed."""
    shorter = min(len(query), len(name))
    begin = next((at for at in range(shorter) if query[at] != name[at]), shorter)
    left = shorter - begin
    end = next((at for at in range(left) if query[-1 - at] != name[-1 - at]), left)
    ours, theirs = query[begin : len(query) - end], name[begin : len(name) - end]
    letters = ours + theirs
    if len(letters) == 1:
        found = ["surplus" if ours else "missing"]
        if begin and query[begin - 1] == letters:
            found.append("doubled")
    elif len(ours) == len(theirs) == 1:
        found = ["replaced"]
    else:
        found = ["swapped" if len(ours) == 2 and ours == theirs[::-1] else "two_slips"]
    if _VOWELS.issuperset(letters):
        found.append("vowels")
    if begin == 0:
        found.append("first_letter")
    if end == 0:
        found.append("last_letter")
    return found


def are_apart(query: Sequence[str], name: Sequence[str], around: Surroundings, script: str) -> bool:
    """Tell whether words differ in what no slip explains, however much of the rest agrees.

    Args:
        query: The folded words of a spelling.
        name: As many folded words of a listed form.
        around: What else is listed near it.
        script: ISO 15924 code of their script.

    Returns:
        True where a number is another one (John XVIII is not John XVII), where a word of several is
        another that is known (Hossein Salimi is not Hossein Salami), or where a short word has
        another consonant (Nazim is not Naim): unless two words beside it are the same, no name is
        spelled like it, or a large gazetteer, which knows most short words of names, does not
        know it.
    """
    changed = [
        (one, other, known)
        for one, other, known in zip(query, name, around.known, strict=True)
        if one != other
    ]
    surely = len(query) - len(changed) >= _TELLING_WORDS or around.forms >= _MANY_FORMS
    return any(
        (known and len(query) > 1)
        or (_NUMERAL.fullmatch(one) and _NUMERAL.fullmatch(other))
        or (
            not surely
            and min(len(one), len(other)) < _LONG_WORD
            and _root(one) != _root(other)
            and rarity(one, script) <= _ODD * (len(one) + 1)
        )
        for one, other, known in changed
    )


def _root(word: str) -> str:
    """Return a word's consonants in the order of the alphabet, each of a double once."""
    return "".join(sorted(_DOUBLED.sub(r"\1", word.translate(_VOWEL_LETTERS))))


def odds(features: Sequence[float]) -> float:
    """Return the odds that a spelling is of the form's name rather than of one that is not listed.

    Args:
        features: As `measured` gives them.
    """
    return math.exp(max(-30.0, min(30.0, sum(map(float.__mul__, _weights(), features)))))


def score(own: float, others: float = 0.0) -> float:
    """Return the probability that a spelling is of a name.

    Args:
        own: The `odds` that it is of that name.
        others: Those that it is of other entities' names, added up: it is of one of them.
    """
    return own / (1.0 + own + others)


@cache
def _weights() -> tuple[float, ...]:
    data = json.loads(_DATA.read_text(encoding="utf-8"))
    return tuple([float(data["weights"][name]) for name in FEATURES])


@cache
def threshold(strictness: str = "1%") -> float:
    """Return the score above which a share of false accepts was seen.

    Args:
        strictness: One of `normalizer.matching.names.listed.STRICTNESS`: of the names that were not
            listed, the share that came near enough to a listed one by chance.

    Returns:
        A probability.

    Raises:
        KeyError: If the share is not one that was measured.
    """
    data = json.loads(_DATA.read_text(encoding="utf-8"))
    return float(data["figures"][f"threshold_at_{strictness}"])
