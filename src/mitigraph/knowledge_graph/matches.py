"""What measures are mapped to which controls, from the mapping sets."""

from __future__ import annotations

from mitigraph.model import Match
from mitigraph.query.rows import answer_rows
from mitigraph.store.protocol import Store
from mitigraph.terms import Iri, compact

__all__ = ["find_matches"]


def find_matches(
    store: Store, *, measure: Iri | None = None, control: Iri | None = None
) -> tuple[Match, ...]:
    """Return the mappings of a measure, or those that lead to a control; both None gives all.

    Those that lead to a control lead to it, to one below it, or to one that is suggested for any of
    these. The order is that of the query `mappings-of`.
    """
    found = []
    for row in answer_rows(store, "mappings-of", measure=measure, control=control):
        target, framework = row.text("target"), row.text("framework")
        subject = compact(row.iri("measure"))
        found.append(
            Match(
                subject,
                row.text("label") or subject,
                compact(row.iri("predicate")).removeprefix("skos:"),
                compact(target) if target else None,
                row.text("targetLabel"),
                row.text("frameworkLabel") or (compact(framework) if framework else None),
                compact(row.iri("justification")).rpartition(":")[2],
                row.number("confidence"),
                row.text("comment"),
                compact(row.iri("set")),
                denied=row.text("modifier") == "Not",
            )
        )
    return tuple(found)
