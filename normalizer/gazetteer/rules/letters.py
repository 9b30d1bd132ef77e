"""Rules for the letters of a language, where another language's look like them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from normalizer.gazetteer.read import Source
from normalizer.gazetteer.rules.base import Gazetteer, Rule, Violation
from normalizer.spelling.data_rows import data_rows


@lru_cache(maxsize=1)
def _foreign() -> dict[str, dict[str, str]]:
    """Return by language the letters it does not have, with those it writes instead."""
    table: dict[str, dict[str, str]] = {}
    for language, letter, instead in data_rows(__file__, "foreign_letters.tsv"):
        table.setdefault(language, {})[letter] = instead
    return table


def _letters(source: Source, gazetteer: Gazetteer) -> Iterator[Violation]:
    for form in gazetteer.forms(source):
        letters = _foreign().get(form.name.language)
        if letters is None:
            continue
        for letter in sorted(set(form.name.text.lower()) & letters.keys()):
            language = form.name.language
            yield (
                form.at,
                f'"{form.name.text}" has the letter {letter} (U+{ord(letter):04X}), which names '
                f'in "{language}" do not have; they have {letters[letter]}.',
            )


RULES = (
    Rule(
        "foreign-letter",
        "An Arabic ي in a Persian name or a Russian ы in a Ukrainian one looks almost right: it "
        "comes from the wrong keyboard, or the language is wrong.",
        "Retype the letter, or correct the language.",
        find=_letters,
    ),
)
