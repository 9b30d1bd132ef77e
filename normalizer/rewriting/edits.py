"""Replacements in a text that replay forwards and backwards, also in streams of any length."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import AnyStr, NamedTuple

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


Splice = tuple[int, AnyStr, AnyStr]
"""An edit without its reasons: where it is in the original, what stood there, what stands now."""


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
    return "".join(splice([text], _splices(edits)))


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
    return "".join(splice([text], backwards(_splices(edits))))


def _splices(edits: Iterable[Edit]) -> Iterator[Splice[str]]:
    return ((edit.start, edit.before, edit.after) for edit in edits)


def backwards(splices: Iterable[Splice[AnyStr]]) -> Iterator[Splice[AnyStr]]:
    """Yield the splices that undo some, on what those gave.

    Args:
        splices: Splices of one original, in order.
    """
    shift = 0
    for start, before, after in splices:
        yield start + shift, after, before
        shift += len(after) - len(before)


def directed(
    splices: Iterable[Splice[str]], encoding: str, is_undo: bool
) -> Iterator[Splice[bytes]]:
    """Yield splices in bytes, in the direction in which they are wanted.

    Args:
        splices: The splices of a text.
        encoding: How it is encoded; the places count its bytes.
        is_undo: Whether they are to be taken back.
    """
    inner = ((at, before.encode(encoding), after.encode(encoding)) for at, before, after in splices)
    return backwards(inner) if is_undo else inner


def splice(blocks: Iterable[AnyStr], splices: Iterable[Splice[AnyStr]]) -> Iterator[AnyStr]:
    """Yield a text or bytes with some parts replaced, holding no more than a block and an edit.

    Args:
        blocks: The original, in blocks of any length.
        splices: What to replace, in order; they may touch, but not overlap.

    Raises:
        UndoError: If an edit does not fit the original.
    """
    stream = iter(blocks)
    held: AnyStr | None = next(stream, None)
    base = at = 0  # where the block begins, and how much of it has been yielded
    for start, before, after in splices:
        end = start + len(before)
        while held is not None and base + len(held) < end:
            # What stands before the edit can go, what it replaces must stay together.
            kept = min(max(start - base, at), len(held))
            if kept > at:
                yield held[at:kept]
            following = next(stream, None)
            if following is None:
                at = kept
                break
            held, base, at = held[kept:] + following, base + kept, 0
        there = before[:0] if held is None else held[max(start - base, 0) : max(end - base, 0)]
        if start < base + at or end > base + len(held or before[:0]) or there != before:
            raise UndoError(
                f"The edit at {start} expects “{_shown(before)}”, but “{_shown(there)}” is there. "
                "Apply it to the text that it was made for."
            )
        if held is not None and start - base > at:
            yield held[at : start - base]
        at = end - base
        yield after
    if held is not None:
        yield held[at:]
    yield from stream


def _shown(piece: AnyStr) -> str:
    return piece if isinstance(piece, str) else piece.decode("utf-8", "backslashreplace")
