"""Romanisation tables: data files made into functions from the letters of a script to ASCII.

A table is a tab-separated file in ``data/romanise``. Its rows::

    LETTERS  VALUE  [BEFORE]  [AFTER]      what letters become, where their neighbours matter
    @base    TABLE                         start from another table
    @class   NAME   PARTS                  a set of letters or classes, for contexts
    @fold    LETTER LETTERS                variant letters, replaced before all else
    @word    VALUE  WORD                   a whole word
    @prefix  VALUE  LETTERS                what may stand before such a word

``-`` is nothing, ``_`` in a value a space. Longer letters go before shorter ones, rules with a
context before the plain value of a letter, and a later row replaces an earlier one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from normalizer.spelling.data_rows import data_rows

Converter = Callable[[str], str]


def read_rows(name: str) -> list[list[str]]:
    """The rows of a data file, comments and empty lines left out."""
    rows = data_rows(__file__, f"romanise/{name}.tsv")
    return [["" if cell == "-" else cell for cell in row] for row in rows]


@dataclass
class _Table:
    """What the rows of a table and of its bases say.

    Attributes:
        folds: What letters are replaced by before all else, by code point.
        classes: Letter classes by name; ``letter`` is every letter of the table.
        rules: Values by letters, what stands before them and what after.
        words: Values of whole words.
        prefixes: Values of what may stand before such a word.
    """

    folds: dict[int, str] = field(default_factory=dict)
    classes: dict[str, str] = field(default_factory=dict)
    rules: dict[tuple[str, str, str], str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    prefixes: dict[str, str] = field(default_factory=dict)


@cache
def converter(name: str) -> Converter:
    """Make the function that applies a table.

    Args:
        name: The table's file without ``.tsv``.

    Returns:
        A function from a run of letters of the table's script to ASCII.
    """
    if name == "hangul":
        return _hangul()
    table = _Table()
    _read(name, table)
    return _by_word(table) if table.words else _by_letter(table)


def _read(name: str, table: _Table) -> None:
    """Add the rows of a file to a table; what its base says, they may change.

    Args:
        name: The file without ``.tsv``.
        table: Filled here.
    """
    for row in read_rows(name):
        match row:
            case ["@base", base]:
                _read(base, table)
            case ["@fold", value, letters]:
                table.folds.update({ord(letter): value for letter in letters.split()})
            case ["@class", label, parts]:
                members = (table.classes.get(part, part) for part in parts.split())
                table.classes[label] = "".join(members)
            case ["@word", value, word]:
                table.words[word.translate(table.folds)] = value.replace("_", " ")
            case ["@prefix", value, letters]:
                table.prefixes[letters] = value.replace("_", " ")
            case [letters, value, *context]:
                before, after = (*context, "", "")[:2]
                table.rules[letters, before, after] = value.replace("_", " ")


def _context(text: str, classes: dict[str, str], behind: str | None = None) -> str:
    """Write the look-around pattern for a context.

    Args:
        text: Parts joined by ``+``, each ``#`` (edge of a word), a class, or letters.
        classes: Letter classes by name.
        behind: For what stands before: a pattern of the letters already read since then. None
            for what stands after.

    Returns:
        A pattern that consumes nothing; empty for an empty context.
    """
    if not text:
        return ""
    side, read = ("", "") if behind is None else ("<", behind)
    if text == "#":
        return f"(?{side}![{classes['letter']}]{read})"
    edge = f"(?{side}![{classes['letter']}])"
    parts = (edge if p == "#" else f"[{classes.get(p, p)}]" for p in text.split("+"))
    return f"(?{side}={''.join(parts)}{read})"


def _by_letter(table: _Table) -> Converter:
    """Make one pattern of all rules with a context and one translation of the rest."""
    rules, classes, folds = table.rules, table.classes, table.folds
    classes.setdefault("letter", "".join(sorted({c for key in rules for c in key[0]})))
    single = {
        ord(letters): value
        for (letters, before, after), value in rules.items()
        if len(letters) == 1 and not before and not after
    }
    # Rules stand under their first letter, read before their context is looked at: then the
    # regular expression engine leaves letters without rules at once. A rule without letters
    # adds a vowel that is spoken but not written, and leaves what follows to the other rules.
    heads: dict[str, list[tuple[str, str]]] = {}
    for (letters, before, after), becomes in sorted(rules.items(), key=lambda r: -len(r[0][0])):
        if len(letters) == 1 and not before and not after:
            continue
        behind = _context(before, classes, "." if letters else "")
        pattern = f"{behind}{re.escape(letters[1:])}{_context(after, classes)}()"
        heads.setdefault(letters[:1], []).append((pattern, becomes))
    if not heads:
        return lambda run: run.translate(single)
    ordered = sorted(heads.items())
    values = ["", *(becomes for _, ways in ordered for _, becomes in ways)]
    contexts = re.compile(
        "|".join(f"{head}(?:{'|'.join(pattern for pattern, _ in ways)})" for head, ways in ordered)
    )

    def value(found: re.Match[str]) -> str:
        return values[found.lastindex or 0]

    if not folds:
        return lambda run: contexts.sub(value, run).translate(single)
    return lambda run: contexts.sub(value, run.translate(folds)).translate(single)


def _by_word(table: _Table) -> Converter:
    """Make a converter that looks words up before it reads them letter by letter."""
    folds, words = table.folds, dict(table.words)
    for letters, value in table.prefixes.items():
        words.update({letters + word: value + known for word, known in table.words.items()})
    by_letter = _by_letter(table)

    def convert(run: str) -> str:
        return " ".join(
            [words.get(word) or by_letter(word) for word in run.translate(folds).split()]
        )

    return convert


def _hangul() -> Converter:
    """Make the converter for Hangul: syllables taken apart by arithmetic, joined by sound.

    Source: the Unicode Standard, section 3.12, for the arithmetic; the table for the values.
    """
    parts: dict[str, list[str]] = {}
    pairs: dict[str, dict[str, str]] = {"joint": {}, "surname": {}}
    for kind, *row in read_rows("hangul"):
        if kind in pairs:
            pairs[kind][row[0].replace("-", "")] = row[1]
        else:
            parts[kind] = row[0].replace("-", "_").split()
    joints, surnames = pairs["joint"], pairs["surname"]
    initials, vowels, finals = (
        [sound.strip("_") for sound in parts[kind]] for kind in ("initial", "vowel", "final")
    )
    silent = parts["silent"][0]

    @cache
    def syllable(letter: str) -> tuple[str, str, str]:
        code = ord(letter) - 0xAC00
        head, vowel, final = initials[code // 588], vowels[code // 28 % 21], finals[code % 28]
        return head, "" if vowel == silent and head and not final else vowel, final

    def convert(run: str) -> str:
        if len(run) == 3 and run[0] in surnames:
            return f"{surnames[run[0]]} {convert(run[1:])}"
        out: list[str] = []
        tail = ""
        for head, vowel, final in map(syllable, run):
            # A joint is spoken as one sound, so it stands in place of the final and the initial.
            out += joints.get(f"{tail}+{head}", tail + head), vowel
            tail = final
        return "".join([*out, tail])

    return convert
