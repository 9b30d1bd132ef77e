"""Listed forms that differ from a spelling by a slip or two, found without any learned network.

Every word of the listed forms lies under its own hash and under those of all that is left of it
when one letter is left out. A spelling's words are looked up likewise, so that words one slip apart
meet under some hash, and a hash of the words' numbers leads to the forms that have them in order.

Source: letters left out on both sides, after M. Mor and A. Fraenkel, A Hash Code Method for
Detecting and Correcting Spelling Errors (1982).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import OSA

from normalizer.arrays import Numbers
from normalizer.matching.hashing import BASE, MODULUS, narrow
from normalizer.matching.likeness.slip_table import SHORTEST_WORD, line_hash, words_of
from normalizer.matching.likeness.slips import Surroundings, are_apart, measured, odds, score
from normalizer.matching.likeness.stored_lines import StoredLines
from normalizer.matching.likeness.views import Spelling

_LONG_WORD = 5
"""Letters from which on a word may hold two slips."""
_MOST_SLIPS = 2
_MOST_ALIKE, _MOST_TRIED = 64, 512


class Near(NamedTuple):
    """A listed form whose words are a spelling's but for slips.

    Attributes:
        number: Number of the form.
        query: The folded words of the spelling.
        name: The folded words of the form, as many.
        features: How they differ, as `slips.measured` tells.
        apart: Whether they differ in what makes other names, see `slips.are_apart`.
    """

    number: int
    query: tuple[str, ...]
    name: tuple[str, ...]
    features: tuple[float, ...]
    apart: bool

    @property
    def odds(self) -> float:
        """The odds that both are one name rather than the spelling one that is not listed."""
        return odds(self.features)

    def score(self, others: float = 0.0) -> float:
        """Return the probability that both are one name, 0 to 1.

        Args:
            others: The odds of forms of other entities, added up.
        """
        return score(self.odds, others)


def _sequences(
    choices: Sequence[Sequence[tuple[int, int]]], slips: int
) -> Iterator[tuple[int, ...]]:
    """Yield the ways to take one word of each choice with just so many slips in all."""
    first, *others = choices
    for distance, number in first:
        if distance > slips:
            return
        if others:
            for rest in _sequences(others, slips - distance):
                yield (number, *rest)
        elif distance == slips:
            yield (number,)


def _most_slips(word: str) -> int:
    """Return how many slips a word may hold."""
    return 0 if len(word) < SHORTEST_WORD else 1 if len(word) < _LONG_WORD else _MOST_SLIPS


def shortened_hashes(words: Sequence[str]) -> tuple[Numbers, Numbers]:
    """Return the hashes of words and of what is left of them, and each one's word by its place.

    As `letters_hash` of each of `slip_table.shortened`, for all words at once: what is left is the
    letters before one and those behind it, each of which have a hash.
    """
    lengths = np.array(list(map(len, words)), dtype=np.intp)
    codes = np.frombuffer("".join(map(narrow, words)).encode("utf-16-le", "surrogatepass"), "<u2")
    letters = np.zeros((len(words), int(lengths.max(initial=0)) + 1), dtype=np.uint64)
    inside = np.arange(letters.shape[1]) < lengths[:, None]
    letters[inside] = codes
    before = np.zeros_like(letters)
    behind = np.zeros_like(letters)  # of the letters from here on
    size = np.ones_like(letters)  # what the letter before those counts
    modulus, base = np.uint64(MODULUS), np.uint64(BASE)
    for at in range(1, letters.shape[1]):
        before[:, at] = (before[:, at - 1] * base + letters[:, at - 1]) % modulus
    for at in range(letters.shape[1] - 2, -1, -1):
        letter = letters[:, at] * size[:, at + 1]
        behind[:, at] = (letter + behind[:, at + 1]) % modulus
        size[:, at] = np.where(inside[:, at], size[:, at + 1] * base % modulus, 1)
    left = (before[:, :-1] * size[:, 1:] + behind[:, 1:]) % modulus
    wanted = inside[:, :-1] & (lengths >= SHORTEST_WORD)[:, None]
    places = np.arange(len(words))
    askers = np.concatenate([places, np.repeat(places, wanted.sum(axis=1))])
    return np.concatenate([behind[:, 0], left[wanted]]).astype(np.uint32), askers


class SlipIndex:
    """Search over the sections of a `normalizer.matching.likeness.slip_table.SlipTable`.

    Args:
        section: Gives the bytes of a section by name, such as `Container.section`.
    """

    def __init__(self, section: Callable[[str], memoryview]) -> None:
        self._words = StoredLines(section, "slips.words")
        self._keys = np.frombuffer(section("slips.keys"), "<u4")
        self._owners = np.frombuffer(section("slips.owners"), "<u4")
        self._forms = np.frombuffer(section("slips.forms"), "<u8")
        self._numbers = np.frombuffer(section("slips.numbers"), "<u4")
        self._uses = np.frombuffer(section("slips.uses"), "<u4").data
        codes = np.frombuffer(section("slips.codes"), "<u8").astype(np.uint64, copy=False)
        self._codes = codes.data  # gives one number much faster than an array does

    def search(self, spellings: Sequence[Spelling]) -> list[list[Near]]:
        """Return the forms that spellings are but for slips.

        Args:
            spellings: Spellings that were given.

        Returns:
            Forms for each, those with the fewest slips alone; with more where only such have fewer
            as are apart.
        """
        lines = [words_of(spelling) for spelling in spellings]
        alike = self._alike({word for line in lines for word in line})
        found: list[list[Near]] = [[] for _ in lines]
        ended = [not line for line in lines]
        around: dict[int, Surroundings] = {}
        for slips in range(_MOST_SLIPS + 1):
            asked = [
                (at, chosen)
                for at, line in enumerate(lines)
                if not ended[at]
                for chosen in islice(_sequences([alike[word] for word in line], slips), _MOST_TRIED)
            ]
            for at, chosen, numbers in self._listed(asked):
                query, name = lines[at], tuple([self._words[number] for number in chosen])
                if at not in around:
                    around[at] = self._around([alike[word] for word in query])
                uses = [self._uses[number] for number in chosen]
                script = spellings[at].script
                features = measured(query, name, uses, around[at], script)
                apart = are_apart(query, name, around[at], script)
                ended[at] = ended[at] or not apart
                found[at] += [Near(number, query, name, features, apart) for number in numbers]
        return found

    def _around(self, choices: Sequence[Sequence[tuple[int, int]]]) -> Surroundings:
        """Return what is listed near words, given the numbers of the words like each."""
        return Surroundings(
            tuple([near[0][0] == 0 for near in choices]),
            tuple([sum(distance == 1 for distance, _ in near) for near in choices]),
            len(self._numbers),
        )

    def alike(self, words: Iterable[str]) -> dict[str, list[str]]:
        """Return the listed words that are each word but for slips, the nearest first.

        Args:
            words: Folded words.

        Returns:
            For each of them the folded listed words, itself included where it is one.
        """
        found = self._alike(set(words))
        return {word: [self._words[number] for _, number in near] for word, near in found.items()}

    def _listed(
        self, asked: Sequence[tuple[int, tuple[int, ...]]]
    ) -> Iterator[tuple[int, tuple[int, ...], list[int]]]:
        """Yield which sequences of word numbers are listed forms, with the forms' numbers."""
        code = self._codes.__getitem__
        hashes = np.array([line_hash(map(code, chosen)) for _, chosen in asked], dtype=np.uint64)
        firsts = np.searchsorted(self._forms, hashes, side="left")
        lasts = np.searchsorted(self._forms, hashes, side="right")
        for which in np.flatnonzero(lasts > firsts).tolist():
            yield *asked[which], self._numbers[firsts[which] : lasts[which]].tolist()

    def _alike(self, words: set[str]) -> dict[str, list[tuple[int, int]]]:
        """Return the numbers of the listed words one slip from each word, itself first."""
        ordered = sorted(words)
        alike: dict[str, list[tuple[int, int]]] = {word: [] for word in ordered}
        asking, listed = self._meeting(*shortened_hashes(ordered))
        for at, number in zip(asking.tolist(), listed.tolist(), strict=True):
            word = ordered[at]
            distance = OSA.distance(word, self._words[number])
            if distance <= _most_slips(word):
                alike[word].append((distance, number))
        return {word: sorted(near)[:_MOST_ALIKE] for word, near in alike.items()}

    def _meeting(self, keys: Numbers, askers: Numbers) -> tuple[Numbers, Numbers]:
        """Return which words meet which listed words under some hash: both numbers, each pair once.

        Args:
            keys: Hashes.
            askers: The number of the word that each belongs to.
        """
        order = np.argsort(keys, kind="stable")  # one after the other they are found much faster
        keys, askers = keys[order], askers[order]
        firsts = np.searchsorted(self._keys, keys, side="left")
        there = firsts < len(self._keys)
        there[there] = self._keys[firsts[there]] == keys[there]
        keys, askers, firsts = keys[there], askers[there], firsts[there]
        counts = np.searchsorted(self._keys, keys, side="right") - firsts
        ends = np.cumsum(counts)
        places = np.repeat(firsts - ends + counts, counts) + np.arange(counts.sum())
        pairs = np.repeat(askers, counts).astype(np.uint64) << np.uint64(32)
        pairs = np.unique(pairs | self._owners[places])
        return pairs >> np.uint64(32), pairs & np.uint64(0xFFFFFFFF)
