"""``normalizer gazetteer covered``: whether names are reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from normalizer.cli.shared import (
    gazetteer_option,
    json_line,
    open_normalizer,
    strictness_option,
    tab_line,
)

if TYPE_CHECKING:
    from normalizer.matching.texts.coverage import Coverage


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@gazetteer_option
@click.option("--context", help="Text around the names.")
@click.option("--language", "--lang", help="Language of the names, such as fa.")
@strictness_option
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object on each line.")
@click.option("--check", is_flag=True, help="Exit with 1 if any name is not recognised as a whole.")
def covered(
    names: tuple[str, ...],
    gazetteers: tuple[str, ...],
    context: str | None,
    language: str | None,
    strictness: str,
    as_json: bool,
    check: bool,
) -> int:
    """Show whether NAMES are recognised already, so that listing them would add nothing.

    Prints a line for each name: the name, the entities' IDs, the rule, the score, the part of it
    that is found in running text, and the evidence. The rule is

    \b
    exact       listed, exactly as given
    folded      listed, ignoring case, accents and the like
    reading     listed without its title, article, possessive or inversion
    spelling    like a listed name: recognised in tables, but not in running text
    shared      listed for several entities
    conditions  listed, but its conditions are not met
    -           not recognised
    """  # noqa: D301  # click wants the backspace itself
    from normalizer.matching.names.listed import Asked
    from normalizer.matching.texts.coverage import CoverageCheck

    coverage = CoverageCheck(open_normalizer(gazetteers).index)
    asked = Asked(context=context, language=language, strictness=strictness)
    found = [coverage.of(name, asked) for name in names]
    for each in found:
        click.echo(_json(each) if as_json else _line(each))
    return 1 if check and not all(each.is_whole for each in found) else 0


def _line(found: Coverage) -> str:
    from normalizer.matching.names.results import in_a_line

    told = [found.resolution.reason, *found.resolution.evidence]
    evidence = in_a_line(filter(None, told))
    return tab_line(
        found.text,
        ", ".join(found.entities) or "-",
        found.rule or "-",
        f"{found.resolution.score:.3f}",
        found.in_text or "-",
        evidence,
    )


def _json(found: Coverage) -> str:
    return json_line(
        {
            "text": found.text,
            "covered": found.is_whole,
            "rule": found.rule or None,
            "entities": found.entities,
            "score": round(found.resolution.score, 4),
            "in_text": found.in_text or None,
            "reason": found.resolution.reason or None,
            "evidence": found.resolution.evidence,
        }
    )
