"""Which words of a text may be parts of listed names, or such a name alone, but for their spelling.

What is found of a word is kept, since most words of a text come again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import compress

from normalizer.matching.likeness import slips
from normalizer.matching.likeness.slip_index import SlipIndex
from normalizer.matching.likeness.unlisted_keys import Part, UnlistedKeys
from normalizer.matching.likeness.views import Spelling
from normalizer.matching.texts.unlisted_words import LONG_WORD, Word, may_be_alone
from normalizer.spelling import fold

STRICTNESS = "0.1%"
"""The share of false matches that is accepted: a text has far more words than a table."""
_SHORTEST_SLIPPED = 4
_FULL_CACHE = 200_000


class Seeds:
    """Knows the words of a gazetteer's forms, as they stand and with slips.

    Args:
        section: Gives the bytes of a section by name, such as `Container.section`.
        keys: The keys of the forms.
    """

    def __init__(self, section: Callable[[str], memoryview], keys: UnlistedKeys) -> None:
        self._slips = SlipIndex(section)
        self._keys = keys
        self._parts: dict[str, tuple[Part, ...]] = {}
        self._personal: set[str] = set()
        self._alone: dict[str, bool] = {}

    def learn(self, runs: Iterable[Sequence[Word]]) -> None:
        """Find out about the words of runs, all together; ask for nothing else afterwards.

        Args:
            runs: Runs of words of a text.
        """
        if len(self._parts) + len(self._alone) >= _FULL_CACHE:
            self._parts.clear()
            self._personal.clear()
            self._alone.clear()
        several: set[str] = set()
        long: set[str] = set()
        for run in runs:
            if may_be_alone(run):
                long.update([it.text for it in run if not it.is_mention])
            if len(run) > 1:
                several.update([it.text for it in run], [it.canonical for it in run])
        long = {word for word in long if len(word) >= LONG_WORD}
        several -= self._parts.keys()
        long -= self._alone.keys()
        folded = {word: fold.fold(word) for word in several | long}
        alike = self._slips.alike(folded.values())
        words = list(several)
        are_personal = self._keys.are_personal([folded[word] for word in words])
        self._personal.update(compress(words, are_personal))
        self._learn_parts({
            word: alike[folded[word]] if len(word) >= _SHORTEST_SLIPPED else []
            for word in several
        })  # fmt: skip
        self._learn_alone({
            word: [other for other in alike[folded[word]] if other != folded[word]]
            for word in long
        })  # fmt: skip

    def _learn_parts(self, alike: Mapping[str, Sequence[str]]) -> None:
        """Find the skeletons words may have in a form: their own, and those of words like them."""
        own = {word: Spelling(word).core_skeletons for word in alike}
        pieces = list({piece for skeletons in own.values() for piece in skeletons})
        known = dict(zip(pieces, self._keys.are_parts(pieces), strict=True))
        for word, others in alike.items():
            found = dict.fromkeys("".join(Spelling.of(it).core_skeletons) for it in others)
            if all(map(known.__getitem__, own[word])):
                found["".join(own[word])] = None
            found.pop("", None)
            self._parts[word] = tuple(map(Part.of, found))

    def _learn_alone(self, alike: Mapping[str, Sequence[str]]) -> None:
        """Find which words are surely forms but for a slip."""
        self._alone.update(dict.fromkeys(alike, False))
        near = [word for word, others in alike.items() if others]
        clear = slips.threshold(STRICTNESS)
        for word, found in zip(near, self._slips.search(list(map(Spelling, near))), strict=True):
            self._alone[word] = any(it.score() >= clear and not it.apart for it in found)

    def parts(self, run: Sequence[Word]) -> list[tuple[Part, ...]]:
        """Return for each word of a run the skeletons of words of listed forms that it may be."""
        known = self._parts
        return [self._of_mention(it) if it.is_mention else known[it.text] for it in run]

    def _of_mention(self, word: Word) -> tuple[Part, ...]:
        if not word.canonical:
            return ()
        return tuple({*self._parts[word.text], *self._parts[word.canonical]})

    def is_personal(self, word: Word) -> bool:
        """Tell whether a word of a run of several is, as it stands, one of some person's names."""
        return word.text in self._personal

    def is_alone(self, word: Word) -> bool:
        """Tell whether a word may be a listed form but for a slip."""
        return not word.is_mention and self._alone.get(word.text, False)
