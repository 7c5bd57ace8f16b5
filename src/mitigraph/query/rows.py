"""Rows of named queries with their cells by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mitigraph.query.binding import Values
from mitigraph.query.run import run
from mitigraph.store.protocol import Row, Solutions, Store
from mitigraph.terms import BlankNode, Iri, Term

__all__ = ["NamedRow", "answer_rows"]


class NamedRow:
    """One row; cells are read by the name of their variable."""

    __slots__ = ("_cells", "_variables")

    def __init__(self, variables: Sequence[str], cells: Row) -> None:
        self._variables, self._cells = variables, cells

    def text(self, name: str) -> str | None:
        """Return a cell as text, None if it is unbound."""
        term = self._cells[self._variables.index(name)]
        return None if term is None else str(term)

    def term(self, name: str) -> Term:
        """Return a cell as it is; it has to be bound.

        Raises:
            ValueError: If it is unbound.
        """
        term = self._cells[self._variables.index(name)]
        if term is None:
            raise ValueError(f"{name} is unbound")
        return term

    def iri(self, name: str) -> Iri:
        """Return a cell that should hold an IRI.

        A graph that nobody has checked may have a blank node or a literal there; its text then
        stands in for the IRI, so that the thing can at least be shown.
        """
        term = self._cells[self._variables.index(name)]
        if isinstance(term, Iri):
            return term
        return Iri(f"_:{term}" if isinstance(term, BlankNode) else str(term))

    def count(self, name: str) -> int:
        """Return a cell that counts something; an unbound one is 0."""
        return int(self.text(name) or 0)

    def number(self, name: str) -> float | None:
        """Return a cell that holds a number, None if it is unbound."""
        text = self.text(name)
        return None if text is None else float(text)

    def flag(self, name: str) -> bool:
        """Return a cell that holds a boolean; an unbound one is false."""
        return self.text(name) in ("true", "1")


def answer_rows(store: Store, query: str, **params: Values) -> Iterator[NamedRow]:
    """Run a named SELECT query and yield its rows."""
    answer = run(store, query, {name: value for name, value in params.items() if value is not None})
    if not isinstance(answer, Solutions):
        message = f"{query} is no SELECT query"
        raise TypeError(message)
    variables = list(answer.variables)
    for cells in answer:
        yield NamedRow(variables, cells)
