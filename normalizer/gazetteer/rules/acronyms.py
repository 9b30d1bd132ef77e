"""The rule that an acronym comes from a name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz.fuzz import ratio

from normalizer.entity import MASKS
from normalizer.gazetteer.changes import is_change
from normalizer.gazetteer.findings import WARNING
from normalizer.gazetteer.read import Source
from normalizer.gazetteer.rules.base import Form, Gazetteer, Rule, Violation
from normalizer.gazetteer.scripts import script_table, scripts_in
from normalizer.spelling.romanise import romanise
from normalizer.spelling.skeleton import loose_skeleton
from normalizer.spelling.words import form as folded

_ALIKE = 70
"""Share of consonants in percent that agree where an acronym is spelled by its sound."""
_APART = {ord(sign): " " for sign in "'’0123456789"}
"""Signs between an article and a word, as in l'homme, and numbers, which have no initials."""


def _fit(source: Source, gazetteer: Gazetteer) -> Iterator[Violation]:
    forms = gazetteer.forms(source)
    acronyms = [form for form in forms if form.name.kind == "acronym"]
    if not any(map(_is_spelled, acronyms)) or is_change(source.document.data):
        return  # the names that a layer's acronym stands for may lie in the layers below
    names = [form for form in forms if form.name.kind not in ("acronym", *MASKS)]
    spelled = [words for form in names for words in _readings(form) if words]
    fitting = [form for form in acronyms if _fits_any(form, spelled)]
    sounds = [_sounds(form) for form in (*fitting, *names)]
    for form in acronyms:
        # МИНУСКА is MINUSCA by its sound, and not by Russian words.
        if form in fitting or not _is_spelled(form):
            continue
        if not any(ratio(_sounds(form), it) >= _ALIKE for it in sounds):
            yield form.at, f'no name here has the initials of the acronym "{form.name.text}".'


def _is_spelled(form: Form) -> bool:
    """Tell whether an acronym's letters may be initials: those of بی بی سی spell English ones."""
    return scripts_in(form.name.text) <= script_table().cased


def _sounds(form: Form) -> str:
    romanised = romanise(form.name.text.translate(_APART), form.name.language)
    return loose_skeleton(romanised.replace("w", "v"))


def _fits_any(form: Form, names: Sequence[list[str]]) -> bool:
    for parts in _readings(form):
        letters = "".join(parts)
        single = "".join(
            letter for at, letter in enumerate(letters) if at == 0 or letters[at - 1] != letter
        )
        wanted = {letters, single, *(part for part in parts if len(part) > 1)}
        if any(fits(want, words) for want in wanted for words in names):
            return True
    return False


def _readings(form: Form) -> list[list[str]]:
    """Return the words of a name as written, folded, and romanised."""
    text, language = form.name.text.translate(_APART), form.name.language
    written = "".join(sign if sign.isalpha() else " " for sign in folded(text))
    return [written.split(), romanise(text, language).split()]


def fits(letters: str, words: Sequence[str]) -> bool:
    """Tell whether letters stand in words, in order, each an initial or inside a begun word.

    Args:
        letters: An acronym, folded.
        words: Words of a name, folded; those that give no letter are passed over.

    Returns:
        True for ``isil`` and ``islamic state in iraq and the levant``.
    """
    places = {(-1, 0)}
    for letter in letters:
        further = {(at, 0) for at, word in enumerate(words) if word.startswith(letter)}
        begun = {(at, words[at].find(letter, place + 1)) for at, place in places if at >= 0}
        reached = {it for it in further if any(at < it[0] for at, _ in places)}
        places = reached | {it for it in begun if it[1] > 0}
        if not places:
            return False
    return True


RULES = (
    Rule(
        "acronym-fit",
        "An acronym whose letters no name explains is mistyped, or the name it stands for is "
        "missing.",
        "Add the name that it abbreviates, in any language, or correct it; what is no acronym has "
        "another kind.",
        WARNING,
        find=_fit,
    ),
)
