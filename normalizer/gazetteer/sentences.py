"""The sentences that come with the curated gazetteer, to see what a change of it does."""

from __future__ import annotations

import os

from normalizer.gazetteer.locate import curated_folder

_FILE = "sentences.txt"


def bundled_sentences() -> list[str]:
    """Return the sentences of the curated gazetteer's folder, in order."""
    with open(os.path.join(curated_folder(), _FILE), encoding="utf-8") as file:
        lines = [line.rstrip("\n") for line in file]
    return [line for line in lines if line and not line.startswith("#")]
