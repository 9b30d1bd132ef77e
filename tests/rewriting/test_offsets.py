"""Offsets from a text to the rewritten text and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer import Normalizer
from normalizer.rewriting.offsets import Offsets

CHANGES = st.lists(
    st.tuples(st.integers(0, 5), st.integers(1, 5), st.integers(1, 9)), max_size=6
)  # unchanged characters before an edit, characters replaced, characters put in


def built(changes: list[tuple[int, int, int]], tail: int) -> tuple[Offsets, str, str]:
    old = new = ""
    spans = []
    for number, (gap, size, becomes) in enumerate(changes):
        kept = "".join(chr(0x400 + len(old) + at) for at in range(gap))
        spans.append((len(old) + gap, len(old) + gap + size, becomes))
        old += kept + "x" * size
        new += kept + str(number) * becomes
    rest = "".join(chr(0x400 + len(old) + at) for at in range(tail))
    return Offsets(spans, len(old + rest)), old + rest, new + rest


@given(changes=CHANGES, tail=st.integers(0, 4))
def test_characters_outside_edits_keep_their_place(
    changes: list[tuple[int, int, int]], tail: int
) -> None:
    offsets, old, new = built(changes, tail)
    for at, char in enumerate(old):
        if char != "x":
            assert new[offsets.to_new(at)] == char
            assert offsets.to_old(offsets.to_new(at)) == at
    assert offsets.to_new(len(old)) == len(new)
    assert offsets.to_old(len(new)) == len(old)
    for after in (False, True):
        there = [offsets.to_new(at, after=after) for at in range(len(old) + 1)]
        assert there == sorted(there)
        back = [offsets.to_old(at, after=after) for at in range(len(new) + 1)]
        assert back == sorted(back)


@given(changes=CHANGES, tail=st.integers(0, 4), data=st.data())
def test_spans_hold_what_they_held(
    changes: list[tuple[int, int, int]], tail: int, data: st.DataObject
) -> None:
    offsets, old, new = built(changes, tail)
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, len(old)))
    first, last = offsets.span_to_new(start, end)
    assert first <= last
    kept = [char for char in old[start:end] if char != "x"]
    assert [char for char in new[first:last] if not char.isdigit()] == kept
    low, high = offsets.span_to_old(first, last)
    assert start == end or (low <= start and end <= high)
    assert offsets.span_to_new(low, high) == (first, last)


def test_an_edit_is_one_piece(small: Normalizer) -> None:
    rewrite = small.rewrite("The PMU left.")
    assert rewrite.text == "The Popular Mobilization Forces left."
    offsets = rewrite.offsets
    assert offsets.span_to_new(4, 7) == (4, 31)
    assert offsets.span_to_new(5, 6) == (4, 31)
    assert (offsets.to_new(5), offsets.to_new(5, after=True)) == (4, 31)
    assert (offsets.to_old(20), offsets.to_old(20, after=True)) == (4, 7)
    assert offsets.span_to_old(12, 24) == (4, 7)
    assert offsets.span_to_new(5, 5) == (4, 4)
    assert rewrite.text[slice(*offsets.span_to_new(8, 12))] == "left"
    with pytest.raises(IndexError, match="from 0 to 13"):
        offsets.to_new(14)
    with pytest.raises(IndexError, match="before it begins"):
        offsets.span_to_new(3, 2)
