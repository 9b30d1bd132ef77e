"""Encoder: a learned vector for every spelling, near to those of other spellings of the name.

A small convolutional network over letter numbers (`normalizer.spelling.letters`), trained on name
pairs across scripts (``training/train_encoder.py``) and run here in numpy: embedding, four
convolutions of three letters' width, mean and maximum over the letters, one linear layer, unit
length. Names lie one behind the other with an empty row between them, so that nothing is padded.

Source: contrastive training with the other names of a batch as negatives, after A. van den Oord,
Y. Li and O. Vinyals, Representation Learning with Contrastive Predictive Coding (2018).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from normalizer.spelling.convolution import convolved, side_by_side
from normalizer.spelling.letters import LONGEST, Alphabet

Numbers = npt.NDArray[Any]

DATA = Path(__file__).parent / "data" / "encoder.npz"
_ROWS = 4096
"""Letters encoded at a time: few enough to stay in the processor's cache."""


class Encoded(NamedTuple):
    """Encoded names.

    Attributes:
        vectors: One vector of unit length a name, float32.
        states: The states of all letters, names one behind the other, as whole numbers of
            `STATE_SCALE` to a unit.
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

    def encode(self, names: Sequence[str]) -> Encoded:
        """Encode names.

        Args:
            names: Written forms in any scripts; of each, the first 40 letters count.

        Returns:
            Vectors and letter states.
        """
        rows, lengths = self.alphabet.rows(names)
        offsets = np.zeros(len(names) + 1, dtype=np.int64)
        np.cumsum(lengths, out=offsets[1:])
        vectors = np.empty((len(names), self.size), dtype=np.float32)
        states = np.empty((int(offsets[-1]), self.state_size), dtype=np.int8)
        # Cut where some thousands of rows are full; each name is followed by an empty row.
        ends = offsets[1:] + np.arange(1, len(names) + 1)
        first = 0
        while first < len(names):
            start = int(offsets[first]) + first
            last = max(first + 1, int(np.searchsorted(ends, start + _ROWS, side="right")))
            part = slice(first, last)
            self._encode(
                rows[part],
                lengths[part],
                vectors[part],
                states[offsets[first] : offsets[last]],
            )
            first = last
        return Encoded(vectors, states, offsets)

    def _encode(self, rows: Numbers, lengths: Numbers, vectors: Numbers, states: Numbers) -> None:
        """Encode some names into the arrays given."""
        count = len(rows)
        starts = np.zeros(count, dtype=np.intp)
        np.cumsum(lengths[:-1] + 1, out=starts[1:])
        numbers = np.zeros(int(lengths.sum()) + count, dtype=np.intp)
        letter = np.ones(len(numbers), dtype=bool)
        letter[starts + lengths] = False
        numbers[letter] = rows[np.arange(LONGEST) < lengths[:, None]]
        gaps = ~letter
        at = self._table[numbers]
        hidden = convolved(at, *self._layers[0])
        hidden[gaps] = 0.0
        for weight, bias in self._layers[1:]:
            hidden += convolved(hidden, weight, bias)
            hidden[gaps] = 0.0
        # The empty row counts neither in a sum nor, since no state is below zero, in a maximum.
        pooled = np.concatenate(
            [
                np.add.reduceat(hidden, starts, axis=0) / lengths[:, None],
                np.maximum.reduceat(hidden, starts, axis=0),
            ],
            axis=1,
        )
        weight, bias = self._outward
        out = pooled @ weight + bias
        out /= np.sqrt(np.einsum("ij,ij->i", out, out))[:, None] + 1e-12
        vectors[:] = out
        weight, bias = self._state
        projected = (hidden[letter] @ weight + bias) * self.state_scale
        states[:] = np.clip(np.rint(projected), -127, 127)


def _linear(arrays: dict[str, Numbers], name: str) -> tuple[Numbers, Numbers]:
    """Weight, laid out for multiplication from the right, and bias of a linear layer."""
    weight = np.ascontiguousarray(arrays[f"{name}.weight"].astype(np.float32).T)
    return weight, arrays[f"{name}.bias"].astype(np.float32)


@cache
def encoder() -> Encoder:
    """Return the encoder that this package ships, loaded when first asked for."""
    with np.load(DATA, allow_pickle=False) as stored:
        return Encoder({name: stored[name] for name in stored.files})
