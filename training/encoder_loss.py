"""What the encoder and the pair model are trained to do."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812 - as everybody calls it

from normalizer.spelling.letters import PADDING
from training.encoder_data import Batch
from training.encoder_model import Encoder, PairModel

_CHUNKS = 4
_NEGATIVES, _RANDOM = 7, 2
"""Look-alikes, and names at random, that a query is compared with beside its true name.

Without the latter the model has no idea of names that are nothing alike, which a small gazetteer
has among its nearest.
"""
_DROPPED = 0.1
"""Share of the letter states' values that the pair model must do without."""

States = list[tuple[Tensor, Tensor, int]]
"""Letter states, in chunks of names of like lengths: their numbers, states, and greatest length."""
Tensors = tuple[Tensor, Tensor, Tensor]


def tensors(batch: Batch, device: torch.device) -> Tensors:
    """Return a batch on a device."""
    return (
        torch.from_numpy(batch.queries.astype(np.int64)).to(device),
        torch.from_numpy(batch.names.astype(np.int64)).to(device),
        torch.from_numpy(batch.same).to(device),
    )


def embed(encoder: Encoder, rows: Tensor, forget: float = 0.0) -> tuple[Tensor, States]:
    """Encode names in chunks of like lengths: most are short.

    Args:
        encoder: The encoder.
        rows: Letter numbers, one row a name.
        forget: Share of the names whose characters are read by their letters alone.

    Returns:
        Vectors in the order of `rows`, and states.
    """
    lengths = (rows != PADDING).sum(1)
    order = lengths.argsort()
    vectors: list[Tensor] = []
    states: States = []
    for part in order.chunk(_CHUNKS):
        width = int(lengths[part].max())
        vector, state = encoder(rows[part, :width], forget)
        vectors.append(vector)
        states.append((part, state, width))
    back = torch.empty_like(order)
    back[order] = torch.arange(len(order), device=order.device)
    return torch.cat(vectors)[back], states


def contrast(queries: Tensor, names: Tensor, same: Tensor, scale: Tensor) -> Tensor:
    """Return the loss of telling each query's name from all others of the batch, both ways."""
    count = len(queries)
    likeness = queries @ names.T * scale
    own = torch.zeros_like(same)
    own[:, :count] = torch.eye(count, dtype=torch.bool, device=queries.device)
    likeness = likeness.masked_fill(same & ~own, -1e4)
    target = torch.arange(count, device=queries.device)
    toward_names = F.cross_entropy(likeness, target)
    return toward_names + 0.5 * F.cross_entropy(likeness[:, :count].T, target)


def gathered(pair: PairModel, states: States, count: int) -> Tensor:
    """Return all names' projected states in one padded block."""
    width = max(most for _, _, most in states)
    projected = [(part, pair.state(state), most) for part, state, most in states]
    block = projected[0][1].new_zeros(count, width, projected[0][1].shape[-1])
    for part, state, most in projected:
        block[part, :most] = state
    return block


def pair_loss(
    pair: PairModel,
    batch: Tensors,
    vectors: tuple[Tensor, Tensor],
    states: tuple[States, States],
    chosen: Tensor,
) -> Tensor:
    """Return the loss of telling the true name from look-alikes and from «none of them».

    Half of the weight is on queries whose true name is not among the names, where «none» is right:
    so the odds have an absolute meaning.

    Args:
        pair: The pair model.
        batch: Queries, names, and which are the same.
        vectors: Of queries and names.
        states: Letter states of queries and names.
        chosen: The queries to compare.
    """
    query_rows, name_rows, same = batch
    with torch.no_grad():
        likeness = vectors[0][chosen] @ vectors[1].T
        hard = likeness.masked_fill(same[chosen], -9.0).topk(_NEGATIVES).indices
        # A pair's neighbour in the batch is another name in all but a few cases.
        shifts = torch.randint(1, len(query_rows), (len(chosen), _RANDOM), device=chosen.device)
        other = (chosen[:, None] + shifts) % len(query_rows)
    columns = torch.cat([chosen[:, None], hard, other], dim=1)
    each = columns.shape[1]
    left, right = chosen.repeat_interleave(each), columns.reshape(-1)
    cosines = (vectors[0][left] * vectors[1][right]).sum(-1)
    query_states = F.dropout(gathered(pair, states[0], len(query_rows)), _DROPPED)
    name_states = F.dropout(gathered(pair, states[1], len(name_rows)), _DROPPED)
    odds = compared(
        pair, (query_rows, query_states), (name_rows, name_states), left, right, cosines
    ).reshape(-1, each)
    none = odds.new_zeros(len(odds), 1)
    target = torch.zeros(len(odds), dtype=torch.long, device=odds.device)
    with_truth = F.cross_entropy(torch.cat([odds, none], dim=1), target)
    without = F.cross_entropy(torch.cat([odds[:, 1:], none], dim=1), target + each - 1)
    return with_truth + 0.7 * without


def compared(
    pair: PairModel,
    queries: tuple[Tensor, Tensor],
    names: tuple[Tensor, Tensor],
    left: Tensor,
    right: Tensor,
    cosines: Tensor,
) -> Tensor:
    """Return the pair model's odds for pairs, compared in chunks of like lengths."""
    masks = queries[0] != PADDING, names[0] != PADDING
    sizes = masks[0].sum(1)[left] + masks[1].sum(1)[right]
    order = sizes.argsort()
    odds = []
    for part in order.chunk(max(1, len(order) // 1024)):
        query_mask, name_mask = masks[0][left[part]], masks[1][right[part]]
        wide, long = int(query_mask.sum(1).max()), int(name_mask.sum(1).max())
        odds.append(
            pair(
                queries[1][left[part], :wide],
                names[1][right[part], :long],
                query_mask[:, :wide],
                name_mask[:, :long],
                cosines[part],
            ).float()
        )
    back = torch.empty_like(order)
    back[order] = torch.arange(len(order), device=order.device)
    return torch.cat(odds)[back]
