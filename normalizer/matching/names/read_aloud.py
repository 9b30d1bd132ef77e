"""A person's name in Han characters as other languages read it, as further readings of a query."""

from __future__ import annotations

from functools import lru_cache

from normalizer.matching.names.variants import Reading
from normalizer.spelling.han_readings import han_readings, has_han


@lru_cache(maxsize=4096)
def read_aloud(text: str) -> tuple[Reading, ...]:
    """Return other readings of a name in Han characters.

    Args:
        text: A name.

    Returns:
        Readings in kana, Hangul and Latin letters; none for a name without Han characters.
    """
    if not has_han(text):
        return ()
    return tuple(
        Reading(it.text, f"read as {it.language}: {it.text}", aloud=True)
        for it in han_readings(text)
    )
