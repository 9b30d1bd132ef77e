"""A convolution over three neighbouring letters in numpy, as both learned networks use it."""

from __future__ import annotations

import numpy as np

from normalizer.arrays import Numbers
from normalizer.native.network import convolved_rows


def side_by_side(weight: Numbers) -> Numbers:
    """Lay a layer's weight out for `convolved`: what a letter gives to its three neighbours.

    Args:
        weight: ``[out, 3 * in]``, as training writes it.

    Returns:
        ``[in, 3 * out]``, float32.
    """
    out, width = weight.shape
    blocks = weight.astype(np.float32).reshape(out, 3, width // 3)
    laid: Numbers = np.ascontiguousarray(blocks.transpose(2, 1, 0).reshape(width // 3, 3 * out))
    return laid


def convolved(at: Numbers, weight: Numbers, bias: Numbers) -> Numbers:
    """Convolve letters with their neighbours and cut off what is below zero.

    Args:
        at: ``[…, letters, in]``.
        weight: As `side_by_side` lays it out.
        bias: ``[out]``.

    Returns:
        ``[…, letters, out]``.
    """
    size = bias.size
    given = at @ weight
    found = convolved_rows(given, bias)
    if found is not None:
        return found
    total: Numbers = given[..., size : 2 * size] + bias
    total[..., 1:, :] += given[..., :-1, :size]
    total[..., :-1, :] += given[..., 1:, 2 * size :]
    np.maximum(total, 0.0, out=total)
    return total
