"""Names in hashtags are written in one word."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer import Normalizer
from normalizer.rewriting.hashtags import hash_before, hashtag_of
from tests.case_files import rows


@pytest.mark.parametrize(("text", "expected", "to", "markup"), rows("hashtags.tsv"))
def test_hashtags(curated: Normalizer, text: str, expected: str, to: str, markup: str) -> None:
    rewrite = curated.rewrite(text, to, hashtags=True, markup=markup)
    assert (rewrite.text, rewrite.undo()) == (expected, text)
    first = text.split(maxsplit=1)[0]
    assert curated.rewrite(text, to, markup=markup).text.startswith(first)
    if "{" not in to:  # of the ID in a template's brackets the name is no part
        assert curated.rewrite(expected, to, hashtags=True, markup=markup).text == expected


@given(st.text())
def test_a_hashtag_is_one_word_and_stays_one(name: str) -> None:
    tag = hashtag_of(name)
    assert not re.search(r"[\s#.'’-]", tag)
    assert hashtag_of(tag).replace("_", "") == tag.replace("_", "")


def test_the_hash_sign_before() -> None:
    assert [hash_before("a #bc #d", at) for at in range(1, 9)] == [-1, -1, 2, 2, 2, -1, 6, 6]
