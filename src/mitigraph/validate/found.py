"""What an engine finds, before it is told to people."""

from __future__ import annotations

from typing import NamedTuple

from mitigraph.terms import Iri, Literal, Term

__all__ = ["Found", "plain_language"]


class Found(NamedTuple):
    """One result as an engine gives it; `message` is None where the shape's own text will do."""

    focus: Term
    path: str | None
    value: Term | None
    component: Iri
    shape: Iri
    message: str | None = None


def plain_language(term: Term) -> Term:
    """Return a term with its language tag in lower case.

    RDF 1.1 lets an engine do so (Concepts, section 3.3), and some do: results are comparable only
    if all do.
    """
    if isinstance(term, Literal) and term.language:
        return term._replace(language=term.language.lower())
    return term
