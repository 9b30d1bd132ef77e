"""Batches for the encoder: name pairs across scripts, forms of one name part, Latin noise."""

from __future__ import annotations

import random
import unicodedata
import zlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from normalizer.spelling.letters import Alphabet, Numbers, is_dropped, is_letter, reading_of
from normalizer.spelling.script import LATIN
from training.names import (
    FULL_LENGTHS,
    noisy,
    one_spelling,
    other_root,
    read_pairs,
    read_parts,
    shortened,
)

SHARE_MONO = 0.6
"""Share of the batches that hold names of one language, whose look-alikes are the hardest."""
_FEWEST = 5  # occurrences that make a character known
_SMALL = 10_000
"""Languages with fewer pairs are varied more: the pair model would learn them by heart."""
_MORE = {"zh": 1.8}
"""Languages that are drawn more often than their numbers say: the hardest."""
_FULL, _POOL = 0.35, 30
"""Share of the mixed draws that are made-up full names, and how many names of a language a batch's
full names often take their words from, so that different ones share words."""
_SPACELESS = frozenset(["zh", "ja", "th"])


def kept_out(name: str) -> bool:
    """Tell whether an English name is kept from the encoder, for the fit of the score."""
    return zlib.crc32(name.casefold().encode()) % 20 == 0


Pools = dict[str, list[tuple[str, str]]]
"""By language some names, native and English."""


@dataclass
class Batch:
    """Pairs of names as letter numbers.

    Attributes:
        queries: Rows of letter numbers.
        names: Rows of letter numbers: each query's name in its order, then made-up look-alikes.
        same: For each query and name whether they are known to be one name, or may be.
    """

    queries: Numbers
    names: Numbers
    same: Numbers


class Sampler:
    """Draws batches.

    Args:
        folder: With train.tsv.gz and parts_train.jsonl.gz.
        seed: Where chance starts.
    """

    def __init__(self, folder: Path, seed: int) -> None:
        self._rng = random.Random(seed)
        self.pairs: dict[str, list[tuple[str, str]]] = {}
        self.held: dict[str, list[tuple[str, str]]] = {}
        for language, pairs in read_pairs(folder).items():
            self.pairs[language] = [(p.query, p.name) for p in pairs if not kept_out(p.name)]
            self.held[language] = [(p.query, p.name) for p in pairs if kept_out(p.name)]
        self._parts: list[tuple[list[str], list[str]]] = []
        for forms in read_parts(folder):
            latin = [form for form in forms.get(LATIN, ()) if not kept_out(form)]
            others = [form for script, items in forms.items() if script != LATIN for form in items]
            if len(latin) > 1 or (latin and others):
                self._parts.append((latin, others))
        self._languages = sorted(self.pairs)
        self._weights = [
            _MORE.get(language, 1.0) * len(self.pairs[language]) ** 0.65
            for language in self._languages
        ]
        counts: Counter[str] = Counter()
        for found in self.pairs.values():
            for pair in found:
                for text in pair:
                    counts.update(set(_decomposed(text)))
        for latin, others in self._parts:
            for text in (*latin, *others):
                counts.update(set(_decomposed(text)))
        known = sorted(
            char for char, count in counts.items()
            if count >= _FEWEST and is_letter(char) and not is_dropped(char)
        )  # fmt: skip
        self.characters = [ord(char) for char in known]
        self.readings = [reading_of(char) for char in known]
        self.alphabet = Alphabet(self.characters, self.readings)

    def seed(self, seed: int) -> None:
        """Let chance start anew, so that training goes on from any step as it would have."""
        self._rng.seed(seed)

    def batch(self, size: int, made_up: int = 0) -> Batch:
        """Return a batch.

        Args:
            size: How many pairs.
            made_up: How many names are added that look like one of the batch and are others.
        """
        rng = self._rng
        drawn: list[tuple[str, str]] = []
        if rng.random() < SHARE_MONO:
            language = rng.choices(self._languages, self._weights)[0]
            found = self.pairs[language]
            some = min(int(size * 0.9), max(40, len(found) // 3))
            chosen = rng.sample(found, min(some, len(found)))
            drawn += [self._worked(language, pair) for pair in chosen]
        pools: Pools = {}
        while len(drawn) < size:
            kind = rng.random()
            if rng.random() < _FULL:
                drawn.append(self._full(pools))
            elif kind < 0.5:
                language = rng.choices(self._languages, self._weights)[0]
                drawn.append(self._worked(language, rng.choice(self.pairs[language])))
            elif kind < 0.75:
                drawn.append(self._part())
            else:
                drawn.append(self._noise())
        queries = [query for query, _ in drawn]
        names = [name for _, name in drawn]
        names += [self._look_alike(rng.choice(names)) for _ in range(made_up)]
        # Names of one spelling are one name, whoever bears it.
        query_keys = np.array([zlib.crc32(text.casefold().encode()) for text in queries])
        name_keys = np.array([zlib.crc32(text.casefold().encode()) for text in names])
        same = name_keys[:size, None] == name_keys
        same[:, :size] |= query_keys[:, None] == query_keys
        return Batch(self.alphabet.rows(queries)[0], self.alphabet.rows(names)[0], same)

    def _worked(self, language: str, pair: tuple[str, str]) -> tuple[str, str]:
        """A pair of a language as it is, or with a second word, turned, or respelled."""
        rng = self._rng
        query, name = pair
        if " " not in name and rng.random() < 0.25:
            other = rng.choice(self.pairs[language])
            if len(other[1]) + len(name) < 30:
                space = rng.choice("· ") if language in _SPACELESS else " "
                query = f"{query}{space}{other[0]}"
                name = f"{name} {other[1]}"
        kind = rng.random()
        words = name.split()
        if len(words) > 1 and kind < 0.2:
            name = " ".join([words[-1], *words[:-1]])
        elif len(words) > 2 and kind < 0.3:
            name = " ".join([words[0], *words[2:]])
        small = len(self.pairs[language]) < _SMALL
        if kind > (0.7 if small else 0.9):
            name = noisy(name, rng)
        if small and len(query) > 3 and rng.random() < 0.4:
            at = rng.randrange(len(query))
            query = query[:at] + query[at] * rng.choice((0, 0, 2)) + query[at + 1 :]
        return query, name

    def _full(self, pools: Pools) -> tuple[str, str]:
        """A full name of several words, and as another list has it.

        Some middle words, or the last of many, stand on one side only, the last word often comes
        first, and half of the queries are in the language's own script.

        Args:
            pools: Names that the batch's full names share; filled as languages are drawn.
        """
        rng = self._rng
        language = rng.choices(self._languages, self._weights)[0]
        found = self.pairs[language]
        pool = pools.setdefault(language, rng.sample(found, _POOL))
        words = [
            rng.choice(pool if rng.random() < 0.5 else found)
            for _ in range(rng.choice(FULL_LENGTHS))
        ]
        sides = [words, shortened(words, rng)]
        rng.shuffle(sides)
        queries, names = sides
        name = " ".join(name for _, name in names)
        if rng.random() < 0.5:
            space = rng.choice("· ") if language in _SPACELESS else " "
            return space.join(query for query, _ in queries), name
        return " ".join(noisy(name, rng) for _, name in queries), name

    def _look_alike(self, name: str) -> str:
        """Another name: one root letter changed, or a word exchanged, left out or added."""
        rng = self._rng
        words = name.split()
        kind = rng.random()
        if len(words) == 1 and kind < 0.85:
            return other_root(name, rng)
        other = rng.choice(self.pairs[rng.choice(self._languages)])[1].split()[-1]
        at = rng.randrange(len(words))
        if len(words) == 1 or kind < 0.15:
            return f"{name} {other}" if rng.random() < 0.5 else f"{other} {name}"
        if kind < 0.35 and len(words) == 2:
            return " ".join(words[:at] + words[at + 1 :])
        new = other if kind < 0.7 else other_root(words[at], rng)
        return " ".join([*words[:at], new, *words[at + 1 :]])

    def _part(self) -> tuple[str, str]:
        """Two forms of one name part, one of them in Latin letters."""
        rng = self._rng
        while True:
            latin, others = rng.choice(self._parts)
            if others and (rng.random() < 0.5 or len(latin) < 2):
                return rng.choice(others), rng.choice(latin)
            query, name = rng.sample(latin, 2)
            if one_spelling(query, name):
                return query, name

    def _noise(self) -> tuple[str, str]:
        """A Latin name, and as another writer may spell it."""
        rng = self._rng
        language = rng.choices(self._languages, self._weights)[0]
        name = self._worked(language, rng.choice(self.pairs[language]))[1]
        return noisy(name, rng), name


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFKD", text.lower())
