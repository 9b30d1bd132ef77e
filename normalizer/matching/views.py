"""A spelling and the views of it that are compared: script, romanised words, skeleton words.

Each view is computed once, when it is first asked for; spellings of a compiled index come with
their views from the file (see `normalizer.matching.candidates`), so that only what a user typed is
romanised at run time.
"""

from __future__ import annotations

from functools import cache, cached_property, lru_cache
from pathlib import Path

from normalizer.spelling.fold import fold
from normalizer.spelling.romanise import romanise
from normalizer.spelling.skeleton import skeleton

_DATA = Path(__file__).parent / "data"
LATIN = "Latn"
UNKNOWN_SCRIPT = "Zyyy"


class Spelling:
    """One written form of a name, with its views.

    Args:
        text: The form as it is written: accents and apostrophes matter to romanisation.
        romanised: Its romanisation, where it is known already.
        skeletons: Its skeleton words, one for each romanised word, where they are known already.
        language: Language code of the form, where it is known.
    """

    def __init__(
        self,
        text: str,
        romanised: str | None = None,
        skeletons: tuple[str, ...] | None = None,
        language: str | None = None,
    ) -> None:
        self.text = text
        self._romanised = romanised
        self._skeletons = skeletons
        self._language = language

    @classmethod
    def of(cls, text: str, language: str | None = None) -> Spelling:
        """Return the spelling of a text; the same object for the same text while it is cached.

        Args:
            text: A written form.
            language: Its language, where it is known.

        Returns:
            The spelling.
        """
        return _spelling(text, language)

    def __repr__(self) -> str:
        return f"Spelling({self.text!r})"

    @cached_property
    def script(self) -> str:
        """ISO 15924 code of the script most of its letters belong to."""
        return script_of(self.text)

    @cached_property
    def romanised(self) -> str:
        """The form in lower-case ASCII words."""
        if self._romanised is None:
            return romanise(self.text, self._language)
        return self._romanised

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The romanised words."""
        return tuple(self.romanised.split())

    @cached_property
    def skeletons(self) -> tuple[str, ...]:
        """The skeleton of each romanised word by itself; empty for a word of vowels alone."""
        if self._skeletons is None:
            return tuple(map(word_skeleton, self.words))
        return self._skeletons

    @cached_property
    def folded(self) -> str:
        """The folded letters in their own script, with single spaces."""
        return fold(self.text)


@lru_cache(maxsize=4096)
def _spelling(text: str, language: str | None) -> Spelling:
    return Spelling(text, language=language)


@lru_cache(maxsize=1 << 16)
def word_skeleton(word: str) -> str:
    """Return the skeleton of one romanised word.

    Args:
        word: A word in lower-case ASCII.

    Returns:
        Its key without spaces; may be empty.
    """
    return skeleton(word).replace(" ", "")


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
    for line in (_DATA / "script_ranges.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, spans = line.split("\t")
            for span in spans.split():
                first, last = span.split("-")
                ranges.append((int(first, 16), int(last, 16), name))
    return ranges
