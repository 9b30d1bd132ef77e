"""The reference of all rules, ``docs/lint.md``, made of the rules themselves.

``python -m normalizer.linting.reference > docs/lint.md`` writes it anew.
"""

from __future__ import annotations

from normalizer.linting.run import RULES

_HEAD = """\
# Lint
`normalizer gazetteer lint [PATH]` checks a gazetteer and runs its example sentences. It prints a
line for each finding: file, line, column, what is wrong, the remedy and the rule. It exits with 1
if there is an error (with `--strict` also if there is a warning).

| option | what it does |
| --- | --- |
| `--fix` | first rewrites the files in the standard layout; comments and content stay |
| `-g LAYER` | the last layer of a stack: `-g curated -g mine` is `--private --on curated mine` |
| `--private` | leaves out rules for the curated gazetteer alone (folders, types, IDs, examples …) |
| `--on LAYER` | treats PATH as a layer on top of another gazetteer, such as `curated` |
| `--changed-since REV` | checks with the resolver only the entities changed since a git revision |
| `--against REV` | refuses IDs removed or reassigned since a git revision |
| `--deep` | also reports names that the resolver recognises from others; takes minutes for all |
| `--format` | `text`, `json` (an object on each line), `github` (annotations), `sarif` (2.1.0) |
| `--rules`, `--explain RULE` | list the rules, or explain one |

To except a warning that does not apply, give the reason at the end of the line that it names, or
above it: `# lint-ignore acronym-fit: its name is nowhere written out`. Errors have no exceptions.

Retired IDs go into `redirects.yaml` at the top of the gazetteer (`old-id: new-id`);
`Normalizer.entity("old-id")` then gives the entity that replaced it.

## Rules
This table is generated from the rules: `python -m normalizer.linting.reference > docs/lint.md`.

| rule | severity | why | remedy |
| --- | --- | --- | --- |
"""


def reference() -> str:
    """Return the page.

    Returns:
        Markdown.
    """
    rows = (
        f"| `{rule.name}` | {rule.severity} | {_cell(rule.why)} | {_cell(rule.remedy)} |\n"
        for rule in RULES
    )
    return _HEAD + "".join(rows)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    print(reference(), end="")
