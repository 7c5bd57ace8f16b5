"""The export formats by name, and the one way to export."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

from mitigraph.errors import UnsupportedFormatError
from mitigraph.exporters import networks, rdf, tables
from mitigraph.exporters.publication import Published, without_preliminary
from mitigraph.exporters.selection import select
from mitigraph.exporters.statements import of_store, to_store
from mitigraph.exporters.table_account import table_losses
from mitigraph.exporters.targets import TARGETS, Target
from mitigraph.interchange import Choices, Loss, catalogue_of, check_catalogue
from mitigraph.store.protocol import RdfFormat, Store
from mitigraph.terms import Iri

__all__ = ["FORMATS", "Exported", "Exporter", "export", "format_by_ending"]


@dataclass(frozen=True, slots=True)
class Exporter:
    """An export format.

    Args:
        name: What people call it.
        media_type: Its media type.
        endings: File endings without the dot, the usual one first.
        holds: What a file of it holds, one clause.
        unit: What `Exported.written` counts.
        write: Writes a store and returns how many of the unit it wrote.
    """

    name: str
    media_type: str
    endings: tuple[str, ...]
    holds: str
    unit: str
    write: Callable[[Store, BinaryIO], int]


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote.

    Args:
        name: The format.
        written: How many statements, measures, or nodes and edges.
        unit: Which of these.
        left_out: How many preliminary assessments and opinions were left out.
        losses: What the format can't hold.
    """

    name: str
    written: int
    unit: str
    left_out: int = 0
    losses: tuple[Loss, ...] = ()

    def summary(self) -> str:
        """Return the account as one line.

        Example:
            >>> Exported("turtle", 1200, "statements", left_out=3).summary()
            'turtle: 1,200 statements; 3 preliminary assessments and opinions left out'
        """
        left_out = (
            f"; {self.left_out:,} preliminary assessments and opinions left out"
            if self.left_out
            else ""
        )
        return f"{self.name}: {self.written:,} {self.unit}{left_out}"

    def as_json(self) -> dict[str, Any]:
        """Return the account as plain JSON types."""
        return {
            "format": self.name,
            "written": self.written,
            "unit": self.unit,
            "left_out": self.left_out,
            "losses": [
                {"what": one.what, "count": one.count, "kept": one.kept, "where": one.where}
                for one in self.losses
            ],
        }


_RDF_HOLDS: Final = {
    RdfFormat.TURTLE: "the whole graph, named graphs merged",
    RdfFormat.TRIG: "the whole graph in its named graphs",
    RdfFormat.NTRIPLES: "the whole graph, named graphs merged, one statement a line",
    RdfFormat.NQUADS: "the whole graph in its named graphs, one statement a line",
    RdfFormat.RDFXML: "the whole graph, named graphs merged",
    RdfFormat.JSONLD: "the whole graph, named graphs merged, one readable object a measure",
}

_ALL: Final[tuple[Exporter | Target, ...]] = (
    *(
        Exporter(
            rdf_format.label,
            rdf_format.media_type,
            tuple(ending for ending in rdf_format.endings if ending != "json"),
            holds,
            "statements",
            rdf.writer(rdf_format),
        )
        for rdf_format, holds in _RDF_HOLDS.items()
    ),
    Exporter("csv", "text/csv", ("csv",), "one row a measure", "measures", tables.write_csv),
    Exporter(
        "tsv",
        "text/tab-separated-values",
        ("tsv",),
        "one row a measure",
        "measures",
        tables.write_tsv,
    ),
    Exporter(
        "json",
        "application/json",
        ("json",),
        "one object a measure",
        "measures",
        tables.write_json,
    ),
    Exporter(
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ("xlsx",),
        "sheets of measures, assessments, opinions, concepts and crosswalks",
        "measures",
        tables.write_xlsx,
    ),
    Exporter(
        "graphml",
        "application/graphml+xml",
        ("graphml",),
        "a projection as a network for Gephi, yEd and others",
        "nodes and edges",
        networks.write_graphml,
    ),
    Exporter(
        "cytoscape",
        "application/json",
        ("cyjs",),
        "a projection as elements of Cytoscape.js",
        "nodes and edges",
        networks.write_cytoscape,
    ),
    *TARGETS,
)
#: Every export format by its name.
FORMATS: Final[dict[str, Exporter | Target]] = {exporter.name: exporter for exporter in _ALL}


#: Those that are tables, whose columns don't hold all.
_TABLES: Final = ("csv", "tsv", "json", "xlsx")


def format_by_ending(name: str) -> str | None:
    """Return the format that a file's ending names; None if none does.

    Example:
        >>> format_by_ending("mitigraph.ttl"), format_by_ending("notes.txt")
        ('turtle', None)
    """
    ending = name.rpartition(".")[2].lower()
    return next((key for key, one in FORMATS.items() if ending in one.endings), None)


def export(  # noqa: PLR0913 - the choices are keyword-only
    store: Store,
    name: str,
    target: BinaryIO,
    *,
    measures: Collection[Iri] | None = None,
    preliminary: bool = True,
    projection: str = "whole",
    taxonomy: str | None = None,
    choices: Choices | None = None,
) -> Exported:
    """Write a store, or what belongs to some of its measures, in a format.

    Args:
        store: Any store; it is not changed.
        name: A key of `FORMATS`.
        target: What takes the bytes. It may have taken some when an export fails.
        measures: IRIs of the measures to write, with all that belongs to them; None for everything.
            RDF formats then hold no terms of the ontology.
        preliminary: Whether to keep what rests on preliminary data.
        projection: Which network `graphml` and `cytoscape` write.
        taxonomy: The taxonomy that orders the measures in formats of other frameworks.
        choices: What else such a format is to hold.

    Returns:
        How much was written, what the format can't hold, and how many preliminary assessments and
        opinions were left out.

    Raises:
        UnsupportedFormatError: If there is no such format or projection.
        UnknownTermError: If the store doesn't describe one of the measures.
        MissingExtraError: If the format needs an optional dependency.
        DataError: If the format can't hold a statement.
        FaultyInputError: If what is to be exported for another framework has faults; all of them.
    """
    if name not in FORMATS:
        raise UnsupportedFormatError(name, known=sorted(FORMATS))
    exporter = FORMATS[name]
    published = Published(store, 0) if preliminary else without_preliminary(store)
    source = published.store
    if isinstance(exporter, Target):
        catalogue = catalogue_of(source, measures=measures, taxonomy=taxonomy)
        check_catalogue(catalogue)
        rendered = exporter.render(catalogue, choices or Choices())
        target.write(rendered.data)
        losses = _counted((*rendered.losses, *catalogue.apart))
        return Exported(name, rendered.written, exporter.unit, published.left_out, losses)
    if measures is not None:
        source = to_store(select(of_store(source, merged=False), measures))
    if exporter.unit == "nodes and edges":
        written = networks.write(name, source, target, projection)
    elif name == "xlsx":
        whole = None if measures is None else published.store
        written = tables.write_xlsx(source, target, whole, taxonomy, choices)
    else:
        written = exporter.write(source, target)
    lost = table_losses(source, sheets=name == "xlsx") if name in _TABLES else ()
    return Exported(name, written, exporter.unit, published.left_out, _counted(lost))


def _counted(losses: Iterable[Loss]) -> tuple[Loss, ...]:
    return tuple(loss for loss in losses if loss.count)
