"""The rule for the layout of a file."""

from __future__ import annotations

from collections.abc import Iterator

from normalizer.errors import GazetteerError
from normalizer.gazetteer.layout import laid_out
from normalizer.gazetteer.read import Source
from normalizer.gazetteer.rules.base import Gazetteer, Rule, Violation

_SHOWN = 60


def _layout(source: Source, gazetteer: Gazetteer) -> Iterator[Violation]:
    document = source.document
    try:
        wanted = laid_out(document)
    except GazetteerError as error:
        yield (), f"{error.problems[0].partition(': ')[2]}"
        return
    if wanted == document.text:
        return
    found_lines, wanted_lines = document.text.split("\n"), wanted.split("\n")
    pairs = zip(found_lines, wanted_lines, strict=False)
    line = next(
        (number for number, pair in enumerate(pairs) if pair[0] != pair[1]), len(wanted_lines) - 1
    )
    at = next((at for at, place in document.places.items() if place[0] == line + 1 and at), ())
    what = wanted_lines[line].strip() if line < len(wanted_lines) else ""
    shown = what if len(what) <= _SHOWN else f"{what[:_SHOWN]}…"
    yield (
        at,
        f"line {line + 1} should be `{shown}`." if shown else f"line {line + 1} is superfluous.",
    )


RULES = (
    Rule(
        "layout",
        "With one order of fields and one way to write them, a diff shows what changed and "
        "nothing else.",
        "Run `normalizer gazetteer lint --fix`, which keeps comments.",
        find=_layout,
        curated=True,
    ),
)
