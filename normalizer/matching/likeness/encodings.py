"""Vectors and letter states of forms as a compiled file holds them: whole numbers of one byte.

Encoding is nine tenths of compiling. A gazetteer that differs from an earlier one in a few entries,
or has a layer more, has nearly all of its forms: what was encoded then is taken from that file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from normalizer.arrays import Numbers
from normalizer.spelling.encoder import Encoded, encoder, stretches

SCALE = 127.0
"""What stands for 1 in a stored vector."""


class KnownForms(NamedTuple):
    """Forms that were encoded before.

    Attributes:
        encoded: What is stored of them and others, by number; the vectors are bytes, too.
        numbers: Their numbers by their texts.
    """

    encoded: Encoded
    numbers: Mapping[str, int]


def encodings(names: Sequence[str], states: bool, known: KnownForms | None = None) -> Encoded:
    """Encode forms.

    Args:
        names: The forms as they are written.
        states: Whether the letters' states are wanted, too.
        known: Forms that were encoded before.

    Returns:
        Vectors, as bytes, and states.
    """
    if known is None or not states or not len(known.encoded.states):
        return _as_bytes(encoder().encode(names, states))
    found = (known.numbers.get(name, -1) for name in names)
    numbers = np.fromiter(found, dtype=np.int64, count=len(names))
    is_new = numbers < 0
    there = _taken(known.encoded, numbers[~is_new])
    fresh = _as_bytes(encoder().encode([names[at] for at in np.flatnonzero(is_new).tolist()]))
    both = Encoded(
        np.concatenate([there.vectors, fresh.vectors]),
        np.concatenate([there.states, fresh.states]),
        np.concatenate([there.offsets, fresh.offsets[1:] + len(there.states)]),
    )
    return _taken(both, np.argsort(np.argsort(is_new, kind="stable"), kind="stable"))


def _taken(encoded: Encoded, numbers: Numbers) -> Encoded:
    """Return encoded forms by their numbers."""
    starts = encoded.offsets[numbers]
    lengths = encoded.offsets[numbers + 1] - starts
    return Encoded(
        encoded.vectors[numbers],
        encoded.states[stretches(starts, lengths)],
        np.concatenate([[0], np.cumsum(lengths)]),
    )


def _as_bytes(encoded: Encoded) -> Encoded:
    return encoded._replace(vectors=np.rint(encoded.vectors * SCALE).astype(np.int8))
