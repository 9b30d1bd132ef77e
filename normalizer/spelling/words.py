"""Split text into the words names are made of, with offsets, for every script.

A word is a run of letters with the marks inside it; in scripts written without spaces every
letter with its dependent signs is a word of its own, so that a name may begin or end at it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from normalizer.spelling import fold

WORD = re.compile(
    r"U(?:[VMKFA]*[VMK])?"  # one letter of a script without spaces
    # or a run of letters; quotes and directions at its border stay out
    r"|(?:K[KMAF]*)?[LV](?:[LVMKFA]*[LVMK])?"
)


_BREAKS = re.compile(f"[{fold.HARD}{fold.DOT}{fold.QUOTE}]")


class Word(NamedTuple):
    """A word of a text: its span in the text and its folded letters."""

    start: int
    end: int
    letters: str


def split_words(text: str, roles: str) -> list[Word]:
    """Return the words of `text`.

    Args:
        text: Composed text (`fold.compose`).
        roles: Its `fold.kinds`.

    Returns:
        The words in order.
    """
    folded = fold.fold_letters
    return [
        Word(start, end, letters)
        for start, end in word_spans(roles)
        if (letters := folded(plain(text, roles, start, end)))
    ]


def word_spans(roles: str) -> Iterator[tuple[int, int]]:
    """Return the spans of words, by the roles of a text's characters (`fold.kinds`)."""
    return (match.span() for match in WORD.finditer(roles))


def plain(text: str, roles: str, start: int, end: int) -> str:
    """Return the span without the points of acronyms, which fold to nothing there."""
    if fold.MODIFIER in roles[start:end]:
        return "".join([text[i] for i in range(start, end) if roles[i] != fold.MODIFIER])
    return text[start:end]


def joint(text: str, roles: str, start: int, end: int) -> str:
    r"""Return what stands between two words: nothing, a space, or the first sign that breaks names.

    Args:
        text: Composed text.
        roles: Its `fold.kinds`.
        start: End of the first word.
        end: Start of the second.

    Returns:
        ``""``, ``" "``, or one character. A blank line breaks names, too, and counts as ``"\n"``.
    """
    if start == end:
        return ""
    between = roles[start:end]
    for index, role in enumerate(between):
        if role in (fold.HARD, fold.DOT, fold.QUOTE):
            return text[start + index]
    if text.count("\n", start, end) > 1:
        return "\n"
    return " " if fold.SOFT in between else ""


def form(text: str) -> str:
    """Return the folded letters of a name with its joints: one space, or the sign that breaks it.

    Args:
        text: A name, or a span of text that may be one.

    Returns:
        For example ``"hashd al shaabi"`` or ``"washington,dc"``.
    """
    if text.isascii() and text.replace(" ", "").isalnum():  # nothing but words and spaces
        return fold.fold(text)
    text = fold.compose(text)
    roles = fold.kinds(text)
    if not _BREAKS.search(roles) and "\n" not in text:
        return fold.fold(text)
    parts: list[str] = []
    last = -1
    for word in split_words(text, roles):
        if last >= 0:
            parts.append(joint(text, roles, last, word.start))
        parts.append(word.letters)
        last = word.end
    return "".join(parts)


def letters_of(form_text: str) -> str:
    """Return the letters of a `form` without its joints."""
    letters = form_text.replace(" ", "")
    return letters if letters.isalnum() else "".join([c for c in letters if not is_joint(c)])


def is_joint(char: str) -> bool:
    """Tell whether a character of a `form` is a joint and not a letter."""
    return fold.kind_of(ord(char)) not in (fold.LETTER, fold.UNIT, fold.FOLLOW)


def spells(name_form: str, text_form: str) -> bool:
    """Tell whether a span of text spells a name, comparing letters and joints.

    The text may run words together that the name separates (PressTV, Press TV); it may not
    separate what the name writes in one, nor break the name with a sign that the name lacks.

    Args:
        name_form: The `form` of the listed name.
        text_form: The `form` of the span.

    Returns:
        True where it does.
    """
    if name_form == text_form:
        return True
    at = 0
    size = len(name_form)
    for char in text_form:
        if is_joint(char):
            if at >= size or not is_joint(name_form[at]):
                return False
            if char != " " and name_form[at] != char:
                return False
            at += 1
            continue
        if at < size and name_form[at] != char and is_joint(name_form[at]):
            at += 1  # the name separates here, the text does not
        if at >= size or name_form[at] != char:
            return False
        at += 1
    return at == size
