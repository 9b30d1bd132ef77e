"""``normalizer gazetteer search``: find entities."""

from __future__ import annotations

import click

from normalizer.cli.shared import gazetteer_option, json_line, open_normalizer, tab_line


@click.command()
@click.argument("query")
@gazetteer_option
@click.option("--type", "entity_type", help="Only entities of this type.")
@click.option("--limit", type=click.IntRange(1), default=10, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object on each line.")
def search(
    query: str, gazetteers: tuple[str, ...], entity_type: str | None, limit: int, as_json: bool
) -> int:
    """Find the entities that QUERY may mean: any spelling of a name, or a part of one.

    Prints a line for each entity, the likeliest first: ID, canonical name, type, score, and why.
    Names that merely contain QUERY have no score. Exits with 1 if there are none.
    """
    from functools import partial

    from normalizer.matching.names.results import in_a_line
    from normalizer.matching.names.search import search as search_index

    normalizer = open_normalizer(gazetteers)
    ranked = partial(normalizer.candidates, type=entity_type)
    found = search_index(normalizer.index, ranked, query, limit, entity_type)
    for hit in found:
        why = in_a_line(hit.evidence)
        if as_json:
            score = round(hit.score, 4) or None
            fields = {"id": hit.id, "name": hit.name, "type": hit.type, "score": score}
            click.echo(json_line({**fields, "matched": hit.matched, "evidence": hit.evidence}))
        else:
            score_shown = f"{hit.score:.3f}" if hit.score else "-"
            click.echo(tab_line(hit.id, hit.name, hit.type, score_shown, why))
    if not found:
        click.echo(f"No listed name is similar to {query!r} or contains it.", err=True)
    return 0 if found else 1
