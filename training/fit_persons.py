"""Fit the score of persons' full names in Latin letters.

    python -m training.fit_persons ../shared/data/names

reads train.tsv.gz and parts_train.jsonl.gz and writes the model of this kind, and nothing else,
into ``score_weights.json`` in normalizer/matching/likeness/data. Same data, same file. The weights
are fitted on one half of the full names that were kept from the networks, and calibrated, with
their thresholds, on the other: among further names, with what is known against matches counted.
"""

from __future__ import annotations

import argparse
import json
import random
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from normalizer.matching.compiled.index import EntityRecord
from normalizer.matching.likeness.score import FEATURES, FULL
from training import fit_score, logistic
from training.encoder_data import kept_out
from training.full_names import persons, read_full_names, read_variants
from training.names import Pair

_SEED = 20241
_SOMEBODY = EntityRecord(0, "somebody", "person", "", {}, ())
_LANGUAGE = "full names"


def halves(names: Mapping[str, Sequence[str]]) -> list[dict[str, list[str]]]:
    """Return the names that were kept from the networks, in two halves, and then all others.

    Args:
        names: Full names by language.
    """
    parts: list[dict[str, list[str]]] = [{language: [] for language in names} for _ in range(3)]
    for language, found in names.items():
        for name in found:
            other_half = zlib.crc32(name.casefold().encode()) // 20 % 2
            parts[other_half if kept_out(name) else 2][language].append(name)
    return parts


def groups(
    asked: Mapping[str, Sequence[str]],
    listed: Mapping[str, Sequence[str]],
    variants: Mapping[str, Sequence[str]],
    count: int,
    size: int,
    seed: int,
) -> list[logistic.Group]:
    """Return compared candidates: for each query its true name, and what looks like it.

    Args:
        asked: Full names by language, of which persons are looked for.
        listed: Others, of which persons are listed besides.
        variants: Other spellings of words.
        count: How many persons are looked for.
        size: How many names are listed.
        seed: Where chance starts.
    """
    rng = random.Random(seed)
    drawn: set[tuple[str, ...]] = set()
    some = list(persons(asked, variants, count, drawn, rng))
    others = persons(listed, variants, size, drawn, rng)
    pairs = [
        Pair(_LANGUAGE, person.query, person.name)
        for person in some
        if person.query.casefold() != person.name.casefold()
    ]
    known = pairs + [Pair(_LANGUAGE, "", person.relative) for person in some if person.relative]
    filler = sorted({person.name for person in others})
    compared = fit_score.compared_with_listed(_LANGUAGE, pairs, known, filler, size, rng, _SOMEBODY)
    return [group for group in compared if group.kind == FULL]


def main() -> None:
    """Fit the model and write it beside the others."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with train.tsv.gz and parts_train.jsonl.gz")
    parser.add_argument("--size", type=int, default=6000, help="names a gazetteer")
    parser.add_argument("--each", type=int, default=1500, help="persons looked for in each half")
    options = parser.parse_args()
    *asked, listed = halves(read_full_names(options.data))
    variants = read_variants(options.data)
    fitted, calibrated = (
        groups(names, listed, variants, options.each, options.size, _SEED + at)
        for at, names in enumerate(asked)
    )
    weights, figures = logistic.fit_apart(fitted, calibrated, _SEED)
    path = fit_score.SCORE_WEIGHTS
    document = json.loads(path.read_text(encoding="utf-8"))
    document["weights"][FULL] = dict(zip(FEATURES, weights, strict=True))
    document["figures"][FULL] = figures
    path.write_text(fit_score.as_text(document), encoding="utf-8")


if __name__ == "__main__":
    main()
