from __future__ import annotations

import copy
import json
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


def test_a_requirement_may_be_in_the_library_of_a_framework_that_is_shipped_here(reading, text):
    theirs = {"9.9": concept_iri("ciso-nist-ai-rmf", 1, "govern-9.9")}
    known = {"nist-ai-rmf/1": NIST, "ciso-nist-ai-rmf/1": theirs}
    changed = text.replace("govern-1.1", "govern-9.9")
    result = reading(changed, controls=lambda scheme: known.get(scheme, {}))
    assert (result.records, result.made, result.findings) == (9, 9, [])
    (found,) = mapping_sets_of(result.quads)
    assert theirs["9.9"] in {one.object_id for one in found.mappings}
    known["nist-ai-rmf/1"] = NIST | {"MAP 1.2": concept_iri("nist-ai-rmf", 1, "MAP-1.2")}
    third = changed.replace(
        "      relationship: not_related\n  - urn",
        "      relationship: not_related\n"
        "    - source_requirement_urn: urn:acme:risk:req_node:rules-1.0:a\n"
        "      target_requirement_urn: urn:intuitem:risk:req_node:nist-ai-rmf-1.0:map-1.2\n"
        "      relationship: equal\n  - urn",
    )
    (found,) = mapping_sets_of(reading(third, controls=lambda one: known.get(one, {})).quads)
    assert found.object_source == Iri(BASE + "scheme/nist-ai-rmf/1")


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
        (lambda x: nodes(x)[2].update(urn="a 2"), "bad-id"),
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
        (
            lambda x: x["objects"].update(risk_matrices=[{}]),
            "risk_matrices is not read (it holds 1)",
        ),
        (lambda x: nodes(x)[1].update(questions={"urn:q": {"type": "text"}}), "questions is not"),
        (lambda x: nodes(x)[1].update(weight=2), "weight is not read, in 1 of the requirements"),
        (lambda x: nodes(x)[1].update(name=["Vetting"]), "name is no text"),
        (lambda x: x.update(locale="fr"), "texts are in fr"),
        (lambda x: x["objects"]["reference_controls"][0].update(category="magic"), "magic"),
    ],
)
def test_what_loses_no_record_is_a_warning(reading, library, change, word):
    change(library)
    result = reading(library, controls=with_nist)
    assert (result.records, result.made) == (9, 9)
    assert any(one.severity == "warning" and word in one.message for one in result.findings)


def test_a_urn_that_the_loader_takes_is_taken_here_too(reading, library):
    library["objects"].pop("requirement_mapping_sets")
    nodes(library)[2]["urn"] = "urn:acme:risk:req_node:rules-1.0:a/2 b"
    result = reading(library)
    assert (result.records, result.made) == (5, 5)
    assert objects(result, node("a-2-b"), Iri(SKOS + "notation"))
    assert [(one.severity, one.code) for one in result.findings] == [("warning", "bad-id")]


def test_the_code_of_a_requirement_has_all_that_follows_the_library(reading, library):
    library["objects"].pop("requirement_mapping_sets")
    for number, one in enumerate(nodes(library)[1:], 1):
        one["urn"] = f"urn:acme:risk:req_node:rules-1.0:{number}:1"
    result = reading(library)
    assert objects(result, node("1-1"), Iri(SKOS + "notation"))
    assert objects(result, node("2-1"), Iri(SKOS + "notation"))


def test_a_fault_is_of_its_record_alone_though_all_stand_on_one_line(reading, library):
    library["objects"].pop("requirement_mapping_sets")
    nodes(library)[2].pop("urn")
    result = reading(json.dumps(library))
    assert (result.records, result.made) == (5, 4)
    assert [one.code for one in result.findings] == ["missing-field"]


def test_techniques_are_read_as_threats_are(reading, library):
    held = library["objects"]
    held.pop("requirement_mapping_sets")
    name = "urn:acme:risk:technique:rules-1.0:x1"
    held["techniques"] = [
        {"urn": f"{name}.1", "ref_id": "X1.1", "name": "Poisoning", "parent_urn": name},
        {
            "urn": name,
            "ref_id": "X1",
            "name": "Tampering",
            "reference_controls": ["urn:acme:risk:function:rules-1.0:c1"],
            "is_deprecated": True,
        },
    ]
    result = reading(library)
    assert (result.records, result.made, result.findings) == (7, 7, [])
    above = concept_iri("rules-1-0-technique", 1, "x1")
    below = concept_iri("rules-1-0-technique", 1, "x1.1")
    control = concept_iri("rules-1-0-reference-control", 1, "c1")
    assert objects(result, below, Iri(SKOS + "broader")) == {above}
    assert above in objects(result, control, MG["mitigates"])
    assert objects(result, above, Iri(PREFIXES["owl"] + "deprecated"))


def test_texts_in_other_languages_stand_beside_the_english_ones(reading, library):
    library["objects"].pop("requirement_mapping_sets")
    library |= {"locale": "fr", "copyright": "CC BY 4.0"}
    nodes(library)[0]["name"] = "Les données"
    nodes(library)[1] |= {
        "name": "Contrôle",
        "description": "On contrôle les données.",
        "translations": {"en": {"name": "Vetting", "description": "Data are vetted."}, "?": {}},
    }
    result = reading(library)

    def said(code, name):
        return {(one.value, one.language) for one in objects(result, node(code), Iri(SKOS + name))}

    assert said("a", "prefLabel") == {("A", "en"), ("Les données", "fr")}
    assert said("a.1", "prefLabel") == {("Vetting", "en"), ("Contrôle", "fr")}
    assert said("a.1", "definition") == {
        ("Data are vetted.", "en"),
        ("On contrôle les données.", "fr"),
    }
    assert ("See the handbook.", "fr") in said("a.1", "note")


def test_evidence_may_be_a_list(reading, library):
    library["copyright"] = "CC BY 4.0"
    control = library["objects"]["reference_controls"][0]
    control["typical_evidence"] = ["A signed protocol.", "Minutes."]
    result = reading(library, controls=with_nist)
    made = concept_iri("rules-1-0-reference-control", 1, "c1")
    notes = {str(one) for one in objects(result, made, Iri(SKOS + "note"))}
    assert "Typical evidence: A signed protocol.\n\nMinutes." in notes


def test_two_frameworks_whose_names_make_one_key_are_two_schemes(reading, library):
    held = library["objects"]
    held.pop("requirement_mapping_sets")
    first = held.pop("framework")
    second = {
        "urn": "urn:acme:risk:framework:rules 1.0",
        "ref_id": "OTHER",
        "requirement_nodes": [{"urn": "urn:acme:risk:req_node:other:a", "name": "Other"}],
    }
    held["frameworks"] = [first, second]
    result = reading(library)
    assert result.records == result.made
    assert objects(result, concept_iri("rules-1-0-2", 1, "a"), Iri(SKOS + "prefLabel"))


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
