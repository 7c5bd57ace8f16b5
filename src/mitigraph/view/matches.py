"""Mappings between measures and controls, seen from either end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mitigraph.model import Match
from mitigraph.view.sheet import Part

__all__ = ["control_matches", "measure_matches"]

#: So many mappings are shown of a control.
_SHOWN = 8


def measure_matches(matches: Sequence[Match]) -> Iterator[Part]:
    """Return what a measure is mapped to; no part at all if it is mapped to nothing."""
    if matches:
        yield "heading", "In frameworks"
    for match in matches:
        framework = match.framework or match.mapping_set
        if match.target is None:
            yield "item", f"no {_words(match.relation)} found in {framework}, by {_grounds(match)}"
        else:
            name = _name(match.target_label or match.target, match.target)
            yield "item", f"{_relation(match)}: {name} of {framework}, by {_grounds(match)}"
        if match.comment:
            yield "sub", match.comment


def control_matches(matches: Sequence[Match], control: str) -> Iterator[Part]:
    """Return what is mapped to a control, or leads to it; no part at all if nothing does.

    Args:
        matches: The mappings.
        control: Id of the control.
    """
    if matches:
        yield "heading", "Mapped to it"
    for match in matches[:_SHOWN]:
        through = "" if match.target == control else f", through {match.target_label}"
        name = _name(match.label, match.measure)
        yield "item", f"{_relation(match)}: {name}{through}, by {_grounds(match)}"
    if len(matches) > _SHOWN:
        more = f"... and {len(matches) - _SHOWN} more"
        yield "text", f"{more}: mitigraph query mappings-of -p control={control}"


def _name(label: str, name: str) -> str:
    return name if label == name else f"{label}  [{name}]"


def _relation(match: Match) -> str:
    return f"{'not ' if match.denied else ''}{_words(match.relation)}"


def _grounds(match: Match) -> str:
    sure = "" if match.confidence is None else f" with confidence {match.confidence:g}"
    return f"{_words(match.justification)}{sure}"


def _words(name: str) -> str:
    """Return the words of a name in camel case; an IRI, the name of no match, stays as it is.

    Example:
        >>> _words("exactMatch"), _words("LexicalMatching"), _words("owl:sameAs")
        ('exact match', 'lexical matching', 'owl:sameAs')
    """
    if ":" in name:
        return name
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
