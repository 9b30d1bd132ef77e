"""The type words of `data/type_words.tsv`, and names cut into the words that may be such.

See `normalizer.spelling.type_words`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from normalizer.spelling import fold
from normalizer.spelling.data_rows import data_rows
from normalizer.spelling.words import Word

_WORD = re.compile(r"(?:K[KMAF]*)?[LVU](?:[LVUMKFA]*[LVUMK])?")
_LEFT = {"end": 2, "edge": 2, "tail": 3}  # letters that must remain beside a joined form
NAME, OF = "name", "of"


class Forms(NamedTuple):
    """The data file, folded.

    Attributes:
        classes: Classes of the forms of each place ("word", "first", "last"), and of what joins
            words to names ("of").
        reach: How many words the longest form has that begins with a word; connecting words apart.
        end: How many letters must remain before a form joined to the end of a name.
        start: The same for forms joined to its start.
        borders: The letters such joined forms begin or end with.
    """

    classes: dict[str, dict[str, frozenset[str]]]
    reach: dict[str, int]
    end: dict[str, int]
    start: dict[str, int]
    borders: frozenset[str]


@cache
def forms() -> Forms:
    """Return the forms of the data file.

    Returns:
        One object, read when first asked for.
    """
    rows = data_rows(__file__, "type_words.tsv")
    articles = {language: form for _, language, place, form in rows if place == "attached"}
    places: dict[str, dict[str, frozenset[str]]] = {"word": {}, "first": {}, "last": {}, OF: {}}
    reach: dict[str, int] = {}
    left: dict[str, dict[str, int]] = {"end": {}, "start": {}}
    for names, language, place, written in rows:
        classes = frozenset(names.split(","))
        known = places[OF if OF in classes else place if place in places else "word"]
        for form in written.split("|") if place != "attached" else ():
            letters = [word.letters for word in _words_of(form)]
            article = articles.get(language, "")
            for words in (letters, [article + word for word in letters]):
                key = " ".join(words) + "'" * (place == "elided")
                known[key] = known.get(key, frozenset()) | classes
                if OF not in classes:
                    reach[words[0]] = max(len(words), reach.get(words[0], 0))
            if place in _LEFT:
                left["end"][letters[0]] = 1 if NAME in classes else _LEFT[place]
            if place == "edge":
                left["start"][letters[0]] = _LEFT[place]
    borders = {form[-1] for form in left["end"]} | {form[0] for form in left["start"]}
    return Forms(places, reach, left["end"], left["start"], frozenset(borders))


def words_of(text: str) -> list[Word]:
    """Return the words of a name; what is elided or joined to its ends are words of their own.

    Args:
        text: Composed text (`fold.compose`).

    Returns:
        The words in order, in scripts without spaces one for each run of letters. An elided word
        has its apostrophe: ``l'Union`` is ``l'`` and ``union``.
    """
    table = forms()
    words: list[Word] = []
    for word in _words_of(text):
        words += _elided(text, word, table)
    joined: list[Word] = []
    while words and (size := _joined(text, words[-1], table.end, at_end=True)):
        words[-1], behind = _cut(words[-1], -size)
        joined.insert(0, behind)
    if words and (size := _joined(text, words[0], table.start, at_end=False)):
        words[:1] = _cut(words[0], size)
    return words + joined


def _words_of(text: str) -> list[Word]:
    """Cut a text at spaces, hyphens and signs."""
    return [
        Word(match.start(), match.end(), letters)
        for match in _WORD.finditer(fold.kinds(text))
        if (letters := fold.fold_letters(text[match.start() : match.end()]).replace(" ", ""))
    ]


def _elided(text: str, word: Word, table: Forms) -> list[Word]:
    """Cut a word behind the apostrophe of an elided one."""
    before, apostrophe, name = text[word.start : word.end].replace("’", "'").partition("'")
    letters = fold.fold_letters(before) + "'"
    if not apostrophe or not name or letters not in table.classes[OF]:
        return [word]
    middle = word.start + len(before) + 1
    behind = fold.fold_letters(name).replace(" ", "")
    return [Word(word.start, middle, letters), Word(middle, word.end, behind)]


def _joined(text: str, word: Word, left: dict[str, int], *, at_end: bool) -> int:
    """Return the length of the longest joined form at the end or start of a word, or 0."""
    written, letters = text[word.start : word.end], word.letters
    if letters.isascii() or letters in forms().reach:
        return 0  # 주식회사 is one form, not 주식 and 회사
    for size in range(len(letters) - 1, 0, -1):
        form = letters[-size:] if at_end else letters[:size]
        if len(letters) - size >= left.get(form, len(letters)):
            # Offsets are those of the text, so it has to be written as it is folded.
            part = written[-size:] if at_end else written[:size]
            return size if fold.fold_letters(part) == form else 0
    return 0


def _cut(word: Word, at: int) -> tuple[Word, Word]:
    """Cut a word before one of its letters, from the end where that is negative."""
    middle = word.start + at if at > 0 else word.end + at
    return Word(word.start, middle, word.letters[:at]), Word(middle, word.end, word.letters[at:])
