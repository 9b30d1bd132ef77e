"""Vectors and letter states of forms as a compiled file holds them: whole numbers of one byte.

Encoding is nine tenths of compiling. A gazetteer that differs from an earlier one in a few entries,
or has a layer more, has nearly all of its forms: what was encoded then is taken from that file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from normalizer.spelling.encoder import Encoded, encoder, stretches

Numbers = npt.NDArray[Any]

SCALE = 127.0
"""What stands for 1 in a stored vector."""


class KnownForms:
    """The forms of a compiled file, by their text.

    Args:
        section: Gives the bytes of a section that `matching.likeness.nearest.build` made.
        texts: The forms, in the order of their numbers.

    Raises:
        KeyError: If the file has no states of letters.
    """

    def __init__(self, section: Callable[[str], memoryview], texts: Sequence[str]) -> None:
        order = np.frombuffer(section("near.order"), "<u4")
        places = np.empty(len(order), dtype=np.int64)
        places[order] = np.arange(len(order))
        size = encoder().size
        vectors = np.frombuffer(section("near.vectors"), np.int8).reshape(-1, size)
        states = np.frombuffer(section("near.states"), np.int8).reshape(-1, encoder().state_size)
        offsets = np.frombuffer(section("near.states.offsets"), "<u4").astype(np.int64)
        self.encoded = Encoded(vectors[places], states, offsets)
        """What is stored of them; the vectors are bytes, too."""
        self._numbers = {text: number for number, text in enumerate(texts)}

    def numbers(self, texts: Sequence[str]) -> Numbers:
        """Return the number of each form, and -1 for those that are not known."""
        found = (self._numbers.get(text, -1) for text in texts)
        return np.fromiter(found, dtype=np.int64, count=len(texts))


def encodings(names: Sequence[str], states: bool, known: KnownForms | None = None) -> Encoded:
    """Encode forms.

    Args:
        names: The forms as they are written.
        states: Whether the letters' states are wanted, too.
        known: Forms that were encoded before.

    Returns:
        Vectors, as bytes, and states.
    """
    if known is None or not states:
        return _as_bytes(encoder().encode(names, states))
    numbers = known.numbers(names)
    is_new = numbers < 0
    fresh = _as_bytes(encoder().encode([names[at] for at in np.flatnonzero(is_new).tolist()]))
    both = Encoded(
        np.concatenate([known.encoded.vectors, fresh.vectors]),
        np.concatenate([known.encoded.states, fresh.states]),
        np.concatenate([known.encoded.offsets, fresh.offsets[1:] + len(known.encoded.states)]),
    )
    numbers[is_new] = np.arange(len(known.encoded.vectors), len(both.vectors))
    starts = both.offsets[numbers]
    lengths = both.offsets[numbers + 1] - starts
    return Encoded(
        both.vectors[numbers],
        both.states[stretches(starts, lengths)],
        np.concatenate([[0], np.cumsum(lengths)]),
    )


def _as_bytes(encoded: Encoded) -> Encoded:
    return encoded._replace(vectors=np.rint(encoded.vectors * SCALE).astype(np.int8))
