"""Rules for conditions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from normalizer.gazetteer.read import Source
from normalizer.gazetteer.rules.base import Gazetteer, Rule, Violation
from normalizer.gazetteer.yaml_nodes import At

# Signs of regular expressions, which would count as the spaces between two words.
_WORD = r"[^\s*|()\[\]{}\\^$+?]+\*?"
_CONTEXT = re.compile(f"{_WORD}(?: {_WORD})*")


def _empty(source: Source, gazetteer: Gazetteer) -> Iterator[Violation]:
    data = source.document.data
    names = data.get("names", []) if isinstance(data, Mapping) else []
    for number, name in enumerate(names):
        conditions = name.get("conditions") if isinstance(name, Mapping) else None
        if not isinstance(conditions, Mapping):
            continue
        at: At = ("names", number, "conditions")
        if not conditions or conditions == {"case": "any"}:
            yield at, "these conditions are empty."
        for key in ("requires_context", "forbids_context"):
            if key in conditions and not conditions[key]:
                yield (*at, key), f"{key} is an empty list."
        if "alone" in conditions and not conditions.get("requires_context"):
            yield (*at, "alone"), "alone has a meaning only together with requires_context."


def _context_word(source: Source, gazetteer: Gazetteer) -> Iterator[Violation]:
    for number, name in enumerate(source.entity.names):
        for key in ("requires_context", "forbids_context"):
            for place, word in enumerate(getattr(name.conditions, key)):
                if not _CONTEXT.fullmatch(word) or not any(map(str.isalnum, word)):
                    at = ("names", number, "conditions", key, place)
                    yield at, f'"{word}" is neither a word nor the beginning of one.'


RULES = (
    Rule(
        "empty-conditions",
        "Conditions without content look like a safeguard and are none.",
        "Fill them in, or delete them.",
        find=_empty,
    ),
    Rule(
        "context-word",
        "Context words are words, or beginnings of words that end in *; there are no regular "
        "expressions, whose cost and meaning nobody can review.",
        "Write words with single spaces between them, and a * only at the end of a word.",
        find=_context_word,
    ),
)
