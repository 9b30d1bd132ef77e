"""``normalizer gazetteer site``: write the browsable catalogue."""

from __future__ import annotations

import click


@click.command()
@click.option("--output", "-o", "output", required=True, type=click.Path(), help="The folder.")
@click.option("--gazetteer", "-g", "folder", type=click.Path(exists=True), help="Another folder.")
@click.option("--title", default="Gazetteer of entity names", help="What the pages call it.")
def site(output: str, folder: str | None, title: str) -> None:
    """Write the gazetteer as static pages with a search in any spelling.

    A catalogue that is already in the folder is replaced; any other folder that is not empty is
    refused. Needs the extra "site" (Jinja2).
    """
    from normalizer.catalogue.site import write_site
    from normalizer.gazetteer.locate import curated_folder
    from normalizer.gazetteer.read import read_folder

    pages = write_site(read_folder(folder or curated_folder()), output, title)
    click.echo(f"{pages} pages in {output}; open {output}/index.html", err=True)
