"""Replacements in a text that replay forwards and backwards."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from normalizer.errors import UndoError


class Edit(NamedTuple):
    """One replacement.

    Attributes:
        start: Offset in the original text.
        end: Offset behind the span in the original text.
        before: The span as it stood.
        after: What replaced it.
        id: The entity's ID.
        score: Probability that the entity is meant, 0 to 1.
        evidence: Why, in words.
    """

    start: int
    end: int
    before: str
    after: str
    id: str
    score: float
    evidence: tuple[str, ...]


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Replay edits on the text they were made for.

    Args:
        text: The original text.
        edits: Its edits, in order.

    Returns:
        The rewritten text.

    Raises:
        UndoError: If an edit does not fit the text.
    """
    parts: list[str] = []
    at = 0
    for edit in edits:
        if edit.start < at or text[edit.start : edit.end] != edit.before:
            raise UndoError(
                f"The edit at {edit.start} expects “{edit.before}”, but the text has "
                f"“{text[edit.start : edit.end]}” there. Replay it on the text it was made for."
            )
        parts.append(text[at : edit.start])
        parts.append(edit.after)
        at = edit.end
    parts.append(text[at:])
    return "".join(parts)


def revert(text: str, edits: Iterable[Edit]) -> str:
    """Undo edits on the text that they gave.

    Args:
        text: The rewritten text.
        edits: The edits that made it, in order.

    Returns:
        The original text.

    Raises:
        UndoError: If an edit does not fit the text.
    """
    backwards = []
    shift = 0
    for edit in edits:
        start = edit.start + shift
        end = start + len(edit.after)
        backwards.append(
            Edit(start, end, edit.after, edit.before, edit.id, edit.score, edit.evidence)
        )
        shift += len(edit.after) - len(edit.before)
    return apply(text, backwards)
