"""How fast names are found where every sentence holds some, most of which ask what is around them.

    python -m benchmarks.sentence_speed --language ar

The sentences are those under ``tests/cases/text``, half of which are written so that a name looks
like what it is not: harder than news. They are put together in documents of twenty paragraphs from
a fixed seed (`find`), and looked at one by one (`find`) and in a column (`find_many`), with the
curated gazetteer, everything seen once before.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Sequence

import normalizer
from benchmarks.text_cases import read_cases
from benchmarks.timing import median_seconds
from normalizer import Mention

_DOCUMENTS = 40
_PARAGRAPHS, _SENTENCES = 20, 4


def documents(sentences: Sequence[str], rng: random.Random) -> list[str]:
    """Return documents of sentences in random order, four in a paragraph."""
    made = []
    for _ in range(_DOCUMENTS):
        chosen = rng.choices(sentences, k=_PARAGRAPHS * _SENTENCES)
        paragraphs = (chosen[at : at + _SENTENCES] for at in range(0, len(chosen), _SENTENCES))
        made.append("\n\n".join(map(" ".join, paragraphs)))
    return made


def main() -> None:
    """Measure and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--language", help="of the sentences, such as ar; all by default")
    parser.add_argument("--repeats", type=int, default=5)
    given = parser.parse_args()
    sentences = [case.text for case in read_cases() if given.language in (None, case.language)]
    if not sentences:
        parser.error(f"There are no sentences in the language {given.language}.")
    gazetteer = normalizer.load()
    texts = documents(sentences, random.Random(3))
    runs: list[tuple[str, Sequence[str], Callable[[Sequence[str]], list[list[Mention]]]]] = [
        ("documents, find", texts, lambda some: [gazetteer.find(text) for text in some]),
        ("sentences, find", sentences, lambda some: [gazetteer.find(text) for text in some]),
        ("sentences, find_many", sentences, gazetteer.find_many),
    ]
    print("| what | texts | characters | names | µs a text | µs a name | characters a second |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for label, some, find in runs:
        names = sum(map(len, find(some)))
        size = sum(map(len, some))
        seconds = median_seconds(lambda find=find, some=some: find(some), given.repeats)
        each, of_name = seconds / len(some) * 1e6, seconds / names * 1e6
        print(
            f"| {label} | {len(some):,} | {size:,} | {names:,} | {each:.0f} | {of_name:.0f} "
            f"| {size / seconds:,.0f} |"
        )


if __name__ == "__main__":
    main()
