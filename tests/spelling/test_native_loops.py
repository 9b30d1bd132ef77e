"""The compiled loops of the networks give what numpy gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from normalizer.native import library, network
from normalizer.spelling.convolution import convolved
from normalizer.spelling.pooling import pooled
from normalizer.spelling.runs import convolved_runs

seeds = st.integers(0, 2**32 - 1)
sizes = st.integers(1, 150)


@contextmanager
def only_numpy() -> Iterator[None]:
    with patch.object(network, "library", lambda: None):
        yield


def both(run: Callable[[], Any]) -> tuple[Any, Any]:
    assert library.library() is not None, "run python -m normalizer.native.build"
    compiled = run()
    with only_numpy():
        return compiled, run()


def numbers(rng: np.random.Generator, *shape: int) -> Any:
    return rng.standard_normal(shape).astype(np.float32)


@given(seeds, sizes, st.lists(st.integers(1, 41), min_size=1, max_size=5))
def test_pooling(seed: int, size: int, lengths: list[int]) -> None:
    rng = np.random.default_rng(seed)
    states = numbers(rng, 30, size)
    letters = rng.integers(0, len(states), sum(lengths))
    starts = np.cumsum(lengths) - lengths
    (sums, tops), (plain_sums, plain_tops) = both(lambda: pooled(states, letters, starts))
    assert (tops == plain_tops).all()
    np.testing.assert_allclose(sums, plain_sums, rtol=1e-5, atol=1e-5)


@given(seeds, sizes, st.lists(st.integers(0, 4), min_size=1, max_size=3))
def test_letters_beside_one_another(seed: int, size: int, shape: list[int]) -> None:
    rng = np.random.default_rng(seed)
    at, weight, bias = numbers(rng, *shape, 7), numbers(rng, 7, 3 * size), numbers(rng, size)
    compiled, plain = both(lambda: convolved(at, weight, bias))
    assert compiled.shape == plain.shape
    assert (compiled == plain).all()


@given(seeds, st.integers(1, 40), st.lists(st.integers(1, 6), min_size=1, max_size=9))
def test_runs_of_letters(seed: int, size: int, lengths: list[int]) -> None:
    rng = np.random.default_rng(seed)
    names = [[*rng.integers(1, 4, length).tolist(), 0] for length in lengths]
    letters = np.array([letter for name in names for letter in name])
    table = numbers(rng, 4, size)
    layers = [(numbers(rng, size, 3 * size), numbers(rng, size)) for _ in range(3)]
    (hidden, runs), (plain, plain_runs) = both(
        lambda: convolved_runs(table, layers, letters, letters == 0)
    )
    assert (runs == plain_runs).all()
    np.testing.assert_allclose(hidden, plain, rtol=1e-5, atol=1e-5)
