"""Check what callers ask of resolutions and searches before anything is looked up."""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterable, Sequence
from numbers import Integral
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from normalizer.errors import UsageError
from normalizer.matching.compiled.index import Index
from normalizer.matching.names.listed import STRICTNESS, Asked
from normalizer.matching.texts.options import Options

if TYPE_CHECKING:
    from normalizer.gazetteer.dates import Date

Text = TypeVar("Text")

OneOrEach: TypeAlias = "Date | Sequence[str | None] | None"
"""One for all names, or one for each of them, in their order."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


def checked_types(index: Index, types: Iterable[str] | None) -> frozenset[str] | None:
    """Check the entity types that are to count.

    Args:
        index: Knows the types there are; an empty one has none, and nothing to find either.
        types: The types, or one of them; None for all.

    Raises:
        UsageError: If one is neither a type of the schema nor that of an entity. It would find
            nothing without a word.
    """
    if types is None:
        return None
    wanted = frozenset((types,) if isinstance(types, str) else types)
    strange = sorted(wanted - index.types, key=str) if index.entity_count else ()
    for type in strange:
        from difflib import get_close_matches  # noqa: PLC0415  # 5 ms that only errors need

        known = sorted(index.types)
        close = get_close_matches(str(type).lower(), known, 1)
        hint = f"did you mean {close[0]!r}? Known" if close else "known"
        raise UsageError(f"There is no entity type {type!r}; {hint} are {', '.join(known)}.")
    return wanted


def asked_of(
    index: Index,
    context: str | None,
    type: str | None,
    date: Date | None,
    language: str | None,
    min_score: float | None,
    strictness: str = "1%",
) -> Asked:
    """Check what is asked of a resolution.

    Raises:
        UsageError: If something is out of its range, or nothing is of the type.
    """
    asked = _asked(context, type, date, language, min_score, strictness)
    checked_types(index, type)
    _check_language(language)
    return asked


def _check_language(language: str | None) -> None:
    """Refuse what is no language tag: it would change nothing, without a word."""
    if language is not None and not _LANGUAGE.fullmatch(language):
        raise UsageError(
            f"language is {language!r}; give a BCP 47 tag such as en, ar, zh-Hant or sr-Latn."
        )


def _asked(
    context: str | None,
    type: str | None,
    date: Date | None,
    language: str | None,
    min_score: float | None,
    strictness: str,
) -> Asked:
    if strictness not in STRICTNESS:
        choice = ", ".join(STRICTNESS)
        raise UsageError(f"strictness is {strictness!r}; give one of {choice}.")
    if min_score is not None and not (hasattr(min_score, "__float__") and 0 <= min_score <= 1):
        raise UsageError(f"min_score is {min_score!r}; give a probability from 0 to 1.")
    for what, value in (("context", context), ("type", type), ("language", language)):
        if value is not None and not isinstance(value, str):
            raise UsageError(f"{what} is {value!r}; give a string.")
    return Asked(context, type, checked_date(date), language, min_score, strictness)


def asked_of_each(
    index: Index,
    count: int,
    context: OneOrEach,
    type: OneOrEach,
    date: OneOrEach,
    language: OneOrEach,
    min_score: float | None,
    strictness: str,
) -> list[Asked]:
    """Check what is asked of each of so many resolutions; what is asked alike is one object.

    Of types and languages only one for all is looked at: what rows of a table give is data.

    Raises:
        UsageError: If something is out of its range, or a sequence has another length.
    """
    given = {"context": context, "type": type, "date": date, "language": language}
    each: dict[str, Sequence[str | None]] = {}
    all_alike: dict[str, Any] = {}
    for what, value in given.items():
        if isinstance(value, str) or not isinstance(value, Sequence):
            all_alike[what] = value
        elif len(value) == count:
            each[what] = value
        else:
            raise UsageError(f"{what} has {len(value)} values for {count} names; give one a name.")
    known: dict[tuple[str | None, ...], Asked] = {}

    def asked(*row: str | None) -> Asked:
        if row not in known:
            arguments = all_alike | dict(zip(each, row, strict=True))
            known[row] = _asked(**arguments, min_score=min_score, strictness=strictness)
        return known[row]

    if isinstance(type, str):
        checked_types(index, type)
    if isinstance(language, str):
        _check_language(language)
    return list(map(asked, *each.values())) if each else [asked()] * count


def many(texts: Iterable[Text]) -> list[Text]:
    """Return texts as a list.

    Args:
        texts: Any column of them; those of Arrow would give scalars of its own one by one.

    Raises:
        UsageError: If it is one text, which would be taken letter by letter.
    """
    if isinstance(texts, str | bytes):
        raise UsageError(
            "A single text was given where several are expected; give a list of texts."
        )
    return list(texts.to_pylist() if hasattr(texts, "to_pylist") else texts)


def options_of(
    index: Index,
    text: str,
    date: Date | None,
    types: Iterable[str] | None,
    hashtags: bool,
    unlisted: bool = False,
) -> Options:
    """Check what is asked of a search in a text.

    Raises:
        UsageError: If the text is no string, the date no date, or nothing is of a type.
    """
    if not isinstance(text, str):
        raise UsageError(f"The text is of type {builtins.type(text).__name__}; give a string.")
    return Options(checked_date(date), checked_types(index, types), hashtags, unlisted)


def options_of_each(
    index: Index,
    texts: Sequence[str],
    date: Date | None,
    types: Iterable[str] | None,
    hashtags: bool,
    unlisted: bool = False,
) -> Options:
    """Check what is asked of a search in many texts.

    Raises:
        UsageError: As `options_of` does, if one of the texts is no string.
    """
    for number, text in enumerate(texts, 1):
        if not isinstance(text, str):
            kind = builtins.type(text).__name__
            raise UsageError(
                f"Text number {number} is of type {kind}; give strings, and an empty one for a "
                "missing text."
            )
    return options_of(index, "", date, types, hashtags, unlisted)


def checked_date(date: Date | None) -> str | None:
    """Return a date as text, or None where none was given.

    Raises:
        UsageError: If it is no date.
    """
    if date is None:
        return None
    from normalizer.gazetteer.dates import TEXT_FORMS, date_of_text, day_text  # noqa: PLC0415  # datetime, seldom used

    if isinstance(date, Integral):
        given = date_of_text(str(date))  # a year, as columns of numbers have it
    else:
        given = date_of_text(date) if isinstance(date, str) else day_text(date)
    if given is None:
        raise UsageError(f"The date is {date!r}; give one that exists, {TEXT_FORMS}.")
    return given
