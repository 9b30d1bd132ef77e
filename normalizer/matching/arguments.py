"""Check what callers ask of resolutions and searches before anything is looked up."""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterable, Sequence

from normalizer.errors import UsageError
from normalizer.matching.find import Options
from normalizer.matching.listed import STRICTNESS, Asked

OneOrEach = str | None | Sequence[str | None]
"""One for all names, or one for each of them, in their order."""

_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


def asked_of(
    context: str | None,
    type: str | None,
    date: str | None,
    language: str | None,
    min_score: float | None,
    strictness: str = "1%",
) -> Asked:
    """Check what is asked of a resolution.

    Raises:
        UsageError: If something is out of its range.
    """
    if strictness not in STRICTNESS:
        choice = ", ".join(STRICTNESS)
        raise UsageError(f"strictness is {strictness!r}; give one of {choice}.")
    if min_score is not None and not 0 <= min_score <= 1:
        raise UsageError(f"min_score is {min_score}; give a probability from 0 to 1.")
    for what, value in (("context", context), ("type", type), ("language", language)):
        if value is not None and not isinstance(value, str):
            raise UsageError(f"{what} is {value!r}; give a string.")
    return Asked(context, type, checked_date(date), language, min_score, strictness)


def asked_of_each(
    count: int,
    context: OneOrEach,
    type: OneOrEach,
    date: OneOrEach,
    language: OneOrEach,
    min_score: float | None,
    strictness: str,
) -> list[Asked]:
    """Check what is asked of each of so many resolutions; what is asked alike is one object.

    Raises:
        UsageError: If something is out of its range, or a sequence has another length.
    """
    given = {"context": context, "type": type, "date": date, "language": language}
    each: dict[str, Sequence[str | None]] = {}
    all_alike: dict[str, str | None] = {}
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
            known[row] = asked_of(**arguments, min_score=min_score, strictness=strictness)
        return known[row]

    return list(map(asked, *each.values())) if each else [asked()] * count


def options_of(
    text: str, date: str | None, types: Iterable[str] | None, hashtags: bool, unlisted: bool = False
) -> Options:
    """Check what is asked of a search in a text.

    Raises:
        UsageError: If the text is no string or the date no date.
    """
    if not isinstance(text, str):
        raise UsageError(f"The text is of type {builtins.type(text).__name__}; give a string.")
    if isinstance(types, str):
        types = (types,)
    wanted = None if types is None else frozenset(types)
    return Options(checked_date(date), wanted, hashtags, unlisted)


def options_of_each(
    texts: Sequence[str],
    date: str | None,
    types: Iterable[str] | None,
    hashtags: bool,
    unlisted: bool = False,
) -> Options:
    """Check what is asked of a search in many texts.

    Raises:
        UsageError: If one of the texts is no string or the date no date.
    """
    for number, text in enumerate(texts, 1):
        if not isinstance(text, str):
            kind = builtins.type(text).__name__
            raise UsageError(f"Text number {number} is of type {kind}; give strings.")
    return options_of("", date, types, hashtags, unlisted)


def checked_date(date: str | None) -> str | None:
    """Return a date, or None where none was given.

    Raises:
        UsageError: If it is no date.
    """
    if date is not None and not (isinstance(date, str) and _DATE.fullmatch(date)):
        raise UsageError(f"The date is {date!r}; write it as YYYY, YYYY-MM or YYYY-MM-DD.")
    return date
