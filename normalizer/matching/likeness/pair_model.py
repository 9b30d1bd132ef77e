"""Pair model: two names compared letter by letter, by a small learned network in numpy.

Each letter's state (from `normalizer.spelling.encoder`) is met softly with the states of the other
name's letters, what it meets is compared with it, and the comparisons of both sides are added up to
the logarithm of the odds that both spellings are of one name. Trained together with the encoder
(``training/train_encoder.py``) against look-alikes.

Source: A. Parikh and others, A Decomposable Attention Model for Natural Language Inference (2016),
for the soft meeting and comparison, here over letters with a convolution behind it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from normalizer.arrays import Numbers
from normalizer.spelling.convolution import convolved, side_by_side

DATA = Path(__file__).parent / "data" / "pair_model.npz"
_PAIRS = 64
"""Pairs compared at a time: few enough to stay in the processor's cache."""


class PairModel:
    """The network.

    Args:
        arrays: What training has written, by name.
    """

    def __init__(self, arrays: dict[str, Numbers]) -> None:
        self._arrays = {
            name: np.ascontiguousarray(array.astype(np.float32).T) for name, array in arrays.items()
        }
        self._context = [side_by_side(arrays[f"context.{n}.weight"]) for n in (0, 1)]
        self._temper = float(arrays["temper"]) / float(arrays["state.scale"]) ** 2
        self._scale = 1.0 / float(arrays["state.scale"])

    def compare(
        self,
        queries: tuple[Numbers, Numbers],
        names: tuple[Numbers, Numbers],
        left: Numbers,
        right: Numbers,
        cosines: Numbers,
    ) -> Numbers:
        """Compare pairs of names.

        Args:
            queries: Letter states of queries and their offsets, as `Encoded` holds them.
            names: The same of listed names.
            left: The query's number, by pair.
            right: The name's number, by pair.
            cosines: The cosine of the two vectors, by pair.

        Returns:
            The logarithm of the odds that both are one name, by pair, float32.
        """
        odds = np.empty(len(left), dtype=np.float32)
        sizes = np.diff(queries[1])[left] + np.diff(names[1])[right]
        order = np.argsort(sizes, kind="stable")
        for first in range(0, len(order), _PAIRS):
            part = order[first : first + _PAIRS]
            query, query_mask = _padded(*queries, left[part])
            name, name_mask = _padded(*names, right[part])
            odds[part] = self._compare(query, name, query_mask, name_mask, cosines[part])
        return odds

    def _compare(
        self, query: Numbers, name: Numbers, query_mask: Numbers, name_mask: Numbers,
        cosines: Numbers,
    ) -> Numbers:  # fmt: skip
        arrays = self._arrays
        likeness = np.exp(np.minimum(query @ name.transpose(0, 2, 1) * self._temper, 60.0))
        likeness *= query_mask[:, :, None] * name_mask[:, None, :]
        toward_name = likeness / (likeness.sum(2, keepdims=True) + 1e-30)
        toward_query = likeness / (likeness.sum(1, keepdims=True) + 1e-30)
        query, name = query * self._scale, name * self._scale
        sides = (
            (query, toward_name @ name, query_mask),
            (name, toward_query.transpose(0, 2, 1) @ query, name_mask),
        )
        features = []
        for number, (own, met, mask) in enumerate(sides):
            there = mask[:, :, None]
            compared = np.concatenate([own, met, np.abs(own - met), own * met], axis=2)
            seen = compared @ arrays[f"compare.{number}.weight"]
            seen += arrays[f"compare.{number}.bias"]
            np.maximum(seen, 0.0, out=seen)
            seen *= there
            more = convolved(seen, self._context[number], arrays[f"context.{number}.bias"])
            more *= there
            seen += more
            total = seen.sum(1)
            features += [total * 0.1, total / mask.sum(1, keepdims=True), seen.max(1)]
        features += [cosines[:, None], 1.0 / query_mask.sum(1, keepdims=True)]
        hidden = np.concatenate(features, axis=1) @ arrays["hidden.weight"] + arrays["hidden.bias"]
        judged: Numbers = np.maximum(hidden, 0.0) @ arrays["judge.weight"] + arrays["judge.bias"]
        return judged[:, 0]


def _padded(states: Numbers, offsets: Numbers, chosen: Numbers) -> tuple[Numbers, Numbers]:
    """The states of chosen names in one block, and 1 where there are letters."""
    starts = offsets[chosen].astype(np.intp)
    lengths = offsets[chosen + 1].astype(np.intp) - starts
    width = np.arange(int(lengths.max(initial=1)))
    mask = width < lengths[:, None]
    places = np.where(mask, starts[:, None] + width, 0)
    block = states[places].astype(np.float32)
    there = mask.astype(np.float32)
    block *= there[:, :, None]
    return block, there


@cache
def pair_model() -> PairModel:
    """Return the pair model that this package ships, loaded when first asked for."""
    with np.load(DATA, allow_pickle=False) as stored:
        return PairModel({name: stored[name] for name in stored.files})
