"""Skeletons: spellings that share a key, pairs that must not, and the shape of a key."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.spelling.romanise import romanise
from normalizer.spelling.skeleton import loose_skeleton, skeleton
from tests.case_files import rows

_VIEWS: dict[str, list[Callable[[str], str]]] = {
    "strict": [skeleton],
    "loose": [loose_skeleton],
    "both": [skeleton, loose_skeleton],
}


def _cases(relation: str) -> list[tuple[str, list[str]]]:
    cases = rows("skeleton.tsv")
    return [(view, names.split(" | ")) for view, which, names in cases if which == relation]


@pytest.mark.parametrize(("view", "names"), _cases("same"))
def test_spellings_of_a_name_share_a_key(view: str, names: list[str]) -> None:
    for key_of in _VIEWS[view]:
        keys = {name: key_of(romanise(name)).replace(" ", "") for name in names}
        assert len(set(keys.values())) == 1, keys


@pytest.mark.parametrize(("view", "names"), _cases("differ"))
def test_different_names_have_different_keys(view: str, names: list[str]) -> None:
    for key_of in _VIEWS[view]:
        keys = {name: key_of(romanise(name)).replace(" ", "") for name in names}
        assert len(set(keys.values())) == len(names), keys


@given(st.text(max_size=40))
def test_a_key_is_consonants_in_words(text: str) -> None:
    for key_of in (skeleton, loose_skeleton):
        assert re.fullmatch(r"([a-z0-9]+( [a-z0-9]+)*)?", key_of(romanise(text)))


@given(st.lists(st.sampled_from(["hashd", "shaabi", "putin", "mahdi", "qods"]), max_size=4))
def test_words_keep_their_order(words: list[str]) -> None:
    assert skeleton(" ".join(words)) == " ".join(map(skeleton, words))


def test_articles_are_dropped_only_before_a_word() -> None:
    assert skeleton("al sadr") == skeleton("as sadr") == skeleton("sadr")
    assert skeleton("al") == "al"
    assert skeleton("an sadr") != skeleton("sadr")
