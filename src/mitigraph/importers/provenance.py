"""Where an imported graph is from: the files with their digests, the version, the licence.

Sources:
    PROV-O (https://www.w3.org/TR/prov-o/), prov:wasDerivedFrom.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mitigraph.importers.statements import IDENTIFIER, LABEL, NOTE, RDF_TYPE, SOURCE, english
from mitigraph.terms import BASE, MG, PREFIXES, Iri, Literal, Quad

__all__ = ["Origin", "file_iri", "origin_statements"]

_DCTERMS: Final = PREFIXES["dcterms"]
_PROV: Final = PREFIXES["prov"]


@dataclass(frozen=True, slots=True)
class Origin:
    """What is known of the files that a graph was imported from.

    Attributes:
        title: What the files hold: "MITRE ATLAS".
        files: The files.
        version: The version that they, or the user, name; empty if neither does.
        licence: IRI of the licence that they, or the user, name.
        source: Where they can be had, as they or the user say.
        text_kept: Whether descriptions were taken over; otherwise only ids, names and links.
    """

    title: str
    files: tuple[Path, ...]
    version: str = ""
    licence: Iri | None = None
    source: Iri | None = None
    text_kept: bool = True


def file_iri(path: Path) -> Iri:
    """Return the IRI that stands for a file's very bytes: it ends with their SHA-256."""
    return Iri(f"{BASE}id/file/{_sha256(path)}")


def origin_statements(graph: Iri, origin: Origin, *, parts: Sequence[Iri] = ()) -> Iterator[Quad]:
    """Yield what is said of an imported graph: its title, version, licence, and each file.

    Args:
        graph: The named graph that the import is.
        origin: Where it is from.
        parts: The schemes and mapping sets in it.
    """
    yield Quad(graph, RDF_TYPE, Iri(_PROV + "Entity"))
    yield Quad(graph, RDF_TYPE, Iri(PREFIXES["dcat"] + "Dataset"))
    yield Quad(graph, Iri(_DCTERMS + "title"), english(origin.title))
    yield Quad(graph, LABEL, english(origin.title))
    if origin.version:
        yield Quad(graph, Iri(PREFIXES["owl"] + "versionInfo"), Literal(origin.version))
    if origin.licence:
        yield Quad(graph, Iri(_DCTERMS + "license"), origin.licence)
    if origin.source:
        yield Quad(graph, SOURCE, origin.source)
    if not origin.text_kept:
        yield Quad(
            graph, NOTE, english("Identifiers, names and links only: descriptions were left out.")
        )
    for part in parts:
        yield Quad(graph, Iri(_DCTERMS + "hasPart"), part)
    for path in origin.files:
        file = file_iri(path)
        yield Quad(graph, Iri(_PROV + "wasDerivedFrom"), file)
        yield Quad(file, RDF_TYPE, Iri(_PROV + "Entity"))
        yield Quad(file, IDENTIFIER, Literal(path.name))
        yield Quad(file, MG["originalDigest"], Literal(f"sha256:{_sha256(path)}"))


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
