"""Forms that share rare words: the rarest first, common ones not at all, the same alone."""

from __future__ import annotations

import numpy as np
import pytest

from normalizer.matching.compiled import container
from normalizer.matching.likeness import shared_words
from normalizer.matching.likeness.near_table import NearTable
from normalizer.matching.likeness.proposals import Proposals
from normalizer.matching.likeness.shared_words import SharedTable, SharedWords
from normalizer.matching.likeness.views import Spelling

NAMES = [
    "Nikolai Akhlomov",
    "Nikolai Petrov",
    "Nikolay Vasilyevich Orlov",
    "Mykola Orlov",
    "Vasily Petrov",
    "محمد أخلوموف",
    "Ali Oe",
]
OWNERS = [0, 1, 2, 2, 3, 4, 5]


def shared(names: list[str], owners: list[int]) -> SharedWords:
    numbers = np.array(owners)
    sections = SharedTable.of(map(Spelling, names)).sections(numbers)
    return SharedWords(container.Container(container.pack(sections, {})).section, numbers)


def found(query: str, limit: int = 3) -> list[int]:
    (row,) = shared(NAMES, OWNERS).search([Spelling(query)], limit).tolist()
    return [number for number in row if number >= 0]


def test_the_rarest_word_tells_most() -> None:
    assert found("Nikolay Vasilyevich AHLOMOV")[:2] == [2, 0]
    assert found("Igor Akhlomov") == [0]


def test_rare_is_what_few_entities_have() -> None:
    # Two forms of one entity have Orlov, forms of two have Petrov.
    assert found("Petroff Orlow", 1) == [2]


def test_an_entity_is_found_once() -> None:
    assert found("Orlov") == [2]


def test_only_forms_in_latin_letters_are_found() -> None:
    assert 5 not in found("Muhammad Akhlomov", 7)


def test_a_word_of_vowels_stands_for_itself() -> None:
    assert found("Oe") == [6]


@pytest.mark.parametrize("query", ["Zzyzx", "", "…"])
def test_nothing_shared_and_nothing_asked(query: str) -> None:
    assert found(query) == []


def test_words_that_too_many_have_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_words, "_MOST_FORMS", 2)
    assert found("Nikolay Akhlomov") == [0]
    assert found("Nikolay") == []


def test_together_and_alone_give_the_same() -> None:
    search = shared(NAMES, OWNERS)
    queries = [Spelling(text) for text in (*NAMES, "Petrov Vasily", "x", "Nikolay Petrov")]
    together = search.search(queries, 4)
    alone = np.concatenate([search.search([query], 4) for query in queries])
    assert together.tolist() == alone.tolist()
    assert search.search([], 4).shape == (0, 4)


def test_none_in_latin_letters() -> None:
    assert shared(["محمد"], [0]).search([Spelling("Muhammad")], 2).tolist() == [[-1, -1]]


def test_they_are_proposed_where_no_other_is_beyond_doubt() -> None:
    names = [f"Mykhailo Serhiiovych {name}" for name in ("Bondarenko", "Kovalenko", "Tkachenko")]
    names += ["Mikhail Serebrov", "Sergei Mikhailov", "Sergiy Mykhailenko", "Wadim Yakubson"]
    sections = NearTable.of(names).sections()
    owners = list(range(len(names)))
    search = shared(names, owners)
    queries = ["Mikhail Sergeyevich Yakubson", "Sergej Michajlow"]
    without, beside = (
        Proposals(lambda name: memoryview(sections[name]), names.__getitem__, owners, it).propose(
            queries, 5
        )
        for it in (None, search)
    )
    assert 6 not in [proposal.number for proposal in without[0]]
    assert 6 in [proposal.number for proposal in beside[0]]
    assert beside[1] == without[1]  # beyond doubt
