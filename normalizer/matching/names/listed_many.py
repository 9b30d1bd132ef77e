"""Resolve many names at once that are listed plainly.

Plainly listed is what folds to one form, which is one name's, without conditions and not inflected:
then nothing but an entity's type can keep the name from counting. All other names are left to
`normalizer.matching.names.resolve`, which gives the same resolutions one by one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from normalizer.entity import MASKS
from normalizer.matching.compiled.index import Index
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

_SCORES = tuple(map(listed_score, (False, True)))
_METHODS = (results.FOLDED, results.EXACT)
_NO_LABELS: Mapping[str, str] = {}


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
        found: list[Resolution | None] = [None] * len(texts)
        places, numbers = self._spelled(texts)
        names = index.name_fields(numbers)
        entities = index.entity_fields([fields[0] for fields in names])
        for at, name, entity in zip(places, names, entities, strict=True):
            text, asked = questions[at]
            is_plain = len(name) == _PLAIN and name[3] not in MASKS
            if is_plain and (not asked.type or asked.type == entity["type"]):
                exact = is_written_so(name[1], texts[at])
                found[at] = results.listed(
                    text,
                    entity["id"],
                    entity["name"],
                    entity["type"],
                    _SCORES[exact],
                    _METHODS[exact],
                    entity.get("labels", _NO_LABELS),
                    partial(_candidates, name, entity, exact),
                )
        return found

    def _spelled(self, texts: Sequence[str]) -> tuple[list[int], list[int]]:
        """Return which texts spell a form that is one name's own, and the numbers of the names."""
        letters = fold_keys(texts)
        places: list[int] = []
        numbers: list[int] = []
        proposed = self._proposed(letters)
        forms = self._index.forms(proposed[1])
        for at, number, form, bare in zip(*proposed[::2], forms, _unspaced(forms), strict=True):
            own = letters[at]
            if not own or (bare != own and words.letters_of(form) != own):
                continue
            if len(own) >= SPLIT_LETTERS or words.spells(form, words.form(texts[at])):
                places.append(at)
                numbers.append(number)
        return places, numbers

    def _proposed(self, letters: Sequence[str]) -> tuple[list[int], list[int], list[int]]:
        """Return which of the names have the hash of one form that is one name's own.

        Args:
            letters: The folded letters of names.

        Returns:
            Places in `letters`, the numbers of the forms, and of their names.
        """
        import numpy as np  # noqa: PLC0415  # worth it for many names only

        from normalizer.matching.hashing_many import letters_hashes  # noqa: PLC0415  # as numpy

        sections = self._index.hashed_forms()
        keys, offsets, names, endings = (np.frombuffer(it, dtype=np.uint32) for it in sections)
        hashes = letters_hashes(letters).astype(np.uint32)
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


def _unspaced(forms: Sequence[str]) -> list[str]:
    """Return forms without their spaces; `words.letters_of` leaves out other joints, too."""
    lines = "\n".join(forms).replace(" ", "").split("\n")
    if len(lines) == len(forms):
        return lines
    return [form.replace(" ", "") for form in forms]  # a blank line is a joint, too


def _candidates(name: list[Any], entity: dict[str, Any], exact: bool) -> tuple[Candidate, ...]:
    """Return the one entity that a plainly listed name may mean, as `ListedNames.candidates`.

    Args:
        name: The name as `Index.name_fields` has it.
        entity: The entity as `Index.entity_fields` has it.
        exact: Whether the text is written as the name.
    """
    _, listed, language, kind = name
    evidence = (listed_as(listed, kind, language, exact),)
    id, type = entity["id"], entity["type"]
    return (Candidate(id, entity["name"], type, listed_score(exact), evidence, listed),)


def _stripped(text: object) -> str:
    """Return a name without the spaces around it; nothing for what is no name."""
    return text.strip() if isinstance(text, str) and len(text) <= LONGEST_QUERY else ""
