"""``normalizer gazetteer``: check and show gazetteer entries."""

from __future__ import annotations

import os

import click


@click.group()
def gazetteer() -> None:
    """Check and show gazetteer entries."""


@gazetteer.command()
@click.argument("path", required=False, type=click.Path(exists=True))
@click.option("--private", is_flag=True, help="Do not ask for sources, examples, and folders.")
def lint(path: str | None, private: bool) -> int:
    """Check the entries in PATH (default: the curated gazetteer) and run their examples.

    Prints a line a finding: file, line, what is wrong and how to mend it, and the rule. Exits with
    1 if there is any.
    """
    from normalizer.gazetteer.check import check_folder
    from normalizer.gazetteer.locate import curated_folder

    folder = path or curated_folder()
    findings = check_folder(folder, curated=not private)
    lines = [str(finding) for finding in findings]
    if not findings:  # examples mean something only where the entries are sound
        lines = _example_failures(folder)
    for line in lines:
        click.echo(line)
    click.echo(f"{len(lines)} findings in {folder}", err=True)
    return 1 if lines else 0


def _example_failures(folder: str) -> list[str]:
    from normalizer.api import load
    from normalizer.gazetteer.read import gazetteer_files, read_source
    from normalizer.matching.examples import failed_examples
    from normalizer.matching.find import Finder

    finder = Finder(load(folder).index)
    lines = []
    for file in gazetteer_files(folder):
        source = read_source(file)
        for failure in failed_examples(finder, [source.entity]):
            line = source.document.line(("examples", failure.number))
            lines.append(f"{file}:{line}: {failure} [example]")
    return lines


@gazetteer.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("--gazetteer", "-g", "folder", type=click.Path(exists=True), help="Another folder.")
def show(ids: tuple[str, ...], folder: str | None) -> int:
    """Print the entries of entities, given by ID or by any of their names."""
    from normalizer.api import load
    from normalizer.gazetteer.locate import curated_folder
    from normalizer.gazetteer.read import gazetteer_files

    root = folder or curated_folder()
    files = {os.path.splitext(os.path.basename(file))[0]: file for file in gazetteer_files(root)}
    missing = 0
    for given in ids:
        entity_id = given if given in files else load(root).resolve(given).id
        if entity_id not in files:
            missing += 1
            click.echo(f"Error: there is no entity {given!r} in {root}.", err=True)
            continue
        with open(files[entity_id], encoding="utf-8") as file:
            click.echo(f"# {files[entity_id]}")
            click.echo(file.read(), nl=False)
    return 1 if missing else 0
