from __future__ import annotations

import pytest

from mitigraph.errors import DataError, UnknownTermError
from mitigraph.terms import Iri
from mitigraph.validate.report import Severity
from mitigraph.validate.shapes import Shapes, Target, sh

S = Iri("urn:ex:S")


def test_a_blank_property_shape_is_named_after_its_path(shapes_of):
    shapes = Shapes.read([shapes_of("ex:S sh:property [ sh:path ex:label ; sh:minCount 1 ] .")])
    assert shapes.values(S, sh("property")) == [Iri("urn:ex:S/label")]


def test_two_blank_shapes_on_one_path_get_names_of_their_own(shapes_of):
    text = "ex:S sh:property [ sh:path ex:p ; sh:minCount 1 ] , [ sh:path ex:p ; sh:maxCount 1 ] ."
    names = Shapes.read([shapes_of(text)]).values(S, sh("property"))
    assert len(set(names)) == 2
    assert all(str(name).startswith("urn:ex:S/p-") for name in names)
    assert names == Shapes.read([shapes_of(text)]).values(S, sh("property"))


def test_a_name_that_is_taken_is_not_given_again(shapes_of):
    text = "ex:S sh:property [ sh:path ex:p ] . <urn:ex:S/p> sh:path ex:q ."
    (name,) = Shapes.read([shapes_of(text)]).values(S, sh("property"))
    assert name != Iri("urn:ex:S/p")


def test_blank_shapes_in_lists_and_at_the_root_are_named(shapes_of):
    text = """[] a sh:NodeShape ; sh:targetClass ex:C ;
        sh:or ( [ sh:path ex:p ; sh:minCount 1 ] [ sh:not [ sh:class ex:D ] ] ) ."""
    shapes = Shapes.read([shapes_of(text)])
    parts = {str(part).rpartition("/")[2].partition("-")[0] for part in shapes.parents}
    assert parts == {"p", "or", "not"}
    subjects = {quad.subject for quad in shapes.triples(rules=True)}
    assert any("shape/anonymous/" in subject for subject in subjects)


def test_the_same_blank_label_in_two_files_is_not_the_same_node(shapes_of):
    files = [
        shapes_of(f"ex:S{n} sh:property _:p . _:p sh:path ex:p{n} .", f"{n}.ttl") for n in (1, 2)
    ]
    shapes = Shapes.read(files)
    assert shapes.path(Iri("urn:ex:S1/p1")) == "<urn:ex:p1>"
    assert shapes.path(Iri("urn:ex:S2/p2")) == "<urn:ex:p2>"


def test_texts_prefer_english_then_no_language(shapes_of):
    shapes = Shapes.read(
        [
            shapes_of(
                """ex:S sh:message "tu"@fr , "do"@en-GB , "plain" .
                ex:T sh:message "tu"@fr , "plain" .
                ex:U sh:message "tu"@fr ."""
            )
        ]
    )
    told = [shapes.message(Iri(f"urn:ex:{name}")) for name in "STUV"]
    assert told == ["do", "plain", "tu", None]


def test_a_part_has_the_name_of_the_shape_around_it(shapes_of):
    shapes = Shapes.read([shapes_of('ex:S sh:name "Whole" ; sh:property [ sh:path ex:p ] .')])
    assert shapes.name(Iri("urn:ex:S/p")) == "Whole"
    assert shapes.name(Iri("urn:ex:other")) == "urn:ex:other"


def test_severity_and_switch(shapes_of):
    shapes = Shapes.read(
        [shapes_of("ex:S sh:severity sh:Info ; sh:deactivated true . ex:T sh:deactivated false .")]
    )
    assert shapes.severity(S) is Severity.INFO
    assert shapes.severity(Iri("urn:ex:T")) is Severity.VIOLATION
    assert shapes.deactivated(S)
    assert not shapes.deactivated(Iri("urn:ex:T"))


def test_a_class_that_is_a_shape_targets_its_instances(shapes_of):
    text = """ex:S a sh:NodeShape , rdfs:Class . ex:T a sh:NodeShape , ex:Meta .
        ex:Meta rdfs:subClassOf rdfs:Class . ex:U a rdfs:Class ."""
    shapes = Shapes.read([shapes_of(text)])
    assert shapes.targets(S) == [Target("class", S)]
    assert shapes.targets(Iri("urn:ex:T")) == [Target("class", Iri("urn:ex:T"))]
    assert shapes.targets(Iri("urn:ex:U")) == []


def test_rules_can_be_left_out(shapes_of):
    text = 'ex:S sh:targetClass ex:C ; sh:sparql [ sh:select "SELECT $this {}" ] .'
    shapes = Shapes.read([shapes_of(text)])
    predicates = {
        rules: {quad.predicate for quad in shapes.triples(rules=rules)} for rules in (True, False)
    }
    assert predicates[True] - predicates[False] == {sh("sparql"), sh("select")}


def test_only_keeps_a_shape_and_its_parts(shapes_of):
    text = """ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:minCount 1 ] .
        ex:T sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:minCount 1 ] ."""
    shapes = Shapes.read([shapes_of(text)], only=[S])
    assert shapes.targets(S)
    assert not shapes.targets(Iri("urn:ex:T"))
    assert shapes.asked_for(Iri("urn:ex:S/p"))
    assert not shapes.asked_for(Iri("urn:ex:T/p"))


def test_only_names_shapes_that_exist(shapes_of):
    path = shapes_of("ex:S sh:targetClass ex:C .")
    with pytest.raises(UnknownTermError, match='no shape "urn:ex:none"'):
        Shapes.read([path], only=[Iri("urn:ex:none")])


@pytest.mark.parametrize("queries", ["", 'sh:select "a" , "b"', "sh:select ex:query"])
def test_a_rule_has_one_query(queries, shapes_of):
    shapes = Shapes.read([shapes_of(f"ex:S sh:sparql [ a sh:SPARQLConstraint ; {queries} ] .")])
    with pytest.raises(DataError, match=r"has . queries"):
        _ = shapes.constraints


def test_prefixes_come_through_imports(shapes_of):
    text = """ex:all owl:imports ex:prefixes , ex:all .
        ex:S sh:sparql [ sh:prefixes ex:all ; sh:select "SELECT $this {}" ] ."""
    (constraint,) = Shapes.read([shapes_of(text)]).constraints
    assert constraint.prefixes == (("ex", "urn:ex:"),)


def test_a_half_prefix_is_refused(shapes_of):
    text = """ex:half sh:declare [ sh:prefix "a" ] .
        ex:S sh:sparql [ sh:prefixes ex:half ; sh:select "SELECT $this {}" ] ."""
    with pytest.raises(DataError, match="prefix declaration of urn:ex:half is not whole"):
        _ = Shapes.read([shapes_of(text)]).constraints


def test_components_of_ones_own_need_the_judge(shapes_of):
    assert Shapes.read([shapes_of("ex:C a sh:ConstraintComponent .")]).needs_judge
    assert not Shapes.read([shapes_of("ex:S a sh:NodeShape .")]).needs_judge


def test_a_list_that_bites_its_tail_ends(shapes_of):
    shapes = Shapes.read([shapes_of("_:a rdf:first ex:x ; rdf:rest _:a . ex:S sh:in _:a .")])
    (head,) = shapes.values(S, sh("in"))
    assert shapes.members(head) == [Iri("urn:ex:x")]
