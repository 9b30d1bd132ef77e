"""List the words of a word list that are taken for names, to be read by eye.

    python -m benchmarks.word_list FILE --sentence "{} no viņām palika mājās." > links.tsv

FILE has a word a line, and behind a tab its frequency, if any: such lists come with spell checkers
and with packages such as wordfreq, and stay outside the project. Each word is put into the
sentence, which should tell its language: as it stands in the list, and with ``--capital`` with a
capital, as where a sentence begins. Each line of what is printed: frequency, word, mention, entity
ID, language and conditions of the listed name. A name that is meant by the word stands there, too:
whether it has another meaning is for the reader. What has one gets conditions in its entry, or a
line in ``matching/texts/data/other_words.tsv``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import normalizer
from normalizer import Mention, Normalizer
from normalizer.spelling import fold

_SLOT = "{}"


class Word(NamedTuple):
    """A line of a word list: the word and how frequent it is, 0 where nothing is said of it."""

    text: str
    frequency: float


def read_words(path: Path, least: float = 0.0) -> Iterator[Word]:
    """Yield the words of a list, in its order.

    Args:
        path: A word a line; its frequency, on any scale, behind a tab.
        least: Words of a lower frequency are left out.
    """
    for line in path.read_text(encoding="utf-8").splitlines():
        text, _, frequency = line.partition("\t")
        word = Word(text.strip(), float(frequency or 0))
        if word.text and word.frequency >= least:
            yield word


def linked(gazetteer: Normalizer, words: list[str], sentence: str) -> Iterator[tuple[int, Mention]]:
    """Yield the words that are taken for names in a sentence.

    Args:
        gazetteer: Finds the names.
        words: The words, as they are to stand there.
        sentence: The sentence, with ``{}`` in the place of the word.

    Yields:
        The number of a word in `words`, and a mention that begins within it.
    """
    at = sentence.index(_SLOT)
    texts = [sentence.replace(_SLOT, word) for word in words]
    for number, mentions in enumerate(gazetteer.find_many(texts)):
        for mention in mentions:
            if at <= mention.start < at + len(words[number]):
                yield number, mention


def listed(gazetteer: Normalizer, mention: Mention) -> str:
    """Return the languages and conditions of the names that a mention spells."""
    index = gazetteer.index
    names = [
        record.name
        for form in index.forms_of(fold.fold_key(mention.text))
        for record in index.names_of_form(form)
        if index.entity(record.entity).id == mention.id
    ]
    languages = " ".join(sorted({name.language for name in names}))
    conditional = any(not name.conditions.is_empty for name in names)
    return f"{languages or 'inflected'}{' (conditions)' if conditional else ''}"


def main() -> None:
    """Print the words that are taken for names, the most frequent first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, metavar="FILE", help="words in UTF-8, one a line")
    parser.add_argument("--sentence", default=_SLOT, help="where the word stands: with {}")
    parser.add_argument("--least", type=float, default=0.0, help="the least frequency that counts")
    parser.add_argument("--capital", action="store_true", help="the word has a capital")
    options = parser.parse_args()
    if _SLOT not in options.sentence:
        parser.error("Write {} into the sentence where the word is to stand.")
    gazetteer = normalizer.load()
    words = sorted(read_words(options.file, options.least), key=lambda word: -word.frequency)
    spelled = [word.text[:1].upper() + word.text[1:] for word in words]
    if not options.capital:
        spelled = [word.text for word in words]
    count = 0
    for number, mention in linked(gazetteer, spelled, options.sentence):
        told = (mention.text, mention.id, listed(gazetteer, mention))
        print(words[number].frequency, spelled[number], *told, sep="\t")
        count += 1
    print(f"{len(words):,} words, {count} taken for names", file=sys.stderr)


if __name__ == "__main__":
    main()
