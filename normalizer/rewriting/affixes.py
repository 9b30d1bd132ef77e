"""What becomes of the letters that hang on a name when the name is replaced.

Kept where the new form allows it; otherwise by these rules, so that no broken word is left:

- Behind an apostrophe, hyphen or joiner (IŞİD'in, l'Irak) the letters stay as they are, and so do
  particles in Hangul.
- A particle before a name in its script stays in one with it; Arabic ل and the article become لل,
  and in Hebrew a particle swallows the article (הבית הלבן, בבית הלבן).
  Before another script Hebrew writes a hyphen (ב-ISIS), Arabic a space, joining letters drawn out
  (بـ ISIS).
- An inflected form becomes the same case of the new form where that is the label in the same
  language, and the bare form otherwise.
- The English possessive loses its s behind a form that ends in one, unless the old one did (PMU's,
  Popular Mobilization Forces'; Hamas's).
- An ending in one with a name (Mosulissa) stays if the new form ends alike, in a vowel or consonant
  of the same harmony; otherwise it goes.
"""

from __future__ import annotations

from typing import NamedTuple

from normalizer.errors import UsageError
from normalizer.matching.compiled.index import Inflection
from normalizer.matching.compiled.inflected import ARTICLE, article_of
from normalizer.matching.names.results import Mention
from normalizer.matching.texts import affixes
from normalizer.matching.texts.hits import AFFIX_BEFORE, AFFIX_BEHIND
from normalizer.matching.texts.spans import Span
from normalizer.spelling import attached, fold
from normalizer.spelling.inflection import inflected
from normalizer.spelling.script import script_of

KEEP, DROP, SKIP = "keep", "drop", "skip"
CHOICES = (KEEP, DROP, SKIP)

_LAM, _ALEF = "ل", "ا"
_DRAWN_OUT = "\u0640"
_JOINING = frozenset("بلكفس")
_FRONT = frozenset("eiäöüyéíőű")
_S = ("s", "S")
_POSSESSIVE = frozenset(sign + s for sign in "'’ʼ" for s in _S)
_BACK = frozenset("aouıáóúâ")


class Replacement(NamedTuple):
    """What replaces a mention: a span of the text, wider than the name's where affixes go."""

    start: int
    end: int
    text: str

    def changes(self, text: str) -> bool:
        """Tell whether it differs from what it replaces."""
        return text[self.start : self.end] != self.text


def checked(choice: str) -> str:
    """Return a choice of `CHOICES`.

    Raises:
        UsageError: If it is none.
    """
    if choice not in CHOICES:
        raise UsageError(f"affixes is {choice!r}; give one of {', '.join(CHOICES)}.")
    return choice


def has_affix(text: str, span: Span) -> bool:
    """Tell whether something hangs on a mention, or it stands in an inflected form."""
    _, end, name, _, affix, _ = span
    if affix & (AFFIX_BEFORE | AFFIX_BEHIND) or name.inflection is not None:
        return True
    return text[end - 1] >= "\uac00" and bool(_affixes(text, span)[1])


def _affixes(text: str, span: Span) -> tuple[str, str]:
    return affixes.affixes_of(text, span.start, span.end, span.affix, span.name)


def replacement(
    text: str, span: Span, mention: Mention, wanted: str, choice: str
) -> Replacement | None:
    """Return what replaces a mention on which something hangs.

    Args:
        text: The whole text.
        span: The mention's span.
        mention: The mention.
        wanted: Its wanted form.
        choice: One of `CHOICES`.

    Returns:
        The replacement, or None to leave the mention as it stands.
    """
    if choice == SKIP or not wanted:
        return None
    start, end = span.start, span.end
    ending_inside = span.name.inflection is not None and not text.startswith(mention.suffix, end)
    behind = "" if ending_inside else mention.suffix
    if choice == DROP:
        return Replacement(start - len(mention.prefix), end + len(behind), wanted)
    if span.name.inflection is not None:
        wanted = _in_case(mention, behind, span.name.inflection, wanted)
    if mention.prefix and _in_one(mention.prefix[-1]):
        if span.name.inflection is not None and span.name.inflection.cases == (ARTICLE,):
            wanted = _without_article(span.name.inflection.language, mention.prefix, wanted)
        wanted = _behind_particle(mention.prefix, wanted)
    if behind in _POSSESSIVE and _ends_in_s(wanted) and not _ends_in_s(mention.text):
        return Replacement(start, end + len(behind), wanted + behind[0])
    if behind and _in_one(behind[0]) and not _carries(mention.text, behind, wanted):
        end += len(behind)
    return Replacement(start, end, wanted)


def _ends_in_s(name: str) -> bool:
    return name.endswith(_S)


def _in_one(char: str) -> bool:
    return fold.kind_of(ord(char)) in (fold.LETTER, fold.MARK)


def _in_case(mention: Mention, behind: str, inflection: Inflection, wanted: str) -> str:
    """Return a new form in the case of the old one, or as it is."""
    if inflection.cases == (ARTICLE,) or wanted != mention.labels.get(inflection.language):
        return wanted
    forms = inflected(wanted, inflection.language, mention.type)
    fitting = [form for form, cases in forms.items() if set(cases) & set(inflection.cases)]
    if mention.text + behind in fitting:
        return mention.text + behind
    # One form for all the cases that the old one may stand for, or none is right for certain.
    whole = [form for form in fitting if set(inflection.cases) <= set(forms[form])]
    return whole[0] if whole else wanted


def _without_article(language: str, particle: str, wanted: str) -> str:
    """Return a new form in the script of a particle without the article that it swallows."""
    article = article_of(language)
    if article is None or not wanted.startswith(article.whole):
        return wanted
    return article.rest + wanted.removeprefix(article.whole)


def _behind_particle(particle: str, wanted: str) -> str:
    """Return a new form as it stands behind a particle that is written in one with it."""
    script = script_of(particle)
    last = fold.fold_key(particle)[-1:]
    if script_of(wanted) == script and script_of(wanted[0]) == script:
        if last == _LAM and wanted.startswith(_ALEF + _LAM):
            return _LAM + wanted[2:]
        return wanted
    if script != "Arab":
        return f"-{wanted}"
    return f"{_DRAWN_OUT} {wanted}" if last in _JOINING else f" {wanted}"


def _carries(old: str, ending: str, new: str) -> bool:
    """Tell whether a new form can carry the ending of the old one."""
    if script_of(old) != script_of(new) or not new[-1].isalpha():
        return False
    last = fold.fold_key(new)[-1:]
    if not attached.is_suffix(fold.fold_key(ending), last):
        return False
    return _harmony(old) == _harmony(new) and attached.ends_alike(fold.fold_key(old)[-1:], last)


def _harmony(word: str) -> bool:
    """Tell whether the last vowel of a word is a front vowel."""
    vowels = [letter for letter in word.casefold() if letter in _FRONT or letter in _BACK]
    return bool(vowels) and vowels[-1] in _FRONT
