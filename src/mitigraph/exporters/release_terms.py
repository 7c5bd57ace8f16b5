"""What exports that describe themselves say of the release, and the statements that they are of."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Final

from mitigraph.exporters.rdf import write_rdf
from mitigraph.interchange import Catalogue, Release
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import BASE, PREFIXES, Iri, Literal, Quad, Term, slug

__all__ = [
    "DATASET",
    "DATE_TIME",
    "PRELIMINARY",
    "distribution_iri",
    "publisher_iri",
    "rights",
    "said",
    "turtle",
]

#: The data set that every export is a distribution of.
DATASET: Final = Iri(BASE + "id/dataset/mitigraph")
DATE_TIME: Final = Iri(PREFIXES["xsd"] + "dateTime")
PRELIMINARY: Final = "Rests on preliminary data."


def distribution_iri(catalogue: Catalogue, name: str) -> Iri:
    """Return the IRI of what an export in a format is: a distribution of the data set.

    The taxonomy's version is in it, for it orders what most formats hold.
    """
    return Iri(f"{BASE}id/distribution/{catalogue.taxonomy.key}/{name}")


def publisher_iri(release: Release) -> Iri:
    """Return the IRI of who publishes a release, made from the name."""
    return Iri(f"{BASE}id/agent/{slug(release.publisher.lower()) or 'unknown-publisher'}")


def rights(catalogue: Catalogue) -> str:
    """Return what has to be said of rights: of the release, then of the taxonomy and its owner."""
    taxonomy = catalogue.taxonomy
    owned = f"{taxonomy.label}: {taxonomy.owned}" if taxonomy.owned else ""
    return " ".join(filter(None, (catalogue.release.rights, owned)))


def said(subject: Iri, values: Iterable[tuple[str, Term | str | None]]) -> Iterator[Quad]:
    """Yield statements of one subject.

    Args:
        subject: The subject.
        values: Prefixed names of properties, each with its value; a bare text is English, and what
            is empty is left out.
    """
    for name, value in values:
        if value is not None and str(value):
            prefix, _, local = name.partition(":")
            term = value if isinstance(value, Iri | Literal) else Literal(str(value), language="en")
            yield Quad(subject, Iri(PREFIXES[prefix] + local), term)


def turtle(quads: Iterable[Quad]) -> bytes:
    """Return statements as Turtle; equal ones give equal bytes."""
    store = OxigraphStore()
    store.add(quads)
    target = io.BytesIO()
    write_rdf(store, RdfFormat.TURTLE, target)
    return target.getvalue()
