"""Which listed forms share rare words with a spelling, whatever the rest of both is.

Vectors tell what a whole name looks like: «Nikolay Vasilyevich Akhlomov» may lie nearer to another
Nikolay Vasilyevich than to «Nikolai AKHLOMOV». A rare word tells more. The words of forms in Latin
letters lie under the hashes of their skeletons, and a spelling asks for the forms that share its
rarest ones. Rare is what few entities have, however many forms each of them has.

Source: inverse document frequency, after K. Spärck Jones, A Statistical Interpretation of Term
Specificity and Its Application in Retrieval (1972).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np

from normalizer.arrays import Numbers
from normalizer.matching.hashing_many import letters_hashes
from normalizer.matching.joining import Join
from normalizer.matching.likeness.views import Spelling
from normalizer.spelling.script import LATIN

_MOST_FORMS = 2_000
"""Forms looked at for a spelling: words that more forms have are too common to tell anything."""
_UNSEEN = 0.5
"""Entities that a word is taken to have beside those that are known."""
_NUMBER = 32
_LAST = (1 << _NUMBER) - 1
"""Bits of a number that stands behind another one in an integer of 64."""


class SharedTable(NamedTuple):
    """Words of forms in Latin letters, compiled or put on top of others.

    Attributes:
        pairs: The hash of a word's skeleton and, behind it, the number of a form that has the word,
            each pair as one number; sorted.
    """

    pairs: Numbers

    @classmethod
    def of(cls, spellings: Iterable[Spelling]) -> SharedTable:
        """Compile forms, given in the order of their numbers."""
        words: list[str] = []
        forms: list[int] = []
        for number, spelling in enumerate(spellings):
            if spelling.script == LATIN:
                told = _telling(spelling)
                words += told
                forms += [number] * len(told)
        hashes = letters_hashes(words).astype(np.int64)
        return cls(np.unique(hashes << _NUMBER | np.array(forms, dtype=np.int64)))

    @classmethod
    def read(cls, section: Callable[[str], memoryview]) -> SharedTable:
        """Return what `sections` has stored."""
        keys, ends, forms = (
            np.frombuffer(section(f"shared.{name}"), "<u4").astype(np.int64)
            for name in ("keys", "ends", "forms")
        )
        return cls(np.repeat(keys, np.diff(ends)) << _NUMBER | forms)

    def joined(self, new: SharedTable, forms: Join) -> SharedTable:
        """Return the table with some forms taken out and others put in.

        Args:
            new: The forms that are put in.
            forms: How all are numbered then.
        """
        numbers = forms.old[self.pairs & _LAST]
        kept = self.pairs[numbers >= 0] & ~_LAST | numbers[numbers >= 0]
        come = new.pairs & ~_LAST | forms.new[new.pairs & _LAST]
        return SharedTable(np.sort(np.concatenate([kept, come]), kind="stable"))

    def sections(self, owners: Numbers) -> dict[str, bytes]:
        """Return the sections of a file that `SharedWords` reads, all named ``shared.…``.

        Args:
            owners: The entity of each form.
        """
        forms = self.pairs & _LAST
        keys, starts, place = np.unique(
            self.pairs >> _NUMBER, return_index=True, return_inverse=True
        )
        entities = np.unique(place << _NUMBER | owners[forms].astype(np.int64)) >> _NUMBER
        return {
            "shared.keys": keys.astype("<u4").tobytes(),
            "shared.ends": np.append(starts, len(forms)).astype("<u4").tobytes(),
            "shared.forms": forms.astype("<u4").tobytes(),
            "shared.entities": np.bincount(entities).astype("<u4").tobytes(),
        }


def _telling(spelling: Spelling) -> list[str]:
    """Return the skeletons of a spelling's words; of those of vowels alone, the words."""
    pairs = zip(spelling.core_words, spelling.core_skeletons, strict=True)
    return [skeleton or word for word, skeleton in pairs]


class SharedWords:
    """Search over the sections of a `SharedTable`.

    Args:
        section: Gives the bytes of a section by name, such as `Container.section`.
        owners: The entity of each form.
    """

    def __init__(self, section: Callable[[str], memoryview], owners: Numbers) -> None:
        self._keys = np.frombuffer(section("shared.keys"), "<u4")
        self._ends = np.frombuffer(section("shared.ends"), "<u4")
        self._forms = np.frombuffer(section("shared.forms"), "<u4")
        self._entities = np.frombuffer(section("shared.entities"), "<u4")
        self._owners = owners

    def search(self, spellings: Sequence[Spelling], limit: int) -> Numbers:
        """Return the forms that share the rarest words with spellings.

        Args:
            spellings: Spellings in Latin letters.
            limit: How many forms for each at most, one an entity.

        Returns:
            Their numbers, a row a spelling, the most telling first; -1 where there are fewer.
        """
        numbers = np.full((len(spellings), limit), -1, dtype=np.int64)
        rows, forms, told = self._sharing(spellings)
        order = np.lexsort((forms, -told, rows))
        rows, forms = rows[order], forms[order]
        _, first = np.unique(rows << _NUMBER | self._owners[forms], return_index=True)
        first.sort()
        rows, forms = rows[first], forms[first]
        rank = np.arange(len(rows)) - np.searchsorted(rows, rows)
        best = rank < limit
        numbers[rows[best], rank[best]] = forms[best]
        return numbers

    def _sharing(self, spellings: Sequence[Spelling]) -> tuple[Numbers, Numbers, Numbers]:
        """Return each spelling's place with the forms that share its words, and how much it tells.

        The rarest words of a spelling are looked up first, until there are forms enough.
        """
        pairs = SharedTable.of(spellings).pairs
        rows, keys = pairs & _LAST, pairs >> _NUMBER
        places = np.searchsorted(self._keys, keys)
        there = places < len(self._keys)
        there[there] = self._keys[places[there]] == keys[there]
        rows, places = rows[there], places[there].astype(np.intp)
        begins = self._ends[places].astype(np.intp)
        sizes = self._ends[places + 1] - begins
        order = np.lexsort((sizes, rows))
        order = order[_summed(sizes[order], rows[order]) <= _MOST_FORMS]
        rows, places, begins, sizes = rows[order], places[order], begins[order], sizes[order]
        within = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        forms = self._forms[np.repeat(begins, sizes) + within]
        pairs, at = np.unique(np.repeat(rows, sizes) << _NUMBER | forms, return_inverse=True)
        rarities = np.log((len(self._owners) + 1) / (self._entities[places] + _UNSEEN))
        told = np.bincount(at, np.repeat(rarities, sizes), minlength=len(pairs))
        return pairs >> _NUMBER, pairs & _LAST, told


def _summed(sizes: Numbers, rows: Numbers) -> Numbers:
    """Add sizes up from the first to each within its row; equal rows stand side by side."""
    total = np.cumsum(sizes)
    first = np.searchsorted(rows, rows)
    within: Numbers = total - total[first] + sizes[first]
    return within
