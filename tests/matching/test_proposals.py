"""Nearest forms and the pair model: complete, ordered, the same alone and together."""

from __future__ import annotations

import numpy as np
import pytest

from normalizer.matching.compiled import container
from normalizer.matching.likeness import near_table, nearest
from normalizer.matching.likeness.proposals import Proposals, nearness
from normalizer.spelling.encoder import encoder

FIRST = ("Ali", "Hassan", "Karim", "Omar", "Yusuf", "Ivan", "Boris", "Sergei", "Min", "Chen", "Ana")
LAST = ("Hashimi", "Suleimani", "Petrov", "Kuznetsov", "Lee", "Wang", "Haddad", "Shabaab", "Rossi")
NAMES = [f"{first} {last}" for first in FIRST for last in LAST]


def proposals(names: list[str], owners: list[int] | None = None) -> Proposals:
    image = container.pack(nearest.build(names), {})
    return Proposals(container.Container(image).section, names.__getitem__, owners)


@pytest.fixture(scope="module")
def found() -> Proposals:
    return proposals(NAMES)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("علي الهاشمي", "Ali Hashimi"),
        ("Борис Петров", "Boris Petrov"),
        ("Kareem Hadad", "Karim Haddad"),
    ],
)
def test_the_nearest_comes_first(found: Proposals, query: str, name: str) -> None:
    best = found.propose([query], 5)[0]
    assert NAMES[best[0].number] == name
    assert 3 <= len(best) <= 5
    assert len({proposal.number for proposal in best}) == len(best)


def test_names_in_latin_letters_are_compared_with_few(found: Proposals) -> None:
    few, more = (found.propose(["Kareem Hadad"], 8, thorough=it)[0] for it in (False, True))
    assert len(few) == 3
    assert len(more) > 3
    assert NAMES[few[0].number] == NAMES[more[0].number] == "Karim Haddad"


def test_fewer_are_compared_where_each_is_an_entity_of_its_own() -> None:
    numbers = list(range(len(NAMES)))
    for owners, count in ((numbers, 2), ([0, *numbers[:-1]], 3)):
        assert len(proposals(NAMES, owners).propose(["Kareem Hadad"], 8)[0]) == count


def test_together_and_alone_give_the_same(found: Proposals) -> None:
    queries = ["علي الهاشمي", "Борис", "x", "…", "李", *NAMES[:20]]
    together = found.propose(queries, 4)
    for query, rows in zip(queries, together, strict=True):
        alone = found.propose([query], 4)[0]
        assert [row.number for row in rows] == [row.number for row in alone]
        odds = [row.nearness.odds for row in rows]
        assert odds == pytest.approx([row.nearness.odds for row in alone], abs=1e-2)


def test_compiled_states_give_what_fresh_ones_give(found: Proposals) -> None:
    for proposal in found.propose(["Omar Sulaymani"], 6)[0]:
        (fresh,) = nearness([("Omar Sulaymani", NAMES[proposal.number])])
        assert proposal.nearness.odds == pytest.approx(fresh.odds, abs=0.2)
        assert proposal.nearness.cosine == pytest.approx(fresh.cosine, abs=0.02)


def test_cells_lose_few_of_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"{one}{two}" for one in NAMES for two in ("", "ov", " Khan", "ez", " al-Amin")]
    queries = names[::7]
    monkeypatch.setattr(near_table, "_ONE_CELL", 10)
    monkeypatch.setattr(nearest, "_PROBED", 12)
    celled = proposals(names).propose(queries, 8, thorough=True)
    monkeypatch.setattr(near_table, "_ONE_CELL", 10_000)
    whole = proposals(names).propose(queries, 8, thorough=True)
    kept = [
        len({p.number for p in one} & {p.number for p in two}) / 8
        for one, two in zip(celled, whole, strict=True)
    ]
    assert np.mean(kept) > 0.8
    assert all(one[0].number == two[0].number for one, two in zip(celled, whole, strict=True))


def test_states_are_computed_where_they_are_not_stored(
    monkeypatch: pytest.MonkeyPatch, found: Proposals
) -> None:
    monkeypatch.setattr(near_table, "_MOST_STATES", 0)
    without = proposals(NAMES).propose(["Юсуф Хаддад"], 5)[0]
    stored = found.propose(["Юсуф Хаддад"], 5)[0]
    assert [p.number for p in without] == [p.number for p in stored]


def test_one_form_no_form_and_no_query() -> None:
    assert len(proposals(["Ali"]).propose(["Aly"], 5)[0]) == 1
    assert proposals(["Ali"]).propose([], 5) == []
    assert nearness([]) == []


def test_sections_are_the_same_each_time() -> None:
    assert nearest.build(NAMES) == nearest.build(list(NAMES))
    assert encoder().size == len(nearest.build(["Ali"])["near.centres"]) // 4
