"""Hashes of many names at once: those that each has alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from normalizer.matching.hashing import letters_hash
from normalizer.matching.hashing_many import letters_hashes

NAMES = st.lists(st.one_of(st.text(max_size=30), st.text("aش高𠮷\ud800", max_size=300)), max_size=8)


@given(NAMES)
def test_as_each_alone(names: list[str]) -> None:
    assert letters_hashes(names).tolist() == [letters_hash(name) for name in names]


def test_long_names_of_high_letters() -> None:
    names = ["\uffff" * size for size in (1, 99_999, 100_000)]
    assert letters_hashes(names).tolist() == [letters_hash(name) for name in names]
