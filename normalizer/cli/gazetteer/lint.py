"""``normalizer gazetteer lint``: check entries."""

from __future__ import annotations

import click

from normalizer.cli.shared import GazetteerPath


@click.command()
@click.argument("path", required=False, type=click.Path(exists=True))
@click.option("--private", is_flag=True, help="Do not ask for sources, examples, and folders.")
@click.option(
    "--on",
    "below",
    multiple=True,
    type=GazetteerPath(exists=True),
    help="A gazetteer that PATH is a layer on top of; repeat it, the lowest first.",
)
def lint(path: str | None, private: bool, below: tuple[str, ...]) -> int:
    """Check the entries in PATH (default: the curated gazetteer) and run their examples.

    Prints a line a finding: file, line, what is wrong and how to mend it, and the rule. Exits with
    1 if there is any.

    \b
    normalizer gazetteer lint
    normalizer gazetteer lint --private --on curated my-names
    """  # noqa: D301  # click wants the backspace itself
    from normalizer.gazetteer.check import check_folder
    from normalizer.gazetteer.layers import read_stack
    from normalizer.gazetteer.locate import curated_folder, stack_paths

    folder = path or curated_folder()
    layers = stack_paths(below) if below else []
    known = read_stack(layers).entities
    findings = check_folder(folder, curated=not private, known_ids=known)
    lines = [str(finding) for finding in findings]
    if not findings:  # examples mean something only where the entries are sound
        lines = _example_failures(folder, layers)
    for line in lines:
        click.echo(line)
    click.echo(f"{len(lines)} findings in {folder}", err=True)
    return 1 if lines else 0


def _example_failures(folder: str, below: list[str]) -> list[str]:
    from normalizer.api import load
    from normalizer.gazetteer.check import entry_of
    from normalizer.gazetteer.read import gazetteer_files
    from normalizer.gazetteer.yaml_nodes import load as load_yaml
    from normalizer.matching.examples import failed_examples
    from normalizer.matching.find import Finder

    finder = Finder(load(*below, folder).index)
    lines = []
    for file in gazetteer_files(folder):
        source = entry_of(load_yaml(file))
        for failure in failed_examples(finder, [source.entity]):
            line = source.document.line(("examples", failure.number))
            lines.append(f"{file}:{line}: {failure} [example]")
    return lines
