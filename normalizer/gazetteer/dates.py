"""Dates of any precision: ``2013``, ``2013-04``, ``2013-04-08``."""

from __future__ import annotations

import datetime
import re
from typing import TypeAlias

FORMS = "as YYYY, YYYY-MM or YYYY-MM-DD"
"""How a date is to be written, for messages."""

Date: TypeAlias = str | datetime.date
"""A date as callers give it: in one of these forms, or as a day of `datetime`."""

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


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


def day_text(day: object) -> str | None:
    """Return a day as text.

    Args:
        day: A date or time of `datetime` or pandas.

    Returns:
        ``YYYY-MM-DD``; None for what is neither.
    """
    return day.isoformat()[:10] if isinstance(day, datetime.date) else None
