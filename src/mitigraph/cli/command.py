"""How every command looks: its help with an example, and the options that all commands share."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import Any, Final

import click

__all__ = ["Command", "Group", "command"]

_EXAMPLE: Final = re.compile(r"\n\n(?=Example: )")
_ANYWHERE: Final = (
    "For every command: -d FILE (--data) adds an RDF file to the shipped graph, as often as given; "
    "--with NAME adds a framework that is installed as a package; --bridge NAME says what things "
    "are in the terms of another vocabulary; --endpoint URL asks a SPARQL endpoint instead. All "
    "four may stand anywhere on the command line."
)


class Command(click.Command):
    """A command whose help keeps its `Example:` line apart and names the shared options."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.help = _unwrapped_example(self.help)
        self.epilog = self.epilog or _ANYWHERE


class Group(click.Group):
    """A group that lists its commands in the order they were added; alone, it shows its help."""

    command_class = Command

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"no_args_is_help": False, **options})
        self.help = _unwrapped_example(self.help)
        self.epilog = self.epilog or _ANYWHERE

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(self.commands)

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with their whole first sentence; click's own cuts it short."""
        with formatter.section("Commands"):
            formatter.write_dl(
                [
                    (name, (one.help or "").partition("\n\n")[0].replace("\n", " "))
                    for name, one in self.commands.items()
                ]
            )

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args and not ctx.resilient_parsing:
            click.echo(ctx.get_help())
            ctx.exit(2)
        return super().parse_args(ctx, args)


def _unwrapped_example(words: str | None) -> str:
    """Mark the example so that it stands in a line of its own.

    click re-wraps a paragraph unless it starts with a line that holds a backspace alone.
    """
    return _EXAMPLE.sub("\n\n\b\n", inspect.cleandoc(words or ""))


def command(name: str) -> Callable[[Callable[..., Any]], Command]:
    """Make a command called `name` of a function; its docstring is the help."""
    return click.command(name, cls=Command)
