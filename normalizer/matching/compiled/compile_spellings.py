"""Compile what finds spellings that nobody listed, from a compiled index.

It lies in a file of its own, made when the first unlisted spelling is asked for: texts and listed
names never need it, and it is several times as large as the rest.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from normalizer.entity import MASKS
from normalizer.matching.compiled import container
from normalizer.matching.compiled.made_by import made_by
from normalizer.matching.likeness import candidates, nearest, slip_index, typed_names, unlisted_keys
from normalizer.matching.likeness.encodings import KnownForms
from normalizer.matching.likeness.views import Spelling

if TYPE_CHECKING:
    from normalizer.matching.compiled.index import Index

# Nobody spells these in a way of their own: an acronym has other letters or is another one.
_SPELLED_ONE_WAY = MASKS | {"acronym", "short"}
# Their names hold no word that says what kind of organisation they are.
_UNTYPED = frozenset(["person", "place"])


def compile_spellings(index: Index, earlier: container.Container | None = None) -> bytes:
    """Compile the names of an index for `normalizer.matching.names.spellings.SpellingSearch`.

    Args:
        index: The compiled gazetteer.
        earlier: What the same code has compiled of another gazetteer: forms that are in it, too,
            are taken from there. The image is the same but for the last digits of a vector.

    Returns:
        The file image; its header tells how many names the index has, and what compiled it.
    """
    types = index.entity_types()
    numbers, entities, texts, typed, personal = [], [], [], [], []
    for number, (entity, text, kind) in enumerate(index.plain_names()):
        if kind not in _SPELLED_ONE_WAY:
            numbers.append(number)
            entities.append(entity)
            texts.append(text)
            personal.append(types[entity] == "person")
            typed.append("" if types[entity] in _UNTYPED else text)
    sections = {
        "spelled.names": np.array(numbers, dtype="<u4").tobytes(),
        "spelled.entities": np.array(entities, dtype="<u4").tobytes(),
    }
    if texts:
        known = _Known(earlier)
        romanised, skeletons = known.romanised_views(texts)
        sections |= candidates.build_views(texts, romanised, skeletons)
        forms = candidates.StoredForms(lambda name: memoryview(sections[name]))
        spelled = map(forms.spelling, range(len(texts)))
        sections |= unlisted_keys.build(zip(spelled, personal, strict=True))
        sections |= slip_index.build(map(Spelling, texts, romanised))
        sections |= nearest.build(texts, known.forms) | typed_names.build(typed, known.rests)
    return container.pack(sections, {"names": index.name_count, "made_by": made_by()})


class _Known:
    """What an earlier file holds of its forms; of a part that it lacks, nothing is known.

    Args:
        earlier: The file, or None.
    """

    def __init__(self, earlier: container.Container | None) -> None:
        self.forms: KnownForms | None = None
        self.rests: KnownForms | None = None
        self._numbers: dict[str, int] = {}
        if earlier is None:
            return
        with contextlib.suppress(KeyError):  # an empty gazetteer, or one too large for states
            self._stored = candidates.StoredForms(earlier.section)
            texts = self._stored.texts()
            self._numbers = {text: number for number, text in enumerate(texts)}
            self.forms = KnownForms(earlier.section, texts)
            self.rests = typed_names.known_rests(earlier.section)

    def romanised_views(self, texts: Sequence[str]) -> tuple[list[str], list[str]]:
        """Return what `candidates.romanised_views` gives for forms."""
        unknown = [text for text in texts if text not in self._numbers]
        fresh = zip(*candidates.romanised_views(unknown), strict=True)
        romanised, skeletons = [], []
        for text in texts:
            number = self._numbers.get(text)
            views = next(fresh) if number is None else self._stored.romanised_views(number)
            romanised.append(views[0])
            skeletons.append(views[1])
        return romanised, skeletons
