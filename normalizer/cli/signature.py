"""``--signature`` and what audit logs record of a command's options."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from normalizer.cli.shared import Function, write_stdout

if TYPE_CHECKING:
    from normalizer.api import Normalizer

# Where input and output are, and what is told on the way; all else may change the bytes.
_NO_PART = (
    "files", "gazetteers", "signature", "quiet", "output", "in_place", "as_json", "as_diff",
    "audit", "report_path", "check", "resume", "jobs", "processes",
)  # fmt: skip


def signature_option(function: Function) -> Function:
    """Add ``--signature``."""
    return click.option(
        "--signature",
        is_flag=True,
        help="Print what the output depends on (versions, gazetteer, options) and stop.",
    )(function)


def signature_of_command(normalizer: Normalizer) -> dict[str, Any]:
    """Return the signature of the command that runs, with the options it was given."""
    given = click.get_current_context().params
    options = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in given.items()
        if name not in _NO_PART and value not in (None, False, ())
    }
    if "decisions" in options:
        from normalizer.gazetteer.locate import fingerprint

        options["decisions_sha256"] = fingerprint(str(given["decisions"]))
    return normalizer.signature(**options)


def print_signature(fields: dict[str, Any]) -> int:
    """Write a signature to standard output, as JSON; return the exit status."""
    write_stdout(json.dumps(fields, ensure_ascii=False, indent=2).encode() + b"\n")
    return 0
