"""Words that say that a place is a region: province, محافظة, область."""

from __future__ import annotations

from functools import lru_cache

from normalizer.spelling import fold
from normalizer.spelling.data_rows import data_rows


@lru_cache(maxsize=1)
def _region_words() -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the folded words, and those of scripts without spaces, which end names."""
    words = {
        fold.fold(it) for _, row in data_rows(__file__, "region_words.tsv") for it in row.split()
    }
    return frozenset(words), tuple(word for word in words if fold.UNIT in fold.kinds(word))


def has_region_word(name: str) -> bool:
    """Tell whether a place's name says that it is a region: Helmand Province, 湖北省.

    Args:
        name: The name, as written.
    """
    words, endings = _region_words()
    folded = fold.fold(name)
    return not words.isdisjoint(folded.split()) or folded.endswith(endings)
