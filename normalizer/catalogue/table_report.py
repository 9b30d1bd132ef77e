"""One page about what became of the names in tables: plots, and a list of values to review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from normalizer.catalogue.display import direction
from normalizer.catalogue.statistics import Chart, chart
from normalizer.catalogue.templating import ASSETS, environment_for
from normalizer.matching.names.results import (
    DECIDED,
    EXACT,
    FOLDED,
    SPELLING,
    Candidate,
    Resolution,
    in_a_line,
)
from normalizer.rewriting.tally import BINS, Tally, Unresolved, worth_a_look

TO_REVIEW = 200
"""Values that the list holds at most."""
_CANDIDATES = 3

_METHODS = {
    EXACT: "listed, exactly as given",
    FOLDED: "listed, ignoring case, accents, titles and the like",
    SPELLING: "another spelling",
    DECIDED: "decided by a person",
}


@dataclass(frozen=True, slots=True)
class Item:
    """A value to review.

    Attributes:
        value: The value.
        direction: ``"ltr"`` or ``"rtl"``.
        rows: How often it stands in the tables.
        why: Why it was left alone.
        candidates: The closest entities, the best first.
    """

    value: str
    direction: str
    rows: int
    why: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class TableReview:
    """What the page says.

    Attributes:
        tables: What the tables are called.
        rows: Rows of data in them.
        values: Values in their columns.
        resolved: How many of these were resolved.
        charts: The plots.
        items: Values to review, the most rows first.
        different: How many different values there are to review.
        most_missed: As in `Tally`.
    """

    tables: Sequence[str]
    rows: int
    values: int
    resolved: int
    charts: Sequence[Chart]
    items: Sequence[Item]
    different: int
    most_missed: int


def review_of(
    tables: Sequence[str],
    rows: int,
    tally: Tally,
    unresolved: Sequence[Unresolved],
    resolutions: Sequence[Resolution],
) -> TableReview:
    """Put together what the page says.

    Args:
        tables: What the tables are called.
        rows: Rows of data in them.
        tally: Their values.
        unresolved: All that were not resolved, by falling number of rows.
        resolutions: What the first of them, up to `TO_REVIEW`, resolve to.
    """
    ways = {_METHODS[how]: tally.methods[how] for how in _METHODS if tally.methods[how]}
    left = {f"left: {reason}": count for reason, count in tally.reasons.most_common()}
    entities = {f"{name} ({id_})": count for (id_, name), count in tally.entities.most_common()}
    heaviest = {value.text: value.rows for value in unresolved}
    charts = [
        chart("ways", "Values by how they were resolved", {**ways, **left}),
        chart("accepted", "Values resolved by their spelling, by score", _binned(tally.accepted)),
        chart("refused", "Values not resolved, by their best score", _binned(tally.refused)),
        chart("entities", "Values by entity", entities),
        chart("unresolved", "Unresolved values by rows", heaviest),
    ]
    return TableReview(
        tables,
        rows,
        tally.methods.total() + tally.reasons.total(),
        tally.methods.total(),
        [it for it in charts if it.bars],
        [_item(value, found) for value, found in zip(unresolved, resolutions, strict=False)],
        len(unresolved),
        tally.most_missed,
    )


def page(review: TableReview) -> str:
    """Return the page, which needs nothing besides itself.

    Raises:
        UsageError: If Jinja2 is missing.
    """
    from markupsafe import Markup  # noqa: PLC0415  # comes with Jinja2

    environment = environment_for("The report")
    environment.filters["in_a_line"] = in_a_line
    template = environment.get_template("table_report.html")
    style = (ASSETS / "style.css").read_text(encoding="utf-8")
    written = template.render(report=review, style=Markup(style)) + "\n"
    return written.encode("utf-8", "replace").decode()  # what is half a character is none


def _binned(counts: Sequence[int]) -> dict[str, int]:
    """Counts by score from the first part that has any; empty if none has."""
    width = 1 / BINS
    first = next((at for at, count in enumerate(counts) if count), BINS)
    return {f"{at * width:.2f} to {(at + 1) * width:.2f}": counts[at] for at in range(first, BINS)}


def _item(value: Unresolved, found: Resolution) -> Item:
    why = in_a_line((value.reason, *found.evidence[:1]))
    return Item(
        value.text, direction(value.text), value.rows, why, worth_a_look(found, _CANDIDATES)
    )
