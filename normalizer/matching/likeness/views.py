"""A spelling and the views of it that are compared: script, romanised words, skeleton words.

Each view is computed once, when it is first asked for; spellings of a compiled index come with
their views from the file (see `matching.likeness.stored_forms`), so that only what a user typed is
romanised at run time.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any, Generic, TypeVar

from normalizer.matching.likeness.sounds import SPACE, encode
from normalizer.spelling.data_rows import data_rows
from normalizer.spelling.fold import fold
from normalizer.spelling.romanise import romanise
from normalizer.spelling.script import script_of
from normalizer.spelling.skeleton import skeleton
from normalizer.spelling.type_words import split

_WORD_START = bytes([SPACE])
_VOWELS = str.maketrans("eoy", "aui")
_VOWEL_LETTERS = dict.fromkeys(map(ord, "aeiouyаеиоуыэюяіїєαεηιουωاויי"))


T = TypeVar("T")


class view(Generic[T]):  # noqa: N801 - used as a decorator, like property
    """A property computed when first asked for and then kept.

    As functools.cached_property, whose lock costs more in Python 3.10 and 3.11 than most views.

    Args:
        compute: Gives the value.
    """

    def __init__(self, compute: Callable[[Any], T]) -> None:
        self._compute = compute
        self._name = compute.__name__
        self.__doc__ = compute.__doc__

    def __get__(self, instance: Any, owner: type | None = None) -> T:
        value = instance.__dict__[self._name] = self._compute(instance)
        return value


class Spelling:
    """One written form of a name, with its views.

    Args:
        text: The form as it is written: accents and apostrophes matter to romanisation.
        romanised: Its romanisation, where it is known already.
        skeletons: Its skeleton words, one for each romanised word, where they are known already.
        sounds: Its sounds (`matching.likeness.sounds.encode`), where they are known already.
        language: Language code of the form, where it is known.
    """

    def __init__(
        self,
        text: str,
        romanised: str | None = None,
        skeletons: tuple[str, ...] | None = None,
        sounds: bytes | None = None,
        language: str | None = None,
    ) -> None:
        self.text = text
        self._romanised = romanised
        self._skeletons = skeletons
        self._sounds = sounds
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

    @view
    def script(self) -> str:
        """ISO 15924 code of the script most of its letters belong to."""
        return script_of(self.text)

    @view
    def romanised(self) -> str:
        """The form in lower-case ASCII words."""
        if self._romanised is None:
            return romanise(self.text, self._language)
        return self._romanised

    @view
    def words(self) -> tuple[str, ...]:
        """The romanised words."""
        return tuple(self.romanised.split())

    @view
    def skeletons(self) -> tuple[str, ...]:
        """The skeleton of each romanised word by itself; empty for a word of vowels alone."""
        if self._skeletons is None:
            return tuple(map(word_skeleton, self.words))
        return self._skeletons

    @view
    def sounds(self) -> bytes:
        """The romanised words cut into sounds."""
        return encode(self.romanised) if self._sounds is None else self._sounds

    @view
    def content(self) -> tuple[int, ...]:
        """Which words carry the name: all but articles and the like, or all there are."""
        return content_words(self.words)

    @view
    def core_sounds(self) -> bytes:
        """The sounds of the words that carry the name, in order."""
        if len(self.content) == len(self.words):
            return self.sounds
        return b"".join(self.word_sounds)

    @view
    def word_sounds(self) -> tuple[bytes, ...]:
        """The sounds of each word that carries the name."""
        words = self.sounds.split(_WORD_START)[1:]
        return tuple([_WORD_START + words[at] for at in self.content])

    @view
    def core_skeletons(self) -> tuple[str, ...]:
        """The skeletons of the words that carry the name."""
        return tuple([self.skeletons[at] for at in self.content])

    @view
    def core_words(self) -> tuple[str, ...]:
        """The romanised words that carry the name."""
        return tuple([self.words[at] for at in self.content])

    @view
    def core_plain(self) -> str:
        """The words that carry the name, with vowels written alike."""
        return " ".join(self.core_words).translate(_VOWELS)

    @view
    def core_folded(self) -> str:
        """The folded letters of the words that carry the name, in their own script."""
        words = self.folded.split()
        if len(words) != len(self.words):  # a script without spaces, or an article within a word
            return self.folded
        return " ".join([words[at] for at in self.content])

    @view
    def core_roots(self) -> str:
        """`core_folded` without what writes vowels."""
        return self.core_folded.translate(_VOWEL_LETTERS)

    @view
    def type_words(self) -> tuple[frozenset[str], ...]:
        """What its words for kinds of organisations say, see `normalizer.spelling.type_words`."""
        return split(self.text).classes

    @view
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


def content_words(words: tuple[str, ...]) -> tuple[int, ...]:
    """Return the places of the words that carry a name.

    Args:
        words: Romanised words.

    Returns:
        All places but those of articles, prepositions and «son of»; all places where no word is
        left otherwise.
    """
    light, sun = _light_words()
    kept = [
        at
        for at, word in enumerate(words)
        if word not in light
        and not (word in sun and at + 1 < len(words) and words[at + 1].startswith(word[1:]))
    ]
    return tuple(kept or range(len(words)))


@cache
def light_words() -> frozenset[str]:
    """Return the romanised words that come and go between spellings of a name, articles and all."""
    return frozenset().union(*_light_words())


@cache
def _light_words() -> tuple[frozenset[str], frozenset[str]]:
    """Words that are light anywhere, and articles light before a word that begins alike."""
    light: set[str] = set()
    sun: set[str] = set()
    for kind, words in data_rows(__file__, "light_words.tsv"):
        (sun if kind == "sun" else light).update(words.split())
    return frozenset(light), frozenset(sun)
