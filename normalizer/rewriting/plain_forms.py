"""The forms of plain names in columns, made once for each spelling.

A plain name that has a space on either side is replaced by its form as it is, unless that form,
which may hold the name, stands there already.
"""

from __future__ import annotations

import numpy as np

from normalizer.matching.texts.in_columns import SpansInColumns
from normalizer.matching.texts.known_spellings import KnownSpellings
from normalizer.matching.texts.word_arrays import Ints

_ASKING = ""


class PlainForms:
    """The forms of known spellings.

    Args:
        known: The spellings.
    """

    def __init__(self, known: KnownSpellings) -> None:
        self.known = known
        # All by number, and one more: the first are those of what is no plain name.
        self._is_met = [True]
        self._forms = [_ASKING]
        self._at = [0]
        self._letters = [_ASKING]
        self._offsets: Ints = np.zeros(1, dtype=np.int64)

    def new(self, spans: SpansInColumns) -> list[int]:
        """Return the numbers of the spellings of spans that no form was added for, or asked of."""
        more = len(self.known) + 1 - len(self._forms)
        self._is_met += [False] * more
        self._forms += [_ASKING] * more
        self._at += [0] * more
        self._letters += [_ASKING] * more
        self._offsets = np.append(self._offsets, np.zeros(more, dtype=np.int64))
        numbers = np.flatnonzero(np.bincount(spans.numbers + 1)).tolist()
        return [number - 1 for number in numbers if not self._is_met[number]]

    def add(self, number: int, form: str, at: int | None) -> None:
        """Add the form of a spelling.

        Args:
            number: The spelling's number.
            form: Its form; empty where it is to be asked each time.
            at: Where the form holds the spelling, or, negative, before which of its letters the
                form begins; None where it is not the one nor the other.
        """
        self._is_met[number + 1] = True
        if at is not None:
            told = _letter_beside(form, at, len(self.known.spelled[number]))
            if told is None:
                return  # it is always there
            self._at[number + 1] = at
            self._letters[number + 1], self._offsets[number + 1] = told
        self._forms[number + 1] = form

    def of(self, text: str, spans: SpansInColumns) -> list[str]:
        """Return the form of each of some spans; empty where more must be looked at.

        Args:
            text: The text.
            spans: Its spans, of which all spellings have been added.
        """
        rows = np.where(spans.columns.spaced, spans.numbers + 1, 0)
        numbers = rows.tolist()
        forms = [self._forms[number] for number in numbers]
        # One letter beside a name tells of most that their form is not there.
        places = np.minimum(spans.starts + self._offsets[rows], len(text) - 1).tolist()
        letters = [text[place] for place in places]
        known = [self._letters[number] for number in numbers]
        for at in [at for at, letter in enumerate(letters) if letter == known[at]]:
            begin = int(spans.starts[at]) - self._at[numbers[at]]
            if text.startswith(forms[at], begin):
                forms[at] = _ASKING
        return forms


def _letter_beside(form: str, at: int, size: int) -> tuple[str, int] | None:
    """Return a letter that a form has beside the name in it, and where, from the name's beginning.

    Args:
        form: The form.
        at: Where it holds the name.
        size: How many letters the name has.
    """
    behind = form[at + size :].lstrip(" ")  # what has a space beside it says little by that
    before = form[: max(at, 0)].rstrip(" ")
    if behind:
        place = len(form) - len(behind)
    elif before:
        place = len(before) - 1
    elif len(form) > at + size:
        place = at + size
    elif at > 0:
        place = 0
    else:
        return None
    return form[place], place - at
