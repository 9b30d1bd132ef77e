"""Rules for examples: the entry's own tests."""

from __future__ import annotations

from collections.abc import Iterator

from normalizer.entity import NO_CONDITIONS
from normalizer.gazetteer.read import Source
from normalizer.gazetteer.rules.base import Form, Gazetteer, Rule, Violation

RISKY_KINDS = ("acronym", "short")


def _finds(source: Source, gazetteer: Gazetteer) -> Iterator[Violation]:
    for number, example in enumerate(source.entity.examples):
        position = 0
        for place, mention in enumerate(example.finds):
            found = example.text.find(mention, position)
            if found < 0:
                where = "after the mention before it" if position else "in the text"
                yield ("examples", number, "finds", place), f'"{mention}" is not {where}.'
                break
            position = found + len(mention)


def _positive(source: Source, gazetteer: Gazetteer) -> Iterator[Violation]:
    examples = source.entity.examples
    if examples and not any(example.finds for example in examples):
        yield ("examples",), "no example has a mention."


def _negative(source: Source, gazetteer: Gazetteer) -> Iterator[Violation]:
    examples = source.entity.examples
    if examples and all(example.finds for example in examples):
        risky = [form for form in gazetteer.forms(source) if _is_risky(form)]
        if risky:
            what = f'"{risky[0].name.text}" may mean something else, and no example shows it.'
            yield risky[0].at, what


def _is_risky(form: Form) -> bool:
    return form.name.kind in RISKY_KINDS or form.name.conditions != NO_CONDITIONS


RULES = (
    Rule(
        "example-finds",
        "Examples are run: what they are to find must occur in them.",
        "Copy the mentions from the text, in the order in which they occur there.",
        find=_finds,
    ),
    Rule(
        "positive-example",
        "An entity that no example finds may never be found.",
        "Add a sentence with a mention, and the mention under finds.",
        find=_positive,
        curated=True,
    ),
    Rule(
        "negative-example",
        "Each risky name needs a case in which it must not match.",
        "Add a sentence in which it means something else, with `finds: []`.",
        find=_negative,
        curated=True,
    ),
)
