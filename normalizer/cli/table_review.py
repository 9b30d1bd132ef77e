"""What people decided about values, and what is left for them: for the commands on tables."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

import click

from normalizer.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from normalizer.api import Normalizer
    from normalizer.matching.compiled.index import EntityRecord
    from normalizer.rewriting.table_options import OnValue, Resolver, TableReport

Function = TypeVar("Function", bound=Callable[..., Any])


def deciding(
    resolve: Resolver, normalizer: Normalizer, gazetteers: tuple[str, ...], path: str | None
) -> Resolver:
    """Return what resolves values as a file of decisions says, and all others as before.

    Args:
        resolve: What resolves the others.
        normalizer: The gazetteers.
        gazetteers: Where they are, none for the curated one; their redirects are followed.
        path: The file; None if there is none.

    Raises:
        DecisionError: If a line of it cannot be read or honoured.
    """
    if path is None:
        return resolve
    from normalizer.gazetteer.locate import stack_paths
    from normalizer.gazetteer.redirects import read_redirects
    from normalizer.rewriting.decisions import read_decisions

    @cache
    def redirects() -> Mapping[str, str]:
        layers = [read_redirects(layer).targets for layer in stack_paths(gazetteers)]
        return {old: new for layer in layers for old, new in layer.items()}

    def entity(entity_id: str) -> EntityRecord | None:
        found = normalizer.entity(entity_id)
        return found or normalizer.entity(redirects().get(entity_id, ""))

    return read_decisions(path).resolver(resolve, entity)


def review_options(function: Function) -> Function:
    """Add ``--decisions`` and ``--report``, which comes as ``report_path``."""
    report = click.option(
        "--report", "report_path", type=click.Path(dir_okay=False),
        help="Write an HTML page that shows what was resolved and lists what was not.",
    )  # fmt: skip
    decisions = click.option(
        "--decisions", type=click.Path(exists=True, dir_okay=False),
        help="Apply people's decisions about values; see `normalizer review`.",
    )  # fmt: skip
    return decisions(report(function))


def _check_report(path: str | None, others: Sequence[str | None], resume: bool) -> None:
    """Refuse a report that nobody could write, over another file, or that tells of half a run."""
    if path is None:
        return
    from normalizer.rewriting.files import is_same_place

    if resume:
        raise click.UsageError(
            "--report covers whole runs, so it cannot be combined with --resume."
        )
    for other in others:
        if other not in (None, "-") and is_same_place(path, str(other)):
            raise click.UsageError(
                f"--report {path} would overwrite the file {other}; give it a file of its own."
            )
    folder = os.path.dirname(path)
    if folder and not os.path.isdir(folder):
        raise click.UsageError(f"There is no folder {folder} for --report; create it first.")


class Review:
    """The page about a run over tables.

    Args:
        path: Where to write it; None if nobody has asked for it.
        others: The files that are read and written besides.
        resume: Whether the run may begin in the middle.

    Raises:
        UsageError: If what it is made with is missing, before any table is read.
        click.UsageError: If it would be written over another file, or tell of half a run.
    """

    def __init__(
        self, path: str | None, others: Sequence[str | None] = (), resume: bool = False
    ) -> None:
        _check_report(path, others, resume)
        self.on_value: OnValue | None = None
        self._path = path
        self._tables: list[str] = []
        self._rows = 0
        if path is not None:
            from normalizer.catalogue.templating import environment_for
            from normalizer.rewriting.tally import Tally

            environment_for("The report")
            self._tally = Tally()
            self.on_value = self._tally.add

    def add(self, table: str, report: TableReport) -> None:
        """Note a table that was read."""
        self._tables.append(table)
        self._rows += report.rows

    def write(self, resolve: Resolver) -> None:
        """Write the page, if it was asked for.

        Args:
            resolve: Resolves values, with candidates.
        """
        if self._path is None:
            return
        from normalizer.catalogue.table_report import TO_REVIEW, page, review_of
        from normalizer.rewriting.files import write_text
        from normalizer.rewriting.tally import resolved_again

        unresolved = self._tally.unresolved()
        resolutions = resolved_again(unresolved[:TO_REVIEW], resolve)
        review = review_of(self._tables, self._rows, self._tally, unresolved, resolutions)
        write_text(self._path, page(review))


def layer_folder(output: str, layers: Sequence[str]) -> str:
    """Return the folder of a layer that something is added to.

    Args:
        output: The folder; it need not be there.
        layers: Folders and files of the gazetteers in use.

    Raises:
        UsageError: If it has entries that were not in use, and so were not looked at.
    """
    from normalizer.gazetteer.read import has_entries

    known = {os.path.realpath(layer) for layer in layers}
    if has_entries(output) and os.path.realpath(output) not in known:
        raise UsageError(
            f"{output} has entries already. Give it as the last layer, so that they count "
            f"(-g curated -g {output}), or give another folder."
        )
    return output


def visible(text: str) -> str:
    """Return a text without what would move a terminal's cursor or change its colours."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in text)


def write_files(texts: Mapping[str, str]) -> None:
    """Write files, each whole or not at all, and print their paths."""
    from normalizer.rewriting.files import write_text

    for path, text in sorted(texts.items()):
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        write_text(path, text)
        click.echo(path)
