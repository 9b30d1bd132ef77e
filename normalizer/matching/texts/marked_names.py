"""Tell by vowel marks which of the names of one spelling stands there: Amman or Oman.

Data: ``marked_names.tsv`` beside this module.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from normalizer.spelling.data_rows import data_rows


@lru_cache(maxsize=1)
def _told() -> dict[str, str]:
    return {
        unicodedata.normalize("NFC", word): entity
        for entity, words in data_rows(__file__, "marked_names.tsv")
        for word in words.split()
    }


def bearer(spelled: str) -> str | None:
    """Return the ID of what a spelling names for its marks, None where they do not tell.

    Args:
        spelled: A name as it stands in a text.
    """
    return _told().get(unicodedata.normalize("NFC", spelled))
