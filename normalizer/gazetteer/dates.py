"""Dates of any precision: ``2013``, ``2013-04``, ``2013-04-08``; of texts also ``08.04.2013``."""

from __future__ import annotations

import datetime
import re
from typing import TypeAlias

FORMS = "as YYYY, YYYY-MM or YYYY-MM-DD"
"""How a date is to be written in the gazetteer, for messages."""

TEXT_FORMS = f"{FORMS}, or with dots as DD.MM.YYYY (04/08/2013 may be two days)"
"""How the date of a text is to be written, for messages."""

Date: TypeAlias = str | int | datetime.date
"""A date as callers give it: in one of these forms, as a day of `datetime`, or the year."""

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_DOTTED = re.compile(r"(?:(?P<day>[0-9]{1,2})\.)?(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4})")
_YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4})([./])(?P<month>[0-9]{2})(?:\2(?P<day>[0-9]{2}))?")


def days_of(date: str | None) -> tuple[datetime.date, datetime.date] | None:
    """Return the first and the last day that a date may mean.

    Args:
        date: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.

    Returns:
        Both days; None for None and for what is no date.
    """
    match = _DATE.fullmatch(date or "")
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        if year and month and day:
            return (datetime.date(year, month, day),) * 2
        first = datetime.date(year or 0, month or 1, 1)
        # The first of the month after, less a day; December is the last of any year.
        last_month = month or 12
        if last_month == 12:
            return first, datetime.date(first.year, 12, 31)
        return first, datetime.date(first.year, last_month + 1, 1) - datetime.timedelta(1)
    except ValueError:
        return None


def date_of_text(written: str) -> str | None:
    """Return the date of a text in the one form that names' dates are compared with.

    Where dots divide it, the day stands first wherever dates are written so; where the year stands
    first, month and day follow. With slashes and the year last there are two usages.

    Args:
        written: A date as in `TEXT_FORMS`; also ``04.2013``, ``2013/04/08`` and ``2013.04.08``.

    Returns:
        ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; None for what is no date.
    """
    match = _DOTTED.fullmatch(written) or _YEAR_FIRST.fullmatch(written)
    if match:
        parts = filter(None, match.group("year", "month", "day"))
        written = "-".join(part.zfill(2) for part in parts)
    return written if days_of(written) else None


def day_text(day: object) -> str | None:
    """Return a day as text.

    Args:
        day: A date or time of `datetime` or pandas.

    Returns:
        ``YYYY-MM-DD``; None for what is neither.
    """
    return day.isoformat()[:10] if isinstance(day, datetime.date) else None
