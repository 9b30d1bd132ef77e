"""Options of ``normalizer table`` that tell which rows count and what is known of their names."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from normalizer.api import Normalizer
    from normalizer.matching.names.results import Resolution
    from normalizer.matching.names.workers import Workers
    from normalizer.rewriting.table_options import Resolver

Function = TypeVar("Function", bound=Callable[..., Any])


def row_options(function: Function) -> Callable[..., Any]:
    """Add the options, and hand what they say to the command as one argument ``rows``."""

    @click.option(
        "--context-column", "context_columns", multiple=True,
        help="Column whose text is context for the names; may be repeated.",
    )  # fmt: skip
    @click.option("--type-column", help="Column with each row's entity type.")
    @click.option("--date-column", help="Column with each row's date.")
    @click.option("--language-column", help="Column with each row's language, such as fa.")
    @click.option(
        "--where", multiple=True, metavar="CONDITION",
        help="Only rows with COLUMN=VALUE, COLUMN!=VALUE or COLUMN~PART; if repeated, all must "
             "hold.",
    )  # fmt: skip
    @functools.wraps(function)
    def command(
        *,
        context_columns: tuple[str, ...],
        type_column: str | None,
        date_column: str | None,
        language_column: str | None,
        where: tuple[str, ...],
        **others: Any,
    ) -> Any:
        from normalizer.rewriting.row_columns import RowColumns, parse_condition

        conditions = tuple(map(parse_condition, where))
        rows = RowColumns(context_columns, type_column, date_column, language_column, conditions)
        return function(rows=rows, **others)

    return command


def resolver(
    normalizer: Normalizer,
    asked: dict[str, Any],
    count: Callable[[int], object],
    workers: Workers | None = None,
) -> Resolver:
    """Return what resolves the values of a table.

    Args:
        normalizer: The gazetteer.
        asked: What holds for all rows that do not say otherwise; arguments of ``resolve_many``.
        count: Called with the number of values before they are resolved.
        workers: Processes for the names that are not listed. With them, even if there is but one,
            spellings come without candidates, which of a whole table take much memory.
    """
    from dataclasses import replace

    from normalizer.matching.names.results import EXACT, FOLDED
    from normalizer.rewriting.row_columns import filled

    def resolve(texts: list[str], /, **given: Sequence[str | None]) -> Sequence[Resolution]:
        count(len(texts))
        arguments = {**asked, **filled(given, asked)}
        found = normalizer.resolve_many(texts, workers=workers, **arguments)
        if workers is None:
            return found
        listed = (EXACT, FOLDED)
        return [it if it.method in listed else replace(it, candidates=()) for it in found]

    return resolve
