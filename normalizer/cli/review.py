"""``normalizer review``: a person decides on the unresolved values of tables, one by one."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from normalizer.cli.shared import (
    Progress,
    counted,
    gazetteer_option,
    jobs_option,
    open_normalizer,
    quiet_option,
    strictness_option,
)
from normalizer.cli.table_reading import TableReading, read_values, reading_options
from normalizer.cli.table_review import deciding, layer_folder, visible, write_files
from normalizer.cli.table_rows import resolver
from normalizer.errors import UsageError

if TYPE_CHECKING:
    from normalizer.api import Normalizer
    from normalizer.matching.names.results import Candidate
    from normalizer.rewriting.tally import Unresolved

_CANDIDATES = 5
_TOGETHER = 50
"""Values whose candidates are looked up at a time."""

New = Callable[["Unresolved"], str | None]
"""Makes a value a new entity; returns its ID, None if that was given up."""


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path())
@gazetteer_option
@reading_options
@strictness_option
@click.option("--decisions", required=True, type=click.Path(dir_okay=False),
              help="File of decisions, .jsonl or .yaml; created if missing.")  # fmt: skip
@click.option("--who", help="Who decides; stored with each decision.")
@click.option("--min-count", type=click.IntRange(1), default=1, show_default=True,
              help="Only values in at least this many rows.")  # fmt: skip
@click.option("--output", "-o", type=click.Path(file_okay=False),
              help="Folder of a layer for new entities.")  # fmt: skip
@jobs_option
@quiet_option
def review(
    files: tuple[str, ...],
    gazetteers: tuple[str, ...],
    reading: TableReading,
    strictness: str,
    decisions: str,
    who: str | None,
    min_count: int,
    output: str | None,
    jobs: int | None,
    quiet: bool,
) -> None:
    """Ask about the unresolved values of FILES one by one, those in most rows first.

    Each answer is saved in the file of decisions before the next question. You can stop at any
    time and continue with the same command. `normalizer table --decisions FILE` applies the
    decisions.

    \b
    normalizer review actors.csv --column actor --decisions decisions.jsonl
    normalizer table actors.csv --column actor --decisions decisions.jsonl
    """  # noqa: D301  # click wants the backspace itself
    from normalizer.gazetteer.locate import stack_paths
    from normalizer.rewriting.tally import Tally, resolved_again, worth_a_look

    if "-" in files:
        raise UsageError(
            "Answers are read from standard input, so the table cannot be; give its file."
        )
    folder = layer_folder(output, stack_paths(gazetteers)) if output else None
    normalizer = open_normalizer(gazetteers)
    progress = Progress("values", quiet)
    asked = {"strictness": strictness}
    known = decisions if os.path.exists(decisions) else None
    tally = Tally()
    with normalizer.workers(jobs) as workers:
        resolve = resolver(normalizer, asked, progress.add, workers)
        resolve = deciding(resolve, normalizer, gazetteers, known)
        read_values(files, reading, resolve, tally.add)
    resolve = resolver(normalizer, asked, progress.add)
    progress.clear()
    values = [value for value in tally.unresolved() if value.rows >= min_count]
    new = _maker(normalizer, folder) if folder else None
    asking = _Asking(normalizer, decisions, who, len(values), new)
    for first in range(0, len(values), _TOGETHER):
        some = values[first : first + _TOGETHER]
        found = resolved_again(some, resolve)
        for value, resolution in zip(some, found, strict=True):
            if not asking.about(value, worth_a_look(resolution, _CANDIDATES)):
                break
        if asking.is_over:
            break
    if not quiet:
        left = len(values) - asking.decided
        click.echo(f"{asking.decided:,} decided, {left:,} left; {decisions}", err=True)


class _Asking:
    """Asks about values and keeps the answers."""

    def __init__(
        self, normalizer: Normalizer, path: str, who: str | None, total: int, new: New | None
    ) -> None:
        self.decided = 0
        self.is_over = False
        self._normalizer = normalizer
        self._path = path
        self._who = who
        self._total = total
        self._new = new
        self._made: set[str] = set()
        self._asked = 0

    def about(self, value: Unresolved, candidates: tuple[Candidate, ...]) -> bool:
        """Ask about a value until it is settled; return whether to go on."""
        self._asked += 1
        self._show(value, candidates)
        while True:
            try:
                answer = str(click.prompt(_QUESTION[self._new is not None], err=True)).strip()
            except click.Abort:  # Ctrl-C, Ctrl-D, or no more answers
                click.echo(err=True)
                answer = "q"
            if answer == "q":
                self.is_over = True
                return False
            if answer == "s":
                return True
            fault = self._settle(value, candidates, answer)
            if not fault:
                self.decided += 1
                return True
            click.echo(fault, err=True)

    def _show(self, value: Unresolved, candidates: tuple[Candidate, ...]) -> None:
        from normalizer.matching.names.results import in_a_line

        rows = counted(value.rows, "row")
        head = f"\n[{self._asked:,} of {self._total:,}] {visible(value.text)}"
        click.echo(f"{head}  ({rows}, {value.reason})", err=True)
        for number, it in enumerate(candidates, 1):
            click.echo(f"  {number}  {it.name} [{it.id}] {it.score:.3f}", err=True)
            click.echo(f"     {in_a_line(it.evidence)}", err=True)
        if not candidates:
            click.echo("  no similar name is in the gazetteer", err=True)

    def _settle(self, value: Unresolved, candidates: tuple[Candidate, ...], answer: str) -> str:
        """Keep an answer; return what is wrong with it, nothing if it is kept."""
        if answer == "n":
            return self._keep(value, None)
        if answer == "y" or answer.isdecimal():
            number = 1 if answer == "y" else int(answer)
            if not 1 <= number <= len(candidates):
                return f"There is no candidate {number}."
            return self._keep(value, candidates[number - 1].id)
        if answer == "e" and self._new is not None:
            made = self._new(value)
            if made is None:
                return "Nothing was created."
            self._made.add(made)
            return self._keep(value, made)
        if answer == "e":
            return "Name the folder of a layer for new entities with --output."
        entity = self._normalizer.entity(answer)
        if entity is None and answer not in self._made:
            return f"“{visible(answer)}” is neither an entity nor one of the answers."
        return self._keep(value, answer)

    def _keep(self, value: Unresolved, entity_id: str | None) -> str:
        from datetime import date

        from normalizer.errors import DecisionError
        from normalizer.rewriting.decisions import add_decision

        more = {"who": self._who} if self._who else {}
        try:
            add_decision(self._path, value.text, entity_id, **more, when=date.today().isoformat())
        except DecisionError as error:
            return str(error)
        return ""


_QUESTION = {
    False: "y first, number, ID, n none of them, s skip, q quit",
    True: "y first, number, ID, n none of them, e new entity, s skip, q quit",
}


def _maker(normalizer: Normalizer, folder: str) -> New:
    """Return what asks for a new entity's name and type and writes its file."""
    from dataclasses import replace

    from normalizer.entity import TYPES
    from normalizer.gazetteer.entry_files import entry_path
    from normalizer.rewriting.suggestion_files import suggested_files
    from normalizer.rewriting.suggestions import NEW, new_entity

    def is_taken(entity_id: str) -> bool:
        paths = (entry_path(folder, type_, entity_id) for type_ in TYPES)
        return normalizer.entity(entity_id) is not None or any(map(os.path.exists, paths))

    def new(value: Unresolved) -> str | None:
        draft = new_entity([value], TYPES[0], is_taken)
        if draft.action != NEW:
            click.echo("\n".join(draft.left_out), err=True)
            return None
        try:
            name = click.prompt("Canonical name", default=draft.name, err=True).strip()
            type_ = click.prompt("Type", default="organization", type=click.Choice(TYPES), err=True)
        except click.Abort:
            click.echo(err=True)
            return None
        named = new_entity([replace(value, text=name)], type_, is_taken)
        if named.action != NEW:
            click.echo("\n".join(named.left_out), err=True)
            return None
        own = () if draft.names == named.names else draft.names
        made = replace(named, type=type_, names=(*named.names, *own), values=(value,))
        write_files(suggested_files([made], {}, folder))
        return made.id

    return new
