"""The rule for names that are common words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from normalizer.entity import MASKS
from normalizer.gazetteer.read import Source
from normalizer.gazetteer.rules.base import Gazetteer, Rule, Violation, has_context
from normalizer.gazetteer.scripts import script_table, scripts_in
from normalizer.spelling.data_rows import data_rows
from normalizer.spelling.fold import fold_key


@lru_cache(maxsize=1)
def common_words() -> dict[str, frozenset[str]]:
    """Return the languages in which a folded word is a common one, by the word."""
    words: dict[str, set[str]] = {}
    for language, listed in data_rows(__file__, "common_words.tsv"):
        for word in listed.split():
            words.setdefault(fold_key(word), set()).add(language)
    return {word: frozenset(languages) for word, languages in words.items()}


def _common(source: Source, gazetteer: Gazetteer) -> Iterator[Violation]:
    for form in gazetteer.forms(source):
        languages = common_words().get(form.key)
        conditions = form.name.conditions
        if languages is None or form.name.kind in MASKS or has_context(conditions):
            continue
        if conditions.case == "exact" and scripts_in(form.name.text) & script_table().cased:
            continue
        shown = ", ".join(sorted(languages))
        yield form.at, f'"{form.name.text}" is a common word ({shown}).'


RULES = (
    Rule(
        "common-word",
        "Hope, الأمل and Родина are in texts every day, and hardly ever as somebody's name.",
        "Give it context words; where only its capital tells it from the word, `case: exact` (list "
        "a canonical name or a label under names to do so).",
        find=_common,
    ),
)
