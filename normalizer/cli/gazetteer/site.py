"""``normalizer gazetteer site``: write the browsable catalogue."""

from __future__ import annotations

import click

from normalizer.cli.shared import gazetteer_option


@click.command()
@gazetteer_option
@click.option("--output", "-o", "output", required=True, type=click.Path(), help="The folder.")
@click.option("--title", default="Gazetteer of entity names", help="Title of the pages.")
def site(gazetteers: tuple[str, ...], output: str, title: str) -> None:
    """Write the gazetteer as static pages with a search in any spelling.

    A catalogue that is already in the folder is replaced; a folder that holds anything else is
    refused. Needs the extra "site" (Jinja2).
    """
    from normalizer.catalogue.site import write_site
    from normalizer.gazetteer.layers import read_stack
    from normalizer.gazetteer.locate import stack_paths

    stack = read_stack(stack_paths(gazetteers))
    pages = write_site(list(stack.in_order()), output, title)
    click.echo(f"{pages} pages in {output}; open {output}/index.html", err=True)
