"""The encoder: near for spellings of one name, the same alone and in company, plain arrays."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.spelling import encoder as encoder_module
from normalizer.spelling.encoder import encoder
from normalizer.spelling.one_thread import one_thread

SAME = [
    ("Hachd al-Chaabi", "الحشد الشعبي"), ("Zelenskyy", "Зеленський"),
    ("Qasem Soleimani", "قاسم سلیمانی"),
    ("Baghdad", "Багдад"), ("Tehran", "テヘラン"), ("Tokyo", "トーキョー"), ("Clinton", "클린턴"),
    ("Netanyahu", "נתניהו"), ("Papandreou", "Παπανδρέου"), ("Modi", "मोदी"), ("Obama", "奥巴马"),
]  # fmt: skip


def test_spellings_of_one_name_are_nearer_than_other_names() -> None:
    vectors = encoder().encode([name for pair in SAME for name in pair]).vectors
    likeness = vectors[::2] @ vectors[1::2].T
    assert (likeness.argmax(axis=1) == np.arange(len(SAME))).all()
    assert (likeness.argmax(axis=0) == np.arange(len(SAME))).all()


@given(st.lists(st.text(max_size=50), min_size=1, max_size=6))
def test_any_text_has_a_unit_vector_and_states(names: list[str]) -> None:
    encoded = encoder().encode(names)
    assert np.linalg.norm(encoded.vectors, axis=1) == pytest.approx(1.0, abs=1e-3)
    assert encoded.offsets[-1] == len(encoded.states)
    assert (np.diff(encoded.offsets) >= 1).all()


@pytest.mark.parametrize("times", [60, 200])  # plainly, and by runs of letters
def test_a_name_is_encoded_alike_alone_and_among_thousands(times: int) -> None:
    names = [f"{a}{b} {c}" for a in ("Ka", "Mu", "شي") for b in "bdfmrstz" for c in ("Ali", "سلام")]
    many = names * times
    together = encoder().encode(many)
    for at in (0, 7, 30, 47, 1000, len(many) - 1):
        alone = encoder().encode([many[at]])
        assert alone.vectors[0] == pytest.approx(together.vectors[at], abs=1e-5)
        span = slice(together.offsets[at], together.offsets[at + 1])
        assert np.abs(alone.states.astype(int) - together.states[span]).max() <= 1


def test_vectors_do_not_depend_on_the_number_of_cores() -> None:
    names = [name for pair in SAME for name in pair]
    free = encoder().encode(names)
    with one_thread():
        bound = encoder().encode(names)
    assert (free.vectors == bound.vectors).all()
    assert (free.states == bound.states).all()


def test_no_names() -> None:
    encoded = encoder().encode([])
    assert encoded.vectors.shape == (0, encoder().size)
    assert len(encoded.states) == 0


def test_the_weights_are_plain_arrays_of_at_most_three_megabytes() -> None:
    assert encoder_module.DATA.stat().st_size < 3_000_000
    with np.load(encoder_module.DATA, allow_pickle=False) as stored:
        assert all(stored[name].dtype.kind in "fu" for name in stored.files)
