"""Compile what finds spellings that nobody listed, from a compiled index.

It lies in a file of its own, made when the first unlisted spelling is asked for: texts and listed
names never need it, and it is several times as large as the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from normalizer.collector import collector_paused
from normalizer.entity import MASKS
from normalizer.matching.compiled import container
from normalizer.matching.compiled.made_by import made_by
from normalizer.matching.likeness import stored_forms, unlisted_keys
from normalizer.matching.likeness.encodings import KnownForms
from normalizer.matching.likeness.near_table import NearTable
from normalizer.matching.likeness.shared_words import SharedTable
from normalizer.matching.likeness.slip_table import SlipTable
from normalizer.matching.likeness.typed_names import TypedTable
from normalizer.matching.likeness.views import Spelling

if TYPE_CHECKING:
    from normalizer.matching.compiled.index import Index

# Nobody spells these in a way of their own: an acronym has other letters or is another one.
_SPELLED_ONE_WAY = MASKS | {"acronym", "short"}
# Their names hold no word that says what kind of organisation they are.
_UNTYPED = frozenset(["person", "place"])


class Spelled(NamedTuple):
    """The names of an index that people may spell in ways of their own: forms, one a name.

    Attributes:
        numbers: The number of each name.
        texts: The names as they are written.
        personal: Whether each is a person's.
        typed: The names that may have a type word; "" for the others.
    """

    numbers: list[int]
    texts: list[str]
    personal: list[bool]
    typed: list[str]

    @classmethod
    def among(cls, index: Index, names: Sequence[int]) -> Spelled:
        """Return those of some of an index's names, by number."""
        spelled = cls([], [], [], [])
        told = index.name_fields(names)
        entities = sorted({fields[0] for fields in told})
        fields_of = dict(zip(entities, index.entity_fields(entities), strict=True))
        for number, (entity, text, _language, kind, *_) in zip(names, told, strict=True):
            if kind not in _SPELLED_ONE_WAY:
                entity_type = fields_of[entity]["type"]
                spelled.numbers.append(number)
                spelled.texts.append(text)
                spelled.personal.append(entity_type == "person")
                spelled.typed.append("" if entity_type in _UNTYPED else text)
        return spelled

    def spellings(self, views: tuple[list[str], list[str]]) -> list[Spelling]:
        """Return the forms as spellings with the views of `stored_forms.romanised_views`."""
        words = [tuple(skeletons.split(" ")) for skeletons in views[1]]
        return list(map(Spelling, self.texts, views[0], words))


@collector_paused()
def compile_spellings(index: Index, earlier: container.Container | None = None) -> bytes:
    """Compile the names of an index for `normalizer.matching.names.spellings.SpellingSearch`.

    Args:
        index: The compiled gazetteer.
        earlier: What the same code has compiled of another gazetteer: forms that are in it, too,
            are taken from there. The image is the same but for the last digits of a vector.

    Returns:
        The file image; its header tells how many names the index has, and what compiled it.
    """
    spelled = Spelled.among(index, range(index.name_count))
    entities = index.owners_of(spelled.numbers)
    sections = {
        "spelled.names": np.array(spelled.numbers, dtype="<u4").tobytes(),
        "spelled.entities": entities.astype("<u4").tobytes(),
    }
    if spelled.texts:
        known = _Known(earlier)
        views = known.romanised_views(spelled.texts)
        forms = spelled.spellings(views)
        sections |= stored_forms.build_views(spelled.texts, *views)
        sections |= unlisted_keys.build(zip(forms, spelled.personal, strict=True))
        sections |= SharedTable.of(forms).sections(entities)
        sections |= SlipTable.of(forms).sections()
        sections |= NearTable.of(spelled.texts, known.forms).sections()
        sections |= TypedTable.of(spelled.typed, known.rests).sections()
    return packed(sections, index)


def packed(sections: Mapping[str, bytes], index: Index) -> bytes:
    """Return the file image of what finds unlisted spellings of an index."""
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
        if earlier is None or "near.order" not in earlier:  # an empty gazetteer
            return
        self._stored = stored_forms.StoredForms(earlier.section)
        self._numbers = {text: number for number, text in enumerate(self._stored.texts())}
        self.forms = NearTable.read(earlier.section).known(self._numbers)
        rests = TypedTable.read(earlier.section)
        self.rests = rests.known(range(len(rests.lines)))

    def romanised_views(self, texts: Sequence[str]) -> tuple[list[str], list[str]]:
        """Return what `stored_forms.romanised_views` gives for forms."""
        unknown = [text for text in texts if text not in self._numbers]
        fresh = zip(*stored_forms.romanised_views(unknown), strict=True)
        romanised, skeletons = [], []
        for text in texts:
            number = self._numbers.get(text)
            views = next(fresh) if number is None else self._stored.romanised_views(number)
            romanised.append(views[0])
            skeletons.append(views[1])
        return romanised, skeletons
