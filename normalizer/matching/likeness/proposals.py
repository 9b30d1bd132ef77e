"""Proposals: for each spelling the listed forms nearest to it, with what the letters say of them.

The encoder finds the nearest forms, the pair model compares each letter by letter. Many spellings
together cost much less than one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np

from normalizer.arrays import Numbers
from normalizer.matching.likeness.nearest import NearestForms
from normalizer.matching.likeness.pair_model import pair_model
from normalizer.matching.likeness.shared_words import SharedWords
from normalizer.matching.likeness.views import Spelling
from normalizer.matching.likeness.writing import NONE, WRITINGS, judged, writing_of
from normalizer.spelling.encoder import Encoded, encoder
from normalizer.spelling.script import LATIN, script_of

_FARTHER, _FEWEST = 0.25, 4
"""By how much smaller a cosine may be than the nearest form's, and how many forms count anyway."""
_TOGETHER = 512
"""Spellings searched at a time: many share the cells of forms they look into."""
_FIRST, _LIKELY = 6, 11.0
"""Where entities have one form each: how many forms' letters are compared first, and from which
likeness on no more need be. Of 4,800 held-out Arabic and Chinese names, no farther form was right
then. Where they have several, the others and those of entities alike tell more."""
_FIRST_IN_LATIN = 2
"""How many are compared at all where both names are in Latin letters, and one more where two of
them may be one entity's. Vectors tell such names apart well: of 5,600 aliases of listed people,
4,306 had their entity first when all were compared, and 4,354 when three were; with those that
share rare words, 4,468 when three were and 4,488 when two were. The same ones were accepted."""
_SHARING, _SHARING_FARTHER = 2, 0.15
"""How many forms are compared besides because they share rare words with a Latin spelling of which
none of the nearest is beyond doubt, and by how much smaller their cosine may be than the nearest
form's."""
_SEVERAL = 1.5
"""From how many forms an entity on it counts as having several."""
_LOOKED_AT, _FORMS_EACH, _MORE_ENTITIES = 6, 16, 4
"""Where entities have several forms: how many times as many forms are looked at, how many of one
entity count, and how many further entities are proposed by one form each."""
_COSINE_WEIGHT = 12.0
"""What a cosine of 1 counts beside the pair model's odds: the best recall at 1% false accepts on
training names that were kept from both models."""


class _Side(NamedTuple):
    """One side of pairs.

    Attributes:
        states: The letters' states of names, and where each name's begin.
        places: The name's place among them, by pair.
        latin: Whether it is in Latin letters, by pair.
        told: Whether how it is written may be told by a table, by pair.
        text: Gives the name as it is written, by the pair's place.
    """

    states: tuple[Numbers, Numbers]
    places: Numbers
    latin: Numbers
    told: Numbers
    text: Callable[[int], str]


class _Queries(NamedTuple):
    """Spellings that are searched together.

    Attributes:
        texts: As they are written.
        encoded: Their vectors and letters' states.
        latin: Whether each is in Latin letters.
        told: Whether how each is written is told by a table.
    """

    texts: Sequence[str]
    encoded: Encoded
    latin: Numbers
    told: Numbers

    @classmethod
    def of(cls, texts: Sequence[str], aloud: bool) -> _Queries:
        """Return spellings as queries; of what was read aloud no table tells how it is written."""
        latin = np.array([script_of(text) == LATIN for text in texts], dtype=bool)
        told = np.array([not aloud and writing_of(text) != NONE for text in texts], dtype=bool)
        return cls(texts, encoder().encode(texts), latin, told)

    def side(self, places: Numbers) -> _Side:
        """Return the side of pairs that are some of them, given by place for each pair."""
        return _Side(
            (self.encoded.states, self.encoded.offsets),
            places,
            self.latin[places],
            self.told[places],
            lambda at: self.texts[places[at]],
        )


class Nearness(NamedTuple):
    """What the letters of two spellings say.

    Attributes:
        cosine: Of the encoder's vectors, -1 to 1.
        odds: The logarithm of the pair model's odds that they are one name; between Latin letters
            and one of `writing.WRITINGS` so much that `likeness` is what `writing.judged` tells.
        aloud: Whether one of them is a reading of other characters, whose spelling tells nothing:
            the networks alone judge it.
    """

    cosine: float
    odds: float
    aloud: bool = False

    @property
    def likeness(self) -> float:
        """Both in one number."""
        return self.odds + _COSINE_WEIGHT * self.cosine

    @property
    def measured(self) -> tuple[float, float]:
        """The last two of `score.FEATURES`."""
        return self.cosine, self.likeness


class Proposal(NamedTuple):
    """A listed form that a spelling may stand for: its number, and what the letters say."""

    number: int
    nearness: Nearness


class _Compared(NamedTuple):
    """Forms found for spellings, a row a spelling.

    Attributes:
        numbers: Of the forms; -1 where there are fewer.
        cosines: Of their vectors and the spelling's.
        likeness: See `Nearness.likeness`; nothing where they were not compared.
    """

    numbers: Numbers
    cosines: Numbers
    likeness: Numbers

    @classmethod
    def of(cls, numbers: Numbers, cosines: Numbers) -> _Compared:
        """Return forms that are not compared yet."""
        return cls(numbers, cosines, np.full(numbers.shape, -np.inf, dtype=np.float32))

    def are_doubtful(self) -> Numbers:
        """Tell of which spellings no form is beyond doubt."""
        doubtful: Numbers = self.likeness.max(axis=1, initial=-np.inf) < _LIKELY
        return doubtful


class Proposals:
    """Proposes listed forms.

    Args:
        section: Gives the bytes of a section of the index by name.
        text: Gives a listed form by number.
        owners: The entity of each form: of one with many forms, a few are proposed.
        shared: Finds the forms that share rare words with a spelling in Latin letters.
    """

    def __init__(
        self,
        section: Callable[[str], memoryview],
        text: Callable[[int], str],
        owners: Sequence[int] | None = None,
        shared: SharedWords | None = None,
    ) -> None:
        self._forms = NearestForms(section, text)
        self._shared = shared
        entities = 0 if owners is None else len(set(owners))
        several = owners is not None and len(owners) > _SEVERAL * entities
        self._owners = owners if several else None
        one_each = owners is not None and len(owners) == entities
        self._first_in_latin = _FIRST_IN_LATIN if one_each else _FIRST_IN_LATIN + 1

    def propose(
        self, texts: Sequence[str], limit: int, *, thorough: bool = False, aloud: bool = False
    ) -> list[list[Proposal]]:
        """Return the forms that spellings may stand for, the likeliest first.

        Args:
            texts: Spellings in any scripts.
            limit: How many forms at most for each.
            thorough: Whether to compare the letters of all of them also where one of the nearest
                is beyond doubt; otherwise only those are returned then, if entities have one form
                each.
            aloud: Whether they are readings of names in other characters.

        Returns:
            Proposals for each spelling.
        """
        found: list[list[Proposal]] = []
        for first in range(0, len(texts), _TOGETHER):
            queries = _Queries.of(texts[first : first + _TOGETHER], aloud)
            for numbers, cosines, likeness in self._propose(queries, limit, thorough):
                found.append(_ordered(numbers, cosines, likeness, aloud))
        return found

    def _propose(
        self, queries: _Queries, limit: int, thorough: bool
    ) -> Iterator[tuple[list[int], list[float], list[float]]]:
        """Yield the forms for each query, their cosines and likenesses."""
        near = _Compared.of(*self._near(queries.encoded.vectors, limit))
        there = near.numbers >= 0
        if thorough or self._owners is not None:
            self._compare(queries, near, there)
        else:
            both_latin = queries.latin[:, None] & self._forms.latin[near.numbers]
            rank = np.arange(near.numbers.shape[1])
            first = there & (rank < np.where(both_latin, self._first_in_latin, _FIRST))
            self._compare(queries, near, first)
            more = there & ~first & ~both_latin & near.are_doubtful()[:, None]
            self._compare(queries, near, more)
        found = [near]
        if self._shared is not None:
            found.append(self._sharing(self._shared, queries, near))
        rows: Iterable[Any] = zip(*map(np.hstack, zip(*found, strict=True)), strict=True)
        for row in rows:
            numbers, cosines, likeness = map(np.ndarray.tolist, row)
            yield numbers, cosines, likeness

    def _compare(self, queries: _Queries, found: _Compared, chosen: Numbers) -> None:
        """Compare spellings with some of the forms found for them, letter by letter."""
        owner, _ = np.nonzero(chosen)
        numbers, cosines = found.numbers[chosen], found.cosines[chosen]
        odds = _odds(queries.side(owner), _listed_side(self._forms, numbers), cosines)
        found.likeness[chosen] = odds + _COSINE_WEIGHT * cosines

    def _sharing(self, shared: SharedWords, queries: _Queries, near: _Compared) -> _Compared:
        """Compare doubtful Latin spellings with further forms, which share rare words with them."""
        asking = np.flatnonzero(queries.latin & near.are_doubtful())
        spellings = [Spelling.of(queries.texts[at]) for at in asking.tolist()]
        numbers = np.full((len(queries.texts), _SHARING), -1, dtype=np.int64)
        numbers[asking] = shared.search(spellings, _SHARING)
        known = np.where(near.likeness > -np.inf, near.numbers, -1)
        vectors = self._forms.vectors(numbers)
        cosines = np.einsum("ik,ijk->ij", queries.encoded.vectors, vectors)
        chosen = (numbers >= 0) & ~(numbers[:, :, None] == known[:, None, :]).any(axis=2)
        chosen &= cosines > near.cosines[:, :1] - _SHARING_FARTHER
        found = _Compared.of(numbers, cosines)
        self._compare(queries, found, chosen)
        return found

    def _near(self, vectors: Numbers, limit: int) -> tuple[Numbers, Numbers]:
        """Return the nearest forms that are worth a closer look, as `NearestForms.search` does."""
        looked_at = limit if self._owners is None else limit * _LOOKED_AT
        numbers, cosines = self._forms.search(vectors, looked_at)
        # What is much farther than the nearest would have to be far likelier by its letters.
        there = (numbers >= 0) & (cosines > cosines[:, :1] - _FARTHER)
        there[:, :_FEWEST] = numbers[:, :_FEWEST] >= 0
        if self._owners is not None:
            for row, found in enumerate(numbers.tolist()):
                there[row] = _several(found, there[row].tolist(), self._owners, limit)
        width = int(there.sum(axis=1).max(initial=0))
        order = np.argsort(~there, axis=1, kind="stable")[:, :width]
        kept = np.take_along_axis(there, order, axis=1)
        return (
            np.where(kept, np.take_along_axis(numbers, order, axis=1), -1),
            np.take_along_axis(cosines, order, axis=1),
        )


def _ordered(
    numbers: list[int], cosines: list[float], likeness: list[float], aloud: bool
) -> list[Proposal]:
    """Return the forms that were compared as proposals, the likeliest first."""
    compared = [
        (-value, number, cosine)
        for number, cosine, value in zip(numbers, cosines, likeness, strict=True)
        if value > -np.inf
    ]
    return [
        Proposal(number, Nearness(cosine, -value - _COSINE_WEIGHT * cosine, aloud))
        for value, number, cosine in sorted(compared)
    ]


def _several(numbers: list[int], near: list[bool], owners: Sequence[int], limit: int) -> list[bool]:
    """Choose the first forms, not all of one entity, and one each of a few further entities."""
    kept = [False] * len(numbers)
    seen: dict[int, int] = {}
    left, more = limit, _MORE_ENTITIES
    for at, number in enumerate(numbers):
        if number < 0 or not more:
            break
        owner = owners[number]
        count = seen[owner] = seen.get(owner, 0) + 1
        if near[at] and left and count <= _FORMS_EACH:
            kept[at] = True
            left -= 1
        elif count == 1:
            kept[at] = True
            more -= 1
    return kept


def _listed_side(forms: NearestForms, numbers: Numbers) -> _Side:
    """One side of pairs that are listed forms."""
    states, offsets, places = forms.states(numbers)
    text, latin = forms.text, forms.latin[numbers]
    return _Side((states, offsets), places, latin, ~latin, lambda at: text(int(numbers[at])))


def _odds(query: _Side, name: _Side, cosines: Numbers) -> Numbers:
    """The pair model's odds; it has learned to compare a name of another script with a Latin one.

    So where the query is the Latin one, the two change places.
    """
    odds = np.empty(len(cosines), dtype=np.float32)
    turned = query.latin & ~name.latin
    for mask, (one, other) in ((~turned, (query, name)), (turned, (name, query))):
        if mask.any():
            odds[mask] = pair_model().compare(
                one.states, other.states, one.places[mask], other.places[mask], cosines[mask]
            )
    _let_tables_tell(query, name, cosines, odds)
    return odds


def _let_tables_tell(query: _Side, name: _Side, cosines: Numbers, odds: Numbers) -> None:
    """Let the odds of Latin names beside those of a script with a table say how it writes them."""
    likeness = odds + _COSINE_WEIGHT * cosines
    asked = (query.told & name.latin) | (query.latin & name.told)
    asked &= likeness > min(writing.least for writing in WRITINGS)
    some: dict[int, list[tuple[int, tuple[str, str]]]] = {}
    for at in np.flatnonzero(asked).tolist():
        other, latin = (name, query) if query.latin[at] else (query, name)
        written = other.text(at)
        writing = writing_of(written)
        if writing != NONE and likeness[at] > WRITINGS[writing].least:
            some.setdefault(writing, []).append((at, (written, latin.text(at))))
    for writing, found in some.items():
        places = [at for at, _ in found]
        for at, value in judged(
            writing, [pair for _, pair in found], odds[places], cosines[places]
        ):
            odds[places[at]] = value - _COSINE_WEIGHT * cosines[places[at]]


def odds_between(forms: NearestForms, left: Numbers, right: Numbers, cosines: Numbers) -> Numbers:
    """Compare listed forms with each other.

    Args:
        forms: The forms.
        left: Numbers of forms.
        right: As many numbers.
        cosines: Of the vectors of each pair.

    Returns:
        The logarithm of the odds that both are one name, for each pair.
    """
    return _odds(_listed_side(forms, left), _listed_side(forms, right), cosines)


def nearness(pairs: Sequence[tuple[str, str]], *, aloud: bool = False) -> list[Nearness]:
    """Compare spellings with forms that are in no index.

    Args:
        pairs: A spelling and a form each.
        aloud: Whether one of each is a reading of other characters.

    Returns:
        What the letters say of each pair.
    """
    texts = {text: at for at, text in enumerate(dict.fromkeys(chain.from_iterable(pairs)))}
    encoded: Encoded = encoder().encode(list(texts))
    left = np.array([texts[one] for one, _ in pairs], dtype=np.intp)
    right = np.array([texts[other] for _, other in pairs], dtype=np.intp)
    cosines = np.einsum("ij,ij->i", encoded.vectors[left], encoded.vectors[right])
    states = encoded.states, encoded.offsets
    latin = np.array([script_of(text) == LATIN for text in texts], dtype=bool)
    odds = _odds(
        _Side(states, left, latin[left], ~latin[left] & (not aloud), lambda at: pairs[at][0]),
        _Side(states, right, latin[right], ~latin[right] & (not aloud), lambda at: pairs[at][1]),
        cosines,
    )
    return [Nearness(*pair, aloud) for pair in zip(cosines.tolist(), odds.tolist(), strict=True)]
