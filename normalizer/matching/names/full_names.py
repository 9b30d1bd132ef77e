"""Full names of persons in Latin letters: what differs as names of two people do.

Their score is made for lists in which one name has a father's name and the other has none. It shows
that two names resemble each other, and people of one family resemble each other by name. So what
may tell of somebody else must be told apart by more: such a match stays below the threshold, unless
the score of all other names in Latin letters would do, too.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from normalizer.matching.likeness.distinct_names import names_father
from normalizer.matching.likeness.evidence import Comparison
from normalizer.matching.likeness.same_word import are_one_word
from normalizer.matching.likeness.score import FULL, LATIN_KIND, log_odds, probability, threshold
from normalizer.spelling.data_rows import data_rows

_MET = 0.25  # share of the best possible value from which on two words meet
_EVEN = 0.5
_BELOW = 0.001  # what is doubtful stays so much below the threshold


def generation_objection(comparison: Comparison) -> str | None:
    """Return that a spelling tells another generation than the listed name, in words.

    Args:
        comparison: A spelling's comparison with a listed form.

    Returns:
        A sentence, or None.
    """
    if comparison.kind != FULL:
        return None
    told = _generations().intersection(comparison.query.words[1:]) - {*comparison.name.words}
    return f"the listed name does not have “{min(told)}”" if told else None


def is_fuller(comparison: Comparison) -> bool:
    """Tell whether a spelling is the listed name with words more in its middle, and nothing else.

    Args:
        comparison: A spelling's comparison with a listed form.
    """
    if comparison.kind != FULL or comparison.joined:
        return False
    words, names = comparison.query.core_words, comparison.name.core_words
    places = _met(comparison)
    last = places.get(len(words) - 1) == len(names) - 1
    if not last or places.get(0) != 0 or list(places.values()) != list(range(len(names))):
        return False
    ends = zip((words[0], words[-1]), (names[0], names[-1]), strict=True)
    return len(words) > len(names) and all(are_one_word(*pair) for pair in ends)


def is_joined(comparison: Comparison, at: int) -> bool:
    """Tell whether a word of a spelling is one of the listed name, alone or with its neighbour.

    Args:
        comparison: A spelling's comparison with a listed form.
        at: The word's place among those that carry the name.
    """
    words, names = comparison.query.core_words, comparison.name.core_words
    before, after = words[max(0, at - 1) : at], words[at + 1 : at + 2]
    some = [words[at], *[one + words[at] for one in before], *[words[at] + one for one in after]]
    if any(are_one_word(one, other) for one in some for other in names):
        return True
    return any(are_one_word(words[at], "".join(pair)) for pair in pairwise(names))


def doubt(comparison: Comparison, lone: str | None = None) -> str | None:
    """Return what about a full name may tell of somebody else, in words.

    Args:
        comparison: A spelling's comparison with a listed form.
        lone: A word of the spelling that is like none of the listed name.

    Returns:
        A sentence; None where nothing does, or where the other names' score is high enough.
    """
    if comparison.kind != FULL:
        return None
    if lone:
        return f"“{lone}” may point to somebody else"
    why = _somebody_else(comparison)
    if why and probability(log_odds(LATIN_KIND, "", comparison.features)) < threshold(LATIN_KIND):
        return why
    return None


def doubtful(chance: float) -> float:
    """Return the score of a match that is doubted: below the threshold, in the order they had.

    Args:
        chance: Its probability, from even chances on.
    """
    most = threshold(FULL) - _BELOW
    return _EVEN + (chance - _EVEN) / (1 - _EVEN) * (most - _EVEN)


def _somebody_else(comparison: Comparison) -> str | None:
    """Return in which way a full name differs as those of two people do."""
    query, name = comparison.query, comparison.name
    told = _generations().intersection(name.words) - {*query.words}
    if told:
        return f"“{min(told)}” in the listed name is missing"
    if comparison.joined:
        return None
    words, names = query.core_words, name.core_words
    met = _met(comparison)
    if sum([len(word) > 1 for word in words]) > len(names):  # a single letter is an initial
        return "the additional word may point to somebody else"
    last = len(names) - 1
    if last not in met.values():
        alike = [at for at in range(len(words)) if at not in met]
        alike = [at for at in alike if are_one_word(words[at], names[last])]
        if not alike:
            return f"“{names[last]}”, the last word of the listed name, is missing"
        met = dict(sorted([*met.items(), (alike[0], last)]))
    (at,) = [at for at, its in met.items() if its == last]
    if not are_one_word(words[at], names[last]):
        return f"“{words[at]}” may be a different name from “{names[last]}”"
    places = list(met.values())
    first = places[1:] if places[0] == last else places  # the family name may go first
    if first != sorted(first):
        return "the given names are in a different order"
    if names_father(query.words) or names_father(name.words):
        same = [are_one_word(words[at], names[its]) for at, its in met.items()]
        if not all(same) or not len(same) == len(words) == len(names):
            return "names that include the father's name are often shared"
    return None


def _met(comparison: Comparison) -> dict[int, int]:
    """Return which word of the name each word of the spelling meets, in the order of the latter."""
    return dict(sorted([(at, its) for at, its, _, share in comparison.pairs if share >= _MET]))


@lru_cache(maxsize=1)
def _generations() -> frozenset[str]:
    """Words that tell a generation, romanised."""
    rows = data_rows(__file__, "generation_words.txt")
    return frozenset(word for (words,) in rows for word in words.split())
