"""The header of a query file: comment lines `#+ ` that hold YAML.

```sparql
#+ summary: Measures of one source
#+ params:
#+   source: {kind: source, required: true, description: the document}
#+ tags: [browse]
SELECT ...
```

Sources:
    The `#+` decorators of grlc (https://github.com/CLARIAH/grlc), with `params` as a mapping.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, cast, get_args

from mitigraph.errors import QueryError

__all__ = ["Header", "Kind", "Parameter", "parse_header", "split_header"]

#: What a value of a parameter is: a concept of one of the schemes, a measure, a source document,
#: a whole scheme, a facet property such as `mg:actor`, an agent, a profile, a named graph, plain
#: text, an integer.
Kind = Literal[
    "concept",
    "measure",
    "source",
    "scheme",
    "facet",
    "agent",
    "profile",
    "graph",
    "text",
    "integer",
]

_MARK: Final = "#+"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a named query.

    Args:
        name: The SPARQL variable without its question mark.
        kind: What its values are.
        schemes: Keys of the schemes that a value of kind `concept` is looked up in; else empty.
        description: What giving it does, one clause.
        default: The values that stand in the query's text, as SPARQL writes them; None for none.
        required: Whether the query answers nothing useful without it.
    """

    name: str
    kind: Kind
    schemes: tuple[str, ...] = ()
    description: str = ""
    default: str | None = None
    required: bool = False

    @property
    def scheme(self) -> str | None:
        """The first scheme key, where there is one."""
        return self.schemes[0] if self.schemes else None


@dataclass(frozen=True, slots=True)
class Header:
    """What a query file says about itself."""

    summary: str
    description: str
    parameters: Mapping[str, Parameter]
    tags: tuple[str, ...]
    #: Keys that only some queries have: `question`, `users`, `via`, `closure`, `severity`.
    extra: Mapping[str, str]


def split_header(text: str) -> tuple[str, str]:
    r"""Return the YAML of a query's header and the query below it.

    The header is the run of `#+` lines that the text starts with.

    Example:
        >>> split_header("#+ summary: All\n#+ tags: [a]\nASK {}\n")
        ('summary: All\ntags: [a]', 'ASK {}\n')
    """
    lines = text.splitlines(keepends=True)
    end = next((n for n, line in enumerate(lines) if not line.startswith(_MARK)), len(lines))
    yaml = "".join(line.removeprefix(_MARK).removeprefix(" ") for line in lines[:end])
    return yaml.rstrip("\n"), "".join(lines[end:])


def parse_header(yaml_text: str, *, query: str | None = None) -> Header:
    r"""Read a query's header; an absent one gives an empty header.

    Args:
        yaml_text: The header without its comment marks, as `split_header` returns it.
        query: The query's name, for messages.

    Raises:
        QueryError: If the header is no YAML mapping, or a parameter's kind is none that is known.

    Example:
        >>> header = parse_header("summary: All\nparams: {actor: {kind: concept, scheme: actor}}")
        >>> header.summary, header.parameters["actor"].schemes
        ('All', ('actor',))
    """
    import yaml

    try:
        found = yaml.safe_load(yaml_text) or {}
    except yaml.YAMLError as error:
        raise QueryError(f"its header is no YAML: {error}", query=query) from error
    if not isinstance(found, dict) or not isinstance(found.get("params") or {}, dict):
        raise QueryError("its header, or `params` in it, is no mapping", query=query)
    known = {"summary", "description", "params", "tags"}
    return Header(
        summary=str(found.get("summary", "")).strip(),
        description=str(found.get("description", "")).strip(),
        parameters={
            str(name): _parameter(str(name), described or {}, query)
            for name, described in (found.get("params") or {}).items()
        },
        tags=_strings(found.get("tags")),
        extra={
            str(key): value if isinstance(value, str) else ", ".join(_strings(value))
            for key, value in found.items()
            if key not in known
        },
    )


def _parameter(name: str, described: object, query: str | None) -> Parameter:
    if not isinstance(described, dict):
        raise QueryError(f"parameter {name} is no mapping in its header", query=query)
    kind = str(described.get("kind", "text"))
    if kind not in get_args(Kind):
        known = ", ".join(get_args(Kind))
        raise QueryError(f"parameter {name} has kind {kind}; known: {known}", query=query)
    default = described.get("default")
    return Parameter(
        name=name,
        kind=cast("Kind", kind),
        schemes=_strings(described.get("scheme")),
        description=str(described.get("description", "")).strip(),
        default=None if default is None else str(default).strip(),
        required=bool(described.get("required", False)),
    )


def _strings(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(str(one) for one in value)
    if isinstance(value, bool):  # YAML reads a plain yes or no as a truth value
        return ("yes" if value else "no",)
    return (str(value),)
