"""Evidence in words: full short sentences a reviewer can read."""

from __future__ import annotations

from normalizer.matching.likeness.features import Pairs
from normalizer.matching.likeness.views import Spelling

_WELL, _BADLY = 0.75, 0.35


def explain(
    query: Spelling, name: Spelling, kind: str, pairs: Pairs, joined: bool
) -> tuple[str, ...]:
    """Tell in sentences what a comparison found.

    Args:
        query: The spelling that was given.
        name: The listed form.
        kind: Which scripts met.
        pairs: The words that met, with their values and shares.
        joined: Whether the words were compared run together.

    Returns:
        Sentences: what met first, what speaks against after it.
    """
    for_it: list[str] = []
    against: list[str] = []
    if joined:
        left, right = " ".join(query.core_words), " ".join(name.core_words)
        for_it.append(f"«{left}» and «{right}» match when their words are run together.")
    met_query = {pair[0] for pair in pairs}
    met_name = {pair[1] for pair in pairs}
    for i, j, _, share in () if joined else sorted(pairs):
        _tell_pair(query, name, (i, j), share, for_it, against)
    if not joined:
        for i, word in enumerate(query.core_words):
            if i not in met_query:
                against.append(f"«{word}» has no counterpart in the listed name.")
        for j, word in enumerate(name.core_words):
            if j not in met_name:
                against.append(f"«{word}» in the listed name is missing.")
        if [pair[1] for pair in sorted(pairs)] != sorted(met_name):
            for_it.append("The words are in a different order.")
    if kind == "same" and query.core_folded != name.core_folded:
        against.append(
            f"In their own script they differ: «{query.core_folded}», «{name.core_folded}»."
        )
    return (*for_it, *against)


def _tell_pair(
    query: Spelling,
    name: Spelling,
    places: tuple[int, int],
    share: float,
    for_it: list[str],
    against: list[str],
) -> None:
    """Add the sentence about two words that met."""
    i, j = places
    word, other = query.core_words[i], name.core_words[j]
    if word == other:
        for_it.append(f"«{word}» is written the same.")
        return
    key, other_key = query.core_skeletons[i], name.core_skeletons[j]
    if share >= _BADLY:
        how = "matches" if share >= _WELL else "partly matches"
        by = f" by the consonants {key}" if key and key == other_key else ""
        for_it.append(f"«{word}» {how} «{other}»{by}.")
        if key != other_key:
            against.append(f"Their consonants differ: {key or 'none'}, {other_key or 'none'}.")
    else:
        against.append(f"«{word}» and «{other}» are different words.")
    if key[:1] != other_key[:1] and share >= _BADLY:
        against.append(f"«{word}» and «{other}» begin with different consonants.")
