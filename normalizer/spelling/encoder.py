"""Encoder: a learned vector for every spelling, near to those of other spellings of the name.

A small convolutional network over letter numbers (`normalizer.spelling.letters`), trained on name
pairs across scripts (``training/train_encoder.py``) and run here in numpy: embedding, four
convolutions of three letters' width, mean and maximum over the letters, one linear layer, unit
length. Names lie one behind the other with an empty row between them, so that nothing is padded.

Source: contrastive training with the other names of a batch as negatives, after A. van den Oord,
Y. Li and O. Vinyals, Representation Learning with Contrastive Predictive Coding (2018).
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from normalizer.arrays import Numbers
from normalizer.spelling.convolution import convolved, side_by_side
from normalizer.spelling.letters import LONGEST, Alphabet
from normalizer.spelling.one_thread import one_thread
from normalizer.spelling.pooling import pooled
from normalizer.spelling.runs import convolved_runs

DATA = Path(__file__).parent / "data" / "encoder.npz"
_ROWS = 4096
"""Letters encoded at a time: few enough to stay in the processor's cache."""
_MANY = 1 << 16
"""Beyond so many letters names are encoded by their runs of letters, so many at a time."""
_SORTED_BY = 6
"""Letters by which names are brought into order first."""
_MOST_THREADS = 4
"""Each takes some 100 MB for a part."""


class Encoded(NamedTuple):
    """Encoded names.

    Attributes:
        vectors: One vector of unit length a name, float32.
        states: The states of all letters, names one behind the other, as whole numbers of
            `STATE_SCALE` to a unit; empty where they were not wanted.
        offsets: Where each name's letters begin, and the last one's end.
    """

    vectors: Numbers
    states: Numbers
    offsets: Numbers


class Encoder:
    """The network.

    Args:
        arrays: What training has written, by name.
    """

    def __init__(self, arrays: dict[str, Numbers]) -> None:
        readings = bytes(arrays["readings"]).decode("ascii").split(" ")
        self.alphabet = Alphabet(arrays["characters"].tolist(), readings)
        self._table = arrays["table"].astype(np.float32)
        self._layers = []
        number = 0
        while f"conv{number}.weight" in arrays:
            bias = arrays[f"conv{number}.bias"].astype(np.float32)
            self._layers.append((side_by_side(arrays[f"conv{number}.weight"]), bias))
            number += 1
        self._outward = _linear(arrays, "outward")
        self._state = _linear(arrays, "state")
        self.state_scale = float(arrays["state.scale"])
        self.size = self._outward[1].size
        self.state_size = self._state[1].size

    def encode(self, names: Sequence[str], states: bool = True) -> Encoded:
        """Encode names.

        Args:
            names: Written forms in any scripts; of each, the first 40 letters count.
            states: Whether the letters' states are wanted, too.

        Returns:
            Vectors and letter states.
        """
        rows, lengths = self.alphabet.rows(names)
        offsets = np.zeros(len(names) + 1, dtype=np.int64)
        np.cumsum(lengths, out=offsets[1:])
        encoded = Encoded(
            np.empty((len(names), self.size), dtype=np.float32),
            np.empty((int(offsets[-1]) if states else 0, self.state_size), dtype=np.int8),
            offsets,
        )

        def encode_some(which: Numbers) -> None:
            vectors, letters = self._encode(rows[which], lengths[which], states)
            encoded.vectors[which] = vectors
            if states:
                encoded.states[stretches(offsets[which], lengths[which])] = letters

        if offsets[-1] + len(names) <= _MANY:
            with one_thread():
                for which in _parts(np.arange(len(names)), lengths, _ROWS):
                    encode_some(which)
            return encoded
        # Names that begin alike come together: they have more runs of letters in common.
        order = np.lexsort(rows[:, _SORTED_BY - 1 :: -1].T)
        with one_thread(), ThreadPoolExecutor(min(_MOST_THREADS, os.cpu_count() or 1)) as threads:
            deque(threads.map(encode_some, _parts(order, lengths, _MANY)), maxlen=0)
        return encoded

    def _encode(
        self, rows: Numbers, lengths: Numbers, states: bool
    ) -> tuple[Numbers, Numbers | None]:
        """Return the vectors of some names, and the states of their letters if they are wanted."""
        count = len(rows)
        starts = np.zeros(count, dtype=np.intp)
        np.cumsum(lengths[:-1] + 1, out=starts[1:])
        numbers = np.zeros(int(lengths.sum()) + count, dtype=np.intp)
        letter = np.ones(len(numbers), dtype=bool)
        letter[starts + lengths] = False
        numbers[letter] = rows[np.arange(LONGEST) < lengths[:, None]]
        if len(numbers) > _ROWS:
            distinct, runs = convolved_runs(self._table, self._layers, numbers, ~letter)
        else:
            distinct, runs = self._convolved(numbers, ~letter), np.arange(len(numbers))
        # The empty row counts neither in a sum nor, since no state is below zero, in a maximum.
        sums, tops = pooled(distinct, runs, starts)
        weight, bias = self._outward
        out = np.concatenate([sums / lengths[:, None], tops], axis=1) @ weight + bias
        out /= np.sqrt(np.einsum("ij,ij->i", out, out))[:, None] + 1e-12
        if not states:
            return out, None
        weight, bias = self._state
        projected = (distinct @ weight + bias) * self.state_scale
        return out, np.clip(np.rint(projected), -127, 127).astype(np.int8)[runs[letter]]

    def _convolved(self, numbers: Numbers, gaps: Numbers) -> Numbers:
        """Return what the last layer gives for each letter, with zeros in the gaps."""
        hidden = convolved(self._table[numbers], *self._layers[0])
        hidden[gaps] = 0.0
        for weight, bias in self._layers[1:]:
            hidden += convolved(hidden, weight, bias)
            hidden[gaps] = 0.0
        return hidden


def _parts(order: Numbers, lengths: Numbers, most: int) -> Iterator[Numbers]:
    """Cut names where so many letters are full; each name takes one more."""
    ends = np.cumsum(lengths[order] + 1)
    first, begin = 0, 0
    while first < len(order):
        last = max(first + 1, int(np.searchsorted(ends, begin + most, side="right")))
        yield order[first:last]
        first, begin = last, int(ends[last - 1])


def stretches(starts: Numbers, lengths: Numbers) -> Numbers:
    """Return the places of what lies in stretches, one stretch behind the other.

    Args:
        starts: Where each begins.
        lengths: How long each is.
    """
    before = np.cumsum(lengths) - lengths
    places: Numbers = np.repeat(starts - before, lengths) + np.arange(int(lengths.sum()))
    return places


def _linear(arrays: dict[str, Numbers], name: str) -> tuple[Numbers, Numbers]:
    """Weight, laid out for multiplication from the right, and bias of a linear layer."""
    weight = np.ascontiguousarray(arrays[f"{name}.weight"].astype(np.float32).T)
    return weight, arrays[f"{name}.bias"].astype(np.float32)


@cache
def encoder() -> Encoder:
    """Return the encoder that this package ships, loaded when first asked for."""
    with np.load(DATA, allow_pickle=False) as stored:
        return Encoder({name: stored[name] for name in stored.files})
