"""Rules for the characters of a name: its script, and nothing that cannot be seen."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from normalizer.gazetteer.read import Source
from normalizer.gazetteer.rules.base import Form, Gazetteer, Rule, Violation
from normalizer.gazetteer.scripts import LATIN, script_table, scripts_in, scripts_of_language

_JOINERS = "\u200c\u200d"
_HIDDEN_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")  # blank, and yet letters or symbols
_UNSPACED = frozenset(("Hani", "Hira", "Kana", "Hang"))


def _script(source: Source, gazetteer: Gazetteer) -> Iterator[Violation]:
    for form in gazetteer.forms(source):
        allowed = scripts_of_language(form.name.language)
        scripts = scripts_in(form.name.text)
        if allowed is None or (len(scripts) > 1 and not _may_mix(form, scripts)):
            continue  # a mixture is the next rule's matter
        # Texts in any language use the Latin acronyms of foreign bodies: PMU, IRGC.
        wider = allowed | {LATIN} if form.name.kind == "acronym" else allowed
        alien = scripts - wider
        if alien:
            yield (
                form.at,
                f'"{form.name.text}" has letters of {_list(alien)}, but names in '
                f'"{form.name.language}" are written in {_list(allowed)}.',
            )


def _mixed(source: Source, gazetteer: Gazetteer) -> Iterator[Violation]:
    for form in gazetteer.forms(source):
        scripts = scripts_in(form.name.text)
        if len(scripts) > 1 and not _may_mix(form, scripts):
            by_script = "; ".join(
                f"{script}: {''.join(c for c in form.name.text if scripts_in(c) == {script})}"
                for script in sorted(scripts)
            )
            yield form.at, f'"{form.name.text}" mixes scripts ({by_script}).'


def _may_mix(form: Form, scripts: frozenset[str]) -> bool:
    if form.name.kind == "acronym" and scripts & _UNSPACED:
        scripts -= {LATIN}
    return any(scripts <= group for group in script_table().together)


def _invisible(source: Source, gazetteer: Gazetteer) -> Iterator[Violation]:
    for form in gazetteer.forms(source):
        hidden = sorted({c for c in form.name.text if _is_hidden(c)})
        if not scripts_in(form.name.text) <= script_table().joiners or _joins_nothing(form):
            hidden += [c for c in _JOINERS if c in form.name.text]
        if hidden:
            codes = ", ".join(f"U+{ord(c):04X} {unicodedata.name(c, '')}".strip() for c in hidden)
            yield form.at, f'"{form.name.text}" holds invisible characters: {codes}.'


def _is_hidden(character: str) -> bool:
    if character in _JOINERS or character == " ":
        return False
    category = unicodedata.category(character)
    variation = "VARIATION SELECTOR" in unicodedata.name(character, "")
    invisible = category[0] in "CZ" or character in _HIDDEN_LETTERS or character == "\u034f"
    return invisible or variation


def _joins_nothing(form: Form) -> bool:
    parts = form.name.text.replace("\u200d", "\u200c").split("\u200c")
    return any(not part or part != part.strip() for part in parts) and len(parts) > 1


def _spacing(source: Source, gazetteer: Gazetteer) -> Iterator[Violation]:
    for form in gazetteer.forms(source):
        text = form.name.text
        if text != text.strip(" ") or "  " in text:
            yield form.at, f'"{text}" has a space at its beginning or end, or two in a row.'


def _list(scripts: frozenset[str]) -> str:
    return " and ".join(sorted(scripts))


RULES = (
    Rule(
        "script",
        "A name in the wrong script has the wrong language, or letters that only look right.",
        "Correct the language or the letters; for a romanised form the language is that of the "
        "texts it stands in.",
        find=_script,
    ),
    Rule(
        "mixed-script",
        "A Cyrillic а in a Latin name looks right and never matches.",
        "Retype the odd letters. Japanese, Korean and Chinese may mix scripts of their own, and "
        "in a name of the kind acronym (list a label under names to say so) Latin letters, too.",
        find=_mixed,
    ),
    Rule(
        "invisible",
        "What cannot be seen cannot be reviewed. Zero-width joiners belong only in scripts such "
        "as Arabic and Indic ones, and only between letters.",
        "Delete them; write plain spaces.",
        find=_invisible,
    ),
    Rule(
        "spacing",
        "Names become output: an extra space would be written into texts.",
        "Delete the extra spaces.",
        find=_spacing,
    ),
)
