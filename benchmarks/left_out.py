"""Ask for the curated gazetteer's names in some languages, with these names taken out of it.

    python -m benchmarks.left_out gu,te,ml

For scripts without public name data. Names of organisations that are translated,
not spelled, cannot come back. Each line: language, names, closest entity right, found
at the default strictness, left alone, wrong; then each wrong one.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from pathlib import Path

import normalizer
from normalizer.entity import Entity
from normalizer.gazetteer.layers import read_folder

_ROOT = Path(__file__).parents[1]
_OTHER_WORDS = ("acronym", "demonym", "other")
"""Kinds of names that are no spelling of the entity's name."""


def take_out(
    entities: Sequence[Entity], languages: Collection[str]
) -> tuple[list[dict[str, object]], dict[tuple[str, str], set[str]]]:
    """Take the names in some languages out of entities.

    Args:
        entities: The entities.
        languages: Language codes.

    Returns:
        What `normalizer.build` makes entities of, without these names and without conditions; and
        the IDs of each name taken out, by language and text.
    """
    kept: list[dict[str, object]] = []
    asked: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entity in entities:
        names = []
        for name in entity.all_names():
            if name.language not in languages:
                names.append({"text": name.text, "language": name.language, "kind": name.kind})
            elif name.kind not in _OTHER_WORDS and not name.text.isascii():
                asked[name.language, name.text].add(entity.id)
        kept.append({"id": entity.id, "type": entity.type, "name": entity.name, "names": names})
    return kept, asked


def main() -> None:
    """Print how many names come back, by language, and those that come back as another's."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("languages", help="language codes, separated by commas")
    languages = parser.parse_args().languages.split(",")
    kept, asked = take_out(read_folder(_ROOT / "gazetteer"), languages)
    without = normalizer.build(kept)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    wrong = []
    questions = sorted(asked)
    for question, told in zip(
        questions, without.resolve_many([text for _, text in questions]), strict=True
    ):
        count = counts[question[0]]
        count["names"] += 1
        count["closest"] += bool(told.candidates) and told.candidates[0].id in asked[question]
        if told.abstained:
            count["left alone"] += 1
        elif told.id in asked[question]:
            count["found"] += 1
        else:
            count["wrong"] += 1
            wrong.append((*question, *sorted(asked[question]), told.id, f"{told.score:.3f}"))
    counts["all"] = sum(counts.values(), Counter())
    columns = ("names", "closest", "found", "left alone", "wrong")
    print("language", *columns, sep="\t")
    for language, count in counts.items():
        print(language, *(count[column] for column in columns), sep="\t")
    for line in wrong:
        print(*line, sep="\t")


if __name__ == "__main__":
    main()
