"""``normalizer gazetteer lint``: check the entries of a gazetteer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from normalizer.cli.shared import GazetteerPath, counted
from normalizer.errors import UsageError
from normalizer.linting.reports import FORMATS, report

if TYPE_CHECKING:
    from normalizer.gazetteer.findings import RuleText


@click.command()
@click.argument("path", required=False, type=click.Path(exists=True))
@click.option("--private", is_flag=True, help="Do not require sources, examples and folders.")
@click.option(
    "--on",
    "below",
    multiple=True,
    type=GazetteerPath(exists=True),
    help="A gazetteer that PATH lies on top of; repeat for several, the lowest first.",
)
@click.option(
    "--gazetteer",
    "-g",
    "gazetteers",
    multiple=True,
    type=GazetteerPath(exists=True),
    help="A stack whose last layer is checked: `-g curated -g mine` for `--private --on curated "
    "mine`.",
)
@click.option("--fix", is_flag=True, help="First rewrite the files in the standard layout.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True,
              help="Form of the report.")  # fmt: skip
@click.option("--against", metavar="REV", help="Refuse IDs removed or reassigned since a revision.")
@click.option("--changed-since", metavar="REV",
              help="Check with the resolver only entities changed since a revision.")  # fmt: skip
@click.option(
    "--deep",
    is_flag=True,
    help="Also report names that are recognised from others (takes minutes).",
)
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings, too.")
@click.option("--rules", "list_rules", is_flag=True, help="List the rules and stop.")
@click.option("--explain", metavar="RULE", help="Explain a rule and stop.")
def lint(
    path: str | None,
    private: bool,
    below: tuple[str, ...],
    gazetteers: tuple[str, ...],
    fix: bool,
    form: str,
    against: str | None,
    changed_since: str | None,
    deep: bool,
    strict: bool,
    list_rules: bool,
    explain: str | None,
) -> int:
    """Check the entries in PATH (default: the curated gazetteer) and run their examples.

    Prints a line for each finding: file, line, column, what is wrong, how to fix it, and the rule.
    Exits with 1 if there is an error; what a warning points to may be right, but deserves a second
    look.

    \b
    normalizer gazetteer lint
    normalizer gazetteer lint --fix -g curated -g my-names
    normalizer gazetteer lint --changed-since origin/main --against origin/main --format github
    normalizer gazetteer lint --explain collision
    """  # noqa: D301  # click wants the backspace itself
    if list_rules or explain is not None:
        return _tell(explain)
    import os

    from normalizer.api import load
    from normalizer.gazetteer.findings import ERROR
    from normalizer.gazetteer.locate import CURATED, curated_folder, stack_paths
    from normalizer.linting.run import RULES, Asked, lay_out
    from normalizer.linting.run import lint as run

    if gazetteers:
        if path or below:
            raise UsageError(
                "Give what to check as PATH, with --on, or with --gazetteer, not both."
            )
        below, path = gazetteers[:-1], gazetteers[-1]
        private = path != CURATED
    folder = curated_folder() if path in (None, CURATED) else path
    if fix:
        for file in lay_out(folder):
            click.echo(f"{file}: rewritten", err=True)
    asked = Asked(not private, against, changed_since, deep)
    layers = stack_paths(below) if below else []
    known = load(*layers).index.entity_ids() if layers else ()
    findings = run(folder, asked, lambda: load(*layers, folder).index, known)
    click.echo(report(findings, form, RULES, os.getcwd()), nl=False)
    errors = sum(finding.severity == ERROR for finding in findings)
    warnings = len(findings) - errors
    told = f"{counted(errors, 'error')} and {counted(warnings, 'warning')} in {folder}"
    click.echo(told, err=True)
    return 1 if errors or (strict and warnings) else 0


def _tell(name: str | None) -> int:
    """Print one rule's explanation, or a line for each rule."""
    from normalizer.linting.run import RULES

    if name is None:
        for rule in RULES:
            click.echo(f"{rule.name}\t{rule.severity}\t{rule.why}")
        return 0
    for rule in RULES:
        if rule.name == name:
            click.echo(_explanation(rule))
            return 0
    from difflib import get_close_matches

    close = get_close_matches(name, [rule.name for rule in RULES], 1)
    hint = f'Did you mean "{close[0]}"?' if close else "--rules lists them."
    raise click.BadParameter(f'there is no rule "{name}". {hint}', param_hint="--explain")


def _explanation(rule: RuleText) -> str:
    return f"{rule.name} ({rule.severity})\n\n{rule.why}\n\nRemedy: {rule.remedy}"
