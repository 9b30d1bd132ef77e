"""Names as rows of letter numbers, the input of the learned encoder.

Every character becomes one number for each letter of its romanisation (Han 北 gives b, e, i; an
unvowelled Arabic letter one consonant), and each number still tells which character it came from.
So all scripts come as sequences of about the same length, and nothing that a script writes is lost.
A character that was not met in training goes by its script and its romanised letters alone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

import numpy as np

from normalizer.arrays import Numbers
from normalizer.spelling.romanise import romanise
from normalizer.spelling.script import script_of

LETTERS = " abcdefghijklmnopqrstuvwxyz0123456789?"
"""What a character may be romanised to, a letter a number; the last stands for a silent mark."""
SCRIPTS = (
    "Zyyy", "Latn", "Arab", "Cyrl", "Hebr", "Grek", "Hang", "Hani", "Jpan", "Deva", "Beng",
    "Taml", "Thai", "Geor", "Armn", "Ethi",
)  # fmt: skip
PADDING, BORDER = 0, 1
"""Numbers: no letter, and the border of a word."""
FIRST_PLAIN = 2
FIRST_KNOWN = FIRST_PLAIN + len(SCRIPTS) * len(LETTERS)
"""Where the numbers of a script's letters begin, and where those of known characters do."""
MOST_LETTERS = 6
LONGEST = 40
"""How many letters of a character, and of a name, count."""

_SILENT = len(LETTERS) - 1
_DROPPED = frozenset("'`’‘‛ʼʻʽʿʾˈʹʺ′ʔʕ׳״´\u0640\u00ad\ufeff")
_POINTS = ((0x0591, 0x05C7), (0x064B, 0x0652), (0x0670, 0x0670), (0x200B, 0x200F))


class Alphabet:
    """Turns names into letter numbers.

    Args:
        characters: Code points of the known characters, ascending.
        readings: For each of them, its romanised letters as it was read in training.
    """

    def __init__(self, characters: Sequence[int], readings: Sequence[str]) -> None:
        self._known: dict[str, tuple[int, ...]] = {}
        number = FIRST_KNOWN
        plain: list[int] = list(range(FIRST_KNOWN))
        for code, reading in zip(characters, readings, strict=True):
            letters = _plain_letters(chr(code), reading)
            self._known[chr(code)] = tuple(range(number, number + len(letters)))
            number += len(letters)
            plain += letters
        self.known = frozenset(self._known)
        """The known characters."""
        self._codes = dict(self._known)
        self.size = number
        self.plain = np.array(plain)
        """For each number the one that tells script and letter alone."""

    def rows(self, names: Iterable[str]) -> tuple[Numbers, Numbers]:
        """Return names as letter numbers.

        Args:
            names: Written forms.

        Returns:
            One row a name of `LONGEST` numbers, filled with `PADDING`, and each name's length.
        """
        lines = [self.line(name) for name in names]
        rows = np.zeros((len(lines), LONGEST), dtype=np.int16)
        lengths = np.fromiter(map(len, lines), dtype=np.int64, count=len(lines))
        rows[np.arange(LONGEST) < lengths[:, None]] = np.fromiter(
            (number for line in lines for number in line), dtype=np.int16, count=int(lengths.sum())
        )
        return rows, lengths

    def line(self, name: str) -> list[int]:
        """Return one name as letter numbers, words between borders, `LONGEST` at most."""
        codes = self._codes
        line = [BORDER]
        for char in unicodedata.normalize("NFKD", name.lower()):
            found = codes.get(char)
            if found is None:
                found = codes[char] = self._unknown(char)
            if found == (BORDER,) and line[-1] == BORDER:
                continue
            line.extend(found)
        if line[-1] != BORDER:
            line.append(BORDER)
        return line[:LONGEST]

    def _unknown(self, char: str) -> tuple[int, ...]:
        """The numbers of a character that is not known."""
        if is_dropped(char):
            return ()
        if not is_letter(char):
            return (BORDER,)
        return tuple(_plain_letters(char, reading_of(char)))


def is_dropped(char: str) -> bool:
    """Tell whether a character tells nothing: apostrophes, vowel points, joiners."""
    code = ord(char)
    return char in _DROPPED or any(first <= code <= last for first, last in _POINTS)


def is_letter(char: str) -> bool:
    """Tell whether a character is a letter, a digit, or a mark on one."""
    return unicodedata.category(char)[0] in "LMN"


def reading_of(char: str) -> str:
    """Return a character's romanised letters, as far as it tells them by itself."""
    return romanise(char).replace(" ", "")[:MOST_LETTERS]


def _plain_letters(char: str, reading: str) -> list[int]:
    """The numbers that tell a character's script and letters."""
    script = script_of(char)
    number = SCRIPTS.index(script) if script in SCRIPTS else 0
    first = FIRST_PLAIN + number * len(LETTERS)
    return [first + LETTERS.index(letter) for letter in reading] or [first + _SILENT]
