"""Tell by a given name in one behind a Japanese surname that it is another's: 安倍晴明.

Data: ``joined_given_names.txt`` beside this module.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from normalizer.matching.names.titles import title_behind
from normalizer.spelling.data_rows import data_rows

_HAN = re.compile("[\u3400-\u9fff]{1,3}")
_ADDRESSED = re.compile(
    "(?![はがのをとにへもで])[\u3400-\u9fff\u3041-\u3096]{1,3}(?:さん|ちゃん|くん|選手|投手)"
)
_LONGEST = 5


@lru_cache(maxsize=1)
def _given_names() -> tuple[str, ...]:
    rows = data_rows(__file__, "joined_given_names.txt")
    return tuple(name for row in rows for name in row[0].split())


def stand_behind(text: str, start: int, end: int, full_names: Iterable[str]) -> bool:
    """Tell whether a given name behind a surname is none of its bearers'.

    Args:
        text: The whole text.
        start: Offset of the surname.
        end: Offset behind it.
        full_names: The full names of those who are known by it.
    """
    if not _HAN.fullmatch(text, start, end):
        return False
    behind = text[end : end + _LONGEST]
    if title_behind(behind):
        return False
    if _ADDRESSED.match(behind):
        return True
    given = [name for name in _given_names() if behind.startswith(name)]
    own = tuple(full_names)
    return bool(given) and not any(text[start:end] + name in own for name in given)
