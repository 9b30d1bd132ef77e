"""Resolve many names at once that are listed plainly.

Plainly listed is what folds to one form, which is one name's, without conditions and not inflected:
then nothing but an entity's type can keep the name from counting. All other names are left to
`normalizer.matching.names.resolve`, which gives the same resolutions one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from normalizer.entity import MASKS
from normalizer.matching.compiled.index import Index
from normalizer.matching.hashing import letters_hash
from normalizer.matching.names import results
from normalizer.matching.names.listed import (
    LONGEST_QUERY,
    SPLIT_LETTERS,
    Asked,
    is_written_so,
    listed_as,
    listed_score,
)
from normalizer.matching.names.results import Candidate, Resolution
from normalizer.spelling import words
from normalizer.spelling.fold_many import fold_keys

_PLAIN = 4
"""Fields that the file has of a name without conditions."""


class ListedMany:
    """The plainly listed names of an index.

    Args:
        index: The compiled gazetteer.
    """

    def __init__(self, index: Index) -> None:
        self._index = index

    def resolutions(self, questions: Sequence[tuple[object, Asked]]) -> list[Resolution | None]:
        """Resolve names.

        Args:
            questions: What is to be resolved, each with what is asked of it.

        Returns:
            For each its resolution, the evidence and candidates of which are found when they are
            asked for; None where it must be looked at alone.
        """
        index = self._index
        texts = [_stripped(text) for text, _ in questions]
        letters = fold_keys(texts)
        found: list[Resolution | None] = [None] * len(texts)
        proposed = [
            (at, number)
            for at, form, number in zip(*self._proposed(letters), strict=True)
            if self._spells(index.form(form), texts[at], letters[at])
        ]
        names = index.name_fields([number for _, number in proposed])
        entities = index.entity_fields([fields[0] for fields in names])
        for (at, _), name, entity in zip(proposed, names, entities, strict=True):
            text, asked = questions[at]
            is_plain = len(name) == _PLAIN and name[3] not in MASKS
            if is_plain and (not asked.type or asked.type == entity["type"]):
                _, listed, language, kind = name
                exact = is_written_so(listed, texts[at])
                told = entity["id"], entity["name"], entity["type"], listed, language, kind, exact
                found[at] = results.listed(
                    text,
                    *told[:3],
                    listed_score(exact),
                    results.EXACT if exact else results.FOLDED,
                    entity.get("labels", {}),
                    partial(_candidates, *told),
                )
        return found

    def _proposed(self, letters: Sequence[str]) -> tuple[list[int], list[int], list[int]]:
        """Return which of the names have the hash of one form that is one name's own.

        Args:
            letters: The folded letters of names.

        Returns:
            Places in `letters`, the numbers of the forms, and of their names.
        """
        import numpy as np  # noqa: PLC0415  # worth it for many names only

        sections = self._index.hashed_forms()
        keys, offsets, names, endings = (np.frombuffer(it, dtype=np.uint32) for it in sections)
        hashes = np.fromiter(map(letters_hash, letters), dtype=np.uint32, count=len(letters))
        first = np.searchsorted(keys, hashes)
        at = np.flatnonzero(np.searchsorted(keys, hashes, side="right") - first == 1)
        forms = first[at]
        postings = offsets[forms].astype(np.intp)
        is_plain = offsets[forms + 1] - offsets[forms] == 1
        # Behind the last inflected form there are no endings.
        has_ending = np.flatnonzero(postings < len(endings))
        is_plain[has_ending] &= endings[postings[has_ending]] == 0
        numbers = names[postings[is_plain]]
        return at[is_plain].tolist(), forms[is_plain].tolist(), numbers.tolist()

    @staticmethod
    def _spells(form: str, text: str, letters: str) -> bool:
        if not letters or (form != letters and words.letters_of(form) != letters):
            return False
        return len(letters) >= SPLIT_LETTERS or words.spells(form, words.form(text))


def _candidates(
    id: str, name: str, type: str, listed: str, language: str, kind: str, exact: bool
) -> tuple[Candidate, ...]:
    """Return the one entity that a plainly listed name may mean, as `ListedNames.candidates`."""
    evidence = (listed_as(listed, kind, language, exact),)
    return (Candidate(id, name, type, listed_score(exact), evidence, listed),)


def _stripped(text: object) -> str:
    """Return a name without the spaces around it; nothing for what is no name."""
    return text.strip() if isinstance(text, str) and len(text) <= LONGEST_QUERY else ""
