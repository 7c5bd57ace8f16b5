"""RDF terms, the project's namespaces, and identifiers as people write them.

The terms are plain values without an engine behind them, so that reading a row of results costs no
import of an RDF library. `Iri` and `BlankNode` are strings; `Literal` is a tuple of lexical form,
datatype and language.

Sources:
    RDF 1.1 Concepts, section 3 (https://www.w3.org/TR/rdf11-concepts/#section-rdf-graph).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING, Final, NamedTuple, Self

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "BASE",
    "MG",
    "PREFIXES",
    "BlankNode",
    "Iri",
    "Literal",
    "Namespace",
    "Quad",
    "Term",
    "assessment_iri",
    "compact",
    "concept_iri",
    "expand",
    "identifier_datatype",
    "is_iri",
    "mapping_iri",
    "measure_iri",
    "n3",
    "opinion_iri",
    "scheme_path",
    "slug",
    "source_iri",
]


class Iri(str):
    """An IRI, absolute.

    Example:
        >>> Iri("https://w3id.org/mitigraph/ns#Measure")
        Iri('https://w3id.org/mitigraph/ns#Measure')
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return f"Iri({str(self)!r})"


class BlankNode(str):
    """A blank node, by its label without `_:`; the label means nothing outside one document."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"BlankNode({str(self)!r})"


_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_STRING: Final = Iri(_XSD + "string")
_LANG_STRING: Final = Iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#langString")


class _Parts(NamedTuple):
    value: str
    datatype: Iri = _STRING
    language: str = ""


class Literal(_Parts):
    """A literal: lexical form, datatype IRI and language tag (empty where there is none).

    With a language tag the datatype is always `rdf:langString` (RDF 1.1 Concepts, section 3.3).

    Example:
        >>> Literal("Deploy", language="en").n3()
        '"Deploy"@en'
        >>> str(Literal("Deploy", language="en"))
        'Deploy'
    """

    __slots__ = ()

    def __new__(cls, value: str, datatype: Iri = _STRING, language: str = "") -> Self:
        """Make a literal."""
        return super().__new__(cls, value, _LANG_STRING if language else datatype, language)

    def n3(self) -> str:
        """Return the literal as SPARQL and Turtle write it, safe to put into a query.

        Raises:
            ValueError: If the datatype is no IRI, or the language no language tag.
        """
        escaped = _ESCAPES.sub(_escape, self.value)
        if self.language:
            if not _LANGUAGE.fullmatch(self.language):
                raise ValueError(f"not a language tag: {self.language!r}")
            return f'"{escaped}"@{self.language}'
        if self.datatype in (_STRING, _LANG_STRING):
            return f'"{escaped}"'
        return f'"{escaped}"^^{n3(self.datatype)}'

    def __str__(self) -> str:
        return self.value


_ESCAPES: Final = re.compile(r'["\\\x00-\x1f\x7f]')
_LANGUAGE: Final = re.compile(r"[A-Za-z]+(?:-[A-Za-z0-9]+)*")
_SHORT_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    return _SHORT_ESCAPES.get(character) or f"\\u{ord(character):04X}"


Term = Iri | BlankNode | Literal


class Quad(NamedTuple):
    """A statement and the named graph it stands in; `graph` is None for the default graph."""

    subject: Iri | BlankNode
    predicate: Iri
    object: Term
    graph: Iri | None = None


BASE: Final = "https://w3id.org/mitigraph/"


class Namespace(str):
    """The start of the IRIs of one vocabulary.

    Example:
        >>> Namespace("https://w3id.org/mitigraph/ns#")["Measure"]
        Iri('https://w3id.org/mitigraph/ns#Measure')
    """

    __slots__ = ()

    def __getitem__(self, name: str) -> Iri:  # type: ignore[override]  # a name, not a place
        """Return the term `name` of the namespace."""
        return Iri(str(self) + name)


#: The project's own vocabulary: `MG["Measure"]`, `MG["underFacet"]`.
MG: Final = Namespace(BASE + "ns#")


#: Prefixes used in every file that mitigraph writes, by name. Order is the order of writing.
PREFIXES: Final[dict[str, str]] = {
    "mg": BASE + "ns#",
    "mgd": BASE + "id/",
    "mgs": BASE + "scheme/",
    "mgc": BASE + "class/",
    "mgg": BASE + "graph/",
    "mgsh": BASE + "shape/",
    "bibo": "http://purl.org/ontology/bibo/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "pav": "http://purl.org/pav/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "semapv": "https://w3id.org/semapv/vocab/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sssom": "https://w3id.org/sssom/",
    "vann": "http://purl.org/vocab/vann/",
    "vs": "http://www.w3.org/2003/06/sw-vocab-status/ns#",
    "xkos": "http://rdf-vocabulary.ddialliance.org/xkos#",
    "xsd": _XSD,
}

# What RFC 3987 lets no IRI hold, or only a query (private characters). Brackets, which it has for
# the numbers of IPv6 hosts alone, are left out.
_PLANES: Final = range(1, 17)
_NO_CHARACTERS: Final = "".join(f"{chr(n << 16 | 0xFFFE)}{chr(n << 16 | 0xFFFF)}" for n in _PLANES)
_PRIVATE: Final = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_NOT_IN_IRIS: Final = re.compile(
    r"""[\x00-\x20<>"{}|^`\\\[\]\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufff0-\uffff"""
    rf"\U000e0000-\U000e0fff{_NO_CHARACTERS}]"
    rf"|%(?![0-9A-Fa-f]{{2}})|#[^#]*#|^[^?]*[{_PRIVATE}]|#.*[{_PRIVATE}]"
)
_BEFORE_PATH: Final = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*:(?://(?:[^/?#@]*@)?[^/?#:@]*(?::[0-9]*)?(?=[/?#]|$)|(?!//))"
)
_SCHEME_PATH: Final = re.compile(r"https?://[^?#]*?/scheme/([a-z0-9-]+/[0-9]+(?:/[^?#]+)?)")
_ILLEGAL_IRI: Final = re.compile(r'[\x00-\x20<>"{}|^`\\]')


def n3(term: Term) -> str:
    """Return a term as SPARQL and Turtle write it, safe to put into a query.

    Raises:
        ValueError: If an IRI holds a character that no IRI may hold.

    Example:
        >>> n3(Iri("https://example.org/a"))
        '<https://example.org/a>'
    """
    if isinstance(term, Literal):
        return term.n3()
    if isinstance(term, BlankNode):
        return f"_:{term}"
    if _ILLEGAL_IRI.search(term):
        message = f"not an IRI: {str(term)!r}"
        raise ValueError(message)
    return f"<{term}>"


def is_iri(text: str) -> bool:
    """Return whether a text is a whole IRI: one that every store takes.

    Example:
        >>> is_iri("https://example.org/a%20b"), is_iri("https://example.org/a%2"), is_iri("a")
        (True, False, False)

    Sources:
        RFC 3987, Internationalized Resource Identifiers, section 2.2
        (https://www.rfc-editor.org/rfc/rfc3987).
    """
    return bool(_BEFORE_PATH.match(text)) and not _NOT_IN_IRIS.search(text)


def expand(name: str) -> Iri | None:
    """Return the IRI of a full IRI, a `<…>` form or a prefixed name; None if it is none of these.

    What is returned can stand in any RDF document: it has no character that an IRI can't hold.

    Example:
        >>> expand("mg:Measure") == MG["Measure"]
        True
        >>> expand("A1019") is None
        True
    """
    text = name[1:-1] if name.startswith("<") and name.endswith(">") else name
    prefix, colon, local = text.partition(":")
    if colon and prefix in PREFIXES and not local.startswith("//"):
        text = PREFIXES[prefix] + local
    elif not (re.match(r"[a-z][a-z0-9+.-]*://", text) or text.startswith("urn:")):
        return None
    return Iri(text) if is_iri(text) else None


def compact(iri: str) -> str:
    """Return an IRI as people write it.

    A measure is `dataset/record`, a concept `scheme/major/code`, whoever publishes its scheme,
    other data `kind/key`, a foreign or ontology term `prefix:name`; what has no short form stays
    as it is.

    Example:
        >>> compact(measure_iri("mit-2025", "A1019"))
        'mit-2025/A1019'
        >>> compact(concept_iri("airi-mitigation", 2, "1.1.2"))
        'airi-mitigation/2/1.1.2'
        >>> compact("http://www.w3.org/2004/02/skos/core#Concept")
        'skos:Concept'
    """
    for start, keep in (
        (BASE + "id/measure/", ""),
        (BASE + "id/", ""),
        (BASE + "scheme/", ""),
        (BASE + "class/", "class/"),
        (BASE + "shape/", "shape/"),
        (BASE + "graph/", "graph/"),
        (BASE + "mapping/", "mapping/"),
    ):
        if iri.startswith(start):
            return keep + iri[len(start) :]
    for prefix, namespace in PREFIXES.items():
        local = iri[len(namespace) :]
        if iri.startswith(namespace) and local and "/" not in local and "#" not in local:
            return f"{prefix}:{local}"
    return scheme_path(iri) or str(iri)


def scheme_path(iri: str) -> str | None:
    """Return key, major version and code of a scheme or concept, whoever publishes it.

    That is what stands behind `/scheme/` in its IRI; None where nothing of this form does.

    Example:
        >>> scheme_path("https://example.org/acme/scheme/acme/1/AC-1.1")
        'acme/1/AC-1.1'
    """
    found = _SCHEME_PATH.fullmatch(iri) if "/scheme/" in iri else None
    return found[1] if found else None


def slug(text: str) -> str:
    """Return text as a path segment of an IRI: ASCII letters, digits, dot, hyphen, underscore.

    Case is kept. Letters lose their accents; each run of anything else becomes one hyphen.

    Example:
        >>> slug("Gipiškis 2024")
        'Gipiskis-2024'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9._-]+", "-", plain).strip("-.")


def measure_iri(dataset: str, record: str) -> Iri:
    """Return the IRI of a measure: the record `record` of the dataset `dataset`."""
    return Iri(f"{BASE}id/measure/{slug(dataset)}/{slug(record)}")


def source_iri(reference: str) -> Iri:
    """Return the IRI of a source document by its short reference, in lower case.

    Example:
        >>> compact(source_iri("Future of Life Institute2024"))
        'source/future-of-life-institute2024'
    """
    return Iri(f"{BASE}id/source/{slug(reference).lower()}")


def identifier_datatype(dataset: str) -> Iri:
    """Return the datatype that marks a `dcterms:identifier` as a record number of `dataset`."""
    return Iri(f"{BASE}id/dataset/{slug(dataset)}")


def concept_iri(scheme: str, major: int | str, code: str) -> Iri:
    """Return the IRI of the concept `code` in a scheme's major version."""
    return Iri(f"{BASE}scheme/{scheme}/{major}/{code}")


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def assessment_iri(
    measure: str, scheme: str, assessor: str, generated: str = "", ordinal: int = 1
) -> Iri:
    """Return the IRI of an assessment: the hash of what makes it this one and no other.

    Args:
        measure: IRI of the measure.
        scheme: IRI of the scheme that it is assessed in.
        assessor: IRI of the agent that it is attributed to.
        generated: `prov:generatedAtTime` as written; empty where it is unknown.
        ordinal: Number of the assessment where one assessor assigns several values, from 1.

    Example:
        >>> compact(assessment_iri("urn:m", "urn:s", "urn:a", "2025-07-23T00:00:00Z"))
        'assessment/0e16702d5b4b8248'
    """
    return Iri(
        f"{BASE}id/assessment/" + _digest((measure, scheme, assessor, generated, str(ordinal)))
    )


def opinion_iri(measure: str, panel: str, ordinal: int) -> Iri:
    """Return the IRI of the `ordinal`-th opinion of a panel on a measure."""
    return Iri(f"{BASE}id/opinion/" + _digest((measure, panel, str(ordinal))))


def mapping_iri(
    mapping_set: str, subject: str, predicate: str, target: str, ordinal: int = 1
) -> Iri:
    """Return the IRI of one row of a mapping set.

    Args:
        mapping_set: IRI of the set, with its version.
        subject: IRI of what is mapped.
        predicate: IRI of the mapping property.
        target: IRI of what it is mapped to.
        ordinal: Number of the row among those of the set that say the same, from 1.

    Example:
        >>> compact(mapping_iri(BASE + "mapping/a/1", "urn:s", "urn:p", "urn:o"))
        'mapping/a/1/9970d741ebf45c65'
    """
    parts = (subject, predicate, target, *([str(ordinal)] if ordinal > 1 else []))
    return Iri(f"{mapping_set}/{_digest(parts)}")
