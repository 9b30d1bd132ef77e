"""Unlisted names grouped by likeness."""

from __future__ import annotations

from normalizer.matching.names.alike import alike
from tests.case_files import rows

GROUPS = rows("alike.tsv")


def test_cases() -> None:
    names = [name for group in GROUPS for name in group]
    firsts = [group[0] for group in GROUPS for _ in group]
    assert [names[first] for first in alike(names, [False] * len(names))] == firsts


def test_a_leader_joins_none_and_others_join_it() -> None:
    names = ["Harakat al-Nujoom", "Harakat al-Nujum", "Харакат ан-Нуджум"]
    assert alike(names, [False, True, True])[1:] == [1, 2]
    assert alike(names, [False, True, False])[::2] == [1, 1]


def test_of_nothing_there_are_no_groups() -> None:
    assert alike([], []) == []
