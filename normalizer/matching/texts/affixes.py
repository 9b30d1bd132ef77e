"""What may hang on a name inside its word, and where a name may begin and end."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile

from normalizer.matching.compiled.index import Inflection, NameRecord
from normalizer.matching.compiled.inflected import ARTICLE, article_of
from normalizer.matching.texts import other_words
from normalizer.matching.texts.hits import AFFIX_BEFORE, AFFIX_BEHIND
from normalizer.matching.texts.spans import Span
from normalizer.spelling import attached, fold, text_language
from normalizer.spelling.affix_data import excluded_words
from normalizer.spelling.data_rows import data_rows
from normalizer.spelling.inflection import inflected

_KATAKANA = re.compile("[\u30a1-\u30fa\u30fc-\u30ff\uff66-\uff9f]")
# A language or people: 日本語, 西班牙语, 中国人, 俄罗斯族; not 中国语境, 中国人民, プーチン人気.
# Who heads a ministry is no mention of it, either: 外交部长; not 外交部长期.
_DERIVED = re.compile(
    "(?<=部)[长長](?![期年久远遠达達])|"
    "[語语](?![言境文音系])|族|人(?![民口大才員员間间類类工权權権力士事物寿壽気气质質生道材件选選文])"
)
_LONGEST_PARTICLE = 5
_WORD_BEHIND = re.compile(r" ([^\W\d_]+)")
_SENTENCE_START = re.compile(r"(?:^|[.!?…:\n“”\"»—–])\s*$")
_FEW = 40
_CLITIC = re.compile(r"(?<=\w)['’ʼ]([^\W\d_]{1,6})$")
_KATAKANA_BEGINS = "\u30a1"
_POINTED_END = re.compile(r"(?<!\w)(?:\w\.)+\w$")
_CLOSING = "\"'”’»)]"
_PAIRS = {
    "»": "«",
    "”": "“",
    "“": "„",
    "’": "‘",
    ")": "(",
    "]": "[",
    "」": "「",
    "』": "『",
    "》": "《",
}
MAY_CLOSE = frozenset([".", *_PAIRS])
"""What may close a mention, see `with_closing`."""


@lru_cache(maxsize=1)
def _clitics() -> dict[str, frozenset[str]]:
    places: dict[str, set[str]] = {"before": set(), "after": set(), "particle": set()}
    for place, forms, *_ in data_rows(fold.__file__, "clitics.tsv"):
        places[place].update(map(fold.fold_key, forms.split()))
    return {place: frozenset(forms) for place, forms in places.items()}


def may_stand_beside(text: str, start: int, end: int, affix: int) -> bool:
    """Tell whether the letters that share a word with a hit are known to hang on names.

    Args:
        text: The whole text.
        start: Offset of the hit.
        end: Offset behind it.
        affix: The hit's flags.

    Returns:
        True for l'Iraq, ISIS's, IŞİD'in, Mosulissa; False for Qa'im where Qa is listed. A
        particle in one with a name (والعراق) was one of the text's language when it was cut.
    """
    if affix & AFFIX_BEFORE:
        before = fold.fold_key(letters_before(text, start))
        if not _in_one(text[start - 1]) and before not in _clitics()["before"]:
            return False
        if _is_excluded(before, fold.fold_key(text[start:end])):
            return False
    if not affix & AFFIX_BEHIND:
        return True
    ending = letters_behind(text, end)
    behind = fold.fold_key(ending)
    if not _in_one(text[end]):
        return behind in _clitics()["after"]
    letters, spelled = fold.fold_key(text[start:end]), text[start:end] + ending
    if text[start].islower() or _is_other_word(letters + behind, spelled, text, start):
        return False
    if not attached.is_suffix(behind, letters[-1:]) or not attached.has_own_accents(ending):
        return False
    in_latin = text[start] < attached.FIRST_NOT_LATIN
    return not (in_latin and text_language.is_plain(text_language.line_around(text, start)))


def before_clitic(spelled: str) -> str:
    """Return what stands before an ending that an apostrophe sets apart, if one does: Hama's."""
    match = _CLITIC.search(spelled)
    return spelled[: match.start()] if match and is_clitic(match[1]) else ""


def is_clitic(letters: str) -> bool:
    """Tell whether letters hang on names behind an apostrophe."""
    return fold.fold_key(letters) in _clitics()["after"]


def _is_excluded(before: str, letters: str) -> bool:
    """Tell whether a name makes another word with some of the particles: הצילה in שהצילה."""
    excluded = excluded_words()
    return any(before[at:] + letters in excluded for at in range(len(before)))


def _is_other_word(letters: str, spelled: str, text: str, at: int) -> bool:
    """Tell whether a name and an ending make another word in a language that a text may be in."""
    other = {letters, spelled.casefold()} & excluded_words()
    if not other:
        return False
    told = text_language.languages_told(text_language.around(text, at))
    return not told or any(other & excluded_words(language) for language in told)


def particle_before(text: str, start: int, affix: int) -> str:
    """Return the folded letters written in one with a hit before it, at no apostrophe, if any."""
    if not affix & AFFIX_BEFORE or not _in_one(text[start - 1]):
        return ""
    return fold.fold_key(letters_before(text, start))


def fitting(names: tuple[NameRecord, ...], spelled: str, particle: str) -> tuple[NameRecord, ...]:
    """Return those of the names that a span may stand for, as for affixes and endings.

    Args:
        names: The names of its form.
        spelled: The span.
        particle: The folded letters written in one before it, if any.

    Returns:
        The names without those inflected forms that do not count here: with a small letter where
        the name has a capital, without the article but not behind a particle that swallows it
        (للحشد).
    """
    kept = []
    for name in names:
        if name.inflection is not None:
            if name.inflection.cases == (ARTICLE,):
                article = article_of(name.inflection.language)
                if article is None or particle[-1:] not in article.particles:
                    continue
            elif not _as_capital(name.name.text, spelled) or _is_word(name.inflection, spelled):
                continue
        kept.append(name)
    return tuple(kept)


def may_be_bare(name: NameRecord, spelled: str) -> bool:
    """Tell whether an inflected form may rather be another word in its bare form.

    At the beginning of a sentence a capital tells nothing, and a subject is likelier there than a
    genitive: Путина началась (the fishing season).
    """
    if name.inflection is None or " " in spelled:
        return False
    return attached.may_be_bare(fold.fold_key(spelled), name.inflection.language)


def may_be_adjective(name: NameRecord, spelled: str) -> bool:
    """Tell whether an inflected form may rather be an adjective (Донецька область)."""
    return name.inflection is not None and attached.may_be_adjective(
        spelled, name.inflection.language
    )


def is_name_there(text: str, start: int, end: int, name: NameRecord) -> bool:
    """Tell whether a spelling that may be an adjective or another word is the name there.

    Args:
        text: The whole text.
        start: Offset of the spelling.
        end: Offset behind it.
        name: The name it stands for.
    """
    spelled = text[start:end]
    if other_words.may_be_word(spelled) and other_words.is_word_there(
        text, start, end, begins_sentence=begins_sentence(text, start)
    ):
        return False
    return not may_be_adjective(name, spelled) or _is_told_noun(text, start, end, name)


def _is_told_noun(text: str, start: int, end: int, name: NameRecord) -> bool:
    """Tell whether the words beside such a form show that it is no adjective: до Донецька."""
    words = text[max(0, start - _FEW) : start].split()
    if name.inflection is None or not words:
        return False
    behind = _WORD_BEHIND.match(text, end)
    return attached.settles_noun(
        words[-1], text[start:end], behind[1] if behind else "", name.inflection.language
    )


def begins_sentence(text: str, start: int) -> bool:
    """Tell whether a sentence begins at an offset."""
    return _SENTENCE_START.search(text[max(0, start - _FEW) : start]) is not None


def _is_word(inflection: Inflection, spelled: str) -> bool:
    return spelled.casefold() in excluded_words(inflection.language)


def _as_capital(name: str, spelled: str) -> bool:
    """Tell whether an inflected form has the capitals of its name: one, or all of its beginning."""
    if name.isupper():
        return spelled[:2].isupper()
    return not (spelled[:1].islower() and name[:1].isupper())


def has_accents(name: NameRecord, entity_type: str, spelled: str) -> bool:
    """Tell whether the ending of an inflected form is written with its own accents.

    Without them it counts; with others it is another word: Turecka is the genitive of Turecko,
    Turecká is Turkish.

    Args:
        name: The name it stands for.
        entity_type: What it names.
        spelled: The inflected form as it stands.
    """
    if name.inflection is None or name.inflection.cases == (ARTICLE,):
        return True
    ending = spelled[-2:].casefold()
    if ending.isascii() or not spelled[0] < attached.FIRST_NOT_LATIN:
        return True
    forms = inflected(name.name.text, name.inflection.language, entity_type)
    return any(form[-2:].casefold() == ending for form in forms)


def without_ending(text: str, span: Span) -> tuple[int, int]:
    """Return the end of a span, and its flags, in languages whose endings stand outside.

    Args:
        text: The whole text.
        span: The span of a mention.

    Returns:
        The end without the ending of an inflected form (თბილის-იდან), where the language's data
        says so; the span's own elsewhere.
    """
    inflection = span.name.inflection
    bare_ending = attached.bare_ending(inflection.language) if inflection else ""
    if not bare_ending:
        return span.end, span.affix
    bare = span.name.name.text.removesuffix(bare_ending)
    ending = _ending(bare, text[span.start : span.end])
    return span.end - len(ending), span.affix | AFFIX_BEHIND


def uninflected(name: NameRecord, surface: str) -> str:
    """Return a span as it would stand without its ending, for comparing capitals.

    Args:
        name: The name it stands for.
        surface: The span.

    Returns:
        The name's own text where an inflected span has its words' capitals; else the span.
    """
    if name.inflection is None:
        return surface
    own, other = name.name.text.split(), surface.split()
    capitals = [word[:1].isupper() for word in own] == [word[:1].isupper() for word in other]
    return name.name.text if capitals else surface


def affixes_of(text: str, start: int, end: int, affix: int, name: NameRecord) -> tuple[str, str]:
    """Return what hangs on a mention, as it stands in the text.

    Args:
        text: The whole text.
        start: Offset of the mention.
        end: Offset behind it.
        affix: The hit's flags.
        name: The name it stands for.

    Returns:
        The letters before the name and those behind it, an apostrophe included; of an inflected
        form, the ending inside the span.
    """
    prefix = letters_before(text, start) if affix & AFFIX_BEFORE else ""
    suffix = letters_behind(text, end) if affix & AFFIX_BEHIND else ""
    if not suffix and _is_hangul(text[end - 1]):
        suffix = text[end : _hangul_end(text, end)]
    if not suffix and name.inflection is not None and name.inflection.cases != (ARTICLE,):
        suffix = _ending(name.name.text, text[start:end])
    return prefix, suffix


def _ending(bare: str, surface: str) -> str:
    """Return what the last changed word of an inflected form has in place of its own ending."""
    for own, other in zip(reversed(bare.split()), reversed(surface.split()), strict=False):
        if fold.fold_key(own) != fold.fold_key(other):
            pairs = zip(map(fold.fold_letters, own), map(fold.fold_letters, other), strict=False)
            shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
            return other[shared:]
    return ""


def _in_one(char: str) -> bool:
    """Tell whether a character beside a name is a letter or its mark, no apostrophe or joiner."""
    return fold.kind_of(ord(char)) in (fold.LETTER, fold.MARK)


def _in_word(char: str) -> bool:
    return fold.kind_of(ord(char)) not in (fold.SOFT, fold.HARD, fold.DOT, fold.QUOTE)


def letters_before(text: str, start: int) -> str:
    """Return what shares a word with a name before it, as it stands."""
    at = start
    while at > 0 and start - at < 40 and _in_word(text[at - 1]):
        at -= 1
    return text[at:start]


def letters_behind(text: str, end: int) -> str:
    """Return what shares a word with a name behind it, as it stands."""
    at = end
    while at < len(text) and at - end < 40 and _in_word(text[at]):
        at += 1
    return text[end:at]


def on_border(text: str, start: int, end: int) -> bool:
    """Tell whether a hit ends where a word may end in its script.

    Katakana words run on until another script begins: イラン is not in イランド. A name in Hangul
    begins a word, and only particles follow it there: 이라크에서. A country in 日本語 or 中国人 is
    no mention of it. Of a grapheme a hit always holds the whole.
    """
    if text[start] < _KATAKANA_BEGINS and text[end - 1] < _KATAKANA_BEGINS:
        return True
    if _DERIVED.match(text, end):
        return False
    if start and _KATAKANA.match(text[start]) and _KATAKANA.match(text[start - 1]):
        return False
    if start and _is_hangul(text[start]) and _is_hangul(text[start - 1]):
        return False
    if end < len(text) and _KATAKANA.match(text[end - 1]) and _KATAKANA.match(text[end]):
        return False
    return not _is_hangul(text[end - 1]) or _ends_hangul(text, end)


def _is_hangul(char: str) -> bool:
    return "\uac00" <= char <= "\ud7a3"


def _ends_hangul(text: str, end: int) -> bool:
    """Tell whether only a particle stands behind a name in Hangul, or nothing of its word."""
    at = _hangul_end(text, end)
    return at == end or text[end:at] in _clitics()["particle"]


def _hangul_end(text: str, end: int) -> int:
    at = end
    while at < len(text) and at - end <= _LONGEST_PARTICLE and _is_hangul(text[at]):
        at += 1
    return at


def with_closing(text: str, start: int, end: int) -> int:
    """Return the end of a mention with the sign that closes it: an acronym's point, a quote.

    Args:
        text: The whole text.
        start: Offset of the mention.
        end: Offset behind its last letter.

    Returns:
        `end`, or one more. In "the U.S. army" the point is the acronym's; at the end of a
        paragraph it is the sentence's as well and stays. A quote or bracket that opens inside the
        mention is closed inside it: ЧВК «Вагнер».
    """
    following = text[end : end + 1]
    if following not in MAY_CLOSE:
        return end
    surface = text[start:end]
    opening = _PAIRS.get(following)
    if opening and surface.count(opening) > surface.count(following):
        return end + 1
    if following != "." or not _POINTED_END.search(surface):
        return end
    rest = text[end + 1 : end + 40].lstrip(_CLOSING)
    return end + 1 if rest.strip() and not rest.startswith(("\n", "\r")) else end
