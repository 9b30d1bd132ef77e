"""Groups whose commands are read when they are called, so that none pays for the others."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import click

_NAMES = "resolve"


class ReaderGoneError(Exception):
    """Who reads our output has had enough, as ``head`` has; click would make it a failure."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called.

    Args:
        lazy: By name, the module with the command, the command's name in it, and a line of
            help.
        settings: What `click.Group` takes.
    """

    def __init__(self, *, lazy: Mapping[str, tuple[str, str, str]], **settings: Any) -> None:
        super().__init__(**settings)
        self._lazy = lazy

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command.

        Raises:
            ReaderGoneError: If its output is read no further.
        """
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise ReaderGoneError from error

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is called.

        Raises:
            click.UsageError: If there is none of that name; it tells of the likeliest.
        """
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            close = get_close_matches(args[0], self._lazy, 1)
            if args[0].startswith("-"):
                raise
            if not close and _NAMES in self._lazy:
                hint = f"To look up a name, use {ctx.command_path} {_NAMES} NAME."
                raise click.UsageError(f"{error.message} {hint}", ctx) from error
            if not close:
                raise
            raise click.UsageError(f"{error.message} Did you mean {close[0]!r}?", ctx) from error

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, in the order in which help shows them."""
        return list(self._lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command; return None if there is none of that name."""
        if cmd_name not in self._lazy:
            return None
        module, attribute, _ = self._lazy[cmd_name]
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands' lines of help, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, row[2]) for name, row in self._lazy.items()])
