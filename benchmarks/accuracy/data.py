"""Read the held-out names and lay out what is looked for and what it is looked for in."""

from __future__ import annotations

import gzip
import json
import random
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

TEN = ("ar", "fa", "he", "ru", "uk", "el", "ko", "zh", "ja", "hi")

# Up to this many candidates are names of the queries' own language alone.
OWN = 2000
_SEED = 7

Truth = dict[str, set[str]]


class Trial(NamedTuple):
    """Names to look for.

    Attributes:
        queries: What is looked for.
        names: What it is looked for in.
        truth: The names that are right, by query.
        turned: Whether the family name often comes first on one side only.
    """

    queries: list[str]
    names: list[str]
    truth: Truth
    turned: bool = False

    def smaller(self, size: int) -> Trial:
        """Return the first queries and only their own names, at most so many."""
        chosen, names = _first(self.queries, self.truth, size)
        return self._replace(queries=chosen, names=sorted(names))


class HeldOut:
    """The pairs of dev.tsv.gz.

    A name is right for a native form where the file lists it for that form in any language. Names
    that differ by capitals alone are one name; the file has Ivanov beside ivanov, once each.

    Args:
        path: The file.
    """

    def __init__(self, path: Path) -> None:
        self._native: dict[str, Truth] = defaultdict(lambda: defaultdict(set))
        self._truth: Truth = defaultdict(set)
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            next(lines)
            for line in lines:
                language, english, native, *_ = line.rstrip("\n").split("\t")
                self._native[language][native].add(english.casefold())
                self._truth[native].add(english.casefold())
        self._all = sorted({name for names in self._truth.values() for name in names})

    @property
    def languages(self) -> list[str]:
        """The languages in alphabetical order."""
        return sorted(self._native)

    def __len__(self) -> int:
        """How many different English names there are."""
        return len(self._all)

    def trial(self, language: str, size: int, *, sample: int | None = None) -> Trial:
        """Return the queries of a language and the candidates they are looked for in.

        The queries are the same for all sizes from `OWN` on; what grows are the candidates: the
        queries' own English names, then the other English names of the language, then those of
        other languages. Up to `OWN` they are not filled up.

        Args:
            language: The queries' language.
            size: How many candidates at most.
            sample: How many queries at most; their number does not change the candidates.
        """
        own = self._native[language]
        queries = sorted(own)
        random.Random(_SEED).shuffle(queries)
        chosen, names = _first(queries, own, min(size, OWN))
        if size > OWN:
            self._fill(names, own, size)
        turned = language == "ko"
        return Trial(chosen[:sample], sorted(names), self._truth, turned)

    def _fill(self, names: set[str], own: Truth, size: int) -> None:
        """Add names of the language, then of all, up to a size."""
        near = sorted({name for english in own.values() for name in english})
        for more in (near, self._all):
            rest = [name for name in more if name not in names]
            random.Random(_SEED).shuffle(rest)
            names.update(rest[: size - len(names)])


def read_aliases(path: Path, *, sample: int | None = None) -> Trial:
    """Return the aliases of listed persons and the canonical names they are looked for in.

    Aliases that differ from the canonical name by capitals alone are left out.

    Args:
        path: aliases_dev.jsonl.gz.
        sample: How many queries at most.
    """
    truth: Truth = defaultdict(set)
    names: set[str] = set()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            if entry["type"] != "person":
                continue
            canonical = entry["canonical"]
            names.add(canonical)
            for alias in entry["aliases"]:
                if alias["name"].casefold() != canonical.casefold():
                    truth[alias["name"]].add(canonical)
    queries = sorted(truth)
    random.Random(_SEED).shuffle(queries)
    return Trial(queries[:sample], sorted(names), truth, turned=True)


def _first(queries: list[str], truth: Truth, size: int) -> tuple[list[str], set[str]]:
    """Return as many queries as have at most so many names, and the names."""
    chosen: list[str] = []
    names: set[str] = set()
    for query in queries:
        if len(names | truth[query]) > size:
            break
        names |= truth[query]
        chosen.append(query)
    return chosen, names
