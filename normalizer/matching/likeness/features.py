"""What is measured of two spellings beside the alignment of their sounds; see `score.FEATURES`."""

from __future__ import annotations

from rapidfuzz.distance import JaroWinkler, Levenshtein
from rapidfuzz.fuzz import ratio

from normalizer.matching.likeness.views import Spelling

Pairs = tuple[tuple[int, int, float, float], ...]
"""Words that met: place in the query, place in the name, value, share of the best value."""

MOST_LOSS = 8.0
_CHANCE = 0.2  # share of the best value that words reach which have nothing in common
_VOWELS = frozenset("aeiouy")
_SILENT = _VOWELS | {"h"}  # what may stand behind a word or not


def word_features(
    query: Spelling,
    name: Spelling,
    pairs: Pairs,
    joined: bool,
    missing: float,
    surplus: float,
) -> tuple[float, ...]:
    """The features of words and romanised letters."""
    left, right = query.core_skeletons, name.core_skeletons
    words, others = query.core_words, name.core_words
    if joined:
        share = loss = missing = surplus = last = 0.0
        unmet = 0
        consonant = float("".join(left)[:1] != "".join(right)[:1])
        letter = begins = 0.0
    else:
        share = max(-1.0, min([pair[3] for pair in pairs], default=-1.0))
        loss = max([_loss(pair) for pair in pairs], default=MOST_LOSS)
        unmet = abs(len(left) - len(right))
        last = 1.0 - max([0.0, *[pair[3] for pair in pairs if pair[1] == len(right) - 1]])
        consonant = float(sum([left[i][:1] != right[j][:1] for i, j, _, _ in pairs]))
        letter = sum([_other_start(words[i], others[j]) for i, j, _, _ in pairs])
        begins = float(sum([_is_start(words[i], others[j]) for i, j, _, _ in pairs]))
    keys, other_keys = " ".join(left), " ".join(right)
    letters, other_letters = query.core_plain, name.core_plain
    longest = max(1, len(letters), len(other_letters))
    return (
        share,
        loss,
        0.0 if joined else max(0.0, 0.4 - share),
        0.0 if joined or len(pairs) < 2 else max([pair[3] for pair in pairs]) - share,
        min(missing, 12.0),
        min(surplus, 12.0),
        float(unmet),
        last,
        _met(words, [(pair[0], pair[3]) for pair in pairs]),
        _met(others, [(pair[1], pair[3]) for pair in pairs]),
        consonant,
        letter,
        begins,
        float(keys == other_keys),
        Levenshtein.normalized_similarity(keys, other_keys),
        float(abs(len(keys) - len(other_keys))),
        abs(len(letters) - len(other_letters)) / longest,
        ratio(letters, other_letters) / 100,
        JaroWinkler.similarity(query.romanised, name.romanised),
        1.0 / max(1, min(len(keys), len(other_keys))),
    )


def _met(words: tuple[str, ...], shares: list[tuple[int, float]]) -> float:
    """Which share of a side's letters stands in words that meet, by how well they do."""
    met = sum([len(words[at]) * max(0.0, share - _CHANCE) for at, share in shares])
    return met / (1 - _CHANCE) / max(1, sum(map(len, words)))


def _loss(pair: tuple[int, int, float, float]) -> float:
    """How far a pair of words stays below the best possible."""
    _, _, value, share = pair
    return min(MOST_LOSS, value / share - value) if share > 0.05 else MOST_LOSS


def _other_start(word: str, other: str) -> float:
    """How much it counts that words begin with different vowels, or one of them with a vowel."""
    one, two = word[0], other[0]
    if one == two or (one not in _VOWELS and two not in _VOWELS):
        return 0.0
    return 4.0 / min(len(word), len(other))


def _is_start(word: str, other: str) -> bool:
    """Tell whether one word is the other with letters behind it that make another word."""
    if len(word) < len(other):
        word, other = other, word
    more = word[len(other) :]
    return word.startswith(other) and (len(more) > 1 or (bool(more) and more not in _SILENT))


def script_features(query: Spelling, name: Spelling) -> tuple[float, ...]:
    """What differs in letters, where both are in one script."""
    if query.script != name.script:
        return (0.0, 0.0, 0.0, 0.0)
    left, right = query.core_folded, name.core_folded
    changed = Levenshtein.distance(left, right)
    roots, other_roots = query.core_roots, name.core_roots
    return (
        float(min(changed, 8)),
        1 - changed / max(1, len(left), len(right)),
        float(left[:1] != right[:1]),
        float(min(Levenshtein.distance(roots, other_roots), 6)),
    )
