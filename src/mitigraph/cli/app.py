"""The `mitigraph` command: options that hold for all commands, and how faults end.

Exit codes: 0 fine; 1 checked and found problems; 2 wrong usage or unreadable input; 3 not possible
here (a missing extra, a store that can't be reached); 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from contextlib import suppress

import click

from mitigraph.cli import (
    agreement,
    browse,
    compare,
    completion,
    contrast,
    coverage,
    explain,
    frameworks,
    gaps,
    imports,
    mappings,
    migrate,
    network,
    paths,
    plan,
    profile,
    quality,
    query,
    reason,
    show,
    transfer,
    validation,
)
from mitigraph.cli.command import Group
from mitigraph.cli.output import note
from mitigraph.cli.session import SHARED_OPTIONS, current
from mitigraph.errors import MitigraphError

__all__ = ["app", "main"]


def _show_version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from importlib.metadata import version

        print(f"mitigraph {version('mitigraph')}")
        ctx.exit()


@click.group(
    "mitigraph",
    cls=Group,
    context_settings={
        "help_option_names": ["-h", "--help"],
        "max_content_width": 100,
        "show_default": True,
    },
)
@click.option(
    "-d",
    "--data",
    metavar="FILE",
    multiple=True,
    type=click.Path(),
    help="Add an RDF file to the shipped graph; repeatable.",
)
@click.option("--endpoint", metavar="URL", help="Ask a SPARQL 1.1 endpoint instead.")
@click.option(
    "--bridge",
    metavar="NAME",
    multiple=True,
    shell_complete=completion.complete_bridges,
    help="Say what things are in the terms of another vocabulary too (dpv, airo, ...); repeatable.",
)
@click.option(
    "--with",
    "packages",
    metavar="NAME",
    multiple=True,
    shell_complete=completion.complete_packages,
    help="Add a framework by the name of its package, or the path of its folder; repeatable.",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version.",
)
def app(
    data: tuple[str, ...],
    endpoint: str | None,
    bridge: tuple[str, ...],
    packages: tuple[str, ...],
) -> None:
    """The knowledge graph of AI-risk mitigation measures.

    Example: mitigraph list measures --actor developer --function manage
    """
    current.data, current.endpoint = list(data), endpoint
    current.bridges, current.frameworks = list(bridge), list(packages)


for module in (
    browse,
    coverage,
    show,
    query,
    validation,
    reason,
    explain,
    quality,
    imports,
    transfer,
    compare,
    contrast,
    agreement,
    migrate,
    mappings,
    frameworks,
    paths,
    network,
    profile,
    gaps,
    plan,
    completion,
):
    module.register(app)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; never show a traceback for a fault of the input.

    Args:
        arguments: What stands after `mitigraph`; what the process was started with by default.

    Raises:
        SystemExit: With the exit code, unless all is fine.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that can't show a character gets its code, not a traceback.
            stream.reconfigure(errors="backslashreplace")
    code = _run(given)
    if code:
        raise SystemExit(code)


def _run(arguments: list[str]) -> int:
    """Run a command line and return its exit code; what went wrong is said here."""
    try:
        if (answered := completion.answer_shell(app)) is not None:
            return answered
        # Not click's own `main`, which ends a closed pipe with 1 and Ctrl-C as any other fault.
        with app.make_context("mitigraph", _shared_first(arguments)) as ctx:
            app.invoke(ctx)
        sys.stdout.flush()
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.ClickException as error:
        return _refuse(error)
    except BrokenPipeError:
        # The reader of the pipe has gone, as in `mitigraph list | head`: nothing is left to say.
        _drop_output()
        return 0
    except (MitigraphError, KeyboardInterrupt, click.Abort, UnicodeEncodeError, OSError) as error:
        code, words = _fault(error)
        note(f"mitigraph: {words}")
        return code
    return 0


def _fault(error: BaseException) -> tuple[int, str]:
    """Return the exit code and the words for a fault; one that is our own is raised again."""
    if isinstance(error, MitigraphError):
        return error.exit_code, str(error)
    if isinstance(error, (KeyboardInterrupt, click.Abort)):
        return 130, "stopped"
    if isinstance(error, UnicodeEncodeError):
        return 2, "an argument is not UTF-8"
    if isinstance(error, OSError) and error.strerror:
        if error.filename is not None:
            return 2, f"{os.fsdecode(error.filename)}: {error.strerror}"
        _drop_output()
        return 2, f"can't write: {error.strerror}"
    raise error


def _drop_output() -> None:
    """Let what is still to be written vanish, where standard output takes no more."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _refuse(error: click.ClickException) -> int:
    """Say what is wrong with the command line in one line, and where to read on."""
    note(f"mitigraph: {' '.join(error.format_message().split())}")
    ctx = getattr(error, "ctx", None)
    note(f"Try '{ctx.command_path if ctx else 'mitigraph'} --help' for help.")
    return error.exit_code


def _shared_first(arguments: list[str]) -> list[str]:
    """Move the options that hold for all commands to the front, so that they may stand anywhere.

    Raises:
        BadOptionUsage: If one stands last, without its value.

    Example:
        >>> _shared_first(["list", "measures", "-d", "acme.ttl"])
        ['-d', 'acme.ttl', 'list', 'measures']
    """
    front: list[str] = []
    rest: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        name, equals, _ = argument.partition("=")
        if argument == "--":
            rest += [argument, *waiting]
        elif (name in SHARED_OPTIONS and equals and name != "-d") or (
            argument.startswith("-d") and argument != "-d"
        ):
            front.append(argument)
        elif argument in SHARED_OPTIONS:
            if (value := next(waiting, None)) is None:
                raise click.BadOptionUsage(argument, f"Option '{argument}' requires an argument.")
            front += [argument, value]
        else:
            rest.append(argument)
    return front + rest
