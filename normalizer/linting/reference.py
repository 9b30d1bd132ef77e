"""The reference of all rules, ``docs/lint.md``, made of the rules themselves.

``python -m normalizer.linting.reference > docs/lint.md`` writes it anew.
"""

from __future__ import annotations

from normalizer.linting.run import RULES

_HEAD = """\
# Lint
`normalizer gazetteer lint [PATH]` checks a gazetteer and runs its example sentences: a line a
finding, with file, line, column, what is wrong, the remedy and the rule. It exits with 1 if there
is an error (with `--strict` also if there is a warning).

| option | what it does |
| --- | --- |
| `--fix` | first writes the files anew in the one layout; comments stay, and so does what is said |
| `-g LAYER` | the last layer of a stack: `-g curated -g mine` is `--private --on curated mine` |
| `--private` | leaves out what binds the curated gazetteer only (folders, types, IDs, examples …) |
| `--on LAYER` | takes PATH for a layer on top of another gazetteer, such as `curated` |
| `--changed-since REV` | asks the resolver about the entities changed since a git revision only |
| `--against REV` | refuses IDs that are gone or re-pointed since a git revision |
| `--deep` | also tells which names the resolver reaches from others; takes minutes for all |
| `--format` | `text`, `json` (an object a line), `github` (annotations), `sarif` (2.1.0) |
| `--rules`, `--explain RULE` | tell of the rules |

A warning that does not apply is excepted where it stands, with a reason, at the end of the line or
above it: `# lint-ignore acronym-fit: its name is nowhere written out`. Errors have no exceptions.

IDs that are given up go into `redirects.yaml` at the top of the gazetteer (`old-id: new-id`);
`Normalizer.entity("old-id")` then gives the entity that stands for it now.

## Rules
This table is made of the rules: `python -m normalizer.linting.reference > docs/lint.md`.

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
