"""The options that choose measures, written once for all commands that take them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

import click

from mitigraph.cli.completion import complete_concepts, complete_sources, complete_statuses

__all__ = ["facet_filters"]

_HELP: Final = {
    "category": "Category, at any depth: id, code or label.",
    "actor": "Who acts: developer, deployer, ...",
    "stage": "Lifecycle stage: build-and-use-model, ...",
    "function": "Function of risk management: manage, ...",
    "risk": "Risk domain, subdomain or area.",
    "cause": "Cause of the risk: entity, intent or timing.",
    "kind": "What the record is: measure, question, ...",
    "means": "How the measure works: technical, organisational or legal.",
    "source": "Source document: uuk2024, ...",
    "status": "Review status that a measure rests on: curated, ...",
}
_OTHERS: Final = {"source": complete_sources, "status": complete_statuses}


def facet_filters(function: Callable[..., None]) -> Callable[..., None]:
    """Add one repeatable option a facet, and give the function those that were given.

    The function takes `filters`: lists of values by facet name, without those that are not given.
    Several facets must all hold; of several values of one facet any will do.
    """

    @wraps(function)
    def filtered(**given: Any) -> None:
        chosen = {name: list(given.pop(name)) for name in _HELP}
        function(filters={name: values for name, values in chosen.items() if values}, **given)

    decorated: Callable[..., None] = filtered
    for name, words in reversed(_HELP.items()):
        decorated = click.option(
            f"--{name}",
            multiple=True,
            metavar=name.upper(),
            help=words,
            shell_complete=_OTHERS.get(name, complete_concepts),
        )(decorated)
    return decorated
