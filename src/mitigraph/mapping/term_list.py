"""The terms that one version of a vocabulary has: kept as a list of IRIs, or read from its file.

A mapping points at a vocabulary of somebody else, who renames and drops terms without asking. A
list of the terms, pinned to a version, tells which targets are still there. IRIs are facts; nothing
else of a vocabulary is in its list.

A list is a text file: lines that begin with `#` and say where it is from, then one IRI a line.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from mitigraph.errors import DataError
from mitigraph.reader import load_shipped, read_into
from mitigraph.reader.text import read_text
from mitigraph.resources import data_root
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.terms import BASE, PREFIXES, Iri, Literal, n3

__all__ = [
    "LIST_ENDING",
    "TermList",
    "namespace_of",
    "own_terms",
    "read_term_list",
    "shipped_term_lists",
    "terms_of",
]

#: How the name of a list ends.
LIST_ENDING: Final = ".terms.txt"

_OBO: Final = "http://purl.obolibrary.org/obo/"
_HEADER: Final = re.compile(r"#\s*(?P<key>[a-z0-9 ]+):\s*(?P<value>.*)")
_OWL, _RDF, _VANN = PREFIXES["owl"], PREFIXES["rdf"], PREFIXES["vann"]


@dataclass(frozen=True, slots=True)
class TermList:
    """The terms of a namespace in one version of a vocabulary.

    Args:
        namespace: What all the terms begin with.
        terms: The terms.
        version: The version, as the vocabulary calls it; empty where it says none.
        source: Name of the file that they were read from.
        sha256: The digest of that file, in hexadecimal.
        made: How they were read from it, in words.

    Example:
        >>> one = TermList(Iri("https://example.org/v#"), frozenset({Iri("https://example.org/v#A")}))
        >>> Iri("https://example.org/v#B") in one.terms
        False
    """

    namespace: Iri
    terms: frozenset[Iri]
    version: str = ""
    source: str = ""
    sha256: str = ""
    made: str = field(default="", compare=False)

    @property
    def name(self) -> str:
        """The namespace, and the version where there is one, for messages."""
        return f"{self.namespace} {self.version}".strip()

    def text(self) -> str:
        """Return the list as a file; equal lists give equal text."""
        header = {
            "namespace": self.namespace,
            "version": self.version,
            "source": self.source,
            "sha256": self.sha256,
            "made": self.made,
            "terms": str(len(self.terms)),
        }
        lines = [f"# {key}: {value}" for key, value in header.items() if value]
        return "\n".join([*lines, *sorted(self.terms)]) + "\n"


def namespace_of(iri: str) -> str:
    """Return an IRI up to its last `#` or, without one, its last `/`, with that character.

    The ontologies of the OBO Foundry share one such namespace; the key before `_` tells them apart.

    Source:
        OBO Foundry identifier policy (https://obofoundry.org/id-policy).

    Example:
        >>> namespace_of("https://w3id.org/dpv/risk#RiskControl")
        'https://w3id.org/dpv/risk#'
        >>> namespace_of("https://w3id.org/mitigraph/scheme/actor/1/developer")
        'https://w3id.org/mitigraph/scheme/actor/1/'
        >>> namespace_of("http://purl.obolibrary.org/obo/HP_0000118")
        'http://purl.obolibrary.org/obo/HP_'
    """
    marks = "_#/" if iri.startswith(_OBO) else "#/"
    mark = next((one for one in marks if one in iri), "/")
    return iri[: iri.rfind(mark) + 1]


def read_term_list(path: Path) -> TermList:
    """Read the terms from a list (`*.terms.txt`) or from an RDF file of a vocabulary.

    Raises:
        DataError: If the file can't be used: no namespace, a line that is no IRI of it, another
            number of terms than it says.
        UnsupportedFormatError: If it is neither a list nor RDF by its name.
    """
    if not path.name.endswith(".txt"):
        return terms_of(path)
    header: dict[str, str] = {}
    terms: set[Iri] = set()
    lines = read_text(path).splitlines()
    for number, line in enumerate(lines, 1):
        if match := _HEADER.match(line):
            header[match["key"]] = match["value"].strip()
        elif line.strip() and not line.startswith("#"):
            terms.add(_listed(line.strip(), path, number))
    namespace = header.get("namespace") or _commonest(terms)
    if namespace is None:
        raise DataError(
            "no term in it",
            path=str(path),
            code="empty-text",
            remedy="make it anew: mitigraph mappings terms FILE -o LIST",
        )
    stray = sorted(term for term in terms if not term.startswith(namespace))
    if stray:
        raise DataError(
            f"{stray[0]} is not of the namespace {namespace}",
            path=str(path),
            place=f"line {lines.index(stray[0]) + 1}",
            code="schema",
            remedy="keep one list for each namespace",
        )
    if header.get("terms", str(len(terms))) != str(len(terms)):
        raise DataError(
            f"{len(terms)} terms where the header says {header['terms']}",
            path=str(path),
            code="schema",
            remedy="the list is cut off or was edited; make it anew",
        )
    return TermList(
        Iri(namespace),
        frozenset(terms),
        *(header.get(key, "") for key in ("version", "source", "sha256", "made")),
    )


def _listed(line: str, path: Path, number: int) -> Iri:
    try:
        n3(Iri(line))
    except ValueError:
        proper = False
    else:
        proper = "://" in line or line.startswith("urn:")
    if not proper:
        raise DataError(
            f'"{line[:80]}" is no IRI',
            path=str(path),
            place=f"line {number}",
            code="bad-id",
            remedy="write one whole IRI a line",
        )
    return Iri(line)


def terms_of(path: Path, namespace: str | None = None) -> TermList:
    """Read the terms that an RDF file of a vocabulary declares in its own namespace.

    A term is what the file gives a type to. What it only points at is none, be it in its own
    namespace: such links are exactly what goes stale.

    Args:
        path: The file.
        namespace: What the terms begin with. None: what the file calls its preferred namespace
            (`vann:preferredNamespaceUri`); else the one that its ontology's IRI stands for; else
            the one that most of what it describes is in.

    Raises:
        DataError: If the file can't be read, or declares no term in the namespace.
        UnsupportedFormatError: If its ending is that of no RDF file.
    """
    store = OxigraphStore()
    read_into(store, path)
    types: set[Iri] = set()
    preferred: set[str] = set()
    ontologies: set[Iri] = set()
    versions: set[tuple[Iri, str]] = set()
    for quad in store.quads():
        if not isinstance(quad.subject, Iri):
            continue
        if quad.predicate == _RDF + "type":
            types.add(quad.subject)
            if quad.object == _OWL + "Ontology":
                ontologies.add(quad.subject)
        elif quad.predicate == _VANN + "preferredNamespaceUri":
            preferred.add(str(quad.object))
        elif quad.predicate == _OWL + "versionInfo" and isinstance(quad.object, Literal):
            versions.add((quad.subject, quad.object.value))
    own = namespace or _own_namespace(types, preferred, ontologies)
    terms = frozenset(one for one in types if own and one.startswith(own) and one != own)
    if own is None or not terms:
        raise DataError(
            f"it declares no term in {own or 'any namespace'}",
            path=str(path),
            code="empty-text",
            remedy="name its namespace with --namespace" if namespace is None else "check it",
        )
    said = sorted(
        version
        for ontology, version in versions
        if ontology in ontologies and _stands_for(ontology, own)
    )
    return TermList(
        Iri(own),
        terms,
        said[0] if said else "",
        path.name,
        hashlib.sha256(path.read_bytes()).hexdigest(),
        f"mitigraph mappings terms {path.name} --namespace {own}",
    )


def _own_namespace(
    types: Iterable[Iri], preferred: set[str], ontologies: Iterable[Iri]
) -> str | None:
    if len(preferred) == 1:
        return next(iter(preferred))
    inside = [
        one for one in types if any(_stands_for(that, namespace_of(one)) for that in ontologies)
    ]
    return _commonest(inside) or _commonest(types)


def _stands_for(ontology: str, namespace: str) -> bool:
    """Return whether an ontology's IRI is that of a namespace, but for the character at its end."""
    return ontology.rstrip("#/") == namespace.rstrip("#/")


def _commonest(iris: Iterable[Iri]) -> str | None:
    counts = Counter(map(namespace_of, iris))
    return min(counts, key=lambda one: (-counts[one], one)) if counts else None


@cache
def shipped_term_lists() -> tuple[TermList, ...]:
    """Return the lists that ship, pinned to a version each, sorted by their file names.

    Example:
        >>> [one.version for one in shipped_term_lists() if one.namespace.endswith("dpv/risk#")]
        ['2.3']
    """
    folder = data_root() / "ontology" / "vendored"
    return tuple(read_term_list(path) for path in sorted(folder.glob("*" + LIST_ENDING)))


@cache
def own_terms(data: tuple[Path, ...] = ()) -> TermList:
    """Return what the shipped graph describes under mitigraph's own namespace.

    Args:
        data: RDF files that count to the graph.

    Raises:
        DataError: If one of them can't be read.

    Example:
        >>> Iri(BASE + "ns#Measure") in own_terms().terms
        True
    """
    store = OxigraphStore()
    load_shipped(store)
    for path in data:
        read_into(store, path)
    described = (quad.subject for quad in store.quads() if quad.predicate == _RDF + "type")
    return TermList(
        Iri(BASE),
        frozenset(one for one in described if isinstance(one, Iri) and one.startswith(BASE)),
    )
