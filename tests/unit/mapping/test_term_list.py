from __future__ import annotations

import hashlib
import importlib

import pytest

from mitigraph.errors import DataError, UnsupportedFormatError
from mitigraph.mapping import read_term_list, terms_of
from mitigraph.mapping.lookup import TermLookup
from mitigraph.mapping.term_list import TermList, own_terms, shipped_term_lists
from mitigraph.resources import data_root
from mitigraph.terms import BASE, Iri

VOCABULARY = """
@prefix v: <https://example.org/v#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://example.org/v> a owl:Ontology ; owl:versionInfo "1.2" .
v:A a owl:Class ; skos:broader v:Gone .
v:B a owl:Class .
skos:Concept a owl:Class .
<https://example.org/other> a owl:Ontology ; owl:versionInfo "9" .
"""
FOLDER = data_root() / "ontology" / "vendored"
#: Each shipped list of another's vocabulary, by the file of the vocabulary that it is of.
MADE_FROM = {
    "airo": "airo.ttl",
    "dpv": "dpv.ttl",
    "dpv-ai": "ai.ttl",
    "dpv-eu-aiact": "eu-aiact.ttl",
    "dpv-risk": "risk.ttl",
    "dpv-tech": "tech.ttl",
}


@pytest.fixture
def vocabulary(tmp_path):
    path = tmp_path / "v.ttl"
    path.write_text(VOCABULARY, encoding="utf-8")
    return path


def test_a_term_is_what_the_file_gives_a_type_to_in_its_own_namespace(vocabulary):
    found = terms_of(vocabulary)
    assert found.namespace == "https://example.org/v#"
    assert found.terms == {"https://example.org/v#A", "https://example.org/v#B"}
    assert found.version == "1.2"
    assert found.sha256 == hashlib.sha256(vocabulary.read_bytes()).hexdigest()


def test_the_namespace_may_be_named_and_the_preferred_one_goes_before_the_ontologys(vocabulary):
    named = terms_of(vocabulary, "http://www.w3.org/2004/02/skos/core#")
    assert [term.rpartition("#")[2] for term in named.terms] == ["Concept"]
    vocabulary.write_text(
        VOCABULARY + "<https://example.org/v> <http://purl.org/vocab/vann/preferredNamespaceUri> "
        '"https://example.org/w#" . <https://example.org/w#C> a owl:Class .',
        encoding="utf-8",
    )
    assert terms_of(vocabulary).terms == {"https://example.org/w#C"}


def test_what_is_written_is_read_again(vocabulary, tmp_path):
    found = terms_of(vocabulary)
    path = tmp_path / "v.terms.txt"
    path.write_text(found.text(), encoding="utf-8")
    assert read_term_list(path) == found
    assert read_term_list(path).text() == found.text()
    assert read_term_list(vocabulary) == found


def test_a_list_needs_no_header(tmp_path):
    path = tmp_path / "mine.txt"
    path.write_text("https://example.org/v#A\nhttps://example.org/v#B\n", encoding="utf-8")
    assert read_term_list(path).namespace == "https://example.org/v#"


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        (
            "# namespace: https://example.org/v#\n# terms: 2\nhttps://example.org/v#A\n",
            "schema",
            "2",
        ),
        ("# namespace: https://example.org/v#\nhttps://example.org/w#A\n", "schema", "line 2"),
        ("https://example.org/v#A\nv:B\nB\n", "bad-id", "line 2"),
        ("# nothing\n", "empty-text", "no term"),
        ("", "empty-text", "empty"),
    ],
)
def test_a_bad_list_is_one_clear_error(tmp_path, text, code, words):
    path = tmp_path / "bad.terms.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_term_list(path)
    assert caught.value.code == code
    assert words in str(caught.value)
    assert "bad.terms.txt" in str(caught.value)


def test_a_file_without_terms_and_one_of_no_known_kind_are_clear_errors(tmp_path):
    path = tmp_path / "none.ttl"
    path.write_text("<urn:a> <urn:b> <urn:c> .", encoding="utf-8")
    with pytest.raises(DataError, match="declares no term") as caught:
        terms_of(path)
    assert "--namespace" in (caught.value.remedy or "")
    with pytest.raises(UnsupportedFormatError):
        read_term_list(tmp_path / "v.docx")


def test_the_shipped_lists_are_whole_and_say_where_they_are_from():
    lists = shipped_term_lists()
    assert {path.name.removesuffix(".terms.txt") for path in FOLDER.glob("*.txt")} == {
        *MADE_FROM,
        "prov-o",
        "skos",
    }
    assert len({one.namespace for one in lists}) == len(lists)
    for one in lists:
        assert one.terms
        assert one.source
        assert len(one.sha256) == 64
        assert all(term.startswith(one.namespace) for term in one.terms)


@pytest.mark.parametrize("name", MADE_FROM)
def test_a_shipped_list_is_what_the_command_makes_of_the_vocabulary(name, shared):
    path = shared / "real" / "dpv" / MADE_FROM[name]
    text = (FOLDER / f"{name}.terms.txt").read_text(encoding="utf-8")
    assert terms_of(path).text() == text


@pytest.mark.parametrize(("name", "attribute"), [("skos", "SKOS"), ("prov-o", "PROV")])
def test_the_lists_of_w3c_vocabularies_have_the_names_that_rdflib_has(name, attribute):
    namespace = getattr(importlib.import_module("rdflib.namespace"), attribute)
    found = read_term_list(FOLDER / f"{name}.terms.txt")
    names = {one for one in namespace.__annotations__ if not one.startswith("_")}
    assert found.terms == {f"{namespace}{one}" for one in names}


def test_own_terms_are_what_the_graph_describes_and_what_a_users_file_adds(tmp_path):
    path = tmp_path / "mine.ttl"
    path.write_text(f"<{BASE}id/measure/own/1> a <{BASE}ns#Measure> .", encoding="utf-8")
    mine = Iri(BASE + "id/measure/own/1")
    assert mine not in own_terms().terms
    assert own_terms((path,)).terms == own_terms().terms | {mine}


def test_given_lists_stand_for_shipped_ones_and_join_each_other():
    airo = Iri("https://w3id.org/airo#")
    one, other = (TermList(airo, frozenset({Iri(airo + name)}), name) for name in ("X", "Y"))
    found = TermLookup([one, other]).list_for(Iri(airo + "Z"))
    assert found is not None
    assert found.terms == {airo + "X", airo + "Y"}
    assert found.version == "X Y"


def test_the_list_of_the_longest_namespace_answers():
    inner = TermList(Iri(BASE + "scheme/own/1/"), frozenset({Iri(BASE + "scheme/own/1/a")}))
    lookup = TermLookup([inner])
    assert lookup.list_for(Iri(BASE + "scheme/own/1/b")) == inner
    assert lookup.list_for(Iri(BASE + "ns#Measure")).namespace == BASE
    assert lookup.list_for(Iri("urn:uuid:1")) is None


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("https://w3id.org/dpv#refersToRisk", "https://w3id.org/dpv/risk#refersToRisk"),
        ("https://w3id.org/airo#AiCapability", "https://w3id.org/airo#AICapability"),
        ("https://w3id.org/airo#RiskControls", "https://w3id.org/airo#RiskControl"),
        ("https://w3id.org/airo#Qwertyuiop", None),
    ],
)
def test_what_may_have_been_meant_is_proposed(wrong, meant):
    assert TermLookup().proposal(Iri(wrong)) == meant
