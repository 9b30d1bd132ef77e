"""The listed forms of an index with their views, compiled so that nothing is worked out on opening.

A form's views are its romanisation, the skeletons of its words and its sounds (see
`matching.likeness.views`). This module needs numpy; import it where a spelling is compared, not
before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from normalizer.matching.joining import Join, Lines
from normalizer.matching.likeness.sounds import encode_lines
from normalizer.matching.likeness.stored_lines import StoredLines
from normalizer.matching.likeness.views import Spelling, word_skeleton
from normalizer.spelling.romanise import romanise

# How many forms' views are kept.
_MOST_SPELLINGS = 50_000


def romanised_views(names: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the romanisation of each form, and the skeletons of its words."""
    romanised = [romanise(name) for name in names]
    return romanised, [" ".join(map(word_skeleton, line.split())) for line in romanised]


def build_views(
    names: Sequence[str], romanised: Sequence[str], skeletons: Sequence[str]
) -> dict[str, bytes]:
    """Compile forms for `StoredForms`.

    Args:
        names: The forms as they are written.
        romanised: The romanisation of each.
        skeletons: The skeletons of each one's words.

    Returns:
        Sections for `normalizer.matching.compiled.container.pack`, all named ``fuzzy.…``.
    """
    sections = Lines.of(encode_lines(romanised)).sections("fuzzy.sounds")
    for label, lines in (("texts", names), ("romanised", romanised), ("skeletons", skeletons)):
        sections |= Lines.of([line.encode() for line in lines]).sections(f"fuzzy.{label}")
    return sections


def join_views(
    section: Callable[[str], memoryview], new: Mapping[str, bytes], join: Join
) -> dict[str, bytes]:
    """Take some forms out of what `build_views` made, and put others in.

    Args:
        section: Gives the bytes of a section by name, such as `Container.section`.
        new: What `build_views` makes of the others.
        join: Which are taken out and where the others come.

    Returns:
        The sections as `build_views` would make them.
    """
    sections: dict[str, bytes] = {}
    for label in ("sounds", "texts", "romanised", "skeletons"):
        name = f"fuzzy.{label}"
        others = Lines.read(lambda part: memoryview(new[part]), name)
        sections |= join.lines(Lines.read(section, name), others).sections(name)
    return sections


class StoredForms:
    """Forms with their compiled views, from the sections `build_views` made.

    Args:
        section: Gives the bytes of a section by name, such as `Container.section`.
    """

    def __init__(self, section: Callable[[str], memoryview]) -> None:
        self._texts = StoredLines(section, "fuzzy.texts")
        self._romanised = StoredLines(section, "fuzzy.romanised")
        self._skeletons = StoredLines(section, "fuzzy.skeletons")
        self._sounds = StoredLines(section, "fuzzy.sounds")
        self._spellings: dict[int, Spelling] = {}

    def spelling(self, number: int) -> Spelling:
        """Return a form with its compiled views.

        Args:
            number: Its number in the list given to `build_views`.

        Returns:
            The spelling, the same object each time.
        """
        known = self._spellings.get(number)
        if known is None:
            known = Spelling(
                self._texts[number],
                self._romanised[number],
                tuple(self._skeletons[number].split(" ")),
                self._sounds_of(number),
            )
            if len(self._spellings) >= _MOST_SPELLINGS:
                self._spellings.clear()
            self._spellings[number] = known
        return known

    def text(self, number: int) -> str:
        """Return a form as it is written."""
        return self._texts[number]

    def texts(self) -> list[str]:
        """Return all forms as they are written, in the order of their numbers."""
        return list(map(self.text, range(len(self._texts))))

    def romanised_views(self, number: int) -> tuple[str, str]:
        """Return what `romanised_views` gives for a form."""
        return self._romanised[number], self._skeletons[number]

    def _sounds_of(self, number: int) -> bytes:
        return bytes(self._sounds.encoded(number))
