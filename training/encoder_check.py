"""How well the models in training find and refuse names that are kept from them."""

from __future__ import annotations

import random
from collections import defaultdict

import numpy as np
import torch
from torch import Tensor

from training.encoder_data import Sampler
from training.encoder_loss import compared, embed, gathered
from training.encoder_model import Encoder, PairModel

_SEED = 5
_SIZE = 2000
_CANDIDATES = 16
_TEN = ("ar", "fa", "he", "ru", "uk", "el", "ko", "zh", "ja", "hi")


def report(
    encoder: Encoder, pair: PairModel | None, sampler: Sampler, device: torch.device, label: str
) -> str:
    """Return rank-1 and recall at 5% and 1% false accepts, on up to 2,000 names a language.

    Args:
        encoder: The encoder, which finds candidates.
        pair: The pair model, which orders them; None for the cosine's order.
        sampler: Has the names that are kept out.
        device: Where the models are.
        label: What the line begins with.
    """
    found = {}
    encoder.eval()
    with torch.no_grad():
        for language, pairs in sampler.held.items():
            some = random.Random(_SEED).sample(pairs, min(_SIZE, len(pairs)))
            truth = defaultdict(set)
            for query, name in pairs:
                truth[query].add(name.casefold())
            queries = sorted({query for query, _ in some})
            names = sorted({name.casefold() for _, name in some})
            scores, order = _ranked(encoder, pair, sampler, queries, names, device)
            found[language] = _figures([truth[query] for query in queries], names, order, scores)
    encoder.train()
    ten = np.mean([found[language] for language in _TEN if language in found], axis=0)
    every = np.mean(list(found.values()), axis=0)
    each = " ".join(f"{name} {row[0]:.2f}/{row[2]:.2f}" for name, row in found.items())
    return f"{label}: ten {ten.round(3).tolist()} all {every.round(3).tolist()} {each}"


def _ranked(
    encoder: Encoder,
    pair: PairModel | None,
    sampler: Sampler,
    queries: list[str],
    names: list[str],
    device: torch.device,
) -> tuple[np.ndarray, np.ndarray]:
    rows: list[Tensor] = [
        torch.from_numpy(sampler.alphabet.rows(texts)[0].astype(np.int64)).to(device)
        for texts in (queries, names)
    ]
    query_vectors, query_states = embed(encoder, rows[0])
    name_vectors, name_states = embed(encoder, rows[1])
    top = (query_vectors @ name_vectors.T).topk(min(_CANDIDATES, len(names)))
    scores, order = top.values, top.indices
    if pair is not None:
        left = torch.arange(len(queries), device=device).repeat_interleave(order.shape[1])
        scores = compared(
            pair,
            (rows[0], gathered(pair, query_states, len(queries))),
            (rows[1], gathered(pair, name_states, len(names))),
            left,
            order.reshape(-1),
            scores.reshape(-1),
        ).reshape(order.shape)
    return scores.float().cpu().numpy(), order.cpu().numpy()


def _figures(
    truth: list[set[str]], names: list[str], order: np.ndarray, scores: np.ndarray
) -> tuple[float, ...]:
    right, best, absent = [], [], []
    for row, wanted in enumerate(truth):
        hit = np.array([names[number] in wanted for number in order[row].tolist()])
        values = scores[row]
        at = int(values.argmax())
        right.append(bool(hit[at]))
        best.append(float(values[at]))
        absent.append(float(values[~hit].max()) if (~hit).any() else -99.0)
    found, accepted = np.array(right), np.array(best)
    recalls = [
        float((found & (accepted > np.quantile(absent, 1 - level))).mean())
        for level in (0.05, 0.01)
    ]
    return (float(found.mean()), *recalls)
