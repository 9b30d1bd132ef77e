"""The encoder and the pair model in PyTorch, for training; numpy runs them afterwards."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - as everybody calls it

from normalizer.spelling.letters import BORDER, FIRST_PLAIN, LETTERS, PADDING, SCRIPTS, Alphabet

EMBEDDING, WIDTH, LAYERS, VECTOR = 64, 128, 3, 128
STATE, COMPARED = 48, 48


def shifted(states: Tensor) -> Tensor:
    """Return each letter's state between its neighbours' states."""
    padded = F.pad(states, (0, 0, 1, 1))
    return torch.cat([padded[:, :-2], states, padded[:, 2:]], dim=-1)


class Encoder(nn.Module):
    """From rows of letter numbers to vectors of unit length, and a state for each letter.

    Args:
        alphabet: What the numbers mean.
    """

    def __init__(self, alphabet: Alphabet) -> None:
        super().__init__()
        self.letter = nn.Embedding(len(LETTERS) + 2, EMBEDDING)
        self.script = nn.Embedding(len(SCRIPTS) + 1, EMBEDDING)
        self.own = nn.Embedding(alphabet.size, EMBEDDING)
        nn.init.normal_(self.letter.weight, std=0.5)
        nn.init.normal_(self.script.weight, std=0.1)
        nn.init.normal_(self.own.weight, std=0.05)
        plain = torch.tensor(alphabet.plain)
        letters = (plain - FIRST_PLAIN) % len(LETTERS) + 2
        scripts = (plain - FIRST_PLAIN) // len(LETTERS) + 1
        for number in (PADDING, BORDER):
            letters[number], scripts[number] = number, 0
        self.register_buffer("letter_of", letters)
        self.register_buffer("script_of", scripts)
        self.register_buffer("plain_of", plain)
        self.inward = nn.Linear(3 * EMBEDDING, WIDTH)
        self.layers = nn.ModuleList(nn.Linear(3 * WIDTH, WIDTH) for _ in range(LAYERS))
        self.outward = nn.Linear(2 * WIDTH, VECTOR)

    def table(self) -> Tensor:
        """The embedding of every letter number."""
        full = self.own.weight + self.letter(self.letter_of) + self.script(self.script_of)
        return full * (torch.arange(len(full), device=full.device) != PADDING)[:, None]

    def forward(self, rows: Tensor, forget: float = 0.0) -> tuple[Tensor, Tensor]:
        """Return vectors, and the states of letters (before any projection).

        Args:
            rows: Letter numbers, one row a name.
            forget: Share of the names whose characters are read by their letters alone.
        """
        if forget:
            forgotten = torch.rand(len(rows), 1, device=rows.device) < forget
            rows = torch.where(forgotten, self.plain_of[rows], rows)
        mask = (rows != PADDING)[:, :, None]
        states = F.embedding(rows, self.table())
        states = F.relu(self.inward(shifted(states))) * mask
        for layer in self.layers:
            states = (states + F.relu(layer(shifted(states)))) * mask
        lengths = mask.sum(1).clamp(min=1)
        pooled = torch.cat([states.sum(1) / lengths, states.amax(1)], dim=-1)
        return F.normalize(self.outward(pooled).float(), dim=-1), states


class PairModel(nn.Module):
    """Compares two names letter by letter: the logarithm of the odds that they are one name."""

    def __init__(self) -> None:
        super().__init__()
        self.state = nn.Linear(WIDTH, STATE)
        self.temper = nn.Parameter(torch.tensor(1.0))
        self.compare = nn.ModuleList(nn.Linear(4 * STATE, COMPARED) for _ in range(2))
        self.context = nn.ModuleList(nn.Linear(3 * COMPARED, COMPARED) for _ in range(2))
        self.hidden = nn.Linear(2 * 3 * COMPARED + 2, 64)
        self.judge = nn.Linear(64, 1)

    def forward(
        self, query: Tensor, name: Tensor, query_mask: Tensor, name_mask: Tensor, cosine: Tensor
    ) -> Tensor:
        """Return one logarithm of odds a pair.

        Args:
            query: Letter states of queries, projected by `state`, one pair a row.
            name: Letter states of names, likewise.
            query_mask: Where queries have letters.
            name_mask: Where names have letters.
            cosine: The cosine of the names' vectors, by pair.
        """
        likeness = query @ name.transpose(1, 2) * (self.temper.exp() / STATE**0.5)
        toward_name = likeness.masked_fill(~name_mask[:, None, :], -1e4).softmax(2)
        toward_query = likeness.masked_fill(~query_mask[:, :, None], -1e4).softmax(1)
        sides = (
            (query, toward_name @ name, query_mask),
            (name, toward_query.transpose(1, 2) @ query, name_mask),
        )
        pooled = []
        for number, (own, met, mask) in enumerate(sides):
            compared = torch.cat([own, met, (own - met).abs(), own * met], dim=-1)
            seen = F.relu(self.compare[number](compared)) * mask[:, :, None]
            seen = (seen + F.relu(self.context[number](shifted(seen)))) * mask[:, :, None]
            total = seen.sum(1)
            count = mask.sum(1, keepdim=True)
            pooled += [total * 0.1, total / count, seen.amax(1)]
        size = 1.0 / query_mask.sum(1, keepdim=True)
        features = torch.cat([*pooled, cosine[:, None], size], dim=-1)
        return self.judge(F.relu(self.hidden(features)))[:, 0]
