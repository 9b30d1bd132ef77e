"""The script of a spelling: which letters it is written in."""

from __future__ import annotations

from functools import cache

from normalizer.spelling.data_rows import data_rows

LATIN = "Latn"
UNKNOWN_SCRIPT = "Zyyy"


def script_of(text: str) -> str:
    """Return the script most letters of a text belong to.

    Args:
        text: Any text.

    Returns:
        An ISO 15924 code; ``"Jpan"`` wherever a kana letter stands, ``"Zyyy"`` without letters.
    """
    if text.isascii():
        return LATIN if any(map(str.isalpha, text)) else UNKNOWN_SCRIPT
    counts: dict[str, int] = {}
    letters = _letters()
    for char in text:
        script = letters[ord(char)]
        if script:
            counts[script] = counts.get(script, 0) + 1
    if "Jpan" in counts:
        return "Jpan"
    return max(counts, key=lambda key: counts[key]) if counts else UNKNOWN_SCRIPT


class _Letters(dict[int, str]):
    """The script of a code point, empty for what is no letter; fills itself."""

    def __missing__(self, code: int) -> str:
        script = ""
        if chr(code).isalpha():
            script = UNKNOWN_SCRIPT
            for first, last, name in _ranges():
                if first <= code <= last:
                    script = name
                    break
        self[code] = script
        return script


@cache
def _letters() -> _Letters:
    return _Letters()


@cache
def _ranges() -> list[tuple[int, int, str]]:
    """The ranges of the data file, in its order."""
    ranges = []
    for name, spans in data_rows(__file__, "script_ranges.tsv"):
        for span in spans.split():
            first, last = span.split("-")
            ranges.append((int(first, 16), int(last, 16), name))
    return ranges
