"""What the libraries of mitigraph have in common: the head, the names of its nodes, the bytes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final

from mitigraph.errors import DataError, FaultyInputError
from mitigraph.exporters.yaml_text import yaml_bytes
from mitigraph.interchange.catalogue import Catalogue, Framework
from mitigraph.interchange.ciso_assistant import (
    LONGEST_NAME,
    PACKAGER,
    fact,
    library_version,
    urn,
)
from mitigraph.interchange.ciso_checks import faults
from mitigraph.interchange.identifiers import code_of
from mitigraph.terms import Iri

__all__ = ["category_node", "finished", "framework_urn", "head", "measure_node", "short"]

_CUT: Final = "..."


def framework_urn(catalogue: Catalogue) -> str:
    """Return the URN of the framework that the taxonomy is; its major version is in it."""
    return urn("framework", catalogue.taxonomy.key)


def category_node(catalogue: Catalogue, category: Iri) -> str:
    """Return the URN of the requirement node that a category is."""
    return urn("req_node", catalogue.taxonomy.key, code_of(category))


def measure_node(catalogue: Catalogue, measure: Iri) -> str:
    """Return the URN of the requirement node that a measure is."""
    return urn("req_node", catalogue.taxonomy.key, code_of(measure))


def short(name: str) -> str:
    """Return a name on one line, cut where it is too long for a library."""
    line = " ".join(name.split())
    return line if len(line) <= LONGEST_NAME else line[: LONGEST_NAME - len(_CUT)] + _CUT


def head(
    catalogue: Catalogue,
    name: str,
    title: str,
    description: str,
    *,
    frameworks: Sequence[Framework] = (),
) -> dict[str, Any]:
    """Return what a library says of itself: release, licence, attribution, how settled it is.

    Args:
        catalogue: What is exported.
        name: The last part of its URN.
        title: What it is called.
        description: What it holds.
        frameworks: The frameworks of others that it holds, for their rights.
    """
    release = catalogue.release
    return {
        "urn": urn("library", name),
        "locale": "en",
        "ref_id": name,
        "name": short(title),
        "description": "\n\n".join([description, *_settled(catalogue)]),
        "copyright": "\n".join(_attribution(catalogue, frameworks)),
        "version": library_version(release.version),
        "publication_date": release.date[:10],
        "provider": short(release.publisher) or PACKAGER,
        "packager": PACKAGER,
    }


def _settled(catalogue: Catalogue) -> Iterator[str]:
    release, taxonomy = catalogue.release, catalogue.taxonomy
    yield (
        f"{release.title}, version {release.version} of {release.date[:10]}; "
        f"{taxonomy.label}" + (f", version {taxonomy.version}." if taxonomy.version else ".")
    )
    if catalogue.selected:
        yield f"A selection of {len(catalogue.entries):,} measures."
    if catalogue.preliminary:
        yield (
            "This rests on preliminary data: annotations say on which review each classification "
            "rests."
        )


def _attribution(catalogue: Catalogue, frameworks: Sequence[Framework]) -> Iterator[str]:
    release = catalogue.release
    yield fact("Licence", release.licence)
    if release.citation:
        yield fact("Cite as", release.citation)
    if release.rights:
        yield fact("Rights of others", release.rights)
    for one in (catalogue.taxonomy, *frameworks):
        rights = ": ".join(part for part in (one.holder, one.rights) if part)
        if rights:
            yield fact("Rights", f"{one.label}: {rights}")


def finished(library: dict[str, Any], *, nodes: Collection[str] = ()) -> bytes:
    """Return the bytes of a library that has no fault.

    Args:
        library: The library.
        nodes: URNs of the requirements of other libraries that mappings may lead to.

    Raises:
        FaultyInputError: If it has any, with all of them.
    """
    found = faults(library, nodes=nodes)
    if found:
        raise FaultyInputError(
            "export",
            [
                DataError(f"{one.id}: {one.message}".lstrip(": "), place=one.place, code=one.code)
                for one in found
            ],
        )
    return yaml_bytes(library)
