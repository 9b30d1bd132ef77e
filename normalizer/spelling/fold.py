"""Fold text to the form in which spellings are compared.

Folding ignores what never tells two names apart: case, accents (composed or not), apostrophes and
every mark for ayn and hamza, hyphens, all spaces and line breaks, Arabic vowel marks and tatweel,
the orthographic variants of alef, ya, kaf and ta marbuta, Persian and Kurdish letters, joiners,
Cyrillic ё and full-width forms. It is safe enough to accept a name on.

Two views of a text come out of the same tables. `kinds` gives one character per character, saying
what role it plays (so offsets stay those of the text), and `fold` the comparison form. Both are
`str.translate` over tables that fill themselves from Unicode's properties and the two data files
beside this module; nothing is computed at import.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from normalizer.spelling.data_rows import data_rows

LETTER, UNIT, FOLLOW, SOFT, HARD = "L", "U", "V", "S", "P"
APOSTROPHE, MODIFIER, MARK, FORMAT, DOT, QUOTE = "A", "K", "M", "F", "D", "Q"

_KIND_NAMES = {
    "apostrophe": APOSTROPHE,
    "modifier": MODIFIER,
    "mark": MARK,
    "format": FORMAT,
    "soft": SOFT,
    "unit": UNIT,
    "follow": FOLLOW,
    "letter": LETTER,
}
_LETTER_CATEGORIES = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Nd", "Nl", "No"})

# Signs that only composition (NFC) can tell apart from the letter before them: conjoining jamo and
# kana voicing marks. They are rare in practice, so texts that have none pay one search for them.
_COMPOSABLE = re.compile("[\u1100-\u11ff\uff65-\uff9f]+|.[\u3099\u309a]", re.DOTALL)
_NEEDS_COMPOSING = re.compile("[\u1100-\u11ff\u3099\u309a\uff66-\uff9f]")
# The bytes that any of these begins with in UTF-8; looking for bytes is much faster.
_COMPOSING_BYTES = (b"\xe1", b"\xe3", b"\xef")
_SLICE = 1 << 13

# An acronym with points, U.S. or P.M.U.: its points count for nothing.
# The one behind it is no end of a sentence as far as names go: U.N. Security Council.
_POINTED = re.compile(r"((?<![LUVKMAFD])L(?:DL)+(?![LUVKM]))(D?)")
# Gershayim are often typed as a quotation mark between two Hebrew letters: צה"ל.
_POINT_INSIDE = re.compile(r"\w\.\w")
HEBREW_QUOTES = '"\u201c\u201d'
_HEBREW_QUOTE = re.compile(f"(?<=[\u05d0-\u05ea])[{HEBREW_QUOTES}](?=[\u05d0-\u05ea])")

# Behind a particle it may rather open a quotation, which is closed behind a letter: ב"הארץ".
_HEBREW_OPENING = re.compile(
    f"(?<![\u05d0-\u05ea])[ובהכלמש]{{1,3}}([{HEBREW_QUOTES}])"
    f"(?=[\u05d0-\u05ea]{{3}}[^{HEBREW_QUOTES}\n]{{0,60}}(?<=\\w)[{HEBREW_QUOTES}](?!\\w))"
)


@lru_cache(maxsize=1)
def _special_kinds() -> dict[int, str]:
    kinds: dict[int, str] = {}
    for kind_name, spans, _why in data_rows(__file__, "fold.tsv"):
        for span in spans.split():
            first, _, last = span.partition("-")
            for code in range(int(first, 16), int(last or first, 16) + 1):
                kinds[code] = _KIND_NAMES[kind_name]
    kinds[ord(".")] = DOT
    kinds.update(dict.fromkeys(map(ord, HEBREW_QUOTES), QUOTE))
    return kinds


@cache
def _letters_of(file_name: str) -> dict[str, str]:
    """Return what a data file says that letters become; read when a text first asks for it."""
    return {
        letter: becomes
        for letters, becomes, _ in data_rows(__file__, file_name)
        for letter in letters
    }


def kind_of(code: int) -> str:
    """Return the role of a code point in names, one of the constants of this module.

    Args:
        code: A Unicode code point.

    Returns:
        One character, for example `LETTER` or `SOFT`.
    """
    special = _special_kinds().get(code)
    if special is not None:
        return special
    char = chr(code)
    category = unicodedata.category(char)
    if category in _LETTER_CATEGORIES:
        # Han outside the basic plane; Unicode gives no script property to Python.
        return UNIT if 0x20000 <= code <= 0x3FFFF else LETTER
    if category == "Zs":
        return SOFT
    if category in ("Mn", "Mc", "Me"):
        return MARK if category == "Me" else LETTER
    if category == "Cf":
        return FORMAT
    return HARD


def fold_code(code: int) -> str:
    """Return what a code point contributes to the comparison form.

    Args:
        code: A Unicode code point.

    Returns:
        The folded letters, a space for whatever separates words, or nothing.
    """
    kind = kind_of(code)
    if kind in (APOSTROPHE, MODIFIER, MARK, FORMAT):
        return ""
    if kind in (SOFT, HARD, DOT, QUOTE):
        return " "
    char = chr(code)
    # Precomposed Hangul and kana stay whole: their parts are letters of their own.
    if 0xAC00 <= code <= 0xD7A3 or 0x3040 <= code <= 0x30FF:
        return char
    if 0x4E00 <= code <= 0x9FFF:
        return _letters_of("han_letters.tsv").get(char, char)
    special = _letters_of("fold_letters.tsv")
    folded = []
    for part in unicodedata.normalize("NFKD", char.casefold()):
        for letter in part.casefold():
            becomes = special.get(letter)
            if becomes is not None:
                folded.append(becomes)
            elif kind_of(ord(letter)) in (LETTER, UNIT, FOLLOW):
                folded.append(str(unicodedata.digit(letter, letter)))
    return "".join(folded)


class _KindTable(dict[int, str]):
    def __missing__(self, code: int) -> str:
        kind = self[code] = kind_of(code)
        return kind


class FoldTable(dict[int, str | None]):
    """What each code point contributes to the comparison form; fills itself."""

    def __missing__(self, code: int) -> str | None:
        # None, not "": str.translate keeps its fast path for ASCII only with None.
        folded = self[code] = fold_code(code) or None
        return folded


_KINDS = _KindTable()
_FOLDED = FoldTable()


def compose(text: str) -> str:
    """Compose conjoining jamo, kana voicing marks and half-width kana; leave all else as it is.

    Args:
        text: Any text.

    Returns:
        The text, mostly the same object.
    """
    if text.isascii() or not _needs_composing(text):
        return text
    return _COMPOSABLE.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)


def composed_offsets(text: str) -> tuple[str, list[int] | None]:
    """Compose as `compose` does and tell where each character came from.

    Args:
        text: Any text.

    Returns:
        The composed text, and for each of its characters, and its end, the offset in `text`;
        None in place of the list where nothing was composed.
    """
    if text.isascii() or not _needs_composing(text):
        return text, None
    parts: list[str] = []
    offsets: list[int] = []
    last = 0
    for match in _COMPOSABLE.finditer(text):
        parts.append(text[last : match.start()])
        offsets.extend(range(last, match.start()))
        # Letter by letter, so that offsets are right to the letter: the shortest stretch whose
        # composition no longer changes when the next sign is added.
        begin = match.start()
        for end in range(begin + 1, match.end() + 1):
            whole = unicodedata.normalize("NFKC", text[begin:end])
            longer = unicodedata.normalize("NFKC", text[begin : end + 1])
            if end < match.end() and len(longer) <= len(whole):
                continue
            parts.append(whole)
            offsets.extend([begin] * len(whole))
            begin = end
        last = match.end()
    parts.append(text[last:])
    offsets.extend(range(last, len(text) + 1))
    return "".join(parts), offsets


def _needs_composing(text: str) -> bool:
    """Tell whether composition may change a text that is not all ASCII."""
    for begin in range(0, len(text), _SLICE):
        part = text[begin : begin + _SLICE]
        if part.isascii():
            continue
        encoded = part.encode("utf-8", "surrogatepass")
        if any(byte in encoded for byte in _COMPOSING_BYTES) and _NEEDS_COMPOSING.search(part):
            return True
    return False


def kinds(text: str) -> str:
    """Return a string as long as `text` that says what role each character plays in names.

    Points of acronyms (U.S.) and quotation marks that stand for gershayim (צה"ל) come out as
    `MODIFIER`: inside the name, counting for nothing.

    Args:
        text: Composed text (see `compose`).

    Returns:
        One of this module's one-character constants per character.
    """
    roles = text.translate(_KINDS)
    if DOT in roles:
        roles = _POINTED.sub(
            lambda match: match[1].replace(DOT, MODIFIER) + match[2].replace(DOT, SOFT), roles
        )
    if QUOTE in roles and not text.isascii():
        chars = list(roles)
        for match in _HEBREW_QUOTE.finditer(text):
            chars[match.start()] = MODIFIER
        for at in opening_quotes(text):
            chars[at] = QUOTE
        roles = "".join(chars)
    return roles


def opening_quotes(text: str) -> list[int]:
    """Return where a quotation mark between Hebrew letters opens a quotation: ב"הארץ".

    Args:
        text: Any text.

    Returns:
        Offsets, in order.
    """
    return [match.start(1) for match in _HEBREW_OPENING.finditer(text)]


def fold_letters(text: str) -> str:
    """Fold a stretch of text that holds no separators: one word, or one name without its spaces.

    Args:
        text: Letters and marks.

    Returns:
        The folded letters.
    """
    return text.translate(_FOLDED)


def _has_inner_sign(text: str) -> bool:
    """Tell whether a text may hold points or quotes that count for nothing inside a name."""
    if "." in text and _POINT_INSIDE.search(text):
        return True
    return not text.isascii() and any(quote in text for quote in HEBREW_QUOTES)


def is_letter_by_letter(text: str) -> bool:
    """Tell whether each character of a text folds by itself, whatever stands beside it.

    Args:
        text: Any text.

    Returns:
        False where it may have signs to compose, points of acronyms, or gershayim.
    """
    return not _has_inner_sign(text) and (text.isascii() or not _needs_composing(text))


def fold(text: str) -> str:
    """Return the comparison form of `text`: folded words with single spaces between them.

    Args:
        text: Any text.

    Returns:
        Folded words; the empty string where the text has no letters or digits.
    """
    text = compose(text)
    if _has_inner_sign(text):
        roles = kinds(text)
        text = "".join([char for char, role in zip(text, roles, strict=True) if role != MODIFIER])
    return " ".join(text.translate(_FOLDED).split())


def fold_key(text: str) -> str:
    """Return the comparison form without its spaces: two spellings are one if these are equal.

    Args:
        text: Any text.

    Returns:
        Folded letters and digits.
    """
    return fold(text).replace(" ", "")
