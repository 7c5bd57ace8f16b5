"""What an export is given: the measures that fit, and what was chosen beside them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from mitigraph.errors import DataError
from mitigraph.terms import Iri, compact

if TYPE_CHECKING:
    from mitigraph.exporters import Exported
    from mitigraph.knowledge_graph.graph import KnowledgeGraph
    from mitigraph.profile import Profile

__all__ = ["write", "write_file"]


def write_file(kb: KnowledgeGraph, path: Path, name: str, **options: Any) -> Exported:
    """Write a graph, or its measures that fit, to a file; whole or not at all.

    Args:
        kb: The graph.
        path: The file.
        name: The format.
        **options: As for `write`.
    """
    aside = path.with_name(f".{path.name}.part")
    try:
        with aside.open("wb") as stream:
            exported = write(kb, stream, name, **options)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    return exported


def write(  # noqa: PLR0913 - the choices are keyword-only
    kb: KnowledgeGraph,
    target: BinaryIO,
    name: str,
    *,
    preliminary: bool = True,
    projection: str = "whole",
    taxonomy: str | None = None,
    frameworks: Sequence[str] = (),
    profile: Profile | str | Path | None = None,
    **filters: Any,
) -> Exported:
    """Write a graph, or its measures that fit, to an open stream.

    Args:
        kb: The graph.
        target: What takes the bytes.
        name: The format.
        preliminary: Whether to keep what rests on preliminary data.
        projection: Which network the formats of networks hold.
        taxonomy: The taxonomy that orders the measures in formats of other frameworks.
        frameworks: For formats with crosswalks: only those to these frameworks.
        profile: For formats with claims: what an organisation says of the measures.
        **filters: As for `KnowledgeGraph.measures`.

    Raises:
        UnknownTermError: If a filter, the taxonomy or a framework means nothing here.
        DataError: If no measure fits the filters.
        MitigraphError: As `mitigraph.exporters.export`.
    """
    from mitigraph.exporters import export
    from mitigraph.interchange import Choices

    chosen: list[Iri] | None = None
    if any(value for value in filters.values()):
        chosen = [measure.iri for measure in kb.measures(**filters)]
        if not chosen:
            raise DataError(
                "no measure fits the filters",
                code="missing-field",
                remedy="leave one of them out; `mitigraph list measures` takes the same filters",
            )
    ids = tuple(
        compact(kb.names.scheme(framework)).removeprefix("scheme/") for framework in frameworks
    )
    read = kb.profile(profile) if isinstance(profile, (str, Path)) else profile
    return export(
        kb.store,
        name,
        target,
        measures=chosen,
        preliminary=preliminary,
        projection=projection,
        taxonomy=compact(kb.names.scheme(taxonomy)).removeprefix("scheme/") if taxonomy else None,
        choices=Choices(ids, read),
    )
