"""A search for look-alikes among many forms, by inverted n-grams in numpy.

The fit of the sound tables (`training.fit_score`) mines its look-alikes with it; an index does
without, since the learned encoder proposes there (`normalizer.matching.likeness.proposals`).

Every form gives its features: pairs of neighbouring skeleton letters with word borders, strictly
and with related sounds merged, whole skeleton words, and triples of romanised letters. For each
feature the numbers of the forms that have it lie side by side, so that a search adds up a few
stretches of an array.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from normalizer.matching.likeness import align
from normalizer.matching.likeness.sounds import encode
from normalizer.matching.likeness.stored_forms import StoredForms, build_views, romanised_views
from normalizer.matching.likeness.views import Spelling
from normalizer.spelling.script import script_of
from training.grams import FAMILY_BITS, FAMILY_WEIGHTS, Numbers, features

# How many postings a search adds up, and how many features it uses at least.
_POSTINGS, _FEWEST = 60_000, 8
# How many forms the n-grams propose for alignment, and how many sounds of each are aligned.
_SHORTLIST = 120
_WIDTH = 32
# What a cosine of 1 counts beside the value of an alignment, and what turning words costs.
_LIKENESS_WEIGHT = 4.0
_TURNED = 2.0


def build(names: Sequence[str]) -> dict[str, bytes]:
    """Compile forms for `LookAlikeSearch`.

    Args:
        names: The forms as they are written (not folded: romanisation needs accents).

    Returns:
        Sections by name, those of `build_views` included.
    """
    romanised, skeletons = romanised_views(names)
    codes, owners = features(romanised, skeletons)
    count = len(names)
    pairs = codes.astype(np.uint64) << np.uint64(32) | owners.astype(np.uint64)
    pairs.sort()  # np.unique hashes, which takes a hundred times as long here
    pairs = pairs[_changes(pairs)]
    codes = (pairs >> np.uint64(32)).astype(np.uint32)
    owners = (pairs & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    starts = np.flatnonzero(_changes(codes))
    keys = codes[starts]
    offsets = np.append(starts, len(codes)).astype(np.uint32)
    sizes = np.diff(offsets)
    weights = np.log1p(count / sizes).astype(np.float32) * FAMILY_WEIGHTS[keys >> FAMILY_BITS]
    squares = np.bincount(owners, np.repeat(weights * weights, sizes), minlength=count)
    norms = 1.0 / np.sqrt(squares + 1.0)
    sections = {
        "fuzzy.keys": keys.astype("<u4").tobytes(),
        "fuzzy.offsets": offsets.astype("<u4").tobytes(),
        "fuzzy.owners": owners.astype("<u4").tobytes(),
        "fuzzy.weights": weights.astype("<f4").tobytes(),
        "fuzzy.norms": norms.astype("<f4").tobytes(),
    }
    scripts = {script: number for number, script in enumerate(align.SCRIPTS)}
    sections["fuzzy.scripts"] = bytes([scripts.get(script_of(name), 0) for name in names])
    return sections | build_views(names, romanised, skeletons)


class LookAlikeSearch(StoredForms):
    """Search by n-grams over the sections `build` made.

    Args:
        section: Gives the bytes of a section by name, as a view of memory.
    """

    def __init__(self, section: Callable[[str], memoryview]) -> None:
        super().__init__(section)
        self._keys = np.frombuffer(section("fuzzy.keys"), "<u4")
        self._offsets = np.frombuffer(section("fuzzy.offsets"), "<u4")
        self._owners = np.frombuffer(section("fuzzy.owners"), "<u4")
        self._weights = np.frombuffer(section("fuzzy.weights"), "<f4")
        self._norms = np.frombuffer(section("fuzzy.norms"), "<f4")
        self._scripts = np.frombuffer(section("fuzzy.scripts"), np.uint8)
        self._by_script: dict[str, Numbers] = {}

    def __len__(self) -> int:
        return len(self._norms)

    def search(self, query: str, limit: int = 50) -> list[tuple[int, float]]:
        """Return the forms most like a query.

        Args:
            query: A spelling in any script.
            limit: How many at most.

        Returns:
            Number in the list given to `build` and retrieval score, the best first; fewer than
            `limit` where no more share any feature. The score orders the forms of one query; it
            is no probability.

        Source: the vector model of G. Salton for the first choice, alignment of sounds for the
            order.
        """
        spelling = Spelling.of(query)
        numbers, likeness = self._shortlist(spelling, max(limit, _SHORTLIST))
        scores = self._aligned(spelling, numbers) + _LIKENESS_WEIGHT * likeness
        order = np.lexsort((numbers, -scores))[:limit]
        return [(int(numbers[at]), float(scores[at])) for at in order]

    def _aligned(self, query: Spelling, numbers: Numbers) -> Numbers:
        """How well the sounds of a query meet those of forms, its words in order or turned."""
        names = [self._sounds_of(number)[:_WIDTH] for number in numbers.tolist()]
        tables = self._tables(query.script)[self._scripts[numbers]]
        sounds = encode(query.romanised)[:_WIDTH]
        values = align.align([sounds] * len(names), names, tables)
        if len(query.words) > 1:
            turned = encode(" ".join((query.words[-1], *query.words[:-1])))[:_WIDTH]
            best = align.align([turned] * len(names), names, tables)
            values = np.maximum(values, best - _TURNED)
        return values

    def _tables(self, script: str) -> Numbers:
        """Which table of sound values compares a script with each script, by its number."""
        known = self._by_script.get(script)
        if known is None:
            known = np.array([align.table_number(script, name) for name in align.SCRIPTS])
            self._by_script[script] = known
        return known

    def _shortlist(self, query: Spelling, limit: int) -> tuple[Numbers, Numbers]:
        """The best forms by n-grams and their scores, in order."""
        nothing = np.zeros(0, dtype=np.uint32), np.zeros(0)
        if not len(self._keys) or not query.romanised:
            return nothing
        wanted = np.unique(features([query.romanised], [" ".join(query.skeletons)])[0])
        at = np.searchsorted(self._keys, wanted)
        at[at == len(self._keys)] = 0
        at = at[self._keys[at] == wanted]
        if not len(at):
            return nothing
        sizes = self._offsets[at + 1] - self._offsets[at]
        # The rarest first, until enough postings are added up: common features tell little.
        rarest = np.argsort(sizes, kind="stable")
        most = max(_FEWEST, int(np.searchsorted(np.cumsum(sizes[rarest]), _POSTINGS)))
        at, sizes = at[rarest[:most]], sizes[rarest[:most]]
        weights = self._weights[at]
        owners = np.concatenate([self._owners[self._offsets[i] : self._offsets[i + 1]] for i in at])
        sums = np.bincount(owners, np.repeat(weights * weights, sizes), len(self._norms))
        scores = sums * self._norms / np.sqrt(float(weights @ weights) + 1.0)
        kept = np.flatnonzero(scores > 0.1 * scores.max())
        if len(kept) > limit:
            kept = kept[np.argpartition(scores[kept], -limit)[-limit:]]
        order = kept[np.lexsort((kept, -scores[kept]))]
        return order, scores[order]


def _changes(values: Numbers) -> Numbers:
    """Where sorted values differ from the one before."""
    changed = np.ones(len(values), dtype=bool)
    changed[1:] = values[1:] != values[:-1]
    return changed
