"""Sentences in which two states of a gazetteer find different names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from normalizer.matching.compiled.index import Index
from normalizer.matching.texts.find import Finder
from normalizer.matching.texts.options import Options

Found = tuple[tuple[str, str], ...]
"""Mentions in order, each with the span's text and the entity's ID."""


@dataclass(frozen=True, slots=True)
class SentenceChange:
    """A sentence with what was found in it before and after."""

    text: str
    before: Found
    after: Found


def sentence_changes(
    before: Index, after: Index, sentences: Iterable[str]
) -> tuple[tuple[SentenceChange, ...], int]:
    """Find names in sentences with two indexes.

    Args:
        before: The gazetteer before.
        after: The gazetteer after.
        sentences: The sentences; each counts once.

    Returns:
        The sentences with another result, in order, and how many were looked at.
    """
    old, new = Finder(before), Finder(after)
    changes = []
    different = dict.fromkeys(sentences)
    for text in different:
        change = SentenceChange(text, _found(old, text), _found(new, text))
        if change.before != change.after:
            changes.append(change)
    return tuple(changes), len(different)


def _found(finder: Finder, text: str) -> Found:
    return tuple((mention.text, mention.id) for mention in finder.find(text, Options()))
