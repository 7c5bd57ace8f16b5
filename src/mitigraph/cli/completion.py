"""`completion`: the shell's own completion of commands, options and names.

Names are read off the shipped files as text, so that a press of the tab key doesn't load the graph.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from click.shell_completion import CompletionItem, get_completion_class, shell_complete

from mitigraph.cli.command import command
from mitigraph.errors import MitigraphError

if TYPE_CHECKING:
    from mitigraph.packages import FrameworkPackage

__all__ = [
    "answer_shell",
    "complete_concepts",
    "complete_facets",
    "complete_packages",
    "complete_queries",
    "complete_schemes",
    "complete_sources",
    "complete_statuses",
    "complete_things",
    "register",
]

_SHELLS: Final = ("bash", "zsh", "fish")
_VARIABLE: Final = "_MITIGRAPH_COMPLETE"
_MEASURE: Final = re.compile(r"<id/measure/([^<>\s]+)>")
_SOURCE: Final = re.compile(r"^<id/source/([^<>\s]+)>", re.MULTILINE)
_CONCEPT: Final = re.compile(r"^<scheme/([^<>/\s]+)/(\d+)/([^<>\s]+)>", re.MULTILINE)


def _shipped(folder: str) -> list[Path]:
    from mitigraph.resources import data_root

    return sorted((data_root() / "ontology" / folder).glob("*.ttl"))


def _concepts(keys: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Return id and code of the concepts of some schemes, or of all of them."""
    chosen = set(keys)
    return [
        (f"{key}/{major}/{code}", code)
        for path in _shipped("schemes")
        for key, major, code in _CONCEPT.findall(path.read_text(encoding="utf-8"))
        if not chosen or key in chosen
    ]


def _found(pattern: re.Pattern[str]) -> list[str]:
    texts = (path.read_text(encoding="utf-8") for path in _shipped("data"))
    return sorted({name for text in texts for name in pattern.findall(text)})


def _begin(names: Iterable[str], incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(name) for name in dict.fromkeys(names) if name.startswith(incomplete)]


def complete_things(
    _ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete what `show` takes: measures by id and record number, concepts, sources."""
    measures = _found(_MEASURE)
    numbers = [name.rpartition("/")[2] for name in measures]
    concepts = [name for name, _ in _concepts()]
    sources = [f"source/{name}" for name in _found(_SOURCE)]
    return _begin([*measures, *numbers, *concepts, *sources], incomplete)


def complete_concepts(
    _ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete the values of the facet that the option is named after: ids, slugs, codes."""
    from mitigraph.model import FACETS

    found = _concepts(FACETS[param.name or "category"].schemes)
    codes = [code for _, code in found]
    plain = [code for code in codes if codes.count(code) == 1]
    return _begin([*plain, *(name for name, _ in found)], incomplete)


def complete_sources(
    _ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete the keys of source documents."""
    return _begin(_found(_SOURCE), incomplete)


def complete_statuses(
    _ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete review statuses."""
    return _begin((code for _, code in _concepts(["review-status"])), incomplete)


def complete_facets(
    _ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete the names of facets."""
    from mitigraph.model import FACETS

    return _begin(FACETS, incomplete)


def complete_schemes(
    _ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete schemes as `key/major`, by the names of their files."""
    names = (path.stem.rpartition("-") for path in _shipped("schemes"))
    return _begin((f"{key}/{major}" for key, _, major in names), incomplete)


def complete_queries(
    ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete the names of queries by those of their files: shipped, and of packages named."""
    from mitigraph.packages import framework_packages
    from mitigraph.resources import asked_query_files

    packages: list[FrameworkPackage] = []
    with suppress(MitigraphError):  # a name that is wrong is told when the command runs
        packages = framework_packages(ctx.find_root().params.get("packages") or ())
    own = (
        path for one in packages for folder in one.query_folders for path in folder.rglob("*.rq")
    )
    return _begin(sorted(path.stem for path in (*asked_query_files(), *own)), incomplete)


def complete_bridges(
    _ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete the names of bridges."""
    from mitigraph.reader.bridges import bridges

    return _begin(bridges(), incomplete)


def complete_packages(
    _ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete the names of installed framework packages."""
    from mitigraph.packages import installed_frameworks

    return _begin((one.name for one in installed_frameworks() if not one.fault), incomplete)


def answer_shell(app: click.Command) -> int | None:
    """Answer a shell that asks for completions; None where no shell does."""
    asked = os.environ.get(_VARIABLE)
    return shell_complete(app, {}, "mitigraph", _VARIABLE, asked) if asked else None


@command("completion")
@click.argument("shell", type=click.Choice(_SHELLS), required=False)
@click.pass_context
def completion(ctx: click.Context, shell: str | None) -> None:
    """Print the script that makes a shell complete commands, options and names.

    Without SHELL it is the one that the variable SHELL names, else bash.

    Example: mitigraph completion bash > ~/.local/share/bash-completion/completions/mitigraph
    """
    own = Path(os.environ.get("SHELL", "")).name
    chosen = shell or (own if own in _SHELLS else "bash")
    kind = get_completion_class(chosen)
    if kind is None:
        raise click.BadParameter(f"click knows no completion for {chosen}")
    print(kind(ctx.find_root().command, {}, "mitigraph", _VARIABLE).source())


def register(app: click.Group) -> None:
    """Add this command to `app`."""
    app.add_command(completion)
