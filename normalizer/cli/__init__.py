"""The command line. Each command is read when it is called, so that a listed name is found fast."""

from __future__ import annotations

import os
import sys

import click

from normalizer.cli.lazy import LazyGroup, ReaderGoneError
from normalizer.errors import NormalizerError, UsageError

_COMMANDS = {
    "text": ("normalizer.cli.text", "text", "Rewrite the names in texts."),
    "table": ("normalizer.cli.table", "table", "Resolve the names in columns of a table."),
    "suggest": ("normalizer.cli.suggest", "suggest", "Propose entries for unresolved names."),
    "review": ("normalizer.cli.review", "review", "Decide on unresolved names one by one."),
    "resolve": ("normalizer.cli.resolve", "resolve", "Resolve names given as arguments or lines."),
    "undo": ("normalizer.cli.audit", "undo", "Undo a run, using its audit log."),
    "replay": ("normalizer.cli.audit", "replay", "Repeat a run, using its audit log."),
    "audit": ("normalizer.cli.audit", "audit", "Read audit logs."),
    "explain": (
        "normalizer.cli.resolve",
        "explain",
        "Explain step by step how a name is resolved.",
    ),
    "gazetteer": (
        "normalizer.cli.gazetteer",
        "gazetteer",
        "Search, extend and check gazetteers.",
    ),
}

DATA_ERROR, WRONG_USE = 1, 2


def _print_signature(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        from normalizer.cli.shared import open_normalizer
        from normalizer.cli.signature import print_signature

        print_signature(open_normalizer(()).signature())
        ctx.exit()


@click.command(
    cls=LazyGroup,
    lazy=_COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="entity-normalizer", prog_name="normalizer")
@click.option(
    "--signature", is_flag=True, is_eager=True, expose_value=False, callback=_print_signature,
    help="Print what results depend on: the versions and the hash of the gazetteer.",
)  # fmt: skip
def group() -> None:
    """Map every way a name is written, in any script, to one canonical entity.

    Results go to standard output, everything else to standard error. Exit status: 0 success,
    1 an error in the data (or --check found something), 2 incorrect usage.
    """


def main() -> None:
    """Run the command line; the entry point of the ``normalizer`` command."""
    if sys.stdout is None:
        from normalizer.cli.closed_output import ClosedOutput

        sys.stdout = ClosedOutput()
    if sys.stderr is None:  # what would be told there is for nobody; the work goes on
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  # until the end
    try:
        status = group.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.exceptions.Abort:
        click.echo("Interrupted.", err=True)
        sys.exit(130)
    except UsageError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(WRONG_USE)
    except NormalizerError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(DATA_ERROR)
    except ReaderGoneError:
        # What is left in the buffer is not wanted.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except UnicodeEncodeError as error:
        sign = error.object[error.start : error.start + 1]
        click.echo(
            f"Error: standard output is in {error.encoding}, which has no {sign!a}; set "
            "PYTHONIOENCODING=utf-8.",
            err=True,
        )
        sys.exit(DATA_ERROR)
    except OSError as error:
        from normalizer.cli.shared import reason_of

        where = "" if error.filename else "output: "
        click.echo(f"Error: {where}{reason_of(error)}", err=True)
        sys.exit(DATA_ERROR)
    sys.exit(status if isinstance(status, int) else 0)
