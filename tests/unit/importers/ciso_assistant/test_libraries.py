from __future__ import annotations

import copy
from decimal import Decimal

import pytest

from mitigraph.errors import DataError
from mitigraph.mapping import mapping_sets_of
from mitigraph.terms import BASE, MG, PREFIXES, Iri, concept_iri

SKOS = PREFIXES["skos"]
CC_BY = Iri("https://creativecommons.org/licenses/by/4.0/")
NIST = {
    code.replace("-", " "): concept_iri("nist-ai-rmf", 1, code)
    for code in ("GOVERN-1.1", "MAP-1.1")
}


def node(code):
    return concept_iri("rules-1-0", 1, code)


def objects(result, subject, predicate):
    return {q.object for q in result.quads if (q.subject, q.predicate) == (subject, predicate)}


def with_nist(scheme):
    return NIST if scheme == "nist-ai-rmf/1" else {}


def errors(result):
    return [
        (one.code, one.id.rpartition(":")[2]) for one in result.findings if one.severity == "error"
    ]


def nodes(library):
    return library["objects"]["framework"]["requirement_nodes"]


def test_every_record_is_made_and_the_reverse_set_says_nothing_more(reading, text):
    result = reading(text, controls=with_nist)
    assert result.summary() == "9 records in = 9 made + 0 refused"
    assert result.graph == Iri(BASE + "graph/ciso-assistant-rules-1-0")
    (found,) = mapping_sets_of(result.quads)
    assert {(one.subject_id, one.predicate_id, one.object_id) for one in found.mappings} == {
        (node("a.1"), Iri(SKOS + "broadMatch"), NIST["GOVERN 1.1"]),
        (node("a.2"), Iri(SKOS + "relatedMatch"), NIST["MAP 1.1"]),
    }
    denied, broad = sorted(found.mappings, key=lambda one: one.predicate_modifier, reverse=True)
    assert (denied.predicate_modifier, denied.confidence) == ("Not", None)
    assert (broad.predicate_modifier, broad.confidence) == ("", Decimal("0.7"))
    assert found.license == Iri("http://rightsstatements.org/vocab/UND/1.0/")
    assert result.findings == []


def test_requirements_stand_in_their_tree_with_what_they_name(reading, text):
    result = reading(text)
    control = concept_iri("rules-1-0-reference-control", 1, "c1")
    threat = concept_iri("rules-1-0-threat", 1, "t1")
    assert objects(result, node("a.1"), Iri(SKOS + "broader")) == {node("a")}
    assert {str(one) for one in objects(result, node("a.1"), Iri(SKOS + "notation"))} == {"A 1"}
    assert {str(one) for one in objects(result, node("a.1"), Iri(SKOS + "note"))} == {
        "Implementation groups: Suppliers."
    }
    assert objects(result, node("a.1"), MG["mitigates"]) == {threat}
    assert objects(result, control, MG["suggestedFor"]) == {node("a.1")}
    assert objects(result, control, MG["mitigates"]) == {threat}
    assert {str(one) for one in objects(result, control, Iri(SKOS + "note"))} == {
        "Category in CISO Assistant: process.",
        "Function in CISO Assistant: protect.",
    }
    assert MG["RiskArea"] in objects(result, threat, Iri(PREFIXES["rdf"] + "type"))


def test_text_is_kept_only_where_a_licence_allows_it(reading, text):
    definition = Iri(SKOS + "definition")
    (plain,) = objects(reading(text), node("a.1"), definition)
    assert str(plain) == "Requirement A 1 of Rules of Acme."
    kept = reading(text, licence=CC_BY)
    assert {str(one) for one in objects(kept, node("a.1"), definition)} == {"Data are vetted."}
    assert "Annotation: See the handbook." in {
        str(one) for one in objects(kept, node("a.1"), Iri(SKOS + "note"))
    }
    assert objects(reading(text, licence=CC_BY, ids_only=True), node("a.1"), definition) == {plain}
    named = text.replace("copyright: Acme, some rights", "copyright: CC BY 4.0")
    assert {str(one) for one in objects(reading(named), node("a.1"), definition)} == {
        "Data are vetted."
    }
    restricted = text.replace("copyright: Acme, some rights", "copyright: CC BY-ND 4.0")
    assert objects(reading(restricted, licence=CC_BY), node("a.1"), definition) == {plain}


def test_the_user_names_the_scheme(reading, text):
    result = reading(text, key="acme/2")
    assert objects(result, concept_iri("acme", 2, "a.1"), Iri(SKOS + "inScheme")) == {
        Iri(BASE + "scheme/acme/2")
    }


def test_the_core_that_is_shipped_here_is_matched_and_not_written_anew(reading, text):
    theirs = text.replace("urn:acme:", "urn:intuitem:").replace("rules-1.0", "nist-ai-rmf-1.0")
    theirs = theirs.replace("nist-ai-rmf-1.0:a.1", "nist-ai-rmf-1.0:govern-1.1")
    theirs = theirs.replace("packager: acme", "packager: intuitem")
    theirs = theirs[: theirs.index("  requirement_mapping_sets")]
    result = reading(theirs, controls=with_nist)
    made = concept_iri("ciso-nist-ai-rmf", 1, "govern-1.1")
    assert objects(result, made, Iri(SKOS + "exactMatch")) == {NIST["GOVERN 1.1"]}
    assert result.findings == []


def test_an_unknown_framework_is_named_after_its_urn_and_told(reading, text):
    result = reading(text)
    (found,) = mapping_sets_of(result.quads)
    assert {one.object_id for one in found.mappings} == {
        Iri(BASE + "scheme/nist-ai-rmf/1/govern-1.1"),
        Iri(BASE + "scheme/nist-ai-rmf/1/map-1.1"),
    }
    (finding,) = result.findings
    assert (finding.severity, finding.code) == ("warning", "dangling-ref")


def test_a_requirement_that_a_loaded_framework_lacks_is_refused(reading, text):
    result = reading(text.replace("govern-1.1", "govern-9.9"), controls=with_nist)
    assert (result.records, result.made) == (9, 7)
    assert {code for code, _ in errors(result)} == {"dangling-ref"}


def test_a_row_of_the_reverse_set_that_says_something_else_is_kept(reading, library):
    back = library["objects"]["requirement_mapping_sets"][1]
    back["requirement_mappings"][0]["relationship"] = "equal"
    result = reading(library, controls=with_nist)
    assert (result.records, result.made) == (9, 9)
    assert sorted(len(one.mappings) for one in mapping_sets_of(result.quads)) == [1, 2]
    assert any("not the inverse" in one.message for one in result.findings)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda x: nodes(x)[2].pop("urn"), "missing-field"),
        (lambda x: nodes(x)[2].update(urn="urn:acme:risk:req_node:rules-1.0:a 2"), "bad-id"),
        (lambda x: nodes(x)[2].update(urn=nodes(x)[1]["urn"]), "duplicate-id"),
        (lambda x: nodes(x).append("text"), "wrong-type"),
        (lambda x: x["objects"]["threats"][0].pop("urn"), "missing-field"),
    ],
)
def test_a_record_that_can_not_be_used_is_refused_with_its_place(reading, library, change, code):
    library["objects"].pop("requirement_mapping_sets")
    change(library)
    result = reading(library)
    assert result.records - result.made == 1
    (finding,) = [one for one in result.findings if one.severity == "error"]
    assert finding.code == code
    assert finding.place.startswith(("line ", "/objects/"))


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda x: nodes(x)[1].update(parent_urn="urn:acme:risk:req_node:rules-1.0:z"), "above"),
        (lambda x: nodes(x)[0].update(parent_urn=nodes(x)[1]["urn"]), "below itself"),
        (lambda x: nodes(x)[1].update(threats=["urn:acme:risk:threat:none"]), "no threat"),
        (lambda x: x.update(version="1.0"), "whole number"),
        (lambda x: x["objects"].update(risk_matrices=[{}]), "risk_matrices"),
        (lambda x: x["objects"]["reference_controls"][0].update(category="magic"), "magic"),
    ],
)
def test_what_loses_no_record_is_a_warning(reading, library, change, word):
    change(library)
    result = reading(library, controls=with_nist)
    assert (result.records, result.made) == (9, 9)
    assert any(one.severity == "warning" and word in one.message for one in result.findings)


def test_parents_may_come_after_their_children(reading, library):
    nodes(library).reverse()
    result = reading(library, controls=with_nist)
    assert objects(result, node("a.1"), Iri(SKOS + "broader")) == {node("a")}
    assert result.made == 9


@pytest.mark.parametrize(
    "text",
    [
        "- a list",
        "catalog: {}",
        "urn: urn:a:risk:library:b\nobjects: []",
        "urn: urn:a:risk:library:b\nobjects: {risk_matrices: []}",
        "just text",
    ],
)
def test_a_file_that_is_no_library_is_told_once(reading, text):
    with pytest.raises(DataError, match="not a CISO Assistant library"):
        reading(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: [", "syntax"),
        ("a: 1\na: 2", "duplicate-id"),
        (b"a: \xff", "encoding"),
        (" \n", "empty-text"),
    ],
)
def test_a_file_that_can_not_be_read_is_told_once(reading, text, code):
    with pytest.raises(DataError) as caught:
        reading(text)
    assert caught.value.code == code


@pytest.mark.parametrize("value", [None, "text", [], [["x"]], {"a": "b"}])
def test_wrong_types_at_every_key_end_in_an_account(reading, library, value):
    def keys(held, path=()):
        for key, one in held.items() if isinstance(held, dict) else enumerate(held):
            yield (*path, key)
            if isinstance(one, (dict, list)):
                yield from keys(one, (*path, key))

    for path in list(keys(library)):
        changed = copy.deepcopy(library)
        inside = changed
        for key in path[:-1]:
            inside = inside[key]
        inside[path[-1]] = value
        try:
            result = reading(changed, controls=with_nist)
        except DataError:
            continue
        refused = sum(one.severity == "error" for one in result.findings)
        assert result.records - result.made <= refused
