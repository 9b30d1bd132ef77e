"""``normalizer resolve`` and ``normalizer explain``."""

from __future__ import annotations

import codecs
import sys
from typing import TYPE_CHECKING, Any

import click

from normalizer.cli.shared import (
    Function,
    date_option,
    gazetteer_option,
    json_line,
    open_normalizer,
    stdin_bytes,
    strictness_option,
    tab_line,
)

if TYPE_CHECKING:
    from normalizer.matching.names.results import Resolution


def _lines() -> list[str]:
    """Return the lines of standard input; a stray byte keeps no other line from being read."""
    # Of bytes, splitlines knows LF, CRLF and CR only: U+2028 and VT do not end a name.
    lines = stdin_bytes().read().removeprefix(codecs.BOM_UTF8).splitlines()
    return [line.decode("utf-8", "replace") for line in lines]


def _asking(function: Function) -> Function:
    """Add the names, the gazetteer, and what `Normalizer.resolve` is told besides the name."""
    for add in (
        strictness_option,
        click.option(
            "--min-score",
            type=click.FloatRange(0, 1),
            help="Least probability at which an unlisted spelling is accepted; overrides "
            "--strictness.",
        ),
        click.option("--language", "--lang", help="Language of the names, such as fa."),
        click.option("--type", help="Only entities of this type."),
        click.option("--context", help="Text around the names."),
        date_option,
        gazetteer_option,
        click.argument("names", nargs=-1),
    ):
        function = add(function)
    return function


@click.command()
@_asking
@click.option(
    "--json", "as_json", is_flag=True, help="Print a JSON object on each line, with candidates."
)
@click.option("--check", is_flag=True, help="Exit with 1 if any name is not resolved.")
def resolve(
    names: tuple[str, ...], gazetteers: tuple[str, ...], as_json: bool, check: bool, **asked: Any
) -> int:
    """Resolve NAMES, or the lines of standard input (without NAMES, or with -).

    Prints a line for each name: the name, the entity's ID, its canonical name, the score and the
    evidence, separated by tabs. If a name is not resolved, ID and canonical name are empty and the
    reason precedes the evidence.

    \b
    normalizer resolve "Hachd al-Chaabi" "Хашд аш-Шааби"
    cut -f2 actors.tsv | normalizer resolve --json
    """  # noqa: D301  # click wants the backspace itself
    texts = _lines() if not names or names == ("-",) else list(names)
    resolutions = open_normalizer(gazetteers).resolve_many(texts, **asked)
    for resolution in resolutions:
        click.echo(_json(resolution) if as_json else _line(resolution))
    return 1 if check and any(resolution.abstained for resolution in resolutions) else 0


def _line(resolution: Resolution) -> str:
    from normalizer.matching.names.results import in_a_line

    told = (
        (resolution.reason, *resolution.evidence) if resolution.abstained else resolution.evidence
    )
    return tab_line(
        str(resolution.text),
        resolution.id or "",
        resolution.name or "",
        f"{resolution.score:.3f}",
        in_a_line(told),
    )


def _json(resolution: Resolution) -> str:
    return json_line(
        {
            "text": resolution.text,
            "id": resolution.id,
            "name": resolution.name,
            "type": resolution.type,
            "score": round(resolution.score, 4),
            "method": resolution.method,
            "reason": resolution.reason,
            "evidence": resolution.evidence,
            "candidates": [
                {
                    "id": candidate.id,
                    "name": candidate.name,
                    "score": round(candidate.score, 4),
                    "matched": candidate.matched,
                    "evidence": candidate.evidence,
                }
                for candidate in resolution.candidates
            ],
        }
    )


@click.command()
@_asking
def explain(names: tuple[str, ...], gazetteers: tuple[str, ...], **asked: Any) -> None:
    """Explain step by step how each of NAMES is resolved, or why it is not.

    Without NAMES, or with -, it explains the lines of standard input. Give it the same options as
    `normalizer resolve`.
    """
    normalizer = open_normalizer(gazetteers)
    texts = _lines() if not names or names == ("-",) else list(names)
    for number, name in enumerate(texts):
        if number:
            sys.stdout.write("\n")
        click.echo(normalizer.explain(name, **asked))
