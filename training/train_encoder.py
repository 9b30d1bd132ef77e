"""Train the encoder and the pair model: from name pairs to the arrays that numpy runs.

    python -m training.train_encoder ../shared/data/names --work FOLDER

needs PyTorch (``pip install '.[training]'``) and uses a GPU where there is one. Two phases: the
encoder alone, then both together; or with ``--start CHECKPOINT`` the second alone, from the models
of another run. What is measured and written are running means of the weights. Checkpoints in
FOLDER; the same command goes on from the last.
Writes normalizer/spelling/data/encoder.npz and normalizer/matching/likeness/data/pair_model.npz.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from training.encoder_check import report
from training.encoder_data import Sampler
from training.encoder_export import export
from training.encoder_loss import contrast, embed, pair_loss, tensors
from training.encoder_model import Encoder, PairModel

_SEED = 20261
_FORGET = (0.15, 0.3)
"""Share of the queries whose characters are read by their letters alone, by phase."""
_WARM = 200
"""Steps until the full rate, at most; a tenth of a short run's."""
_STATE_SCALE = 24.0
_KEPT = 0.99
"""Share of the weights' running means that a step leaves as it was."""


def say(text: str) -> None:
    """Print a line of progress."""
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


class Training:
    """The models, and how far their training is.

    Args:
        options: The command line's.
    """

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        torch.manual_seed(_SEED)
        torch.set_flush_denormal(True)
        self.sampler = Sampler(options.data, _SEED)
        self.encoder = Encoder(self.sampler.alphabet).to(self.device)
        self.pair = PairModel().to(self.device)
        self.scale = nn.Parameter(torch.tensor(math.log(14.0), device=self.device))
        self.phase, self.step = 0, 0
        self._saved: dict[str, Any] | None = None
        self._file = options.work / "last.pt"
        if self._file.exists():
            self._load(self._file)
        elif options.start:
            self._load(options.start)
            self.phase, self.step, self._saved = 1, 0, None
        self._average()

    def run(self) -> None:
        """Train both phases, or what is left of them."""
        options = self.options
        plans = [
            (options.steps, options.rate, False),
            (options.pair_steps, options.pair_rate, True),
        ]
        while self.phase < len(plans):
            steps, rate, pairs = plans[self.phase]
            self._train(steps, rate, pairs)
            self._settle()
            self.phase, self.step = self.phase + 1, 0
        self.save(None, None)
        self.encoder.eval()
        export(
            self.encoder, self.pair, self.sampler.characters, self.sampler.readings, _STATE_SCALE
        )

    def _train(self, steps: int, rate: float, pairs: bool) -> None:
        parameters = [*self.encoder.parameters(), *self.pair.parameters(), self.scale]
        optimizer = torch.optim.AdamW(parameters, lr=rate, weight_decay=0.01)

        def share(step: int) -> float:
            warm = min(1.0, (step + 1) / min(_WARM, steps / 10))
            return warm * 0.5 * (1 + math.cos(math.pi * min(1.0, step / steps)))

        schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, share)
        if self._saved:
            optimizer.load_state_dict(self._saved["optimizer"])
            schedule.load_state_dict(self._saved["schedule"])
        seen: list[tuple[float, float]] = []
        began = time.time()
        while self.step < steps:
            self.sampler.seed(_SEED + 100_000 * self.phase + self.step)
            loss, parts = self._loss(pairs)
            seen.append(parts)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(parameters, 1.0)
            optimizer.step()
            schedule.step()
            for mean, model in zip(self.means, self.models, strict=True):
                mean.update_parameters(model)
            self.step += 1
            if self.step % 50 == 0:
                means = np.mean(seen[-50:], axis=0)
                spent = (time.time() - began) / len(seen)
                scale = self.scale.exp().item()
                say(
                    f"phase {self.phase} step {self.step} loss {means[0]:.3f} "
                    f"pairs {means[1]:.3f} scale {scale:.1f} {spent:.2f} s"
                )
            if self.step % self.options.every == 0 or self.step == steps:
                self.save(optimizer, schedule)
                encoder, pair = (mean.module for mean in self.means)
                for model in (None, pair) if pairs else (None,):
                    label = f"step {self.step} by {'cosine' if model is None else 'pairs'}"
                    say(report(encoder, model, self.sampler, self.device, label))

    def _loss(self, pairs: bool) -> tuple[Tensor, tuple[float, float]]:
        """The loss of one batch, and its parts."""
        size = self.options.batch
        made_up = size // 4 if pairs else 0
        batch = tensors(self.sampler.batch(size, made_up), self.device)
        with torch.autocast(self.device.type, torch.bfloat16):
            queries, query_states = embed(self.encoder, batch[0], _FORGET[self.phase])
            names, name_states = embed(self.encoder, batch[1])
            loss = contrast(queries, names, batch[2], self.scale.exp().clamp(max=60.0))
            first, second = loss.item(), 0.0
            if pairs:
                chosen = torch.randperm(size, device=self.device)[: self.options.compared]
                vectors = (queries.detach(), names.detach())
                extra = pair_loss(self.pair, batch, vectors, (query_states, name_states), chosen)
                second = extra.item()
                loss = loss * 0.5 + extra
        return loss, (first, second)

    def save(
        self,
        optimizer: torch.optim.Optimizer | None,
        schedule: torch.optim.lr_scheduler.LambdaLR | None,
    ) -> None:
        """Write a checkpoint."""
        state = {
            "phase": self.phase,
            "step": self.step,
            "encoder": self.encoder.state_dict(),
            "pair": self.pair.state_dict(),
            "means": [mean.state_dict() for mean in self.means],
            "scale": self.scale.detach(),
            "characters": self.sampler.characters,
            "readings": self.sampler.readings,
        }
        if optimizer and schedule:
            state |= {"optimizer": optimizer.state_dict(), "schedule": schedule.state_dict()}
        partial = self._file.with_suffix(".part")
        torch.save(state, partial)
        partial.replace(self._file)

    @property
    def models(self) -> tuple[Encoder, PairModel]:
        """The encoder and the pair model."""
        return self.encoder, self.pair

    def _average(self) -> None:
        """Begin the running means, or go on with those saved."""
        keep = get_ema_multi_avg_fn(_KEPT)
        self.means = [AveragedModel(model, multi_avg_fn=keep) for model in self.models]
        if self._saved and "means" in self._saved:
            for mean, state in zip(self.means, self._saved["means"], strict=True):
                mean.load_state_dict(state)

    def _settle(self) -> None:
        """Take the running means for the weights, at the end of a phase."""
        for mean, model in zip(self.means, self.models, strict=True):
            model.load_state_dict(mean.module.state_dict())
        self._saved = None
        self._average()

    def _load(self, path: Path) -> None:
        saved = torch.load(path, map_location=self.device)
        if (saved["characters"], saved["readings"]) != (
            self.sampler.characters,
            self.sampler.readings,
        ):
            sys.exit(
                f"{path} was trained on other characters or readings than {self.options.data}."
            )
        self.encoder.load_state_dict(saved["encoder"])
        self.pair.load_state_dict(saved["pair"])
        with torch.no_grad():
            self.scale.copy_(saved["scale"])
        self.phase, self.step = saved["phase"], saved["step"]
        self._saved = saved if "optimizer" in saved else None
        say(f"going on from phase {self.phase}, step {self.step}")


def main() -> None:
    """Train, or go on training, and write the arrays."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with train.tsv.gz and parts_train.jsonl.gz")
    parser.add_argument("--work", type=Path, required=True, help="folder for checkpoints")
    parser.add_argument("--start", type=Path, help="checkpoint whose models the second phase takes")
    parser.add_argument("--batch", type=int, default=2048, help="pairs a step")
    parser.add_argument("--steps", type=int, default=2000, help="steps for the encoder alone")
    parser.add_argument("--pair-steps", type=int, default=3000, help="steps for both together")
    parser.add_argument("--compared", type=int, default=512, help="queries a step for the pairs")
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--pair-rate", type=float, default=1.2e-3)
    parser.add_argument("--every", type=int, default=500, help="steps between checkpoints")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    training = Training(options)
    count = sum(p.numel() for p in training.encoder.parameters())
    more = sum(p.numel() for p in training.pair.parameters())
    say(f"{training.sampler.alphabet.size} numbers, {count:,} + {more:,} parameters")
    training.run()


if __name__ == "__main__":
    main()
