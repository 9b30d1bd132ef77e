"""Write a trained encoder and pair model as plain arrays, for numpy to run."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from torch import Tensor

from normalizer.matching.likeness import pair_model
from normalizer.spelling import encoder as encoder_module
from training.encoder_model import Encoder, PairModel


def export(
    encoder: Encoder, pair: PairModel, characters: list[int], readings: list[str], scale: float,
    to: tuple[Path, Path] = (encoder_module.DATA, pair_model.DATA),
) -> None:  # fmt: skip
    """Write the files.

    Args:
        encoder: The trained encoder.
        pair: The trained pair model.
        characters: Code points of the known characters.
        readings: Their romanised letters.
        scale: Whole numbers to a unit of a letter's state.
        to: Where to write the encoder and the pair model.
    """
    state = {name: _array(value) for name, value in encoder.state_dict().items()}
    arrays = {
        "characters": np.array(characters, dtype=np.uint32),
        "readings": np.frombuffer(" ".join(readings).encode("ascii"), dtype=np.uint8),
        "table": _array(encoder.table()).astype(np.float16),
        "state.scale": np.array(scale, dtype=np.float32),
    }
    layers = ["inward", *(f"layers.{number}" for number in range(len(encoder.layers)))]
    for number, layer in enumerate(layers):
        for part in ("weight", "bias"):
            arrays[f"conv{number}.{part}"] = state[f"{layer}.{part}"].astype(np.float16)
    for part in ("weight", "bias"):
        arrays[f"outward.{part}"] = state[f"outward.{part}"].astype(np.float16)
        arrays[f"state.{part}"] = _array(getattr(pair.state, part)).astype(np.float16)
    _write(to[0], arrays)
    learned = {
        name: _array(value).astype(np.float16)
        for name, value in pair.state_dict().items()
        if not name.startswith(("state.", "temper"))
    }
    temper = pair.temper.exp().item() / pair.state.out_features**0.5
    learned["temper"] = np.array(temper, dtype=np.float32)
    learned["state.scale"] = np.array(scale, dtype=np.float32)
    _write(to[1], learned)


def _array(value: Tensor) -> np.ndarray:
    return value.detach().cpu().float().numpy()


def _write(path: Path, arrays: dict[str, np.ndarray]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, **arrays)
