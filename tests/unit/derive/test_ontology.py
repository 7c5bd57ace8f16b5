"""The authored ontology: every term described, every import mapped, every foreign term declared."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from mitigraph.resources import data_root
from mitigraph.store.oxigraph import OxigraphStore, parse
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import BASE, MG, Iri, Literal

ONTOLOGY = data_root() / "ontology"
#: The headers in `coding/` are parts of modules in `records/`; a mapping set is no module, nor is
#: what is derived.
FILES = sorted(
    path
    for path in ONTOLOGY.rglob("*.ttl")
    if path.parent.name not in ("coding", "derived", "mappings")
)
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
OWL = "http://www.w3.org/2002/07/owl#"
DCTERMS = "http://purl.org/dc/terms/"
VANN = "http://purl.org/vocab/vann/"
KINDS = {
    OWL + kind for kind in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
}


def quads(path):
    return list(parse(path.read_bytes(), RdfFormat.TURTLE, BASE))


def described(path):
    found = {}
    for subject, predicate, value, _ in quads(path):
        found.setdefault(subject, {}).setdefault(str(predicate), []).append(value)
    return found


@pytest.fixture(scope="module")
def core():
    return described(ONTOLOGY / "core.ttl")


@pytest.fixture(scope="module")
def own(core):
    return {iri: about for iri, about in core.items() if iri.startswith(MG)}


@pytest.fixture(scope="module")
def catalogue():
    tree = ET.parse(ONTOLOGY / "catalog-v001.xml")  # noqa: S314 - our own file
    return {entry.get("name"): entry.get("uri") for entry in tree.getroot()}


def test_every_term_has_label_definition_module_and_status(own):
    assert len(own) > 100
    skos = "http://www.w3.org/2004/02/skos/core#"
    rdfs = "http://www.w3.org/2000/01/rdf-schema#"
    for iri, about in own.items():
        (label,) = about[rdfs + "label"]
        (definition,) = about[skos + "definition"]
        assert label.language == definition.language == "en", iri
        assert definition.value[0].isupper(), iri
        assert definition.value.endswith("."), iri
        assert definition.value.lower().rstrip(".") != label.value.lower(), iri
        assert about[rdfs + "isDefinedBy"] == [Iri(BASE + "module/core")], iri
        assert about["http://www.w3.org/2003/06/sw-vocab-status/ns#term_status"], iri
        assert len(KINDS & set(about[TYPE])) == 1, iri


def test_no_two_terms_share_a_definition(own):
    definitions = [
        about["http://www.w3.org/2004/02/skos/core#definition"][0].value for about in own.values()
    ]
    assert len(set(definitions)) == len(definitions)


def test_properties_say_what_they_are_for_but_assert_no_domain(own):
    for iri, about in own.items():
        if OWL + "Class" not in about[TYPE]:
            assert about["https://schema.org/domainIncludes"], iri
            assert about["https://schema.org/rangeIncludes"], iri
            assert "http://www.w3.org/2000/01/rdf-schema#domain" not in about, iri


def test_names_follow_the_convention(own):
    for iri, about in own.items():
        name = iri.removeprefix(MG)
        pattern = r"[A-Z][A-Za-z]+" if OWL + "Class" in about[TYPE] else r"[a-z][A-Za-z]+"
        assert re.fullmatch(pattern, name), iri


def test_every_own_term_in_use_is_declared(own):
    used = {
        term
        for path in FILES
        for quad in quads(path)
        for term in (quad.predicate, quad.object)
        if not isinstance(term, Literal) and term.startswith(MG)
    }
    assert used <= set(own)


def test_every_foreign_property_and_class_in_use_is_declared(core):
    built_in = (
        OWL,
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "http://www.w3.org/2000/01/rdf-schema#",
    )
    used = set()
    for path in FILES:
        for quad in quads(path):
            used.add(str(quad.predicate))
            if quad.predicate == TYPE:
                used.add(str(quad.object))
    foreign = {term for term in used if not term.startswith((*built_in, BASE))}
    undeclared = {term for term in foreign if not KINDS & set(core.get(term, {}).get(TYPE, ()))}
    assert undeclared == set()
    assert "http://www.w3.org/2004/02/skos/core#broader" in foreign


def test_each_kind_of_value_is_declared_once(core):
    for iri, about in core.items():
        assert len(KINDS & set(about.get(TYPE, ()))) <= 1, iri


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_import_is_mapped_to_a_file(path, catalogue):
    for quad in quads(path):
        if quad.predicate == OWL + "imports":
            assert str(quad.object) in catalogue
            assert (ONTOLOGY / catalogue[str(quad.object)]).is_file()


def test_every_entry_of_the_catalogue_is_a_file_that_declares_it(catalogue):
    assert len(catalogue) > 20
    for iri, name in catalogue.items():
        path = ONTOLOGY / name
        assert path.is_file()
        assert OWL + "Ontology" in described(path)[iri][TYPE]


def test_the_ontology_imports_core_every_scheme_and_every_class_module(catalogue):
    about = described(ONTOLOGY / "mitigraph.ttl")[BASE + "ns"]
    wanted = {
        iri
        for iri, name in catalogue.items()
        if name == "core.ttl" or name.startswith(("schemes/", "generated/classes-"))
    }
    assert {str(iri) for iri in about[OWL + "imports"]} == wanted


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_module_has_a_header_with_what_a_reader_of_metadata_asks_for(path):
    headers = {
        iri: about
        for iri, about in described(path).items()
        if OWL + "Ontology" in about.get(TYPE, ())
    }
    ((iri, about),) = headers.items()
    for name in ("title", "description", "creator", "created", "license", "bibliographicCitation"):
        assert about.get(DCTERMS + name), name
    (licence,) = about[DCTERMS + "license"]
    assert licence == Iri("https://creativecommons.org/licenses/by/4.0/")
    assert not isinstance(about[DCTERMS + "creator"][0], Literal)
    assert about[DCTERMS + "created"][0].datatype.endswith(("#date", "#dateTime"))
    assert about["http://purl.org/ontology/bibo/status"] == [
        Iri("http://purl.org/ontology/bibo/status/draft")
    ]
    (version,) = about[OWL + "versionInfo"]
    assert about[OWL + "versionIRI"] == [Iri(f"{iri}/{version.value}")]
    assert about[VANN + "preferredNamespacePrefix"]
    assert about[VANN + "preferredNamespaceUri"]


def test_core_refers_only_to_concepts_that_exist():
    store = OxigraphStore()
    for path in sorted((ONTOLOGY / "schemes").glob("*.ttl")):
        store.load(path.read_bytes(), rdf_format=RdfFormat.TURTLE, graph=Iri("urn:s"), base=BASE)
    concepts = {str(quad.subject) for quad in store.quads()}
    used = {
        str(quad.object)
        for quad in quads(ONTOLOGY / "core.ttl")
        if str(quad.object).startswith(BASE + "scheme/")
    }
    assert len(used) > 20
    assert used <= concepts


def test_strict_names_every_kind_of_concept_as_disjoint(own):
    skos_concept = Iri("http://www.w3.org/2004/02/skos/core#Concept")
    kinds = {
        str(iri)
        for iri, about in own.items()
        if skos_concept in about.get("http://www.w3.org/2000/01/rdf-schema#subClassOf", ())
    }
    members = {
        str(quad.object)
        for quad in quads(ONTOLOGY / "strict.ttl")
        if quad.predicate == "http://www.w3.org/1999/02/22-rdf-syntax-ns#first"
    }
    assert len(kinds) == 18
    assert kinds <= members
