"""What a table of measures has no column for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from mitigraph.exporters.tables import COLUMNS
from mitigraph.interchange import Loss
from mitigraph.interchange.apart import ALT_LABEL, losses_apart, statements_of
from mitigraph.model import FACETS
from mitigraph.query.rows import answer_rows
from mitigraph.store.protocol import Store
from mitigraph.terms import BASE, PREFIXES, Iri

__all__ = ["table_losses"]

_FACET_NAMES: Final = {facet.iri: name for name, facet in FACETS.items()}
_SKOS: Final = PREFIXES["skos"]
_IDENTIFIER: Final = Iri(PREFIXES["dcterms"] + "identifier")
_WHERE: Final = "a table has no column for them; the RDF formats hold them"


def table_losses(store: Store, *, sheets: bool = False) -> Iterator[Loss]:
    """Yield what a table of the measures of a store leaves out; some of the counts may be 0.

    Args:
        store: The graph that is written.
        sheets: Whether assessments, opinions and crosswalks have sheets of their own.
    """
    said = statements_of(store)
    facets: Counter[str] = Counter()
    for row in answer_rows(store, "measure-facets"):
        facets[_FACET_NAMES.get(row.iri("facet"), "")] += 1
    apart = list(losses_apart(store, said.keys(), said))
    if not sheets:
        where = "a table has no column for them; xlsx has them in its sheets"
        for name, facet in FACETS.items():
            if name not in COLUMNS:
                yield Loss(facet.plural, facets[name], "not", where)
        opinions = sum(row.iri("measure") in said for row in answer_rows(store, "opinions"))
        yield Loss("expert opinions", opinions, "not", where)
        matches = sum(
            not str(value).startswith(BASE + "id/measure/")
            for held in said.values()
            for name, values in held.items()
            if name.startswith(_SKOS) and name.endswith("Match")
            for value in values
        )
        yield Loss("matches with controls", matches, "not", where)
    names = sum(len(held.get(ALT_LABEL, ())) for held in said.values())
    yield Loss("other names", names, "not", _WHERE)
    # The id of a measure ends with its record number in the data set that it is from.
    numbers = sum(
        not measure.endswith(f"/{number}")
        for measure, held in said.items()
        for number in held.get(_IDENTIFIER, ())
    )
    yield Loss("record numbers in further data sets", numbers, "not", _WHERE)
    held = ("assessments", "opinions") if sheets else ()
    yield from (loss for loss in apart if not loss.what.startswith(held))
