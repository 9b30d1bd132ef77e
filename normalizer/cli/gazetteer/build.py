"""``normalizer gazetteer build``: compile a gazetteer into one file."""

from __future__ import annotations

import click

from normalizer.cli.shared import gazetteer_option, open_normalizer, quiet_option


@click.command()
@gazetteer_option
@click.option(
    "--output", "-o", type=click.Path(dir_okay=False), required=True,
    help="The file to write; its name must end in .names.",
)  # fmt: skip
@quiet_option
def build(gazetteers: tuple[str, ...], output: str, quiet: bool) -> int:
    """Compile a gazetteer, or a stack of them, into one file.

    Every command accepts that file with --gazetteer and maps it straight into memory, so a large
    gazetteer need be compiled only once for many machines. Only the version that wrote the file
    reads it.

    \b
    normalizer gazetteer build -g curated -g mine -o all.names
    normalizer table actors.csv --column actor -g all.names
    """  # noqa: D301  # click wants the backspace itself
    import os

    normalizer = open_normalizer(gazetteers)
    normalizer.save(output)
    if not quiet:
        index = normalizer.index
        size = os.path.getsize(output) / 1e6
        click.echo(
            f"{output}: {index.name_count:,} names of {index.entity_count:,} entities, "
            f"{size:,.1f} MB",
            err=True,
        )
    return 0
