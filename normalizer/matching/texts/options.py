"""What a search for the names of a text is told besides the text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """What a search is told besides the text.

    Attributes:
        date: Date of the text, ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.
        types: Entity types that count; None for all.
        hashtags: Whether names in hashtags count.
        unlisted: Whether names count that are spelled in a way nobody has listed.
    """

    date: str | None = None
    types: frozenset[str] | None = None
    hashtags: bool = False
    unlisted: bool = False
