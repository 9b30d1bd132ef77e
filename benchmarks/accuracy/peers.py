"""What else one would install to match names, called the way that suits it best.

Nobody is told a query's language, and everybody is given lower-case letters. The names' words are
also compared in alphabetical order where the order often differs (Korean, aliases), and the better
of both counts: elsewhere that costs these peers rank-1, so it is not done.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz, process

from benchmarks.accuracy.ranking import DEPTH, Ranked, Ranker

_CHUNK = 256

# Makes a ranking of names; the flag tells that their words may stand in another order.
Maker = Callable[[list[str], bool], Ranker]


class Peer(NamedTuple):
    """A peer.

    Attributes:
        key: What it is called on the command line.
        label: What it is called in tables.
        slow: Whether it is measured on a small sample only.
        load: Imports it; raises ImportError where it is not installed.
    """

    key: str
    label: str
    slow: bool
    load: Callable[[], Maker]


def _by_ratio(plain: Callable[[str], str]) -> Maker:
    """Return what ranks names by rapidfuzz's ratio once they are made plain."""

    def make(names: list[str], turned: bool) -> Ranker:
        forms = [plain(name) for name in names]

        def rank(queries: list[str]) -> list[Ranked]:
            ranked = []
            for at in range(0, len(queries), _CHUNK):
                asked = [plain(query) for query in queries[at : at + _CHUNK]]
                scores = process.cdist(asked, forms, scorer=fuzz.ratio, dtype=np.float32)
                if turned:
                    again = process.cdist(
                        asked, forms, scorer=fuzz.token_sort_ratio, dtype=np.float32
                    )
                    np.maximum(scores, again, out=scores)
                ranked += [_best(row / 100) for row in scores]
            return ranked

        return rank

    return make


def _best(scores: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> Ranked:
    """Return the numbers of the highest scores with them."""
    numbers = np.arange(len(scores))
    if len(scores) > DEPTH:
        numbers = np.argpartition(-scores, DEPTH)[:DEPTH]
    numbers = numbers[np.lexsort((numbers, -scores[numbers]))]
    return [(int(number), float(scores[number])) for number in numbers]


def _unidecode() -> Maker:
    romanise: Callable[[str], str] = import_module("unidecode").unidecode
    return _by_ratio(lambda name: romanise(name).lower())


def _anyascii() -> Maker:
    romanise: Callable[[str], str] = import_module("anyascii").anyascii
    return _by_ratio(lambda name: romanise(name).lower())


def _uroman() -> Maker:
    romanise: Callable[[str], str] = import_module("uroman").Uroman().romanize_string
    return _by_ratio(lambda name: romanise(name).lower())


def _fingerprints() -> Maker:
    generate: Callable[[str], str | None] = import_module("fingerprints").generate
    return _by_ratio(lambda name: generate(name) or "")


def _logic_v2() -> Maker:
    """The names' part of nomenklatura's logic-v2, which is all of it where only names are known."""
    entities = import_module("followthemoney").model
    algorithm = import_module("nomenklatura.matching.logic_v2.model").LogicV2
    match = import_module("nomenklatura.matching.logic_v2.names.match").name_match
    config = algorithm.default_config()

    def person(name: str, side: str) -> object:
        entity = entities.make_entity("Person")
        entity.id = f"{side}:{name}"  # what nomenklatura remembers an entity by
        entity.add("name", name)
        return entity

    def make(names: list[str], _turned: bool) -> Ranker:
        forms = [person(name, "form") for name in names]

        def rank(queries: list[str]) -> list[Ranked]:
            ranked = []
            for query in queries:
                asked = person(query, "query")
                scores = [float(match(asked, form, config).score) for form in forms]
                found = [(number, score) for number, score in enumerate(scores) if score > 0]
                ranked.append(sorted(found, key=lambda item: -item[1])[:DEPTH])
            return ranked

        return rank

    return make


PEERS = (
    Peer("unidecode", "Unidecode + ratio", False, _unidecode),
    Peer("anyascii", "anyascii + ratio", False, _anyascii),
    Peer("uroman", "uroman + ratio", False, _uroman),
    Peer("fingerprints", "fingerprints + ratio", False, _fingerprints),
    Peer("logic-v2", "nomenklatura logic-v2", True, _logic_v2),
)


def load(wanted: Iterable[str]) -> dict[Peer, Maker]:
    """Return the peers that are installed; tell of the others."""
    makers = {}
    keys = set(wanted)
    for peer in PEERS:
        if peer.key not in keys:
            continue
        try:
            makers[peer] = peer.load()
        except ImportError as error:
            print(f"{peer.label} is left out: {error}", file=sys.stderr)
    return makers
