"""Compile what finds spellings that nobody listed, from a compiled index.

It lies in a file of its own, made when the first unlisted spelling is asked for: texts and listed
names never need it, and it is several times as large as the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from normalizer.entity import MASKS
from normalizer.matching import candidates, container, nearest, slip_index, typed_names
from normalizer.matching.views import Spelling

if TYPE_CHECKING:
    from normalizer.matching.index import Index

# Nobody spells these in a way of their own: an acronym has other letters or is another one.
_SPELLED_ONE_WAY = MASKS | {"acronym", "short"}
# Their names hold no word that says what kind of organisation they are.
_UNTYPED = frozenset(["person", "place"])


def compile_spellings(index: Index) -> bytes:
    """Compile the names of an index for `normalizer.matching.spellings.SpellingSearch`.

    Args:
        index: The compiled gazetteer.

    Returns:
        The file image; its header tells how many names the index has.
    """
    types = index.entity_types()
    numbers, entities, texts, typed = [], [], [], []
    for number, (entity, text, kind) in enumerate(index.plain_names()):
        if kind not in _SPELLED_ONE_WAY:
            numbers.append(number)
            entities.append(entity)
            texts.append(text)
            typed.append("" if types[entity] in _UNTYPED else text)
    sections = {
        "spelled.names": np.array(numbers, dtype="<u4").tobytes(),
        "spelled.entities": np.array(entities, dtype="<u4").tobytes(),
    }
    if texts:
        sections |= candidates.build_views(texts) | slip_index.build(map(Spelling, texts))
        sections |= nearest.build(texts) | typed_names.build(typed)
    return container.pack(sections, {"names": index.name_count})
